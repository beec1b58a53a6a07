"""What torch answers to a known moment, as a file and as a measure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from csk_ros.inference.answer_inputs import INPUTS
from csk_ros.inference.export.reference import Reference
from csk_ros.inference.runtimes.runtime import NetworkOutput
from csk_ros.mode import Mode

if TYPE_CHECKING:
    from pathlib import Path

    from csk_ros.inference.checkpoint_metadata import CheckpointMetadata

SIZE = (10, 20)


class Constant:
    """A runtime that gives every pixel of a mode one label."""

    name, device, precision = "constant", "cpu", "float32"

    def __init__(self, **labels: int) -> None:
        self.labels = labels
        self.pictures: dict[Mode, dict[str, Any]] = {}

    def __call__(self, mode: Mode, pictures: dict[str, Any], *, confidence: bool) -> NetworkOutput:
        assert not confidence
        self.pictures[mode] = pictures
        size = next(iter(pictures.values())).shape[:2]
        return NetworkOutput(np.full(size, self.labels[mode.value], np.uint8), None)


def some_reference() -> Reference:
    generator = np.random.default_rng(0)
    pictures = {
        "rgb": generator.integers(0, 256, (*SIZE, 3)).astype(np.uint8),
        "thermal": generator.random(SIZE, np.float32),
    }
    # Of label 1: nothing in fused, a half in thermal, all in rgb.
    labels = {mode: np.zeros(SIZE, np.uint8) for mode in Mode}
    labels[Mode.THERMAL][:5] = 1
    labels[Mode.RGB][:] = 1
    return Reference(pictures, labels)


def test_it_is_the_same_after_a_file(tmp_path: Path):
    reference = some_reference()
    reference.save(tmp_path / "reference.npz")
    loaded = Reference.load(tmp_path / "reference.npz")
    for ours, theirs in ((loaded.pictures, reference.pictures), (loaded.labels, reference.labels)):
        assert list(ours) == list(theirs)
        for name, array in theirs.items():
            assert ours[name].dtype == array.dtype
            np.testing.assert_array_equal(ours[name], array)


def test_agreement_is_the_part_of_equal_labels_mode_by_mode():
    runtime = Constant(fused=1, thermal=1, rgb=1)
    agreement = some_reference().agreement(runtime)
    assert agreement == {Mode.FUSED: 0.0, Mode.THERMAL: 0.5, Mode.RGB: 1.0}
    assert {mode: tuple(seen) for mode, seen in runtime.pictures.items()} == INPUTS


def test_a_runtime_answers_a_scene_in_the_networks_size(metadata: CheckpointMetadata):
    runtime = Constant(fused=2, thermal=3, rgb=4)
    reference = Reference.answered_by(runtime, metadata)
    assert {mode: set(labels.flat) for mode, labels in reference.labels.items()} == {
        Mode.FUSED: {2},
        Mode.THERMAL: {3},
        Mode.RGB: {4},
    }
    rgb, thermal = reference.pictures["rgb"], reference.pictures["thermal"]
    assert (rgb.shape, rgb.dtype) == ((*metadata.input_size, 3), np.uint8)
    assert (thermal.shape, thermal.dtype) == (metadata.input_size, np.float32)
    assert (thermal.min(), thermal.max()) == (0, 1)
    # A picture with something in it.
    assert rgb.std() > 10
    assert thermal.std() > 0.1


def test_the_scene_is_always_the_same(metadata: CheckpointMetadata):
    first, second = (Reference.answered_by(Constant(fused=0, thermal=0, rgb=0), metadata) for _ in range(2))
    for name, picture in first.pictures.items():
        np.testing.assert_array_equal(picture, second.pictures[name])


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04", b"\x93NUMPY\x01\x00"])
def test_another_file_is_refused(tmp_path: Path, content: bytes):
    path = tmp_path / "reference.npz"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=r"reference\.npz is no reference for exported networks"):
        Reference.load(path)


def test_an_array_or_other_arrays_are_refused(tmp_path: Path):
    path = tmp_path / "reference.npz"
    with path.open("wb") as file:
        np.save(file, np.zeros(3))
    with pytest.raises(ValueError, match="is no reference"):
        Reference.load(path)
    np.savez(path, rgb=np.zeros(3))
    with pytest.raises(ValueError, match=r"is no reference.*thermal"):
        Reference.load(path)


def test_a_missing_file_is_an_os_error(tmp_path: Path):
    with pytest.raises(FileNotFoundError):
        Reference.load(tmp_path / "reference.npz")


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_file_gives_a_value_error_or_pictures_and_nothing_else(tmp_path: Path, data: st.DataObject):
    path = tmp_path / "reference.npz"
    some_reference().save(path)
    content = bytearray(path.read_bytes())
    if data.draw(st.booleans(), label="truncated"):
        content = content[: data.draw(st.integers(0, len(content) - 1), label="length")]
    else:
        for place in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=4)):
            content[place] ^= data.draw(st.integers(1, 255), label="flip")
    path.write_bytes(content)
    try:
        loaded = Reference.load(path)
    except (OSError, ValueError):
        return
    assert list(loaded.labels) == list(Mode)
