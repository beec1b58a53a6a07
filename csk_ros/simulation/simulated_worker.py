"""The node's worker in simulated time: one job at a time, of those that come meanwhile the newest waits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from csk_ros.stream.drop_reasons import SUPERSEDED
from csk_ros.stream.mailbox import Mailbox

if TYPE_CHECKING:
    from collections.abc import Callable

    from csk_ros.inference.job_answer import Answer
    from csk_ros.messages.received_image import ReceivedImage
    from csk_ros.session.job_runner import JobRunner
    from csk_ros.stream.frame import Stream
    from csk_ros.stream.stream_pipeline import Job

O = TypeVar("O")  # noqa: E741 - an output


class SimulatedWorker(Generic[O]):
    """Runs jobs at the times at which a worker would have done them; times are in ns.

    Args:
        runner: which runs a job, once its time has passed.
        output: what labels become, given the job as it was owed and the time at which it ended.
        duration: how long a job takes that begins at a time.
    """

    def __init__(
        self,
        runner: JobRunner,
        output: Callable[[Answer, Job[ReceivedImage], int], O],
        duration: Callable[[int], int],
    ) -> None:
        self._runner = runner
        self._output = output
        self._duration = duration
        self._mailbox: Mailbox[Job[ReceivedImage]] = Mailbox()
        self._at_work: Job[ReceivedImage] | None = None
        self._pending: Job[ReceivedImage] | None = None
        self._ends = 0

    @property
    def ends(self) -> int | None:
        """When the job at hand will be done; None if there is none."""
        return None if self._at_work is None else self._ends

    def under_way(self, stream: Stream) -> int:
        """Count the jobs whose anchor is of that stream."""
        jobs = (self._at_work, self._pending)
        return sum(job is not None and job.anchor_stream == stream for job in jobs)

    def submit(self, job: Job[ReceivedImage], now: int) -> None:
        """Hand a job over; one that still waited is dropped as superseded."""
        replaced = self._mailbox.put(job)
        if replaced is not None:
            self._runner.drop(replaced, SUPERSEDED)
        self._pending = job
        if self._at_work is None:
            self._begin(now)

    def finish(self, now: int) -> list[O]:
        """Return what is done by `now`."""
        outputs = []
        while (job := self._at_work) is not None and self._ends <= now:
            answer = self._runner.run(job)
            if answer is not None:
                outputs.append(self._output(answer, job, self._ends))
            self._at_work = None
            if self._pending is not None:
                self._begin(self._ends)
        return outputs

    def _begin(self, now: int) -> None:
        self._at_work, self._pending = self._mailbox.take(), None
        self._ends = now + self._duration(now)
