"""Scenarios of the campaign that are known instead of random."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from csk_ros.campaign.scenario import CameraPlan, Scenario
from csk_ros.recording.fault_script import FaultScript

if TYPE_CHECKING:
    from csk_ros.campaign.step import Step


def scenario(
    *faults: dict[str, Any],
    rgb_rate: float = 20.0,
    thermal_rate: float = 20.0,
    seconds: float = 3.0,
    **members: Any,
) -> Scenario:
    """Two cameras at 20 Hz on one trigger, rgb 4 ms and thermal 8 ms after it, with these faults."""
    return Scenario(
        seed=0,
        seconds=seconds,
        rgb=CameraPlan("rgb", rgb_rate, latency=0.004),
        thermal=CameraPlan("thermal", thermal_rate, latency=0.008),
        faults=FaultScript.from_list(list(faults)),
        **members,
    )


def mode_sequence(steps: list[Step]) -> list[tuple[str, str]]:
    """Modes and reasons of the outputs in their order, without repetitions."""
    sequence: list[tuple[str, str]] = []
    for output in (output for step in steps for output in step.outputs):
        if not sequence or sequence[-1] != (output.mode.value, output.reason):
            sequence.append((output.mode.value, output.reason))
    return sequence
