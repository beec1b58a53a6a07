"""Label sets by name or from a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csk_ros.label_set_file import load_label_set
from csk_ros.label_sets import FMB
from csk_ros.labels import STREET

if TYPE_CHECKING:
    from pathlib import Path

FARM = "name: farm\nclasses:\n  tractor: [40, 130, 255]\n  background: [0, 0, 0]\n"


def test_known_sets_come_by_name():
    assert load_label_set("street") is STREET
    assert load_label_set("fmb") is FMB


def test_a_file_gives_ids_in_its_order(tmp_path: Path):
    (tmp_path / "farm.yaml").write_text(FARM, encoding="utf-8")
    farm = load_label_set(tmp_path / "farm.yaml")
    assert farm.name == "farm"
    assert farm.classes == ("tractor", "background")
    assert farm.colours == ((40, 130, 255), (0, 0, 0))
    assert load_label_set("farm.yaml", tmp_path) == farm


def test_neither_a_name_nor_a_file_is_told(tmp_path: Path):
    with pytest.raises(ValueError, match=r"'streets' is no label set: expected one of street, mfnet.*or a"):
        load_label_set("streets", tmp_path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name: [", "expected"),
        ("- a", r"expected `name: farm`.*got \['a'\]"),
        ("name: farm\nclass: {}", r"expected `name: farm`.*got name, class"),
        ("name: 3\nclasses: {a: [0, 0, 0]}", "name: expected text, got 3"),
        ("name: street\nclasses: {a: [0, 0, 0]}", "'street' is the name of a known label set"),
        ("name: farm\nclasses: [a, b]", r"classes: expected.*got \['a', 'b'\]"),
        ("name: farm\nclasses: {}", r"classes: expected.*got \{\}"),
        ("name: farm\nclasses: {no: [0, 0, 0]}", "got False; put quotes"),
        ("name: farm\nclasses: {a: [0, 0]}", r"classes.a: expected a colour.*got \[0, 0\]"),
        ("name: farm\nclasses: {a: [0, 0, 0.5]}", r"classes.a: expected a colour"),
        ("name: farm\nclasses: {a: [0, 0, 256]}", "0..255"),
        ("name: farm\nclasses: {a: [0, 0, 0], b: [1, 1, 1], a: [2, 2, 2]}", "a is there twice"),
    ],
)
def test_wrong_files_are_refused_by_name(tmp_path: Path, text: str, message: str):
    (tmp_path / "farm.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=rf"(?s)farm\.yaml: .*{message}"):
        load_label_set(tmp_path / "farm.yaml")


@given(st.binary())
def test_no_content_ends_in_another_error(tmp_path_factory: pytest.TempPathFactory, content: bytes):
    file = tmp_path_factory.getbasetemp() / "any.yaml"
    file.write_bytes(content)
    with pytest.raises(ValueError, match=r"any\.yaml: "):
        load_label_set(file)
