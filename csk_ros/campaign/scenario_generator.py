"""A random scenario for every seed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from csk_ros.campaign.scenario import CameraPlan, Inference, Scenario, SettingsChange
from csk_ros.campaign.unsteady_clock import Jump, Standstill, UnsteadyClock
from csk_ros.parameters.parameter_values import ParameterValues
from csk_ros.parameters.segmentation_parameters import SEGMENTATION_PARAMETERS
from csk_ros.parameters.stream_settings import stream_settings
from csk_ros.recording.fault_script import FaultScript
from csk_ros.stream.pairing import PairingSettings
from csk_ros.stream.picture_quality import PictureSettings
from csk_ros.stream.stream_health import HealthSettings
from csk_ros.stream.stream_pipeline import StreamSettings

if TYPE_CHECKING:
    from collections.abc import Callable

    from csk_ros.parameters.parameter_spec import ParameterSpec, Value
    from csk_ros.stream.frame import Stream

RATES = (1.0, 4.0, 9.0, 10.0, 25.0, 29.97, 30.0, 60.0, 120.0)
"""Pictures a second: thermal cores give 9, 30 or 60, colour cameras up to 120."""

PICTURES = 500
"""About so many in a scenario: fast cameras are watched for a shorter time, which is 2 to 12 s."""

Entry = dict[str, Any]

STREAM_PARAMETERS = frozenset(
    [
        *("rgb.max_skew", "rgb.wait", "rgb.time_offset", "rgb.timeout", "rgb.frozen_after"),
        *("rgb.dark_level", "rgb.glare_share", "rgb.flat_contrast"),
        *("thermal.timeout", "thermal.frozen_after"),
        *("fallback.allow_rgb", "fallback.bad_frames", "fallback.good_frames"),
    ]
)
"""The parameters that pairing, health and fallback go by."""


def generate(seed: int, pictures: int = PICTURES) -> Scenario:
    """Make the scenario of a seed; the same one every time.

    Args:
        seed: which one.
        pictures: about how many, as far as the limits of its length allow.
    """
    random = np.random.default_rng(seed)
    rgb, thermal = _camera("rgb", random), _camera("thermal", random)
    if random.random() < 0.3:
        # Two cameras on one trigger.
        thermal = CameraPlan("thermal", rgb.rate, thermal.latency, rgb.phase)
    seconds = float(np.clip(pictures / (rgb.rate + thermal.rate), 2.0, 12.0))
    clock, stamps = _clocks(seconds, random)
    count = int(random.choice([0, 1, 1, 1, 2, 3, 5]))
    faults = [entry for _ in range(count) for entry in _fault(seconds, random)]
    scenario = Scenario(
        seed=seed,
        seconds=seconds,
        rgb=rgb,
        thermal=thermal,
        faults=FaultScript.from_list(faults),
        clock=clock,
        stamps=stamps,
        inference=_inference(seconds, random),
        settings=_settings(random),
    )
    # From numbers of its own: what fails in the script of a seed does not depend on the parameters there are.
    return _with_changes(scenario, np.random.default_rng([seed, 1]))


def _camera(stream: Stream, random: np.random.Generator) -> CameraPlan:
    rate = float(random.choice(RATES))
    return CameraPlan(
        stream,
        rate,
        latency=float(random.choice([0.0, 0.004, 0.02, 0.12]) * random.random()),
        phase=float(random.choice([0.0, random.uniform(0.0, 1.0 / rate)])),
        core_rate=9.0 if stream == "thermal" and rate > 25.0 and random.random() < 0.3 else None,
    )


def _span(seconds: float, random: np.random.Generator, longest: float = 1.0) -> tuple[float, float]:
    """A stretch of the scenario: often short, seldom most of it."""
    length = seconds * longest * random.random() ** 2
    start = random.uniform(0.0, seconds - length)
    return float(start), float(start + max(length, 1e-3))


def _fault(seconds: float, random: np.random.Generator) -> list[Entry]:
    camera: Stream = "rgb" if random.random() < 0.6 else "thermal"
    kinds = {**_FAULTS, **(_RGB_FAULTS if camera == "rgb" else _THERMAL_FAULTS)}
    name = str(random.choice(list(kinds)))
    start, end = _span(seconds, random)
    entries = kinds[name](random, start, end)
    return [{entry.pop("camera", camera): entry.pop("kind"), **entry} for entry in entries]


def _plain(kind: str, **ranges: tuple[float, float]) -> Callable[..., list[Entry]]:
    """A fault whose numbers are drawn evenly from ranges."""

    def make(random: np.random.Generator, start: float, end: float) -> list[Entry]:
        numbers = {name: float(random.uniform(*limits)) for name, limits in ranges.items()}
        return [{"kind": kind, "from": start, "to": end, **numbers}]

    return make


def _seeded(kind: str, **ranges: tuple[float, float]) -> Callable[..., list[Entry]]:
    def make(random: np.random.Generator, start: float, end: float) -> list[Entry]:
        seed = int(random.integers(2**31))
        return [{**entry, "seed": seed} for entry in _plain(kind, **ranges)(random, start, end)]

    return make


def _bursts(random: np.random.Generator, start: float, end: float) -> list[Entry]:
    """Several frames lost in a row, again and again."""
    bounds = np.sort(random.uniform(start, end, 2 * int(random.integers(1, 5))))
    pairs = zip(bounds[::2], bounds[1::2], strict=True)
    return [{"kind": "drop", "from": float(low), "to": float(high) + 1e-3} for low, high in pairs]


def _both_drop(random: np.random.Generator, start: float, end: float) -> list[Entry]:
    """Both cameras are gone; they do not return together."""
    later = end + float(random.choice([0.0, random.uniform(0.0, 0.5)]))
    return [
        {"camera": "rgb", "kind": "drop", "from": start, "to": end},
        {"camera": "thermal", "kind": "drop", "from": start, "to": later},
    ]


def _restart(random: np.random.Generator, start: float, end: float) -> list[Entry]:
    """A driver dies and comes back: with another size, another encoding, or a clock that is off."""
    after = [
        [],
        [{"kind": "shrink", "factor": 0.5, "from": end}],
        [{"kind": "recode", "from": end}],
        [{"kind": "offset", "seconds": float(random.uniform(-2.0, 2.0)), "from": end}],
    ]
    return [{"kind": "drop", "from": start, "to": end}, *after[int(random.integers(len(after)))]]


_FAULTS: dict[str, Callable[..., list[Entry]]] = {
    "lose": _seeded("lose", share=(0.05, 0.6)),
    "bursts": _bursts,
    "drop": _plain("drop"),
    "both drop": _both_drop,
    "restart": _restart,
    "jitter": _seeded("jitter", seconds=(0.0, 0.3)),
    "overtake": _seeded("overtake", seconds=(0.0, 0.3)),
    "late": _plain("delay", seconds=(0.0, 1.0)),
    "offset": _plain("offset", seconds=(-3.0, 3.0)),
    "small offset": _plain("offset", seconds=(-0.1, 0.1)),
    "drift": _plain("drift", rate=(-0.05, 0.05)),
    "repeat": _plain("repeat"),
    "hold": _plain("hold"),
    "unstamp": _plain("unstamp"),
    "truncate": _plain("truncate"),
    "freeze": _plain("freeze"),
    "shrink": _plain("shrink", factor=(0.3, 0.8)),
    "recode": _plain("recode"),
}

_RGB_FAULTS: dict[str, Callable[..., list[Entry]]] = {
    "dark at once": _plain("darken", factor=(0.0, 0.02)),
    "dark slowly": _plain("darken", factor=(0.0, 0.02), over=(0.2, 3.0)),
    "dusk": _plain("darken", factor=(0.5, 1.0)),
    "glare": _plain("glare", strength=(1.0, 1.0)),
    "veil": _plain("glare", strength=(0.0, 0.2)),
    "black lens": lambda _, start, end: [{"kind": "cover", "level": 2, "from": start, "to": end}],
    "grey lens": lambda _, start, end: [{"kind": "cover", "level": 90, "from": start, "to": end}],
}

_THERMAL_FAULTS: dict[str, Callable[..., list[Entry]]] = {
    "shutter": lambda random, start, _: [
        {"kind": "shutter", "from": start, "to": start + float(random.uniform(1.0, 3.0))}
    ],
}


def _clocks(seconds: float, random: np.random.Generator) -> tuple[UnsteadyClock, UnsteadyClock]:
    """The node's clock and that of the stamps."""
    steady = UnsteadyClock()
    kind = random.choice(
        ["steady", "jump", "loop", "loop without clock", "paused"], p=[0.6, 0.1, 0.1, 0.1, 0.1]
    )
    if kind == "jump":
        jumps = [
            Jump(
                float(random.uniform(0.0, seconds)),
                float(random.choice([-1, 1]) * 10 ** random.uniform(-2, 2)),
            )
            for _ in range(int(random.integers(1, 3)))
        ]
        # A camera that stamps by a clock of its own does not follow that of the host.
        clock = UnsteadyClock(jumps=tuple(jumps))
        return clock, clock if random.random() < 0.7 else steady
    if kind == "paused":
        clock = UnsteadyClock(standstills=(Standstill(*_span(seconds, random, 0.3)),))
        return clock, clock
    if kind == "steady":
        return steady, steady
    looped = UnsteadyClock.loop(float(random.uniform(0.3, 1.0)) * seconds, seconds)
    return (looped if kind == "loop" else steady), looped


