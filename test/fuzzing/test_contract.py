from __future__ import annotations

import tracemalloc
from array import array

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("sensor_msgs", reason="needs ROS 2 messages")

from csk_ros.fuzzing import contract
from csk_ros.fuzzing.any_message import any_message, seed_of
from csk_ros.fuzzing.contract import ContractBroken, check_message, most_memory
from csk_ros.fuzzing.picture_files import HEIGHT, WAYS, WIDTH, picture_files
from csk_ros.messages.image_error import ImageError
from csk_ros.messages.plain_message import Header, PlainCompressedImage, PlainImage, Stamp

HEADER = Header(Stamp(1000, 0), "camera")

# Objects, texts of errors, and what libraries cache; not what grows with a picture.
SLACK = 2_000_000


def raw(width=8, height=6, encoding="mono8"):
    return PlainImage(HEADER, height, width, encoding, 0, width, array("B", bytes(width * height)))


def compressed(name, text=""):
    return PlainCompressedImage(HEADER, text, array("B", picture_files()[name]))


def outcomes(message):
    return {outcome.stream: outcome.refused or outcome.picture.shape for outcome in check_message(message)}


def kept_in_memory(message):
    """Check a message while its memory is watched."""
    tracemalloc.start()
    try:
        check_message(message)
        used = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert used <= most_memory(message) + SLACK


@given(st.binary(max_size=400))
@settings(max_examples=400)
def test_every_message_is_refused_or_gives_a_picture_of_its_size(data):
    kept_in_memory(any_message(data))


@given(
    st.sampled_from(range(len(picture_files()))), st.sampled_from(range(len(WAYS))), st.binary(max_size=120)
)
@settings(max_examples=200)
def test_every_damaged_file_is_refused_or_gives_a_picture_of_its_size(file, way, choices):
    kept_in_memory(any_message(seed_of(file, way) + choices))


@pytest.mark.parametrize(
    ("name", "rgb", "thermal"),
    [
        ("jpeg", (HEIGHT, WIDTH, 3), "encoding"),
        ("grey jpeg", (HEIGHT, WIDTH, 3), (HEIGHT, WIDTH)),
        ("progressive jpeg", (HEIGHT, WIDTH, 3), "encoding"),
        ("jpeg with restarts", (HEIGHT, WIDTH, 3), "encoding"),
        ("cmyk jpeg", (HEIGHT, WIDTH, 3), "encoding"),
        ("turned jpeg", (HEIGHT, WIDTH, 3), "encoding"),
        ("webcam jpeg", (HEIGHT, WIDTH, 3), "encoding"),
        ("png", (HEIGHT, WIDTH, 3), "encoding"),
        ("grey png", (HEIGHT, WIDTH, 3), (HEIGHT, WIDTH)),
        ("16-bit png", "encoding", (HEIGHT, WIDTH)),
        ("16-bit colour png", (HEIGHT, WIDTH, 3), "encoding"),
        ("alpha png", (HEIGHT, WIDTH, 3), "encoding"),
        ("grey alpha png", (HEIGHT, WIDTH, 3), (HEIGHT, WIDTH)),
        ("palette png", (HEIGHT, WIDTH, 3), "encoding"),
        ("bit png", (HEIGHT, WIDTH, 3), (HEIGHT, WIDTH)),
        ("animated png", (HEIGHT, WIDTH, 3), "encoding"),
        ("png of texts that explode", (HEIGHT, WIDTH, 3), (HEIGHT, WIDTH)),
        ("jpeg of many scans", "too_large", "too_large"),
        ("jpeg with a hidden size", "corrupt", "corrupt"),
    ],
)
def test_each_kind_of_file_has_its_outcome(name, rgb, thermal):
    assert outcomes(compressed(name)) == {"rgb": rgb, "thermal": thermal}


@pytest.mark.parametrize(
    ("stamp", "outcome"), [(Stamp(2**31 - 1, 2**32 - 1), "stamp"), (Stamp(2**31 - 1, 10**9 - 1), (6, 8))]
)
def test_a_stamp_that_no_output_can_carry_is_refused(stamp, outcome):
    message = raw()
    message.header = Header(stamp, "camera")
    assert outcomes(message)["thermal"] == outcome


def test_memory_is_promised_by_the_size_that_is_let_in():
    assert most_memory(raw(8, 6)) == 12 * 48 + 4 * 48
    giant = raw()
    giant.width = giant.height = 2**31
    assert most_memory(giant) == 4 * 48


@pytest.mark.parametrize(
    ("picture", "complaint"),
    [
        (np.zeros((6, 9, 3), np.uint8), r"\[6, 8, 3\] declared, \[6, 9, 3\] decoded"),
        (np.zeros((6, 8), np.uint8), r"\[6, 8, 3\] declared, \[6, 8\] decoded"),
        (np.zeros((6, 8, 3), np.uint16), "decoded to uint16"),
    ],
)
def test_a_wrong_picture_is_a_breach(monkeypatch, picture, complaint):
    monkeypatch.setattr(contract, "decode_rgb", lambda *_: picture)
    with pytest.raises(ContractBroken, match=complaint):
        check_message(raw())


def test_a_check_of_the_layout_that_fails_is_a_breach(monkeypatch):
    def fail(*_):
        raise ZeroDivisionError

    monkeypatch.setattr("csk_ros.messages.layout_check.LayoutCheck.see", fail)
    with pytest.raises(ZeroDivisionError):
        check_message(raw())


def test_memory_that_was_never_written_is_a_breach(monkeypatch):
    pictures = [np.full((6, 8, 3), value, np.uint8) for value in (1, 2)]
    monkeypatch.setattr(contract, "decode_rgb", lambda *_: pictures.pop())
    with pytest.raises(ContractBroken, match="another picture each time"):
        check_message(raw())


@pytest.mark.parametrize(
    ("error", "complaint"),
    [
        (ImageError("encoding", "x" * 1001), "1001 characters"),
        (ImageError("encoding", "one\x1b[2J"), "unprintable"),
        (ImageError("odd", "one"), "unknown reason 'odd'"),
    ],
)
def test_a_refusal_that_the_log_cannot_take_is_a_breach(monkeypatch, error, complaint):
    def refuse(*_):
        raise error

    monkeypatch.setattr(contract, "frame_of", refuse)
    with pytest.raises(ContractBroken, match=complaint):
        check_message(raw())


def test_any_other_exception_escapes(monkeypatch):
    monkeypatch.setattr(contract, "decode_thermal", lambda *_: {}["thermal"])
    with pytest.raises(KeyError):
        check_message(raw())
