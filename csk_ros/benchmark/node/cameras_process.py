"""The cameras' process, seen from the one that started it."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from csk_ros.benchmark.node.cameras import DISCOVERY_PATIENCE, NOT_HEARD
from csk_ros.benchmark.node.reading import BenchmarkError

if TYPE_CHECKING:
    from types import TracebackType

    from typing_extensions import Self


class CamerasProcess:
    """Plays while the block of this context manager lasts, at most.

    Args:
        pictures: see `cameras`.
        streams: the cameras that are there.
        rate: pictures a second of each.
        seconds: how long.
        namespace: of the topics.
    """

    def __init__(
        self,
        pictures: Path,
        streams: tuple[str, ...],
        rate: float,
        seconds: float,
        *,
        namespace: str = "/",
    ) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="csk_ros_cameras_")
        self._stamps = Path(self._folder.name) / "stamps.json"
        self._command = [
            *(sys.executable, "-m", "csk_ros.benchmark.node.cameras"),
            *("--pictures", str(pictures)),
            *("--streams", ",".join(streams)),
            *("--namespace", namespace),
            *("--rate", str(rate)),
            *("--seconds", str(seconds)),
            *("--stamps", str(self._stamps)),
        ]

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(self._command)  # noqa: S603 - our own module
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._process, self._folder:
            self._process.terminate()

    @property
    def plays(self) -> bool:
        """Whether they have not ended yet."""
        return self._process.poll() is None

    def stamps(self) -> list[int]:
        """The stamps that were sent, in ns, after the end.

        Raises:
            BenchmarkError: nobody listened, or the process failed.
        """
        code = self._process.wait()
        if code == NOT_HEARD:
            raise BenchmarkError(f"nobody subscribed to the cameras within {DISCOVERY_PATIENCE:g} s")
        if code:
            raise BenchmarkError(f"the cameras ended with exit code {code}")
        stamps: list[int] = json.loads(self._stamps.read_text(encoding="utf-8"))
        return stamps