def _inference(seconds: float, random: np.random.Generator) -> Inference:
    start, end = _span(seconds, random)
    usual = float(random.choice([0.0, 0.02, 0.06, 0.2]))
    return Inference(usual, slow=usual + 0.5, start=start, end=end if random.random() < 0.3 else start)


def _settings(random: np.random.Generator) -> StreamSettings:
    """Mostly the defaults; else values near them."""
    if random.random() < 0.6:
        return StreamSettings()
    pairing = PairingSettings(
        max_skew=float(random.choice([0.0, 0.02, 0.05, 0.5])),
        rgb_wait=float(random.choice([0.0, 0.02, 0.05, 0.6])),
        rgb_time_offset=float(random.choice([0.0, -0.03, 0.2])),
    )
    return StreamSettings(
        pairing,
        rgb=_health(PictureSettings(), random),
        thermal=_health(None, random),
        allow_rgb=bool(random.random() < 0.7),
    )


def _health(picture: PictureSettings | None, random: np.random.Generator) -> HealthSettings:
    return HealthSettings(
        timeout=float(random.choice([0.1, 0.3, 1.5])),
        frozen_after=float(random.choice([0.0, 0.3, 1.0])),
        bad_frames=int(random.integers(1, 6)),
        good_frames=int(random.integers(1, 6)),
        picture=picture,
    )


