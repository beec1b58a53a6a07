"""Images in types that cannot be read are known by their types' names, and come with what to do."""

from __future__ import annotations

import pytest

from csk_ros.recording.unreadable_topic import is_unreadable, unreadable_text, unreadable_texts

FFMPEG = "ffmpeg_image_transport_msgs/msg/FFMPEGPacket"
THEORA = "theora_image_transport/msg/Packet"
VIDEO = "foxglove_msgs/msg/CompressedVideo"


@pytest.mark.parametrize(
    "kind", [FFMPEG, THEORA, VIDEO, "stereo_msgs/msg/DisparityImage", "h264_msgs/msg/Packet"]
)
def test_types_of_images(kind):
    assert is_unreadable(kind)


@pytest.mark.parametrize(
    "kind",
    [
        "sensor_msgs/msg/Image",
        "sensor_msgs/msg/CompressedImage",
        "sensor_msgs/msg/CameraInfo",
        "visualization_msgs/msg/ImageMarker",
        "foxglove_msgs/msg/ImageAnnotations",
        "velodyne_msgs/msg/VelodynePacket",
        "std_msgs/msg/String",
    ],
)
def test_other_types(kind):
    assert not is_unreadable(kind)


@pytest.mark.parametrize(("kind", "transport"), [(FFMPEG, "ffmpeg"), (THEORA, "theora")])
def test_what_to_do_about_a_transport(kind, transport):
    assert unreadable_text(f"/eo/image_raw/{transport}", kind) == (
        f"/eo/image_raw/{transport} carries {kind}, which cannot be read: expected sensor_msgs/msg/Image or "
        "sensor_msgs/msg/CompressedImage. Record /eo/image_raw raw or compressed, or play the bag beside "
        f"`ros2 run image_transport republish {transport} raw --ros-args -r in/{transport}:=/eo/image_raw/"
        f"{transport} -r out:=/eo/image_raw` and record /eo/image_raw anew"
    )


def test_what_to_do_about_others():
    assert unreadable_text("/eo", VIDEO).endswith(". Record the camera's raw or compressed images")
    assert unreadable_text("/eo", "std_msgs/msg/String").endswith(" or sensor_msgs/msg/CompressedImage")


def test_all_of_a_bag():
    types = {"/b": VIDEO, "/tf": "tf2_msgs/msg/TFMessage", "/a": THEORA}
    assert [text.split()[0] for text in unreadable_texts(types)] == ["/a", "/b"]
