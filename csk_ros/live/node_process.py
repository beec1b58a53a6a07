"""The segmentation node in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

from csk_ros.inference.process_environment import inference_environment

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from types import TracebackType

    from typing_extensions import Self

PATIENCE = 10.0
"""Seconds that a node may take to end itself."""

TAIL = 15
"""Lines of the log that an error shows."""


class NodeDiedError(Exception):
    """The node's process has ended before its time; the message shows the end of its log."""


class NotReadyError(Exception):
    """The node did not come to listen; the message says what was expected and what came."""


class NodeProcess:
    """Runs the node until the block of this context manager is left, however it is left.

    Args:
        model: the checkpoint.
        log: file for what the node prints.
        parameters: of the node, besides its model.
        namespace: of the node and its topics.
        params_file: further parameters; of two values of one name that of `parameters` counts.
    """

    def __init__(
        self,
        model: Path,
        log: Path,
        parameters: Mapping[str, object] | None = None,
        *,
        namespace: str = "/",
        params_file: Path | None = None,
    ) -> None:
        self.log = log
        values = {"model.path": model.resolve(), **(parameters or {})}
        self._command = [
            *(sys.executable, "-m", "csk_ros.node.segmentation_node", "--ros-args"),
            *(() if params_file is None else ("--params-file", str(params_file))),
            *(word for name, value in values.items() for word in ("-p", f"{name}:={value}")),
            *("-r", f"__ns:={namespace}"),
        ]
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        with self.log.open("wb") as log:
            # Of its own session: Ctrl-C reaches the command alone, which then ends the node in order.
            self._process = subprocess.Popen(  # noqa: S603 - our own module, run by this very Python
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={**os.environ, **inference_environment(os.environ)},
                start_new_session=True,
            )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def pid(self) -> int:
        """The number of the process.

        Raises:
            ValueError: it has not been started.
        """
        if self._process is None:
            raise ValueError("the node has no process before its block is entered")
        return self._process.pid

    def check(self) -> None:
        """Make sure that the node still runs.

        Raises:
            NodeDiedError: it does not.
        """
        if self._process is not None and (code := self._process.poll()) is not None:
            raise NodeDiedError(f"the node ended by itself with exit code {code}:\n{self.log_tail()}")

    def stop(self) -> int:
        """End the node, by force if it does not end itself in time; return its exit code."""
        process = self._process
        if process is None:
            return 0
        process.terminate()
        try:
            return process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            return self._kill(process)
        finally:
            # A second Ctrl-C while waiting must not leave the node behind.
            self._kill(process)

    def log_tail(self) -> str:
        """The last lines that the node printed."""
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return "\n".join(lines[-TAIL:]) or f"(it printed nothing to {self.log})"

    @staticmethod
    def _kill(process: subprocess.Popen[bytes]) -> int:
        process.kill()
        return process.wait()
