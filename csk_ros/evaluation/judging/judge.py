"""Take down a run as it happens, and hold its labels against the truth."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from csk_ros.evaluation.judging.moment import Moment
from csk_ros.evaluation.judging.run import Run
from csk_ros.evaluation.judging.stamp_meeting import StampMeeting
from csk_ros.evaluation.metrics.accuracy import Accuracy
from csk_ros.evaluation.metrics.lighting import Lighting, lighting_of

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from csk_ros.evaluation.judging.judged_output import JudgedOutput
    from csk_ros.evaluation.judging.truth_folder import TruthFolder
    from csk_ros.labels import LabelSet
    from csk_ros.stream.frame import Stream


class Judge:
    """Fills a Run; the parts of a moment may come in any order.

    Args:
        label_set: of the network.
        truth: ground truth that does not come by itself. It is of the thermal images' stamps, in their pixel
            frame.
        shares_frame: whether both cameras' images have one pixel frame, so that labels of mode rgb, which lie
            in the rgb image, can be scored on the thermal camera's ground truth.
        show: given every moment that labels came for, and once more if the truth becomes known.
    """

    def __init__(
        self,
        label_set: LabelSet,
        *,
        truth: TruthFolder | None = None,
        shares_frame: bool = False,
        show: Callable[[Moment], None] = lambda _: None,
    ) -> None:
        self.run = Run(Accuracy(label_set))
        self.lighting = Lighting.UNKNOWN
        """Of the newest rgb picture."""
        self._truth = truth
        self.run.truth.shares_frame = shares_frame
        if truth is not None:
            self.run.truth.stamps.update(truth.stamps)
        self._show = show
        self._meeting = StampMeeting("truth", "moment")
        self._newest: dict[Stream, NDArray[Any]] = {}

    def see_arrival(self, stream: Stream, seconds: float) -> None:
        """Take down that a camera's message came, whatever is in it."""
        self.run.inputs[stream].append(seconds)

    def see_picture(self, stream: Stream, picture: NDArray[Any], thumbnail: NDArray[Any]) -> None:
        """Look at a camera's picture, and at the samples that the node judges it by."""
        self._newest[stream] = picture
        if stream == "rgb":
            self.lighting = lighting_of(thumbnail)

    def see_stamp(self, stream: Stream, stamp: int) -> None:
        """Take down the stamp of a camera's image, in ns: ground truth may have it."""
        self.run.truth.images[stream].add(stamp)

    def see_truth(self, stamp: int, truth: NDArray[np.uint8]) -> None:
        """Take in ground truth, u8[H, W].

        Raises:
            ForeignIdsError: it is of another label set.
        """
        self.run.truth.stamps.add(stamp)
        self._meet("truth", stamp, truth)

    def see_output(
        self,
        output: JudgedOutput,
        labels: NDArray[np.uint8],
        *,
        rgb: NDArray[np.uint8] | None = None,
        thermal: NDArray[Any] | None = None,
    ) -> None:
        """Take in an output.

        Args:
            output: it.
            labels: u8[H, W] class ids.
            rgb: what it was made from, where that is known; else the newest picture is shown.
            thermal: likewise.

        Raises:
            ForeignIdsError: the ground truth is of another label set.
        """
        self.run.outputs.append(output)
        rgb = self._newest.get("rgb") if rgb is None else rgb
        thermal = self._newest.get("thermal") if thermal is None else thermal
        moment = Moment(output, labels, rgb, thermal)
        self._show(moment)
        self._meet("moment", output.stamp, moment)
        truth = None if self._truth is None else self._truth.of(output.stamp)
        if truth is not None:
            self.see_truth(output.stamp, truth)

    def _meet(self, part: str, stamp: int, item: object) -> None:
        """Compare labels with the truth of their stamp once both are there."""
        parts = self._meeting.bring(part, stamp, item)
        if parts is None:
            return
        truth, moment = parts["truth"], parts["moment"]
        output = moment.output
        if not self.run.truth.may_score(output.mode):
            return
        if truth.shape != moment.labels.shape:
            self.run.truth.see_other_size(output, truth.shape, moment.labels.shape)
            return
        accuracy = self.run.accuracy.add(
            output, output.mode, output.lighting, truth=truth, answer=moment.labels
        )
        self._show(replace(moment, truth=truth, accuracy=accuracy))
