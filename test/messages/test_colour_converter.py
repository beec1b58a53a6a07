"""cv_bridge where it works gives what rosbags-image gives; where it does not, it is passed over."""

from __future__ import annotations

import importlib.util
import sys

import numpy as np
import pytest

from csk_ros.messages import colour_converter as converters
from csk_ros.messages.cv_bridge_trial import why_cv_bridge_fails
from csk_ros.messages.image_decoding import decode_rgb, decode_thermal
from csk_ros.messages.pixel_format import ENCODINGS, FORMATS, YUV
from support.cv_bridge_stand_ins import WORKS, stand_in
from support.plain_image import plain_image

DECODERS = {"rgb": decode_rgb, "thermal": decode_thermal}


@pytest.fixture(scope="module")
def cv_bridge():
    if importlib.util.find_spec("cv_bridge") is None:
        pytest.skip("cv_bridge is not installed")
    reason = why_cv_bridge_fails()
    if reason is not None:
        pytest.skip(f"cv_bridge is installed but does not work: {reason}")
    return converters._cv_bridge()


@pytest.fixture
def choose_again():
    """Let the library be chosen within the test, and anew after it."""
    converters.colour_converter.cache_clear()
    yield
    converters.colour_converter.cache_clear()


# Equal to the last bit even where the libraries compute (mosaics, YUV, grey): both leave that to OpenCV.
@pytest.mark.parametrize("size", [(2, 2), (48, 66)])
@pytest.mark.parametrize(
    ("stream", "encoding"), [(stream, encoding) for stream in DECODERS for encoding in ENCODINGS[stream]]
)
def test_both_libraries_decode_the_same_picture(cv_bridge, monkeypatch, stream, encoding, size):
    pixels = FORMATS[encoding]
    shape = (int(size[0] * pixels.rows), size[1], pixels.channels)[: 2 if pixels.channels == 1 else 3]
    # A thermal picture of three channels, or of luma and chroma, is nearly grey.
    coloured = pixels.channels == 3 or encoding in YUV
    low, high = (124, 132) if stream == "thermal" and coloured else (0, 256)
    picture = np.random.default_rng(0).uniform(low, high, shape).astype(pixels.dtype)
    message = plain_image(picture, encoding, padding=4, rows=float(pixels.rows))
    answers = []
    for library in (cv_bridge, converters._rosbags_image()):
        monkeypatch.setattr("csk_ros.messages.image_decoding.colour_converter", lambda: library)  # noqa: B023
        answers.append(DECODERS[stream](message))
    assert answers[0].shape[:2] == size
    assert answers[0].dtype == answers[1].dtype
    np.testing.assert_array_equal(*answers)


@pytest.mark.usefixtures("choose_again")
def test_a_cv_bridge_that_works_is_chosen(cv_bridge):
    assert converters.colour_converter().name == cv_bridge.name == "cv_bridge"


@pytest.mark.usefixtures("choose_again")
@pytest.mark.parametrize(
    ("code", "complaint"),
    [
        ("raise SystemExit(3)", "exit code 3"),
        (
            "import sys\nif 'csk_ros' in sys.modules: raise ImportError('no room for libgomp')\n" + WORKS,
            "no room for libgomp",
        ),
    ],
)
def test_a_cv_bridge_that_fails_is_passed_over_with_a_warning(tmp_path, monkeypatch, caplog, code, complaint):
    stand_in(code, tmp_path, monkeypatch)
    # Where launch_testing is installed, pytest loads it, and it makes loggers that keep to themselves.
    monkeypatch.setattr(converters._logger, "propagate", True)
    assert converters.colour_converter().name == "rosbags-image"
    assert "cv_bridge is installed but does not work" in caplog.text
    assert complaint in caplog.text


@pytest.mark.usefixtures("choose_again")
def test_without_cv_bridge_rosbags_image_is_chosen(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    assert converters.colour_converter().name == "rosbags-image"


@pytest.mark.usefixtures("choose_again")
def test_without_either_it_is_said_what_to_install(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    monkeypatch.setitem(sys.modules, "rosbags.image", None)
    with pytest.raises(ImportError, match="install ROS's cv_bridge, or `pip install rosbags-image`"):
        converters.colour_converter()
