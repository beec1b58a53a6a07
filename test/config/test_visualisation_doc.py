"""What docs/visualisation.md tells to record and to run is there."""

from __future__ import annotations

import argparse
import json
import re
import shlex
from importlib import import_module
from pathlib import Path

import pytest

from csk_ros.cli import COMMANDS
from csk_ros.share import share_file

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "visualisation.md").read_text()


def test_what_is_recorded_is_what_the_layout_shows():
    command = re.search(r"ros2 bag record (.*?)\n\n", PAGE, re.DOTALL).group(1)
    layout = json.dumps(json.loads(share_file("config/foxglove.json").read_text()))
    shown = set(re.findall(r'"(/[a-z_/]+)[".]', layout))
    assert set(re.findall(r"(?<= )/[a-z_/]+", command)) == shown


@pytest.mark.parametrize("line", re.findall(r"python -m csk_ros (.*)", PAGE))
def test_our_commands_take_what_they_are_given(line: str):
    name, *words = shlex.split(line)
    command = import_module(COMMANDS[name][0])
    parser = argparse.ArgumentParser(exit_on_error=False)
    command.add_arguments(parser)
    given = vars(parser.parse_args(words))
    assert {str(given[key]) for key in ("bag", "out") if given.get(key)} == {"street"}
    assert all((ROOT / word).is_file() for word in words if word.startswith("config/"))


@pytest.mark.parametrize("page", ["navigation.md", "visualisation.md"])
def test_what_the_pages_refer_to_is_in_the_repository(page: str):
    text = (ROOT / "docs" / page).read_text()
    files = re.findall(r"\]\((?!https?:)([^)#]+)\)", text)
    assert files
    for file in files:
        assert (ROOT / "docs" / file).resolve().is_file(), file
