"""Scripts of the campaign through the real node and real DDS: at every step it is where the simulation is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from csk_ros.campaign.scenario import Inference
from csk_ros.campaign.scenario_generator import generate
from csk_ros.campaign.simulation import Simulation
from csk_ros.campaign.step import Output
from csk_ros.messages.stamp import to_nanoseconds
from csk_ros.mode import Mode
from csk_ros.node.labelling import SHORTEST_TIMER
from csk_ros.recording.fault import KINDS
from csk_ros.replay.picture_message import picture_message
from csk_ros.stream.drop_reasons import SUPERSEDED
from csk_ros.stream.stream_pipeline import StreamSettings
from support.rig import START, values_of

PICTURES = 150
"""Of a script, about: each goes through DDS alone, and so does the clock."""

SCRIPTS = 32


def _traits(scenario):
    """What a script shows that others may not."""
    traits = {(fault.camera, fault.kind) for fault in scenario.faults.faults}
    traits |= {"jump" for _ in scenario.clock.jumps} | {"pause" for _ in scenario.clock.standstills}
    return traits | ({"stamps alone jump"} if scenario.stamps.jumps and not scenario.clock.jumps else set())


def _chosen():
    """The first scripts that show something new, then the first others."""
    scripts = (replace(generate(seed, PICTURES), inference=Inference()) for seed in range(600))
    fitting = [each for each in scripts if each.settings == StreamSettings() and not each.changes]
    seen: set = set()
    new = []
    for scenario in fitting:
        if _traits(scenario) - seen:
            seen |= _traits(scenario)
            new.append(scenario)
    return [*new, *(scenario for scenario in fitting if scenario not in new)][:SCRIPTS]


CHOSEN = _chosen()


def test_the_scripts_show_every_kind_of_fault_and_of_clock():
    shown = set().union(*(_traits(scenario) for scenario in CHOSEN))
    faults = {(camera, name) for name, kind in KINDS.items() for camera in kind.cameras}
    assert faults | {"jump", "pause", "stamps alone jump"} <= shown


@pytest.mark.parametrize("scenario", CHOSEN, ids=lambda scenario: f"seed {scenario.seed}")
def test_the_node_does_what_the_simulation_does(make_rig, scenario):
    rig = make_rig().start()
    labelling = rig.node.labelling
    pipeline = labelling._pipeline
    # The moment from which the first pictures are awaited.
    labelling.let_time_pass()
    expected = []
    last_call = START
    for step in Simulation(scenario).steps():
        expected += step.outputs
        rig.now = scenario.clock.at(step.time)
        rig.sleep(0.0)
        if step.arrived is not None:
            rig.publish(step.arrived.stream, picture_message(step.arrived.picture))
        elif step.clock - last_call < SHORTEST_TIMER:
            # The node lets a millisecond pass; what comes next finds it where it should be.
            continue
        last_call = step.clock

        def caught_up(step=step):
            states = {"rgb": pipeline.rgb.state, "thermal": pipeline.thermal.state}
            return (
                ends(rig.counts) == ends(step.counts)
                and pipeline.decision == step.decision
                and states == step.states
            )

        rig.until(caught_up, f"{step.counts}, {step.decision} at {step.time / 1e9} s", timeout=20.0)
    superseded = sum(n for (_, reason), n in rig.counts.dropped.items() if reason == SUPERSEDED)
    rig.until(lambda: len(rig.labels) == len(rig.sources) == len(expected) - superseded, "all outputs")
    assert is_subsequence(
        [of_messages(*pair) for pair in zip(rig.labels, rig.sources, strict=True)], expected
    )


def ends(counts):
    """How frames ended; two jobs of one moment may meet in the mailbox, where the newer one wins."""
    dropped = {key: n for key, n in counts.dropped.items() if key[1] != SUPERSEDED}
    return counts.received, dropped, counts.published.total() + counts.dropped.total() - sum(dropped.values())


def of_messages(labels, mode):
    """An output as two messages tell it."""
    values = values_of(mode)
    return Output(
        Mode(values["mode"]),
        values["reason"],
        to_nanoseconds(labels.header.stamp),
        labels.header.frame_id,
        (labels.height, labels.width),
        round(float(values["skew"]) * 1e6) if "skew" in values else None,
    )


def is_subsequence(found, of):
    """Whether every one is there, in order; skews are told in whole microseconds."""
    rest = iter(replace(one, skew=None if one.skew is None else round(one.skew / 1e3)) for one in of)
    return all(one in rest for one in found)
