"""Play the scenario of one seed and hold every step against every invariant."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from csk_ros.campaign.facts import Facts
from csk_ros.campaign.invariants.accounting import (
    EveryThermalFrameEnds,
    NoFrameAnswersTwice,
    NothingFails,
    PublishedIsCounted,
)
from csk_ros.campaign.invariants.anchors import JobsHoldWhatTheirModeNeeds, OutputsAreTheirAnchors
from csk_ros.campaign.invariants.liveness import AUsableCameraAnswers, LabelsGoOnWhileACameraIsFine
from csk_ros.campaign.invariants.memory import QueuesAreBounded
from csk_ros.campaign.invariants.modes import (
    FusedAgainAfterAJump,
    ModesAreTrue,
    NothingFlaps,
    StatesAreTrue,
    TheModeInForceAnswers,
)
from csk_ros.campaign.invariants.order import NewBeginningsHaveACause, OutputsLeaveInOrder
from csk_ros.campaign.invariants.pairs import PairsAreNotDecidedEarly, PairsAreTheNearest
from csk_ros.campaign.invariants.times import OutputsAreFresh, TheWaitForRgbIsBounded
from csk_ros.campaign.simulation import Simulation

if TYPE_CHECKING:
    from csk_ros.campaign.invariants.invariant import Invariant
    from csk_ros.campaign.scenario import Scenario

INVARIANTS: tuple[type[Invariant], ...] = (
    EveryThermalFrameEnds,
    NothingFails,
    NoFrameAnswersTwice,
    PublishedIsCounted,
    AUsableCameraAnswers,
    LabelsGoOnWhileACameraIsFine,
    OutputsAreTheirAnchors,
    JobsHoldWhatTheirModeNeeds,
    PairsAreTheNearest,
    PairsAreNotDecidedEarly,
    OutputsLeaveInOrder,
    NewBeginningsHaveACause,
    TheWaitForRgbIsBounded,
    OutputsAreFresh,
    StatesAreTrue,
    ModesAreTrue,
    TheModeInForceAnswers,
    NothingFlaps,
    FusedAgainAfterAJump,
    QueuesAreBounded,
)


@dataclass(frozen=True)
class Violation:
    """Something that must not be."""

    invariant: str
    time: float
    """Seconds since the beginning of the scenario."""
    detail: str


@dataclass
class TrialResult:
    """What came of a scenario."""

    seed: int
    faults: list[str] = field(default_factory=list)
    """Camera and kind of each."""
    clock: str = "steady"
    """What the node's clock does, and that of the stamps."""
    steps: int = 0
    frames: int = 0
    outputs: dict[str, int] = field(default_factory=dict)
    """By mode."""
    mode_changes: int = 0
    resets: int = 0
    violations: list[Violation] = field(default_factory=list)
    """The first one of each invariant."""

    def violate(self, name: str, time: int, detail: str) -> None:
        """Take a violation down."""
        if all(violation.invariant != name for violation in self.violations):
            self.violations.append(Violation(name, time / 1e9, detail))


def run_trial(scenario: Scenario, simulation: Simulation | None = None) -> TrialResult:
    """Play a scenario to its end.

    Args:
        scenario: what happens.
        simulation: of that scenario, with objects of the caller's; the node's own if None.
    """
    simulation = simulation or Simulation(scenario)
    facts = Facts(scenario)
    watching = [invariant(scenario) for invariant in INVARIANTS]
    result = TrialResult(
        scenario.seed,
        [f"{fault.camera} {fault.kind}" for fault in scenario.faults.faults],
        _clock(scenario),
    )
    mode = None
    time = 0
    try:
        for step in simulation.steps():
            time = step.time
            facts.follow(step)
            result.steps += 1
            result.frames += step.arrived is not None
            result.resets = step.resets
            result.mode_changes += step.decision.mode is not mode
            mode = step.decision.mode
            for output in step.outputs:
                result.outputs[output.mode.value] = result.outputs.get(output.mode.value, 0) + 1
            for invariant in watching:
                for detail in invariant.check(step, facts):
                    result.violate(type(invariant).__name__, time, detail)
    except Exception as error:  # noqa: BLE001 - whatever it is, it must not be, and is told with its seed
        result.violate(type(error).__name__, time, str(error))
        return result
    for invariant in watching:
        for detail in invariant.end():
            result.violate(type(invariant).__name__, time, detail)
    return result


def _clock(scenario: Scenario) -> str:
    if scenario.clock.standstills:
        return "paused"
    if scenario.clock.jumps:
        return "jumping"
    return "steady, stamps jumping" if scenario.stamps.jumps else "steady"
