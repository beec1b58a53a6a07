"""The real node through DDS: how many outputs, how old, how many missed, at what cost."""

from __future__ import annotations

import os
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from csk_ros.benchmark.node.node_run import CAMERA_SETS, NodeRun, seconds_to_first_label
from csk_ros.live.node_process import NodeProcess
from csk_ros.live.ros_environment import private_environment
from csk_ros.progress_bars import counted
from csk_ros.synthetic.held_street import street_pictures

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from csk_ros.benchmark.node.reading import Reading

STREET_RATE = 30.0
"""Pictures a second by which things move; the cameras send them at any rate."""


@dataclass(frozen=True)
class NodeFigures:
    """What was measured of a node."""

    seconds_to_first_label: float
    """From the start of its process, its cameras running, its network exported before."""
    readings: list[Reading]

    def figures(self) -> dict[str, Any]:
        """All of it, for JSON."""
        return {
            "seconds_to_first_label": self.seconds_to_first_label,
            "readings": [reading.figures() for reading in self.readings],
        }


def benchmark_node(
    model: Path, parameters: Mapping[str, object], rates: Sequence[float], *, seconds: float, nodes: int = 1
) -> NodeFigures:
    """Measure a node's start, and its work with both cameras and with thermal alone, at 640x480.

    Args:
        model: the checkpoint.
        parameters: of the node.
        rates: pictures a second.
        seconds: of each measurement.
        nodes: that work at the same time, each in a namespace and with cameras of its own.

    Raises:
        BenchmarkError: nothing came, or the cameras failed.
        NodeDiedError: the node ended.
        NotReadyError: the node did not become active.
    """
    os.environ.update(private_environment(os.environ))
    with tempfile.TemporaryDirectory(prefix="csk_ros_benchmark_") as name:
        folder = Path(name)
        os.environ["ROS_LOG_DIR"] = str(folder / "ros_log")
        pictures = _paint(folder / "pictures.npz")
        # Once before: an export is made at the first start of all.
        for _ in range(2):
            start = seconds_to_first_label(NodeProcess(model, folder / "node.log", parameters), pictures)
        runs = [(cameras, rate) for cameras in CAMERA_SETS for rate in rates]
        with ExitStack() as stack:
            readings = []
            for number in range(nodes):
                namespace = f"/robot{number + 1}"
                node = NodeProcess(model, folder / f"node{number}.log", parameters, namespace=namespace)
                run = NodeRun(stack.enter_context(node), pictures, namespace)
                readings.append(stack.enter_context(closing(run.readings(runs, seconds))))
            pool = stack.enter_context(ThreadPoolExecutor(nodes))
            # All nodes at once, and none goes on to the next rate before the others.
            steps = (list(pool.map(next, readings)) for _ in runs)
            return NodeFigures(
                start, list(chain.from_iterable(counted(steps, len(runs), "the node", "rate")))
            )


def _paint(path: Path) -> Path:
    """Write the pictures that the cameras send: some moments of a street."""
    pictures: dict[str, list[Any]] = {"rgb": [], "thermal": []}
    for picture in street_pictures(STREET_RATE):
        pictures[picture.stream].append(picture.image)
    stacks: dict[str, Any] = {stream: np.stack(images) for stream, images in pictures.items()}
    np.savez(path, **stacks)
    return path
