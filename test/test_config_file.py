"""An experiment's file is read, and what it holds is checked."""

from __future__ import annotations

from typing import Annotated

import pytest
from pydantic import Field, TypeAdapter
from pydantic.dataclasses import dataclass

from csk_ros.config_file import STRICT, build, read_members


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Part:
    steps: Annotated[int, Field(ge=1)] = 5
    name: str


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Whole:
    part: Part
    share: float = 1.0


WHOLE = TypeAdapter(Whole)


def test_members_come_as_yaml_has_them(tmp_path):
    file = tmp_path / "a.yaml"
    file.write_text("part: {name: x, steps: 7}\nshare: 0.5\n", encoding="utf-8")
    members = read_members(file)
    assert members == {"part": {"name": "x", "steps": 7}, "share": 0.5}
    assert build(WHOLE, members, "a.yaml") == Whole(part=Part(name="x", steps=7), share=0.5)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"part: [", r"a\.yaml: expected YAML: "),
        (b"name: \xff", r"a\.yaml: expected YAML: "),
        (b"- 1\n- 2\n", r"a\.yaml: expected members and their values, got \[1, 2\]$"),
        (b"", r"a\.yaml: expected members and their values, got None$"),
    ],
)
def test_a_file_without_members_is_refused(tmp_path, content, complaint):
    file = tmp_path / "a.yaml"
    file.write_bytes(content)
    with pytest.raises(ValueError, match=complaint):
        read_members(file)


def test_a_missing_file_is_an_error_of_the_system(tmp_path):
    with pytest.raises(FileNotFoundError):
        read_members(tmp_path / "a.yaml")


def test_what_is_left_out_has_its_default():
    assert build(WHOLE, {"part": {"name": "x"}}, "here") == Whole(part=Part(name="x", steps=5), share=1.0)


def test_all_that_is_wrong_is_named_with_what_came():
    members = {"part": {"steps": 0, "nmae": "x"}, "share": "half"}
    with pytest.raises(ValueError, match=r"^here: ") as caught:
        build(WHOLE, members, "here")
    problems = str(caught.value).removeprefix("here: ").split("; ")
    assert len(problems) == 4
    for place, came in (("part.steps", "0"), ("part.nmae", "x"), ("share", "half")):
        (problem,) = [problem for problem in problems if problem.startswith(f"{place}: ")]
        assert problem.endswith(f", got {came}")
    assert any(problem.startswith("part.name: ") for problem in problems)
