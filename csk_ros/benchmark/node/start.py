"""How long it takes from the start of a node to its first labels, with its cameras already there."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from csk_ros.benchmark.benchmark_error import BenchmarkError
from csk_ros.benchmark.node.cameras_process import CamerasProcess
from csk_ros.benchmark.node.listening import listening
from csk_ros.live.rehearsal import START_PATIENCE, Rehearsal

if TYPE_CHECKING:
    from pathlib import Path

    from csk_ros.live.node_process import NodeProcess

RATE = 30.0


def seconds_to_first_label(node: NodeProcess, pictures: Path) -> float:
    """Start a node and wait for labels; leave it to the caller's block to end it.

    Args:
        node: not started yet.
        pictures: see `cameras`.

    Raises:
        BenchmarkError: no labels came.
        NodeDiedError: the node ended.
    """
    with (
        listening() as (executor, arrivals),
        CamerasProcess(pictures, ("rgb", "thermal"), RATE, START_PATIENCE),
    ):
        began = time.monotonic()
        with node:
            if not Rehearsal(node, executor).spin_until(lambda: bool(arrivals.ages), START_PATIENCE):
                raise BenchmarkError(f"no labels came within {START_PATIENCE:g} s:\n{node.log_tail()}")
            return time.monotonic() - began
