"""One frame through the stages: in which order, with whose times, and with the node's own answer."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from csk_ros.benchmark import stages
from csk_ros.benchmark.stages import PUBLISH, STAGES, TOTAL, Moment, time_stages
from csk_ros.inference.camera_inputs import CameraInputs
from csk_ros.inference.job_answer import answer_job
from csk_ros.inference.segmenter import Segmenter
from csk_ros.messages.received_image import ReceivedImage
from csk_ros.mode import Mode
from csk_ros.stream.frame import Frame
from csk_ros.stream.stream_pipeline import Job
from support.checkpoints import write_random_checkpoint
from support.pictures import HEIGHT, WIDTH, rgb_picture, thermal_picture
from support.plain_image import plain_image

MILLISECOND = 1_000_000

NAMES = {
    "decode_thermal": "decode thermal",
    "decode_rgb": "decode rgb",
}


@pytest.fixture(scope="module")
def segmenter(tmp_path_factory):
    return Segmenter.load(write_random_checkpoint(tmp_path_factory.mktemp("model") / "random.safetensors"))


@pytest.fixture
def moment():
    return Moment(
        plain_image(rgb_picture(1, 2 * HEIGHT, 2 * WIDTH), "bgr8"),
        plain_image(thermal_picture(1).astype(np.uint16) * 50, "mono16", padding=6),
    )


class Diary:
    """Notes what is called, in a segmenter, in the functions around it and on the clock."""

    def __init__(self, segmenter, monkeypatch):
        self.lines = []
        self._segmenter = segmenter
        self._ticks = itertools.accumulate(itertools.count(1))
        for name, line in NAMES.items():
            monkeypatch.setattr(stages, name, self._noting(line, getattr(stages, name)))
        inputs = CameraInputs()
        monkeypatch.setattr(inputs.thermal, "read", self._noting("read thermal", inputs.thermal.read))
        monkeypatch.setattr(inputs.registration, "align", self._noting("align", inputs.registration.align))
        self.inputs = inputs
        self.prepare = self._noting("prepare", segmenter.prepare)
        self.infer = self._noting("infer", segmenter.infer)
        self.finish = self._noting("finish", segmenter.finish)
        self.publish = self._noting("publish", print)

    def clock(self):
        """0, 1, 3, 6, ... ms: the first stage takes 1 ms, the second 2 ms, and so on."""
        self.lines.append("-")
        return (next(self._ticks) - 1) * MILLISECOND

    def _noting(self, line, function):
        def noted(*args, **kwargs):
            self.lines.append(line)
            return function(*args, **kwargs)

        return noted


@pytest.mark.parametrize(
    ("mode", "start"),
    [
        (Mode.FUSED, ["decode thermal", "read thermal", "decode rgb", "-", "align"]),
        (Mode.THERMAL, ["decode thermal", "read thermal", "-"]),
        (Mode.RGB, ["decode rgb", "-"]),
    ],
)
def test_stages_come_in_order_each_between_two_looks_at_the_clock(
    segmenter, moment, monkeypatch, mode, start
):
    diary = Diary(segmenter, monkeypatch)
    time_stages(diary, moment, mode, diary.publish, inputs=diary.inputs, clock=diary.clock)
    rest = ["-", "prepare", "-", "infer", "-", "finish", "-", "publish", "-"]
    assert diary.lines == ["-", *start, *rest]


def test_every_stage_gets_its_own_time(segmenter, moment, monkeypatch):
    diary = Diary(segmenter, monkeypatch)
    # The clock shows 0, 2, 5, 9, 14, 20, 27 ms.
    times = time_stages(diary, moment, Mode.FUSED, diary.publish, inputs=diary.inputs, clock=diary.clock)
    assert times == {**dict(zip(STAGES, (2, 3, 4, 5, 6, 7), strict=True)), TOTAL: 27}


def test_without_a_publisher_that_stage_is_missing_and_not_zero(segmenter, moment, monkeypatch):
    diary = Diary(segmenter, monkeypatch)
    times = time_stages(diary, moment, Mode.FUSED, None, inputs=diary.inputs, clock=diary.clock)
    assert set(times) == {*STAGES, TOTAL} - {PUBLISH}
    assert times[TOTAL] == 20


@pytest.mark.parametrize("mode", list(Mode))
def test_labels_are_those_of_the_node(segmenter, moment, mode):
    published = []
    times = time_stages(segmenter, moment, mode, published.append, inputs=CameraInputs())
    frames = {
        stream: Frame(1, stream, np.zeros((1, 1), np.uint8), ReceivedImage(getattr(moment, stream)))
        for stream in ("rgb", "thermal")
    }
    rgb = None if mode is Mode.THERMAL else frames["rgb"]
    thermal = None if mode is Mode.RGB else frames["thermal"]
    job = Job(mode=mode, reason="ok", rgb=rgb, thermal=thermal, skew=0, arrival=1)
    answer = answer_job(job, segmenter, CameraInputs(), confidence=False, rgb_unused=pytest.fail)
    (labels,) = published
    assert len(np.unique(labels)) > 1
    np.testing.assert_array_equal(labels, answer.prediction.labels)
    assert times[TOTAL] == pytest.approx(sum(times[stage] for stage in STAGES))
