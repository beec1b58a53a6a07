from __future__ import annotations

from csk_ros.campaign.scenario_generator import RATES, STREAM_PARAMETERS, generate
from csk_ros.parameters.parameter_values import ParameterValues
from csk_ros.parameters.segmentation_parameters import SEGMENTATION_PARAMETERS
from csk_ros.parameters.stream_settings import stream_settings
from csk_ros.recording.fault import KINDS

SCENARIOS = [generate(seed) for seed in range(400)]


def test_a_seed_is_always_the_same_scenario():
    assert generate(7).describe() == generate(7).describe()
    assert generate(7).describe() != generate(8).describe()


def test_every_kind_of_fault_strikes_every_camera_that_it_can():
    found = {(fault.camera, fault.kind) for each in SCENARIOS for fault in each.faults.faults}
    assert found == {(camera, name) for name, kind in KINDS.items() for camera in kind.cameras}


def test_rates_go_from_1_to_120_and_differ_between_the_cameras():
    pairs = {(each.rgb.rate, each.thermal.rate) for each in SCENARIOS}
    assert {rate for pair in pairs for rate in pair} == set(RATES)
    assert {(30.0, 9.0), (9.0, 30.0)} <= pairs


def test_clocks_jump_both_ways_loop_and_stand_still():
    jumps = [jump.by for each in SCENARIOS for jump in each.clock.jumps]
    assert min(jumps) < -10
    assert max(jumps) > 10
    assert any(len(each.clock.jumps) > 1 for each in SCENARIOS)
    assert any(each.clock.standstills for each in SCENARIOS)
    assert any(each.stamps.jumps and not each.clock.jumps for each in SCENARIOS), "a loop without its clock"
    assert any(each.clock.jumps and not each.stamps.jumps for each in SCENARIOS), (
        "cameras with their own clock"
    )


def test_some_networks_are_slow_and_some_settings_are_not_the_default():
    assert any(each.inference.longest > 0.5 for each in SCENARIOS)
    assert any(not each.settings.allow_rgb for each in SCENARIOS)
    assert any(each.settings.pairing.rgb_wait == 0 for each in SCENARIOS)
    assert sum(each.settings == type(each.settings)() for each in SCENARIOS) > 120


def numbers(settings):
    rgb, thermal, pairing = settings.rgb, settings.thermal, settings.pairing
    return {
        "rgb.max_skew": pairing.max_skew,
        "rgb.wait": pairing.rgb_wait,
        "rgb.time_offset": pairing.rgb_time_offset,
        "rgb.timeout": rgb.timeout,
        "rgb.frozen_after": rgb.frozen_after,
        "rgb.dark_level": rgb.picture.dark_level,
        "rgb.glare_share": rgb.picture.glare_share,
        "rgb.flat_contrast": rgb.picture.flat_contrast,
        "thermal.timeout": thermal.timeout,
        "thermal.frozen_after": thermal.frozen_after,
        "fallback.bad_frames": thermal.bad_frames,
        "fallback.good_frames": rgb.good_frames,
    }


def test_settings_come_from_the_whole_legal_range_and_never_from_beyond():
    drawn = [numbers(each.settings) for each in SCENARIOS]
    legal = {spec.name: spec for spec in SEGMENTATION_PARAMETERS}
    for name in drawn[0]:
        values = sorted({each[name] for each in drawn})
        spec = legal[name]
        assert (values[0], values[-1]) == (spec.low, spec.high)
        assert len(values) > 20
        # In between, too, on both sides of the default.
        assert any(spec.low < value < spec.default for value in values) or spec.default in (spec.low, 0.0)
        assert any(spec.default < value < spec.high for value in values)


def test_every_parameter_of_the_stream_objects_is_drawn():
    """A new one that pairing, health or fallback go by has to be among them."""
    asked = set()

    class Asking(ParameterValues):
        def __getitem__(self, name):
            asked.add(name)
            return super().__getitem__(name)

        def text(self, name):
            return str(self[name])

        number = whole = flag = __getitem__

    stream_settings(Asking(SEGMENTATION_PARAMETERS))
    assert asked == STREAM_PARAMETERS


def test_settings_change_at_run_time_in_order_and_within_the_scenario():
    changing = [each for each in SCENARIOS if each.changes]
    assert len(changing) > 100
    for each in changing:
        times = [change.at for change in each.changes]
        assert times == sorted(times)
        assert 0 <= times[0] <= times[-1] <= each.seconds


def test_an_offset_is_often_that_of_the_clocks():
    offsets = [each for each in SCENARIOS if each.settings.pairing.rgb_time_offset]
    true = [each for each in offsets if each.rgb.clock_ahead == -each.settings.pairing.rgb_time_offset]
    assert len(offsets) / 2 < len(true) < len(offsets)


def test_a_scenario_without_any_fault_is_among_them():
    assert any(not each.faults.faults and each.clock == type(each.clock)() for each in SCENARIOS)
