from __future__ import annotations

import gc

from csk_ros.campaign.scenario import Inference
from csk_ros.campaign.simulation import Simulation
from csk_ros.campaign.unsteady_clock import BEGIN, Standstill, UnsteadyClock
from csk_ros.mode import Mode
from support.scenarios import mode_sequence, scenario

MS = 1_000_000
FUSED = ("fused", "both cameras ok")


def play(*faults, **members):
    return list(Simulation(scenario(*faults, **members)).steps())


def outputs(steps):
    return [(step.time // MS, output) for step in steps for output in step.outputs]


def test_two_good_cameras_give_a_fused_output_for_every_thermal_frame():
    steps = play(seconds=1.0)
    assert [(time, (o.stamp - BEGIN) // MS) for time, o in outputs(steps)] == [
        (50 * n + 8, 50 * n) for n in range(20)
    ]
    assert mode_sequence(steps) == [FUSED]
    assert {(o.shape, o.skew) for _, o in outputs(steps)} == {((48, 64), 0)}
    assert steps[-1].counts.published == {Mode.FUSED: 20}


def test_the_modes_of_an_outage_are_those_of_the_node():
    assert mode_sequence(play({"rgb": "drop", "from": 1.0, "to": 2.0})) == [
        FUSED,
        ("thermal", "rgb unpaired"),
        ("thermal", "rgb missing"),
        FUSED,
    ]


def test_an_output_has_the_size_of_the_thermal_picture_of_its_moment():
    steps = play({"thermal": "shrink", "factor": 0.5, "from": 0.5}, {"rgb": "shrink", "factor": 0.75})
    shapes = [output.shape for _, output in outputs(steps)]
    assert shapes == [(48, 64)] * 10 + [(24, 32)] * 50


def test_a_slow_network_answers_the_newest_and_the_others_are_counted():
    steps = play(inference=Inference(usual=0.12), seconds=1.0)
    times = [time for time, _ in outputs(steps)]
    assert times[:3] == [8 + 120, 8 + 240, 8 + 360]
    answered = [(o.stamp - BEGIN) // MS for _, o in outputs(steps)]
    # While the first is under way until 128 ms, that of 50 is replaced by that of 100.
    assert answered[:3] == [0, 100, 200]
    counts = steps[-1].counts
    assert counts.dropped["thermal", "superseded"] == 20 - len(times)


def test_a_slow_spell_is_over_when_it_is_over():
    steps = play(inference=Inference(usual=0.0, slow=0.2, start=0.5, end=1.0), seconds=2.0)
    latencies = [time - (o.stamp - BEGIN) // MS for time, o in outputs(steps)]
    assert latencies[:10] == [8] * 10
    assert latencies[-10:] == [8] * 10
    assert max(latencies) > 200


def test_truncated_messages_and_unset_stamps_are_refused():
    steps = play({"rgb": "truncate", "to": 0.5}, {"thermal": "unstamp", "to": 0.5}, seconds=1.0)
    assert steps[-1].counts.dropped == {("rgb", "truncated"): 10, ("thermal", "zero stamp"): 10}
    refused = [step.arrived.number for step in steps if step.arrived and not step.taken_in]
    assert refused == list(range(20))


def test_a_deadline_is_met_to_the_nanosecond():
    (first, *_) = outputs(play({"rgb": "drop"}, seconds=0.01))
    assert first[0] == 8 + 50


def test_a_deadline_waits_while_the_clock_stands():
    clock = UnsteadyClock(standstills=(Standstill(0.02, 1.02),))
    steps = play({"rgb": "drop"}, seconds=0.01, clock=clock)
    assert outputs(steps)[0][0] == 8 + 50 + 1000


def test_nothing_is_kept_alive_by_the_simulation_itself():
    steps = play(seconds=2.0)
    gc.collect()
    assert max(step.frames_alive for step in steps) <= 34
