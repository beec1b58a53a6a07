"""The process that measures: `python -m csk_ros.benchmark.worker`, spoken to in lines of JSON."""

from __future__ import annotations

import itertools
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from csk_ros.benchmark.configuration import EAGER
from csk_ros.benchmark.moments import street_moments
from csk_ros.benchmark.protocol import Assignment, Block, Measured, Ready, Refusal, as_line, from_line
from csk_ros.benchmark.publication import publication
from csk_ros.benchmark.stages import time_stages
from csk_ros.inference.answer_inputs import INPUTS
from csk_ros.inference.camera_inputs import CameraInputs, CameraSettings
from csk_ros.inference.runtimes.selection import RuntimeUnusableError
from csk_ros.inference.segmenter import Segmenter
from csk_ros.live.process_sample import peak_memory
from csk_ros.mode import Mode
from csk_ros.registration.registration_settings import RegistrationSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TextIO

    from numpy.typing import NDArray

    from csk_ros.benchmark.stages import Moment

_SECOND = 1e9

BESIDE_EACH_OTHER = (1.02, -0.01, -8.0, 0.01, 1.02, 4.0, 0.0, 0.0, 1.0)
"""A homography of two cameras on one rig: rgb has to be warped, as on a robot."""


def main() -> None:
    """Measure until the other side has no more questions."""
    answers = _own_stdout()
    for answer in measure(from_line(sys.stdin.readline()), map(from_line, sys.stdin)):
        answers.write(as_line(answer))
        answers.flush()


def measure(assignment: Assignment, blocks: Iterator[Block]) -> Iterator[Ready | Refusal | Measured]:
    """Answer an assignment, and then every block."""
    notes: list[str] = []
    try:
        segmenter = load_segmenter(assignment, notes.append)
    except ValueError as error:
        yield Refusal(str(error), isinstance(error, RuntimeUnusableError))
        return
    first_answer(segmenter, Mode(assignment.mode))
    start_up = (time.monotonic_ns() - assignment.started) / _SECOND
    height, width = assignment.size or segmenter.metadata.input_size
    moments = itertools.cycle(street_moments((height, width)))
    cameras = CameraSettings(registration=RegistrationSettings("homography", BESIDE_EACH_OTHER))
    inputs = CameraInputs(cameras, segmenter.metadata.normalization)
    with publication() as publish:
        runtime = segmenter.runtime
        yield Ready(
            runtime=runtime.name,
            precision=runtime.precision,
            device=runtime.device,
            start_up=start_up,
            size=[height, width],
            publishes=publish is not None,
            notes=notes,
        )
        for block in blocks:
            yield Measured(measure_block(segmenter, moments, block, publish, inputs), peak_memory())


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
        from csk_ros.benchmark.other_networks import load_other  # noqa: PLC0415 - see above

        return load_other(assignment, tell)
    path = Path(assignment.model)
    return Segmenter.load(path, runtime=assignment.executor, threads=assignment.threads, tell=tell)


def first_answer(segmenter: Segmenter, mode: Mode) -> None:
    """Have a black moment labelled."""
    height, width = segmenter.metadata.input_size
    pictures = {"rgb": np.zeros((height, width, 3), np.uint8), "thermal": np.zeros((height, width), np.uint8)}
    rgb, thermal = (pictures[name] if name in INPUTS[mode] else None for name in ("rgb", "thermal"))
    segmenter(rgb, thermal, confidence=False)


def measure_block(
    segmenter: Segmenter,
    moments: Iterator[Moment],
    block: Block,
    publish: Callable[[NDArray[np.uint8]], object] | None,
    inputs: CameraInputs,
) -> dict[str, list[float]]:
    """Measure frames.

    Args:
        segmenter: the network.
        moments: never end.
        block: how many, and in which mode.
        publish: see `time_stages`.
        inputs: likewise.

    Returns:
        Milliseconds of every measured frame, by stage.
    """
    mode = Mode(block.mode)
    for _ in range(block.unmeasured):
        time_stages(segmenter, next(moments), mode, publish, inputs=inputs)
    frames: list[dict[str, float]] = []
    end = time.monotonic() + block.seconds
    while len(frames) < block.frames or time.monotonic() < end:
        frames.append(time_stages(segmenter, next(moments), mode, publish, inputs=inputs))
    return {stage: [frame[stage] for frame in frames] for stage in frames[0]}


def _own_stdout() -> TextIO:
    """Keep stdout for answers: what libraries print goes to stderr, so that it cannot come in between."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return answers


if __name__ == "__main__":
    main()
