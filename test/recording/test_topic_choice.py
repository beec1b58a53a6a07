"""Topics are told apart by their names and images, and asked for where those leave more than one reading."""

from __future__ import annotations

import pytest

from csk_ros.recording.image_topic import ImageTopic
from csk_ros.recording.recording import RecordingError
from csk_ros.recording.topic_choice import choose_topics

COLOUR = ("rgb8 in colours", frozenset({"rgb"}), False)
GREY = ("mono8", frozenset({"rgb", "thermal", "labels"}), False)
DEEP = ("mono16", frozenset({"thermal"}), False)
DEPTH = ("16UC1", frozenset({"thermal"}), True)
JPEG = ("jpeg", frozenset({"rgb", "thermal"}), False)
UNKNOWN = ("", None, False)

FFMPEG = "ffmpeg_image_transport_msgs/msg/FFMPEGPacket"


def topics_of(contents):
    return [ImageTopic(name, *content) for name, content in contents.items()]


def choose(contents, given=None, others=None):
    return choose_topics(topics_of(contents), given or {}, others)


RIGS = {
    "ours": (
        {"/rgb/image_raw": COLOUR, "/thermal/image_raw": DEEP, "/ground_truth": GREY},
        {"rgb": "/rgb/image_raw", "thermal": "/thermal/image_raw", "labels": "/ground_truth"},
    ),
    "RealSense and Boson": (
        {
            "/camera/color/image_raw": COLOUR,
            "/flir_boson/image_raw": DEEP,
            "/camera/depth/image_rect_raw": DEPTH,
            "/camera/aligned_depth_to_color/image_raw": DEPTH,
            "/camera/infra1/image_rect_raw": GREY,
            "/camera/infra2/image_rect_raw": GREY,
        },
        {"rgb": "/camera/color/image_raw", "thermal": "/flir_boson/image_raw"},
    ),
    "a colour camera of FLIR": (
        {"/flir_camera/image_raw": COLOUR, "/optris/thermal_image": DEEP},
        {"rgb": "/flir_camera/image_raw", "thermal": "/optris/thermal_image"},
    ),
    "a colour camera of FLIR and a thermal one of no telling name": (
        {"/flir_camera/image_raw": COLOUR, "/cam1/image_raw": DEEP},
        {"rgb": "/flir_camera/image_raw", "thermal": "/cam1/image_raw"},
    ),
    "a thermal camera of FLIR": (
        {"/camera/color/image_raw": COLOUR, "/flir_camera/image_raw": GREY},
        {"rgb": "/camera/color/image_raw", "thermal": "/flir_camera/image_raw"},
    ),
    "Blackfly and Boson": (
        {"/flir_blackfly/image_raw": COLOUR, "/flirBoson/image_raw": GREY},
        {"rgb": "/flir_blackfly/image_raw", "thermal": "/flirBoson/image_raw"},
    ),
    "Azure Kinect and LWIR": (
        {"/rgb/image_raw": COLOUR, "/ir/image_raw": DEEP, "/depth/image_raw": DEPTH, "/lwir/image_raw": DEEP},
        {"rgb": "/rgb/image_raw", "thermal": "/lwir/image_raw"},
    ),
    "a depth camera elsewhere": (
        {"/camera/color/image_raw": COLOUR, "/ir/image_raw": DEEP, "/camera/depth/image_raw": DEPTH},
        {"rgb": "/camera/color/image_raw", "thermal": "/ir/image_raw"},
    ),
    "a lidar": (
        {"/rgb": COLOUR, "/thermal": DEEP, "/ouster/nearir_image": DEEP, "/ouster/signal_image": DEEP},
        {"rgb": "/rgb", "thermal": "/thermal"},
    ),
    "a rig called after both": (
        {"/rgb_thermal/rgb/image_raw": COLOUR, "/rgb_thermal/thermal/image_raw": DEEP},
        {"rgb": "/rgb_thermal/rgb/image_raw", "thermal": "/rgb_thermal/thermal/image_raw"},
    ),
    "raw before compressed": (
        {
            "/rgb/image_raw": COLOUR,
            "/rgb/image_raw/compressed": COLOUR,
            "/thermal/image_raw/compressed": DEEP,
        },
        {"rgb": "/rgb/image_raw", "thermal": "/thermal/image_raw/compressed"},
    ),
    "thermal as compressedDepth": (
        {"/rgb/image_raw/compressed": COLOUR, "/thermal/image_raw/compressedDepth": UNKNOWN},
        {"rgb": "/rgb/image_raw/compressed", "thermal": "/thermal/image_raw/compressedDepth"},
    ),
    "one name tells, one topic is left": (
        {"/front/image_raw": UNKNOWN, "/lwir/image_raw": UNKNOWN},
        {"rgb": "/front/image_raw", "thermal": "/lwir/image_raw"},
    ),
    "outputs of networks": (
        {
            "/rgb/image_raw": COLOUR,
            "/thermal/image_raw": GREY,
            "/segmentation": GREY,
            "/segmentation/overlay": COLOUR,
        },
        {"rgb": "/rgb/image_raw", "thermal": "/thermal/image_raw"},
    ),
    "images tell": ({"/a": COLOUR, "/b": DEEP}, {"rgb": "/a", "thermal": "/b"}),
    "a mono camera beside": (
        {"/front": COLOUR, "/side": GREY, "/lwir": DEEP},
        {"rgb": "/front", "thermal": "/lwir"},
    ),
    "two renditions, one in false colours": (
        {"/rgb": COLOUR, "/thermal/view": COLOUR, "/thermal/raw": DEEP},
        {"rgb": "/rgb", "thermal": "/thermal/raw"},
    ),
    "one camera": ({"/ir": DEEP}, {"thermal": "/ir"}),
    "one camera, by its images": ({"/a": DEEP}, {"thermal": "/a"}),
    "labels of a thermal camera": (
        {"/visible/image": COLOUR, "/ir/image": DEEP, "/ir/labels": GREY},
        {"rgb": "/visible/image", "thermal": "/ir/image", "labels": "/ir/labels"},
    ),
    "labels beside a picture of them": (
        {"/rgb": COLOUR, "/thermal": DEEP, "/labels/ids": GREY, "/labels/view": COLOUR},
        {"rgb": "/rgb", "thermal": "/thermal", "labels": "/labels/ids"},
    ),
}


