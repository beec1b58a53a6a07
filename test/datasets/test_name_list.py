"""Lists of names, in all the ways that editors and tools write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from csk_ros.datasets.name_list import read_name_list
from csk_ros.datasets.problem import DatasetError

if TYPE_CHECKING:
    from pathlib import Path

KNOWN = ("00001D", "00002N", "a b", "c,d", "#5", "v1.0", "odd.png")


def names_of(folder: Path, content: bytes) -> tuple[str, ...]:
    file = folder / "train.txt"
    file.write_bytes(content)
    return read_name_list(file, ("images", "labels"), KNOWN).names


@pytest.mark.parametrize(
    ("content", "names"),
    [
        (b"00001D\n00002N\n", ("00001D", "00002N")),
        (b"00002N\n00001D", ("00002N", "00001D")),
        (b"\xef\xbb\xbf00001D\n00002N\n", ("00001D", "00002N")),
        (b"00001D\n\xef\xbb\xbf00002N\n", ("00001D", "00002N")),
        (b"00001D\r\n\r\n  00002N\t \r\n", ("00001D", "00002N")),
        (b"00001D\r00002N\r", ("00001D", "00002N")),
        (b"# day\n00001D\n#00002N\n", ("00001D",)),
        (b"#5\n", ("#5",)),
        (b"00001D.png\n00002N.PNG\n", ("00001D", "00002N")),
        (b"00001D.jpg\n00002N.tiff\n", ("00001D", "00002N")),
        (b"images/00001D.png labels/00001D.png\n", ("00001D",)),
        (b"images/00001D.png\tlabels/00001D.png\n", ("00001D",)),
        (b"images/00001D.png,labels/00001D.png,\n", ("00001D",)),
        (b"images/00001D.png; labels/00001D.png\n", ("00001D",)),
        (b"./images/00001D.png ./labels/00001D.png\n", ("00001D",)),
        (b"images\\00001D.png labels\\00001D.png\r\n", ("00001D",)),
        (b"C:\\MF\\images\\00001D.png\r\n", ("00001D",)),
        (b"/data/MF/images/00001D.png /data/MF/labels/00001D.png\n", ("00001D",)),
        (b"./00001D\n.\\00002N.png\n", ("00001D", "00002N")),
        (b'"00001D.png"\n', ("00001D",)),
        (b"labels/00002N\n", ("00002N",)),
        (b"a b\nc,d\n", ("a b", "c,d")),
        (b"v1.0\nodd.png\n", ("v1.0", "odd.png")),
        (b"unheard_of.v2\n", ("unheard_of.v2",)),
    ],
)
def test_names_are_read_in_their_order(tmp_path: Path, content: bytes, names: tuple[str, ...]):
    assert names_of(tmp_path, content) == names


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("00001D\n".encode("utf-16"), "in UTF-8, got UTF-16; save it as UTF-8"),
        ("00001D\n".encode("utf-16-be"), "in UTF-8, got UTF-16; save it as UTF-8"),
        ("Straße\n".encode("latin-1"), "one a line: 'utf-8' codec can't decode"),
        (b"00001D 1\n", r"in each line, got 1 others, the first line 1, '00001D 1'"),
        (b"00001D\nimages/00001D.png labels/00002N.png\n", "the first line 2, 'images/00001D.png labels/"),
        (b"rgb/00001D.png\n\n00001D x\n", "got 2 others, the first line 1, 'rgb/00001D.png'"),
        (b",\n", "the first line 1, ','"),
        (b"# nothing\n\n", "names, one a line, found none"),
        (b"\xef\xbb\xbf", "names, one a line, found none"),
    ],
)
def test_what_is_no_list_of_names_is_refused_with_the_line(tmp_path: Path, content: bytes, message: str):
    with pytest.raises(DatasetError, match=rf"train\.txt: expected .*{message}") as raised:
        names_of(tmp_path, content)
    assert [problem.kind for problem in raised.value.problems] == ["unusable"]


def test_names_that_are_listed_twice_are_told_and_count_once(tmp_path: Path):
    (tmp_path / "train.txt").write_text("b\na\nb\nb.png\nimages/c.png\nc\n", encoding="utf-8")
    listed = read_name_list(tmp_path / "train.txt", ("images",), ())
    assert listed.names == ("b", "a", "c")
    (problem,) = listed.problems
    assert (problem.kind, problem.names) == ("listed twice", ("b", "c"))
    assert problem.text == (
        f"{tmp_path}/train.txt lists 2 names more than once, the first being 'b'; each counts once"
    )
