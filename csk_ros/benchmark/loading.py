"""The Segmenter of an assignment."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from csk_ros.benchmark.configuration import EAGER
from csk_ros.inference.segmenter import Segmenter

if TYPE_CHECKING:
    from collections.abc import Callable

    from csk_ros.benchmark.protocol import Assignment


def load_segmenter(assignment: Assignment, tell: Callable[[str], object]) -> Segmenter:
    """Load what is to be measured.

    Args:
        assignment: says what.
        tell: see `Segmenter.load`.

    Raises:
        CheckpointError: the checkpoint cannot be used.
        RuntimeUnusableError: the runtime cannot be used here.
        ValueError: threads is less than 1.
    """
    if assignment.executor == EAGER or assignment.plain:
        # Loads PyTorch, which would count as start-up and memory of runtimes that do without.
        from csk_ros.benchmark.other_networks import load_other  # noqa: PLC0415

        return load_other(assignment, tell)
    path = Path(assignment.model)
    return Segmenter.load(path, runtime=assignment.executor, threads=assignment.threads, tell=tell)
