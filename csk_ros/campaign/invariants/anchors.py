"""Every output belongs to its anchor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csk_ros.campaign.invariants.invariant import Invariant
from csk_ros.mode import Mode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from csk_ros.campaign.facts import Facts
    from csk_ros.campaign.scenario import Scenario
    from csk_ros.campaign.shot import Shot
    from csk_ros.campaign.step import Step


class OutputsAreTheirAnchors(Invariant):
    """An output's stamp, frame_id and grid are its anchor's, which is thermal unless rgb stands alone."""

    def __init__(self, scenario: Scenario) -> None:
        super().__init__(scenario)
        self._sent: dict[str, Shot] = {}

    def check(self, step: Step, facts: Facts) -> Iterator[str]:  # noqa: ARG002 - the pictures are enough
        """Find the picture that an output names, and compare."""
        if step.arrived is not None:
            self._sent[str(step.arrived.number)] = step.arrived
        for output in step.outputs:
            shot = self._sent.get(output.frame_id)
            if shot is None:
                yield f"an output names picture '{output.frame_id}', which has not come"
                continue
            if output.stamp != shot.picture.stamp:
                yield f"picture {shot.number} is stamped {shot.picture.stamp}, its output {output.stamp}"
            if output.shape != shot.picture.image.shape[:2]:
                yield f"picture {shot.number} is {shot.picture.image.shape[:2]}, its output {output.shape}"
            if (shot.stream == "rgb") != (output.mode is Mode.RGB):
                yield f"an output of mode {output.mode} has a {shot.stream} picture as its anchor"


_NEEDS = {Mode.FUSED: (True, True), Mode.THERMAL: (False, True), Mode.RGB: (True, False)}
"""Whether a job of a mode has an rgb frame, and a thermal one."""


class JobsHoldWhatTheirModeNeeds(Invariant):
    """A fused output comes from both cameras and tells their skew, the others from one and tell none."""

    def check(self, step: Step, facts: Facts) -> Iterator[str]:  # noqa: ARG002 - the jobs are enough
        """Look at the frames of every job."""
        offset = round(step.settings.pairing.rgb_time_offset * 1e9)
        for owed in step.owed:
            if (owed.rgb is not None, owed.thermal is not None) != _NEEDS[owed.mode]:
                yield f"a job of mode {owed.mode} has rgb {owed.rgb} and thermal {owed.thermal}"
            skew = None
            if owed.rgb is not None and owed.thermal is not None:
                skew = owed.rgb.picture.stamp + offset - owed.thermal.picture.stamp
            if owed.skew != skew:
                yield f"the job of picture {owed.anchor.number} says skew {owed.skew}, it is {skew}"
