"""The node's worker in simulated time: one job at a time, the newest of those that come meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csk_ros.campaign.step import Output
from csk_ros.messages.image_decoding import decode_rgb, decode_thermal
from csk_ros.stream.frame import nanoseconds
from csk_ros.stream.mailbox import Mailbox
from csk_ros.stream.registration import align_rgb

if TYPE_CHECKING:
    from csk_ros.campaign.scenario import Inference
    from csk_ros.node.received_image import ReceivedImage
    from csk_ros.stream.frame_ledger import FrameLedger
    from csk_ros.stream.stream_pipeline import Job

SUPERSEDED = "superseded"


class SimulatedWorker:
    """Ends every job as an output or as a drop in the ledger; times are true ones in ns.

    It decodes and aligns as the worker of the node does, and keeps its mailbox; only the network is left
    out, whose time passes.
    """

    def __init__(self, inference: Inference, ledger: FrameLedger) -> None:
        self._inference = inference
        self._ledger = ledger
        self._mailbox: Mailbox[Job[ReceivedImage]] = Mailbox()
        self._at_work: Job[ReceivedImage] | None = None
        self._pending: Job[ReceivedImage] | None = None
        self._ends = 0

    @property
    def ends(self) -> int | None:
        """When the job at hand will be done; None if there is none."""
        return None if self._at_work is None else self._ends

    def under_way(self, stream: str) -> int:
        """Count the jobs whose anchor is of that stream."""
        jobs = (self._at_work, self._pending)
        return sum(job is not None and job.anchor_stream == stream for job in jobs)

    def submit(self, job: Job[ReceivedImage], now: int) -> None:
        """Hand a job over; one that still waited is dropped as superseded."""
        replaced = self._mailbox.put(job)
        if replaced is not None:
            self._ledger.drop(replaced.anchor_stream, SUPERSEDED)
        self._pending = job
        if self._at_work is None:
            self._begin(now)

    def finish(self, now: int) -> list[Output]:
        """Return what is done by `now`."""
        outputs = []
        while (job := self._at_work) is not None and self._ends <= now:
            outputs.append(_output(job))
            self._ledger.publish(job.mode)
            self._at_work = None
            if self._pending is not None:
                self._begin(self._ends)
        return outputs

    def _begin(self, now: int) -> None:
        self._at_work, self._pending = self._mailbox.take(), None
        self._ends = now + nanoseconds(self._inference.seconds(now / 1e9))


def _output(job: Job[ReceivedImage]) -> Output:
    thermal = None if job.thermal is None else decode_thermal(job.thermal.message.message)
    rgb = None if job.rgb is None else decode_rgb(job.rgb.message.message)
    if rgb is not None and thermal is not None:
        rgb = align_rgb(rgb, thermal.shape)
    grids = {picture.shape[:2] for picture in (rgb, thermal) if picture is not None}
    if len(grids) != 1:
        raise ValueError(f"the network gets pictures of one size, here came {sorted(grids)}")
    ((height, width),) = grids
    anchor = job.anchor
    return Output(job.mode, job.reason, anchor.stamp, anchor.frame_id, (height, width), job.skew)
