"""One node measured at several rates."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from csk_ros.benchmark.benchmark_error import BenchmarkError
from csk_ros.benchmark.node.cameras_process import CamerasProcess
from csk_ros.benchmark.node.listening import listening
from csk_ros.benchmark.node.reading import Reading, read
from csk_ros.live.node_counts import NodeCounts
from csk_ros.live.rehearsal import Rehearsal
from csk_ros.soak.process_sample import PROC, sample_process
from csk_ros.stream.health import Health

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from csk_ros.benchmark.node.arrivals import Arrivals
    from csk_ros.live.node_process import NodeProcess

CAMERAS = {"fused": ("rgb", "thermal"), "thermal": ("thermal",)}
"""The cameras that are there, by what the node makes of them."""

SETTLE_PATIENCE = 20.0
"""Seconds until the node has accounted for every frame."""


class NodeRun:
    """Sends pictures to a node and notes when labels arrive.

    Args:
        node: running, or starting.
        pictures: a .npz file for `cameras`.
        namespace: of the node.
    """

    def __init__(self, node: NodeProcess, pictures: Path, namespace: str = "/") -> None:
        self._node = node
        self._pictures = pictures
        self._namespace = namespace

    def readings(self, runs: list[tuple[str, float]], seconds: float) -> Generator[Reading, None, None]:
        """Measure each set of cameras at each rate, so many seconds each.

        Raises:
            BenchmarkError: nothing came, or the cameras failed.
            NodeDiedError: the node ended.
            NotReadyError: the node did not become active.
        """
        with listening(self._namespace) as (executor, arrivals):
            rehearsal = Rehearsal(self._node, executor)
            rehearsal.wait_until_ready(arrivals, lambda: arrivals.status, listeners=1)
            for cameras, rate in runs:
                yield self._read(rehearsal, arrivals, cameras, rate, seconds)

    def _read(
        self, rehearsal: Rehearsal, arrivals: Arrivals, cameras: str, rate: float, seconds: float
    ) -> Reading:
        arrivals.ages.clear()
        memory = sample_process(self._node.pid, 0).memory
        busy, began = processor_seconds(self._node.pid), time.monotonic()
        streams, namespace = CAMERAS[cameras], self._namespace
        with CamerasProcess(self._pictures, streams, rate, seconds, namespace=namespace) as process:
            while process.plays:
                rehearsal.spin()
            stamps = process.stamps()
        busy = (processor_seconds(self._node.pid) - busy) / (time.monotonic() - began)
        values = self._settled_values(rehearsal, arrivals)
        try:
            node = {
                "latency_p50": _milliseconds(values["latency.p50"]),
                "inference_p50": _milliseconds(values["inference.p50"]),
                "processors": busy,
                "memory_growth": sample_process(self._node.pid, 0).memory - memory,
            }
            return read(namespace, cameras, rate, stamps, arrivals.ages, node)
        except (KeyError, ValueError) as error:
            raise BenchmarkError(
                f"expected labels, {error}; the node says:\n{self._node.log_tail()}"
            ) from error

    def _settled_values(self, rehearsal: Rehearsal, arrivals: Arrivals) -> dict[str, str]:
        """The node's values after it has missed the cameras and accounted for every frame."""
        ended = time.monotonic_ns()

        def is_settled() -> bool:
            status = arrivals.status
            if status is None or status.time <= ended:
                return False
            gone = status.values.get("thermal.state") == Health.MISSING.value
            return gone and NodeCounts.from_values(status.values).unaccounted == 0

        if not rehearsal.spin_until(is_settled, SETTLE_PATIENCE) or arrivals.status is None:
            raise BenchmarkError(f"the node does not account for its frames:\n{self._node.log_tail()}")
        return arrivals.status.values


def processor_seconds(pid: int) -> float:
    """What a process and its threads have computed so far: utime and stime of /proc/PID/stat (proc(5)).

    Raises:
        OSError: there is no such process.
    """
    # The name in brackets may hold blanks.
    fields = (
        (PROC / str(pid) / "stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
    )
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _milliseconds(text: str) -> float:
    return float(text.removesuffix(" ms"))
