"""The mode for every pair of health states."""

from __future__ import annotations

import itertools

import pytest

from csk_ros.mode import Mode
from csk_ros.stream.fallback import Decision, choose_mode
from csk_ros.stream.health import Health
from csk_ros.stream.stream_health import StreamHealth

BAD = [Health.MISSING, Health.FROZEN, Health.DARK, Health.GLARE, Health.FLAT]


def stream(state: Health) -> StreamHealth:
    health = StreamHealth()
    health.state = state
    return health


def decide(thermal: Health, rgb: Health, *, allow_rgb: bool = True) -> Decision:
    return choose_mode(stream(thermal), stream(rgb), allow_rgb=allow_rgb)


@pytest.mark.parametrize("allow_rgb", [True, False])
def test_fused_only_if_both_are_ok(allow_rgb):
    assert decide(Health.OK, Health.OK, allow_rgb=allow_rgb) == Decision(Mode.FUSED, "both cameras ok")
    for thermal, rgb in itertools.product(Health, Health):
        fused = decide(thermal, rgb, allow_rgb=allow_rgb).mode is Mode.FUSED
        assert fused == (thermal is rgb is Health.OK)


@pytest.mark.parametrize("allow_rgb", [True, False])
@pytest.mark.parametrize(
    ("rgb", "reason"),
    [
        (Health.WAITING, "rgb awaited"),
        (Health.MISSING, "rgb missing"),
        (Health.FROZEN, "rgb frozen"),
        (Health.DARK, "rgb dark"),
        (Health.GLARE, "rgb glaring"),
        (Health.FLAT, "rgb flat"),
    ],
)
def test_thermal_when_rgb_is_not_ok(rgb, reason, allow_rgb):
    assert decide(Health.OK, rgb, allow_rgb=allow_rgb) == Decision(Mode.THERMAL, reason)


@pytest.mark.parametrize("thermal", BAD)
def test_rgb_when_thermal_is_bad_and_rgb_allowed(thermal):
    assert decide(thermal, Health.OK) == Decision(Mode.RGB, f"thermal {thermal}")
    assert decide(thermal, Health.OK, allow_rgb=False) == Decision(None, f"thermal {thermal}, rgb ok")


@pytest.mark.parametrize("allow_rgb", [True, False])
def test_nothing_when_neither_serves(allow_rgb):
    for thermal, rgb in itertools.product(BAD, [*BAD, Health.WAITING]):
        expected = Decision(None, f"thermal {thermal}, rgb {rgb}")
        assert decide(thermal, rgb, allow_rgb=allow_rgb) == expected


@pytest.mark.parametrize("rgb", list(Health))
def test_thermal_is_awaited_before_rgb_may_stand_alone(rgb):
    assert decide(Health.WAITING, rgb) == Decision(None, "thermal awaited")
