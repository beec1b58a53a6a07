"""A process that measures, as seen by the command that started it."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from csk_ros.benchmark.protocol import Measured, Ready, Refusal, as_line, from_line
from csk_ros.inference.process_environment import inference_environment
from csk_ros.live.ros_environment import private_environment

if TYPE_CHECKING:
    from types import TracebackType

    from typing_extensions import Self

    from csk_ros.benchmark.protocol import Assignment, Block

MODULE = "csk_ros.benchmark.worker"

TAIL = 15
"""Lines of what a process printed that an error shows."""


class RefusedError(Exception):
    """What was to be measured cannot be; the message says why."""


class UnusableRuntimeError(RefusedError):
    """It is the runtime that is to blame: another one may do."""


class WorkerDiedError(Exception):
    """A process ended before its time; the message shows what it printed last."""


class WorkerProcess:
    """Runs a worker in the node's environment until the block of this context manager is left.

    What it publishes stays in a ROS domain of the command's own.

    Args:
        assignment: what it is to measure.
        cache: folder for exported networks; None for the user's.
    """

    def __init__(self, assignment: Assignment, cache: Path | None = None) -> None:
        self._assignment = assignment
        self._cache = cache

    def __enter__(self) -> Self:
        """Start the process; it loads while others may do something else."""
        self._folder = tempfile.TemporaryDirectory(prefix="csk_ros_benchmark_")
        self._log = Path(self._folder.name) / "worker.log"
        with self._log.open("wb") as log:
            started = time.monotonic_ns()
            # Of its own session: Ctrl-C reaches the command alone, which then ends the process.
            self._process = subprocess.Popen(  # noqa: S603 - our own module, run by this very Python
                [sys.executable, "-m", MODULE],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                env=self._environment(),
                start_new_session=True,
                text=True,
                encoding="utf-8",
            )
        self._say(as_line(replace(self._assignment, started=started)))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # Nothing that it does needs an orderly end.
        self._process.kill()
        self._process.communicate()
        self._folder.cleanup()

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    def ready(self) -> Ready:
        """Wait for the first answer.

        Raises:
            UnusableRuntimeError: the runtime cannot be used here.
            RefusedError: something else is wrong with the assignment.
            WorkerDiedError: the process has ended.
        """
        answer = self._hear()
        if isinstance(answer, Refusal):
            raise (UnusableRuntimeError if answer.unusable else RefusedError)(answer.message)
        if not isinstance(answer, Ready):
            raise TypeError(f"expected Ready, got {answer}")
        return answer

    def start(self, block: Block) -> None:
        """Let it measure; `result` is to be called next.

        Raises:
            WorkerDiedError: the process has ended.
        """
        self._say(as_line(block))

    def result(self) -> Measured:
        """Wait for the block's figures.

        Raises:
            WorkerDiedError: the process has ended.
        """
        answer = self._hear()
        if not isinstance(answer, Measured):
            raise TypeError(f"expected Measured, got {answer}")
        return answer

    def measure(self, block: Block) -> Measured:
        """Let it measure, and wait for the figures; errors as `result`."""
        self.start(block)
        return self.result()

    def _say(self, line: str) -> None:
        if self._process.stdin is None:
            raise TypeError("the worker has no stdin")
        try:
            self._process.stdin.write(line)
            self._process.stdin.flush()
        except BrokenPipeError as error:
            raise self._died() from error

    def _hear(self) -> Any:
        line = self._process.stdout.readline() if self._process.stdout is not None else ""
        if not line:
            raise self._died()
        return from_line(line)

    def _died(self) -> WorkerDiedError:
        code = self._process.wait()
        lines = self._log.read_text(encoding="utf-8", errors="replace").splitlines()[-TAIL:]
        said = "\n".join(lines) or "(it printed nothing)"
        return WorkerDiedError(
            f"the process that measures {self._assignment.executor} ended with exit code {code}:\n{said}"
        )

    def _environment(self) -> dict[str, str]:
        additions = {**private_environment(os.environ), "ROS_LOG_DIR": self._folder.name}
        if self._cache is not None:
            additions["XDG_CACHE_HOME"] = str(self._cache)
        return {**os.environ, **inference_environment(os.environ), **additions}
