"""A recorded picture as the message that replay sends."""

from __future__ import annotations

import pytest

from csk_ros.recording.recorded_message import recorded_message
from support.picture_layouts import ENCODINGS, LAYOUTS, fields, pixels_of, recorded

pytest.importorskip("sensor_msgs", reason="needs ROS 2 messages")

from csk_ros.replay.picture_message import picture_message


@pytest.mark.parametrize("truncated", [False, True], ids=["whole", "truncated"])
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_it_is_the_message_without_ros(encoding, layout, truncated):
    picture = recorded(LAYOUTS[layout](pixels_of(encoding)), encoding, truncated=truncated)
    assert fields(recorded_message(picture)) == fields(picture_message(picture))
