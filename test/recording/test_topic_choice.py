"""Topics are told apart by their names, and asked for where names do not say it."""

from __future__ import annotations

import pytest

from csk_ros.recording.recording import RecordingError
from csk_ros.recording.topic_choice import choose_topics


@pytest.mark.parametrize(
    ("topics", "expected"),
    [
        (
            ["/rgb/image_raw", "/thermal/image_raw", "/ground_truth"],
            {"rgb": "/rgb/image_raw", "thermal": "/thermal/image_raw", "labels": "/ground_truth"},
        ),
        (
            ["/camera/color/image_raw", "/flir_boson/image_raw", "/camera/depth/image_rect_raw"],
            {"rgb": "/camera/color/image_raw", "thermal": "/flir_boson/image_raw"},
        ),
        (
            ["/rgb/image_raw", "/rgb/image_raw/compressed", "/thermal/image_raw/compressed"],
            {"rgb": "/rgb/image_raw", "thermal": "/thermal/image_raw/compressed"},
        ),
        (
            ["/front/image_raw", "/lwir/image_raw"],
            {"rgb": "/front/image_raw", "thermal": "/lwir/image_raw"},
        ),
        (
            ["/rgb/image_raw", "/thermal/image_raw", "/segmentation", "/segmentation/overlay"],
            {"rgb": "/rgb/image_raw", "thermal": "/thermal/image_raw"},
        ),
        (["/ir"], {"thermal": "/ir"}),
        (
            ["/visible/image", "/ir/image", "/ir/labels"],
            {"rgb": "/visible/image", "thermal": "/ir/image", "labels": "/ir/labels"},
        ),
    ],
)
def test_names_give_streams_away(topics, expected):
    assert choose_topics(topics, {}) == expected


def test_a_given_topic_overrides_its_name():
    chosen = choose_topics(["/a", "/thermal"], {"rgb": "/thermal", "thermal": "/a"})
    assert chosen == {"rgb": "/thermal", "thermal": "/a"}


def test_a_given_topic_settles_the_other_one():
    assert choose_topics(["/a", "/b"], {"thermal": "/b"}) == {"thermal": "/b", "rgb": "/a"}


def test_a_word_inside_a_word_is_no_hint():
    with pytest.raises(RecordingError, match="no topic's name says rgb or thermal"):
        choose_topics(["/first", "/mirror"], {})


def test_several_candidates_are_named():
    with pytest.raises(RecordingError, match=r"thermal_topic; it could be any of /ir/left, /ir/right"):
        choose_topics(["/rgb", "/ir/right", "/ir/left"], {})
    with pytest.raises(RecordingError, match=r"rgb_topic; it could be any of /left, /right"):
        choose_topics(["/left", "/right", "/thermal"], {})


def test_a_given_topic_that_is_not_there_is_named_with_those_that_are():
    with pytest.raises(RecordingError, match=r"rgb_topic: no pictures on '/c'; .*: /a, /b"):
        choose_topics(["/a", "/b"], {"rgb": "/c"})