def _with_changes(scenario: Scenario, random: np.random.Generator) -> Scenario:
    """Settings from the whole of what is allowed, in some scenarios, and others later on."""
    settings = _legal(scenario.settings, random) if random.random() < 0.4 else scenario.settings
    changes, before = [], settings
    for at in sorted(random.uniform(0.0, scenario.seconds, int(random.choice([0, 0, 0, 1, 2])))):
        # Near the defaults or anywhere: what a change does shows best where the stream is watched closely.
        before = _legal(before, random) if random.random() < 0.5 else _settings(random)
        changes.append(SettingsChange(float(at), before))
    offset = settings.pairing.rgb_time_offset
    if random.random() < 0.7:
        # The clocks differ by what the offset says.
        scenario = replace(scenario, rgb=replace(scenario.rgb, clock_ahead=-offset))
    return replace(scenario, settings=settings, changes=tuple(changes))


def _legal(settings: StreamSettings, random: np.random.Generator) -> StreamSettings:
    """Draw some of the parameters anew, each from its whole range."""
    values = {
        spec.name: _draw(spec, random) for spec in SEGMENTATION_PARAMETERS if spec.name in STREAM_PARAMETERS
    }
    drawn = stream_settings(ParameterValues(SEGMENTATION_PARAMETERS, values))
    kept = [random.random() < 0.4 for _ in range(4)]
    return StreamSettings(
        settings.pairing if kept[0] else drawn.pairing,
        settings.rgb if kept[1] else drawn.rgb,
        settings.thermal if kept[2] else drawn.thermal,
        settings.allow_rgb if kept[3] else drawn.allow_rgb,
    )


def _draw(spec: ParameterSpec, random: np.random.Generator) -> Value:
    """The default, an end of the range, or anything in between, small numbers as often as large ones."""
    if spec.low is None or spec.high is None:
        return bool(random.random() < 0.7)
    kind = str(random.choice(["default", "low", "high", "between"], p=[0.25, 0.1, 0.05, 0.6]))
    if kind == "default":
        return spec.default
    low, high = spec.low, spec.high
    smallest = low if low > 0 else high * 1e-4
    between = random.uniform(low, high) if low < 0 else np.exp(random.uniform(*np.log([smallest, high])))
    value = {"low": low, "high": high, "between": min(float(between), high)}[kind]
    return round(value) if isinstance(spec.default, int) else float(value)