@pytest.mark.parametrize("rig", RIGS)
def test_what_leaves_one_reading_is_chosen(rig):
    contents, expected = RIGS[rig]
    assert list(choose(contents).topics.items()) == list(expected.items())


SEVERAL = {
    "two thermal cameras": (
        {"/rgb": COLOUR, "/ir/right": DEEP, "/ir/left": DEEP},
        r"the thermal images\? Say it with --thermal-topic; it could be any of /ir/left \(mono16\), /ir",
    ),
    "two colour cameras": (
        {"/left": COLOUR, "/right": COLOUR, "/thermal": DEEP},
        r"the rgb images\? Say it with --rgb-topic; it could be any of /left \(rgb8 in colours\), /right",
    ),
    "two grey ones": (
        {"/first": GREY, "/mirror": GREY},
        r"no topic's name or images say which is rgb and which is thermal; .*: /first \(mono8\), /mirror",
    ),
    "two of which nothing is known": ({"/a": UNKNOWN, "/b": UNKNOWN}, "no topic's name or images say"),
    "one that could be either": ({"/a": GREY}, "no topic's name or images say"),
    "two deep ones": (
        {"/rgb": COLOUR, "/a": DEEP, "/b": DEEP},
        r"--thermal-topic; it could be any of /a \(mono16\), /b \(mono16\)",
    ),
    "what depth comes in, too": ({"/a": COLOUR, "/b": DEPTH}, r"--thermal-topic; .* /b \(16UC1\)"),
    "colours by a thermal name": (
        {"/rgb": COLOUR, "/thermal": COLOUR},
        r"/thermal \(rgb8 in colours\) is named as thermal, but a thermal camera sends no such images",
    ),
    "names the wrong way round": (
        {"/rgb": DEEP, "/thermal": COLOUR},
        r"is named as thermal.*--rgb-topic and --thermal-topic; topics with images: /rgb \(mono16\)",
    ),
    "two ground truths": (
        {"/rgb": COLOUR, "/thermal": DEEP, "/gt/a": GREY, "/gt/b": GREY},
        r"the ground truth images\? Say it with --labels-topic",
    ),
}


@pytest.mark.parametrize("rig", SEVERAL)
def test_what_leaves_several_readings_is_asked_for(rig):
    contents, complaint = SEVERAL[rig]
    with pytest.raises(RecordingError, match=complaint):
        choose(contents)


