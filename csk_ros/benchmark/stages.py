"""One frame on its way through the node's own code, with a watch in the hand."""

from __future__ import annotations

import itertools
import time
from typing import TYPE_CHECKING, NamedTuple

from csk_ros.inference.answer_inputs import INPUTS
from csk_ros.messages.image_decoding import decode_rgb, decode_thermal

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from csk_ros.inference.camera_inputs import CameraInputs
    from csk_ros.inference.segmenter import Segmenter
    from csk_ros.messages.image_message import RawImage
    from csk_ros.mode import Mode

INFER, PUBLISH, TOTAL = "infer", "publish", "total"

STAGES = ("decode", "align", "preprocess", INFER, "postprocess", PUBLISH)
"""In the order in which a frame takes them."""

_MILLISECOND = 1e6


class Moment(NamedTuple):
    """The messages of both cameras at one moment."""

    rgb: RawImage
    thermal: RawImage
    stamp: int = 0
    """Of both, in ns."""


def time_stages(
    segmenter: Segmenter,
    moment: Moment,
    mode: Mode,
    publish: Callable[[NDArray[np.uint8]], object] | None,
    *,
    inputs: CameraInputs,
    clock: Callable[[], int] = time.perf_counter_ns,
) -> dict[str, float]:
    """Label a moment as the node's worker does, which calls the same functions in the same order.

    Args:
        segmenter: the network.
        moment: what the cameras sent; of it is used what the mode answers from.
        mode: which branch answers.
        publish: publishes labels uint8[H, W]; None leaves this stage out.
        inputs: what the pictures go through.
        clock: nanoseconds.

    Returns:
        Milliseconds of every stage that was taken, and of all together.
    """
    marks = [clock()]
    thermal = limits = None
    if "thermal" in INPUTS[mode]:
        thermal, limits, _ = inputs.thermal.read(decode_thermal(moment.thermal), moment.stamp)
    rgb = decode_rgb(moment.rgb) if "rgb" in INPUTS[mode] else None
    marks.append(clock())
    if rgb is not None and thermal is not None:
        rgb = inputs.registration.align(rgb, thermal.shape)
    marks.append(clock())
    question = segmenter.prepare(rgb, thermal, limits)
    marks.append(clock())
    output = segmenter.infer(question, confidence=False)
    marks.append(clock())
    prediction = segmenter.finish(question, output)
    marks.append(clock())
    if publish is not None:
        publish(prediction.labels)
        marks.append(clock())
    spans = [(end - start) / _MILLISECOND for start, end in itertools.pairwise(marks)]
    return {**dict(zip(STAGES, spans, strict=False)), TOTAL: (marks[-1] - marks[0]) / _MILLISECOND}
