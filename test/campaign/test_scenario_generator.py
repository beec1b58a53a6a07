from __future__ import annotations

from csk_ros.campaign.scenario_generator import RATES, generate
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
    assert sum(each.settings == type(each.settings)() for each in SCENARIOS) > 200


def test_a_scenario_without_any_fault_is_among_them():
    assert any(not each.faults.faults and each.clock == type(each.clock)() for each in SCENARIOS)