@pytest.mark.parametrize(
    ("contents", "doubt"),
    [
        (
            {"/camera/color/image_raw": COLOUR, "/camera/infra1/image_rect_raw": GREY},
            "/camera/infra1/image_rect_raw (mono8) is near infrared by its name, which is not thermal",
        ),
        (
            {"/rgb/image_raw": COLOUR, "/ir/image_raw": DEEP, "/depth/image_raw": DEPTH},
            "/ir/image_raw (mono16) is near infrared of a depth camera by its name",
        ),
        ({"/rgb": COLOUR, "/left": COLOUR}, "/left (rgb8 in colours) cannot be thermal"),
    ],
)
def test_what_is_not_thermal_is_not_taken_for_it(contents, doubt):
    choice = choose(contents)
    assert list(choice.topics) == ["rgb"]
    (told,) = choice.doubts
    assert told.startswith("no thermal images are read: ")
    assert doubt in told
    assert told.endswith("if one of them is thermal all the same, name it with --thermal-topic")


@pytest.mark.parametrize("content", [COLOUR, JPEG], ids=["colours", "jpeg"])
def test_ground_truth_by_name_that_is_no_class_ids_is_not_used(content):
    choice = choose({"/rgb": COLOUR, "/thermal": DEEP, "/labels": content})
    assert "labels" not in choice.topics
    (told,) = choice.doubts
    assert told.startswith("/labels (")
    assert "is named as ground truth, but its images are no class ids (mono8, or PNG): not used" in told


def test_what_was_chosen_is_told_with_its_reason():
    choice = choose({"/flir_camera/image_raw": COLOUR, "/optris/image": DEEP})
    assert choice.text == (
        "topics: rgb /flir_camera/image_raw (rgb8 in colours, the only one in colours); "
        "thermal /optris/image (mono16, by its name); ground truth none"
    )
    assert choice.doubts == ()


def test_a_given_topic_overrides_its_name():
    chosen = choose({"/a": DEEP, "/thermal": COLOUR}, {"rgb": "/thermal", "thermal": "/a"})
    assert chosen.topics == {"rgb": "/thermal", "thermal": "/a"}
    assert chosen.text.count("as asked for") == 2


def test_a_given_topic_settles_the_other_one():
    assert choose({"/a": UNKNOWN, "/b": UNKNOWN}, {"thermal": "/b"}).topics == {"thermal": "/b", "rgb": "/a"}


def test_a_given_topic_that_is_not_there_is_named_with_those_that_are():
    with pytest.raises(
        RecordingError, match=r"rgb_topic: no images on '/c'; .*: /a \(mono8\), /b \(mono16\)"
    ):
        choose({"/a": GREY, "/b": DEEP}, {"rgb": "/c"})


def test_a_topic_of_a_type_that_cannot_be_read_is_told_where_its_camera_is_missing():
    choice = choose(
        {"/thermal/image_raw": DEEP},
        others={"/rgb/image_raw/ffmpeg": FFMPEG, "/tf": "tf2_msgs/msg/TFMessage"},
    )
    (told,) = choice.doubts
    assert told.startswith(
        f"no rgb images are read: /rgb/image_raw/ffmpeg carries {FFMPEG}, which cannot be read"
    )
    assert "`ros2 run image_transport republish ffmpeg raw " in told
    assert "/tf" not in told


def test_where_both_cameras_are_there_other_types_are_no_news():
    choice = choose({"/thermal": DEEP, "/rgb": COLOUR}, others={"/rgb/ffmpeg": FFMPEG})
    assert choice.doubts == ()


def test_a_topic_of_a_type_that_cannot_be_read_is_told_where_it_is_asked_for():
    others = {"/rgb/image_raw/ffmpeg": FFMPEG, "/thermal/status": "std_msgs/msg/String"}
    with pytest.raises(
        RecordingError, match=f"rgb_topic: /rgb/image_raw/ffmpeg carries {FFMPEG}, which cannot"
    ):
        choose({"/thermal": DEEP}, {"rgb": "/rgb/image_raw/ffmpeg"}, others)
    with pytest.raises(
        RecordingError, match="thermal_topic: /thermal/status carries std_msgs/msg/String, which"
    ):
        choose({"/thermal": DEEP}, {"thermal": "/thermal/status"}, others)
    with pytest.raises(
        RecordingError, match=f"no images on '/rgb/image_raw'; .*{FFMPEG}, which cannot be read"
    ):
        choose({"/thermal": DEEP}, {"rgb": "/rgb/image_raw"}, others)


def test_nothing_takes_the_place_of_a_camera_that_cannot_be_read():
    with pytest.raises(
        RecordingError, match=rf"any of /front \(rgb8 in colours\)\. /rgb/ffmpeg carries {FFMPEG}"
    ):
        choose({"/thermal": DEEP, "/front": COLOUR}, others={"/rgb/ffmpeg": FFMPEG})
