"""Where the files that come with the package are found."""

from __future__ import annotations

from pathlib import Path

import pytest

from csk_ros.share import SHIPPED_MODEL, share_file

ROOT = Path(__file__).parent.parent


def test_the_shipped_model_and_the_configuration_are_found():
    assert share_file(SHIPPED_MODEL).name == "csknet_lite0_street.safetensors"
    found = share_file("config/segmentation.yaml")
    assert found.read_bytes() == (ROOT / "config/segmentation.yaml").read_bytes()


def test_a_prefix_of_ament_is_looked_in_and_the_first_one_counts(tmp_path, monkeypatch):
    prefixes = [tmp_path / "overlay", tmp_path / "underlay"]
    monkeypatch.setenv("AMENT_PREFIX_PATH", ":".join(map(str, prefixes)))
    places = [prefix / "share/csk_ros/models/mine.safetensors" for prefix in prefixes]
    for place in reversed(places):
        place.parent.mkdir(parents=True)
        place.touch()
        assert share_file("models/mine.safetensors") == place


def test_a_file_that_is_nowhere_is_named_with_the_places(tmp_path, monkeypatch):
    monkeypatch.setenv("AMENT_PREFIX_PATH", str(tmp_path))
    with pytest.raises(FileNotFoundError, match=r"models/none is not part of this installation") as caught:
        share_file("models/none")
    assert str(tmp_path / "share" / "csk_ros") in str(caught.value)


def test_a_folder_is_no_file():
    with pytest.raises(FileNotFoundError, match="config is not part"):
        share_file("config")
