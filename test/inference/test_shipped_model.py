"""The model that ships: small, complete, and right on streets that it was not trained on."""

from __future__ import annotations

import pytest

from csk_ros.evaluation.metrics.confusion import Confusion
from csk_ros.inference.segmenter import Segmenter
from csk_ros.labels import STREET
from csk_ros.share import SHIPPED_MODEL, share_file
from csk_ros.synthetic.scene import SyntheticScene


@pytest.fixture(scope="module")
def segmenter() -> Segmenter:
    return Segmenter.load(share_file(SHIPPED_MODEL), "cpu")


def test_it_is_small_and_says_what_it_is(segmenter: Segmenter):
    assert share_file(SHIPPED_MODEL).stat().st_size < 16e6
    assert segmenter.label_set == STREET
    assert segmenter.metadata.input_size == (480, 640)
    modes = {"fused", "thermal", "rgb", "fused, rgb black"}
    assert set(segmenter.metadata.metrics) == {"MSRS val", "synthetic"}
    for scores in segmenter.metadata.metrics.values():
        assert set(scores) == modes
        assert all(set(figures["iou"]) == set(STREET.classes) for figures in scores.values())


@pytest.mark.parametrize(
    ("mode", "daylight", "least"),
    [
        ("fused", 1.0, 0.7),
        ("fused", 0.0, 0.7),
        ("thermal", 0.0, 0.65),
        ("thermal", 1.0, 0.65),
        ("rgb", 1.0, 0.65),
    ],
)
def test_it_labels_a_street_it_has_never_seen(segmenter: Segmenter, mode: str, daylight: float, least: float):
    confusion = Confusion(segmenter.label_set)
    for seed in (9001, 9002, 9003):
        images = SyntheticScene(seed).render(4.0, daylight)
        prediction = segmenter(
            None if mode == "thermal" else images.rgb,
            None if mode == "rgb" else images.thermal,
            confidence=False,
        )
        assert prediction.mode == mode
        confusion.add(images.labels, prediction.labels)
    assert confusion.miou > least
