"""cv_bridge where it works gives what rosbags-image gives; where it does not, it is passed over."""

from __future__ import annotations

import importlib.util
import sys

import numpy as np
import pytest

from csk_ros.messages import colour_converter as converters
from csk_ros.messages.cv_bridge_trial import why_cv_bridge_fails
from csk_ros.messages.image_decoding import decode_rgb, decode_thermal, decoder_name
from csk_ros.messages.pixel_format import ENCODINGS, FORMATS
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
    picture = np.random.default_rng(0).uniform(0, 256, shape).astype(pixels.dtype)
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
    assert decoder_name() == cv_bridge.name == "cv_bridge"


CONVERTS = """\
class CvBridge:
    def imgmsg_to_cv2(self, message, encoding):
        {}
"""
WORKS = "CvBridgeError = TypeError\n" + CONVERTS.format("return message.data[..., ::-1]")


@pytest.mark.usefixtures("choose_again")
@pytest.mark.parametrize(
    ("module", "complaint"),
    [
        ("raise AttributeError('_ARRAY_API not found')", "_ARRAY_API"),
        ("raise ImportError('libopencv_core.so.4.5d')", "libopencv_core"),
        ("import missing_module_of_cv_bridge", "missing_module_of_cv_bridge"),
        (CONVERTS.format("return message.data"), "into rgb8 [[[1, 2, 3]]]"),
        (CONVERTS.format("raise SystemError('no message')"), "SystemError: no message"),
        ("import os, signal\n" + CONVERTS.format("os.kill(os.getpid(), signal.SIGSEGV)"), "ends in SIGSEGV"),
        ("raise SystemExit(3)", "exit code 3"),
        (
            "import sys\nif 'csk_ros' in sys.modules: raise ImportError('no room for libgomp')\n" + WORKS,
            "no room for libgomp",
        ),
    ],
)
def test_a_broken_cv_bridge_is_passed_over_with_a_warning(tmp_path, monkeypatch, caplog, module, complaint):
    (tmp_path / "cv_bridge.py").write_text(module)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "cv_bridge", raising=False)
    # Where launch_testing is installed, pytest loads it, and it makes loggers that keep to themselves.
    monkeypatch.setattr(converters._logger, "propagate", True)
    assert decoder_name() == "rosbags-image"
    assert "cv_bridge is installed but does not work" in caplog.text
    assert complaint in caplog.text


def test_a_cv_bridge_that_converts_has_no_complaint(tmp_path, monkeypatch):
    (tmp_path / "cv_bridge.py").write_text(WORKS)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "cv_bridge", raising=False)
    assert why_cv_bridge_fails() is None
