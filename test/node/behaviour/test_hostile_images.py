"""Messages of a stranger over real DDS: the node goes on, and what it publishes has its anchor's size."""

from __future__ import annotations

from array import array

import pytest
from rclpy.serialization import serialize_message
from sensor_msgs.msg import CompressedImage, Image
from std_msgs.msg import Header

from csk_ros.fuzzing import jpeg_file, png_file
from csk_ros.fuzzing.picture_files import HEIGHT, WIDTH, picture_files
from csk_ros.messages.image_encoding import encode_image
from csk_ros.messages.stamp_message import to_stamp
from support.pictures import rgb_picture, thermal_picture

FILES = picture_files()


def raw(rig, stream, **fields):
    """A good picture, with some of its fields changed."""
    picture = rgb_picture(rig.now) if stream == "rgb" else thermal_picture(rig.now)
    encoding = "rgb8" if stream == "rgb" else "mono8"
    message = encode_image(picture, encoding, stamp=rig.now, frame_id=f"{stream}_optical")
    for name, value in fields.items():
        setattr(message, name, value)
    return message


def compressed(rig, data, text="jpeg"):
    return CompressedImage(
        header=Header(stamp=to_stamp(rig.now), frame_id="rgb_optical"), format=text, data=array("B", data)
    )


def with_bytes(message, old, new):
    """The message on the wire, with bytes in a text that are no text."""
    wire = serialize_message(message)
    assert wire.count(old) == 1
    assert len(new) == len(old), "the length stands before the text"
    return wire.replace(old, new)


def sizes(messages):
    return [(message.width, message.height, len(message.data)) for message in messages]


HOSTILE_THERMAL = [
    ({"encoding": ""}, "encoding"),
    ({"encoding": "mono8\n[FATAL] [node]: forged"}, "encoding"),
    ({"encoding": "mono8 "}, "encoding"),
    ({"encoding": "%s%n\U0001f480" * 20_000}, "encoding"),
    ({"step": 2**32 - 1}, "truncated"),
    ({"step": 0}, "step"),
    ({"width": 2**32 - 1, "height": 1, "step": 2**32 - 1}, "too_large"),
    ({"width": 0, "height": 2**32 - 1}, "zero_size"),
    ({"encoding": "32FC1"}, "step"),
    ({"data": array("B")}, "truncated"),
]


def test_hostile_raw_messages_cost_themselves_alone(make_rig):
    rig = make_rig().start()
    overlays: list[Image] = []
    rig.listen(Image, "segmentation/overlay", overlays)
    expected: dict[tuple[str, str], int] = {}
    good = 0
    for fields, reason in HOSTILE_THERMAL:
        rig.sleep(0.1)
        rig.publish("rgb", raw(rig, "rgb", **fields if "data" not in fields else {"encoding": "?"}))
        rig.publish("thermal", raw(rig, "thermal", **fields))
        expected["thermal", reason] = expected.get(("thermal", reason), 0) + 1
        rig.sleep(0.06)
        rig.send("thermal", good)
        rig.sleep(0.06)
        good += 1
        rig.settle()
    assert {key: count for key, count in rig.counts.dropped.items() if key[0] == "thermal"} == expected
    assert rig.counts.dropped_of("rgb") == len(HOSTILE_THERMAL)
    assert sizes(rig.labels) == [(96, 64, 96 * 64)] * good
    rig.until(lambda: sizes(overlays)[-1:] == [(96, 64, 3 * 96 * 64)], "an overlay")


# A strip, an odd size, every bit of is_bigendian, a step with room: unusual, and a picture all the same.
@pytest.mark.parametrize(("width", "height"), [(1, 1), (1, 700), (40_000, 1), (95, 71)])
def test_an_unusual_picture_is_labelled_on_its_own_grid(make_rig, width, height):
    rig = make_rig().start()
    rig.sleep(0.1)
    rig.send("rgb", 1)
    thermal = raw(rig, "thermal", width=width, height=height, step=width + 7, is_bigendian=255)
    thermal.data = array("B", bytes(range(256)) * ((width + 7) * height // 256 + 1))
    rig.publish("thermal", with_bytes(thermal, b"thermal_optical", b"\xff\xfe\xed\xa0\x80: optical!"))
    rig.sleep(0.06)
    rig.settle()
    assert not rig.counts.dropped_of("thermal")
    assert sizes(rig.labels) == [(width, height, width * height)]
    assert rig.labels[0].header.frame_id.endswith(" optical!")


def hostile_files():
    """Bytes of a CompressedImage, its format, and the reason that it is refused with."""
    jpeg, png = FILES["jpeg"], FILES["png"]
    first = png_file.header(WIDTH, HEIGHT, 8, 2)
    return [
        (b"", "jpeg", "empty"),
        (b"GIF89a", "jpeg; jpeg compressed gif", "encoding"),
        (jpeg[:-2], "jpeg", "truncated"),
        (jpeg_file.with_size(jpeg, 65_535, 65_535), "jpeg", "too_large"),
        (jpeg_file.with_hidden_size(jpeg, 60_000, 16_000), "jpeg", "corrupt"),
        (FILES["jpeg of many scans"], "jpeg", "too_large"),
        (FILES["16-bit png"], "mono16; png compressed ", "encoding"),
        (
            png_file.png_file([first, *png_file.animation(WIDTH, HEIGHT), (b"IDAT", b"x"), png_file.END]),
            "",
            "corrupt",
        ),
        (png[:60], "\n\0;;;png", "truncated"),
        (FILES["grey png"], "bayer_\U0001f480", "encoding"),
    ]


def test_hostile_compressed_messages_cost_themselves_alone(make_rig):
    rig = make_rig(rgb__transport="compressed").start()
    reasons = [reason for _, _, reason in hostile_files()]
    for data, text, _ in hostile_files():
        rig.sleep(0.1)
        rig.publish("rgb", compressed(rig, data, text))
        rig.send("thermal", rig.now)
        rig.sleep(0.06)
        rig.settle()
    assert rig.counts.dropped == {("rgb", reason): reasons.count(reason) for reason in set(reasons)}
    assert {mode for mode, _ in rig.mode_sequence} == {"thermal"}
    for name in (
        "jpeg",
        "progressive jpeg",
        "cmyk jpeg",
        "webcam jpeg",
        "palette png",
        "animated png",
    ):
        rig.sleep(0.1)
        rig.publish("rgb", compressed(rig, FILES[name]))
        rig.send("thermal", rig.now)
        rig.settle()
    assert rig.mode_sequence[-1] == ("fused", "both cameras ok")
    assert sizes(rig.labels) == [(96, 64, 96 * 64)] * (len(reasons) + 6)
