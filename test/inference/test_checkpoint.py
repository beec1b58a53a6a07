"""Checkpoint files: there and back, and every kind of wrong file."""

from __future__ import annotations

import json
import os
import pickle
import struct
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from safetensors.torch import save_file

from csk_ros.inference.checkpoint import CheckpointError, load_checkpoint, save_checkpoint
from csk_ros.network.csk_net import CSKNet
from support.rewritten_checkpoint import rewrite

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from csk_ros.inference.checkpoint_metadata import CheckpointMetadata


def change_metadata(**changes: Any) -> Callable[[dict, dict], None]:
    def change(_: dict, entries: dict) -> None:
        entries["csk_ros.metadata"] = json.dumps(json.loads(entries["csk_ros.metadata"]) | changes)

    return change


def refusal(path: Path) -> str:
    with pytest.raises(CheckpointError) as caught:
        load_checkpoint(path)
    assert str(path) in str(caught.value)
    return str(caught.value)


def test_network_and_metadata_come_back(checkpoint: Path, network: CSKNet, metadata: CheckpointMetadata):
    loaded, loaded_metadata = load_checkpoint(checkpoint)
    assert loaded_metadata == metadata
    assert not loaded.training
    rgb, thermal = torch.randn(1, 3, 64, 96), torch.randn(1, 1, 64, 96)
    with torch.inference_mode():
        for ours, theirs in zip(loaded(rgb, thermal), network(rgb, thermal), strict=True):
            torch.testing.assert_close(ours, theirs, rtol=0, atol=0)


def test_half_storage_halves_the_file_and_loads_as_float32(
    tmp_path: Path, checkpoint: Path, network: CSKNet, metadata: CheckpointMetadata
):
    path = tmp_path / "half.safetensors"
    save_checkpoint(path, network, metadata, half=True)
    assert path.stat().st_size < 0.6 * checkpoint.stat().st_size
    loaded, _ = load_checkpoint(path)
    for name, tensor in loaded.state_dict().items():
        original = network.state_dict()[name]
        assert tensor.dtype == original.dtype
        torch.testing.assert_close(tensor, original, rtol=1e-3, atol=1e-6)


def test_saving_replaces_the_file_at_once_and_leaves_nothing_else(
    tmp_path: Path, network: CSKNet, metadata: CheckpointMetadata
):
    path = tmp_path / "model.safetensors"
    path.write_bytes(b"old")
    save_checkpoint(path, network, metadata)
    assert [file.name for file in tmp_path.iterdir()] == ["model.safetensors"]
    assert load_checkpoint(path)[1] == metadata


def test_a_failed_save_keeps_the_old_file(
    tmp_path: Path, network: CSKNet, metadata: CheckpointMetadata, monkeypatch: pytest.MonkeyPatch
):
    path = tmp_path / "model.safetensors"
    path.write_bytes(b"old")

    def full_disk(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(OSError, match="No space left"):
        save_checkpoint(path, network, metadata)
    assert path.read_bytes() == b"old"
    assert [file.name for file in tmp_path.iterdir()] == ["model.safetensors"]


def test_saving_refuses_metadata_of_another_network_and_broken_weights(
    tmp_path: Path, network: CSKNet, metadata: CheckpointMetadata
):
    path = tmp_path / "model.safetensors"
    with pytest.raises(ValueError, match="metadata has the arguments"):
        save_checkpoint(path, network, replace(metadata, arguments={"num_classes": 4}))
    broken = CSKNet(4)
    with torch.no_grad():
        broken.fused_head.bias[1] = torch.nan
    with pytest.raises(ValueError, match=r"NaN or infinite weights in 'fused_head.bias'"):
        save_checkpoint(path, broken, metadata)
    assert not path.exists()


def test_a_missing_file_and_a_folder(tmp_path: Path):
    assert "does not exist" in refusal(tmp_path / "none.safetensors")
    assert "is a folder" in refusal(tmp_path)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"\x00", "damaged, incomplete or not a safetensors file"),
        (b"version https://git-lfs.github.com/spec/v1\n", "damaged, incomplete or not a safetensors file"),
        (os.urandom(4000).replace(b"\x80", b"\x81"), "damaged, incomplete or not a safetensors file"),
        (struct.pack("<Q", 1 << 60) + b"{}", "damaged, incomplete or not a safetensors file"),
        (struct.pack("<Q", 99_000_000) + b"{}", "damaged, incomplete or not a safetensors file"),
    ],
)
def test_files_that_are_no_safetensors(tmp_path: Path, content: bytes, message: str):
    path = tmp_path / "model.safetensors"
    path.write_bytes(content)
    assert message in refusal(path)


def test_an_unreadable_file(tmp_path: Path, checkpoint: Path, monkeypatch: pytest.MonkeyPatch):
    def denied(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(tmp_path), "open", denied)
    assert "cannot be read: [Errno 13] Permission denied" in refusal(checkpoint)


class Malicious:
    """Unpickling it makes a folder: what a hostile file could do, made harmless."""

    def __init__(self, marker: Path) -> None:
        self.marker = marker

    def __reduce__(self) -> tuple[Callable, tuple[str]]:
        return os.mkdir, (str(self.marker),)


@pytest.mark.parametrize("name", ["model.pth", "model.safetensors"])
@pytest.mark.parametrize("how", ["zip", "legacy", "plain", "text"])
def test_a_pickle_is_refused_and_does_not_run(tmp_path: Path, how: str, name: str):
    path, marker = tmp_path / name, tmp_path / "it_ran"
    if how == "plain":
        path.write_bytes(pickle.dumps(Malicious(marker)))
    elif how == "text":
        path.write_bytes(pickle.dumps(Malicious(marker), protocol=0))
    else:
        torch.save(Malicious(marker), path, _use_new_zipfile_serialization=how == "zip")
    message = refusal(path)
    assert not marker.exists()
    # Protocol 0 is plain text: only its name can tell.
    if how != "text" or name == "model.pth":
        assert "is a pickle" in message
        assert "save_checkpoint" in message


