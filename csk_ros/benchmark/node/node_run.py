"""One node measured: its start, and its work at several rates."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING

from csk_ros.benchmark.node.arrivals import Arrivals
from csk_ros.benchmark.node.cameras_process import CamerasProcess
from csk_ros.benchmark.node.reading import BenchmarkError, OwnFigures, Reading, read
from csk_ros.live.listening import listening
from csk_ros.live.node_watch import START_PATIENCE, NodeWatch
from csk_ros.live.process_sample import processor_seconds, sample_process

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from csk_ros.live.node_process import NodeProcess
    from csk_ros.live.seen import SeenDiagnostics
    from csk_ros.stream.frame import Stream

CAMERA_SETS: dict[str, tuple[Stream, ...]] = {"fused": ("rgb", "thermal"), "thermal": ("thermal",)}
"""The cameras that are there, by what the node makes of them."""

START_RATE = 30.0
"""Pictures a second while a node starts."""

SETTLE_PATIENCE = 20.0
"""Seconds until the node has accounted for every frame."""


def seconds_to_first_label(node: NodeProcess, pictures: Path) -> float:
    """Start a node whose cameras are already there, and wait for labels; it ends afterwards.

    Args:
        node: not started yet.
        pictures: see `cameras`.

    Raises:
        BenchmarkError: no labels came.
        NodeDiedError: the node ended.
    """
    with (
        listening(Arrivals) as (arrivals, executor),
        CamerasProcess(pictures, CAMERA_SETS["fused"], START_RATE, START_PATIENCE),
    ):
        began = time.monotonic()
        with node:
            watch = NodeWatch(node, arrivals, executor)
            if not watch.spin_until(lambda: bool(arrivals.ages), START_PATIENCE):
                raise BenchmarkError(f"no labels came within {START_PATIENCE:g} s:\n{node.log_tail()}")
            return time.monotonic() - began


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
        with listening(partial(Arrivals, namespace=self._namespace)) as (arrivals, executor):
            watch = NodeWatch(self._node, arrivals, executor)
            watch.wait_until_ready(listeners=1)
            for cameras, rate in runs:
                yield self._read(watch, arrivals, cameras, rate, seconds)

    def _read(
        self, watch: NodeWatch, arrivals: Arrivals, cameras: str, rate: float, seconds: float
    ) -> Reading:
        arrivals.ages.clear()
        memory = sample_process(self._node.pid, 0).memory
        busy, began = processor_seconds(self._node.pid), time.monotonic()
        streams, namespace = CAMERA_SETS[cameras], self._namespace
        with CamerasProcess(self._pictures, streams, rate, seconds, namespace=namespace) as process:
            while process.plays:
                watch.spin()
            stamps = process.stamps()
        busy = (processor_seconds(self._node.pid) - busy) / (time.monotonic() - began)
        status = self._settled_status(watch, arrivals)
        try:
            own = OwnFigures(
                latency_p50=status.milliseconds("latency.p50"),
                inference_p50=status.milliseconds("inference.p50"),
                processors=busy,
                memory_growth=sample_process(self._node.pid, 0).memory - memory,
            )
            return read(
                namespace=namespace, cameras=cameras, rate=rate, stamps=stamps, ages=arrivals.ages, own=own
            )
        except (KeyError, ValueError) as error:
            raise BenchmarkError(
                f"expected labels, {error}; the node says:\n{self._node.log_tail()}"
            ) from error

    def _settled_status(self, watch: NodeWatch, arrivals: Arrivals) -> SeenDiagnostics:
        """The node's word after it has missed the cameras and accounted for every frame."""
        settled = watch.wait_until_settled(lambda status: status.misses("thermal"), SETTLE_PATIENCE)
        if not settled or arrivals.status is None:
            raise BenchmarkError(f"the node does not account for its frames:\n{self._node.log_tail()}")
        return arrivals.status