def test_a_foreign_safetensors_file(tmp_path: Path):
    path = tmp_path / "foreign.safetensors"
    for metadata in (None, {"format": "pt"}):
        save_file({"weight": torch.zeros(2)}, path, metadata)
        assert "of another program" in refusal(path)


def test_another_format_version(tmp_path: Path, checkpoint: Path):
    def change(_: dict, entries: dict) -> None:
        entries["csk_ros.format_version"] = "2"

    assert "has format version '2', this csk_ros reads version 1" in refusal(
        rewrite(checkpoint, tmp_path / "m", change)
    )


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"architecture": NaN}'])
def test_malformed_metadata(tmp_path: Path, checkpoint: Path, text: str):
    def change(_: dict, entries: dict) -> None:
        entries["csk_ros.metadata"] = text

    assert "has wrong metadata" in refusal(rewrite(checkpoint, tmp_path / "m", change))


def test_missing_metadata(tmp_path: Path, checkpoint: Path):
    def change(_: dict, entries: dict) -> None:
        del entries["csk_ros.metadata"]

    assert "lacks the entry csk_ros.metadata" in refusal(rewrite(checkpoint, tmp_path / "m", change))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"architecture": "unet"}, "architecture is 'unet'"),
        ({"arguments": {"num_classes": 4, "backbone": "vgg"}}, "there is no backbone 'vgg'"),
        ({"arguments": {"num_classes": 4, "backbone": []}}, "cannot build"),
        ({"arguments": {"num_classes": 4, "colour": 1}}, "unexpected keyword argument 'colour'"),
        ({"arguments": {"num_classes": 4, "exchange_quantile": 7}}, "exchange quantile"),
        ({"arguments": {"num_classes": 4, "exchange_min_stride": "x"}}, "cannot build"),
        ({"input_size": [480]}, "input_size is"),
        ({"training": 3}, "training is 3"),
    ],
)
def test_metadata_that_does_not_work(tmp_path: Path, checkpoint: Path, changes: dict, message: str):
    assert message in refusal(rewrite(checkpoint, tmp_path / "m", change_metadata(**changes)))


def test_tensors_that_do_not_fit(tmp_path: Path, checkpoint: Path):
    def drop(tensors: dict, _: dict) -> None:
        del tensors["fused_head.bias"]

    def add(tensors: dict, _: dict) -> None:
        tensors["surplus"] = torch.zeros(1)

    def reshape(tensors: dict, _: dict) -> None:
        tensors["fused_head.bias"] = torch.zeros(5)

    def retype(tensors: dict, _: dict) -> None:
        tensors["fused_head.bias"] = torch.zeros(4, dtype=torch.int64)

    path = tmp_path / "m.safetensors"
    assert "1 tensors are missing ['fused_head.bias']" in refusal(rewrite(checkpoint, path, drop))
    assert "1 are unknown ['surplus']" in refusal(rewrite(checkpoint, path, add))
    assert "'fused_head.bias' is F32[5], wanted is BF16/F16/F32[4]" in refusal(
        rewrite(checkpoint, path, reshape)
    )
    assert "'fused_head.bias' is I64[4]" in refusal(rewrite(checkpoint, path, retype))


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_weights_that_are_not_finite(tmp_path: Path, checkpoint: Path, value: float):
    def change(tensors: dict, _: dict) -> None:
        tensors["rgb_head.weight"][2, 3] = value

    assert "NaN or infinite weights in 'rgb_head.weight'" in refusal(
        rewrite(checkpoint, tmp_path / "m", change)
    )


def test_a_negative_variance(tmp_path: Path, checkpoint: Path):
    name = "encoder.stem_norm.thermal.running_var"

    def change(tensors: dict, _: dict) -> None:
        tensors[name][0] = -1

    assert f"negative variance in '{name}'" in refusal(rewrite(checkpoint, tmp_path / "m", change))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_file_gives_a_checkpoint_error_or_a_network_and_nothing_else(
    tmp_path: Path, checkpoint: Path, data: st.DataObject
):
    content = bytearray(checkpoint.read_bytes())
    header = 8 + struct.unpack("<Q", content[:8])[0]
    if data.draw(st.booleans(), label="truncated"):
        content = content[: data.draw(st.integers(0, len(content) - 1), label="length")]
    else:
        places = st.one_of(
            st.integers(0, 20), st.integers(0, header - 1), st.integers(header, len(content) - 1)
        )
        for place in data.draw(st.lists(places, min_size=1, max_size=4), label="places"):
            content[place] ^= data.draw(st.integers(1, 255), label="flip")
    path = tmp_path / "damaged.safetensors"
    path.write_bytes(content)
    with suppress(CheckpointError):
        assert isinstance(load_checkpoint(path)[0], CSKNet)


def test_batch_norms_that_both_cameras_use_are_written_and_read(tmp_path: Path, metadata: CheckpointMetadata):
    network = CSKNet(4, shared_norms=True)
    path = tmp_path / "shared.safetensors"
    save_checkpoint(path, network, replace(metadata, arguments=network.arguments))
    loaded, _ = load_checkpoint(path)
    assert loaded.encoder.stem_norm.thermal is loaded.encoder.stem_norm.rgb
    for name, tensor in network.state_dict().items():
        assert torch.equal(loaded.state_dict()[name], tensor), name
