"""`python -m csk_ros fuzz`, with a stand-in for atheris, and with itself where it is installed."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

pytest.importorskip("sensor_msgs", reason="needs ROS 2 messages")

from csk_ros import cli
from csk_ros.fuzzing import command
from csk_ros.fuzzing.any_message import any_message
from csk_ros.fuzzing.picture_files import WAYS, picture_files

STAND_IN = """
import contextlib, os, sys
from pathlib import Path

def instrument_imports(include):
    assert include == ["csk_ros"] and "csk_ros.messages.image_layout" not in sys.modules
    return contextlib.nullcontext()

def Setup(arguments, check):
    options = dict(argument[1:].split("=") for argument in arguments if argument.startswith("-"))
    assert float(options["max_total_time"]) == 90
    assert Path(arguments[-1]).is_dir()
    for seed in sorted(Path(arguments[-1]).iterdir())[:8]:
        check(seed.read_bytes())
    if os.environ["FINDS"]:
        Path(options["artifact_prefix"] + os.environ["FINDS"]).write_bytes(b"")
    print("stat::number_of_executed_units: 8", file=sys.stderr)

def Fuzz():
    print("the end", file=sys.stderr)
    sys.exit(int(os.environ["ENDS"]))
"""


@pytest.fixture
def atheris(tmp_path, monkeypatch):
    """Put the stand-in where this process and its children find it; called with what it finds and returns."""
    folder = tmp_path / "packages"
    folder.mkdir()
    (folder / "atheris.py").write_text(STAND_IN)
    monkeypatch.setenv("PYTHONPATH", str(folder), prepend=":")
    monkeypatch.syspath_prepend(folder)
    monkeypatch.chdir(tmp_path)

    def act(finds="", ends=0):
        monkeypatch.setenv("FINDS", finds)
        monkeypatch.setenv("ENDS", str(ends))

    return act


def test_a_search_that_finds_nothing_says_so(atheris, capsys):
    atheris()
    assert cli.main(["fuzz", "--minutes", "1.5"]) == 0
    out = capsys.readouterr().out
    assert out == "fuzzing for 1.5 minutes\n  number_of_executed_units: 8\nno promise was broken\n"


@pytest.mark.parametrize("finds", ["crash-1", "timeout-2", "oom-3"])
def test_a_finding_is_named_with_the_way_to_see_it_again(atheris, capsys, tmp_path, finds):
    atheris(finds, ends=77)
    (tmp_path / "my finds").mkdir()
    (tmp_path / "my finds" / "crash-of-before").touch()
    assert cli.main(["fuzz", "--minutes", "1.5", "--findings", "my finds"]) == 1
    out = capsys.readouterr().out
    assert f"a promise was broken: my finds/{finds}\n" in out
    assert f"python -m csk_ros fuzz --replay 'my finds/{finds}'" in out
    assert "of-before" not in out
    assert "no promise" not in out


def test_a_search_that_breaks_off_is_no_success(atheris, capsys):
    atheris(ends=3)
    assert cli.main(["fuzz", "--minutes", "1.5"]) == 1
    out, err = capsys.readouterr()
    assert "no promise" not in out
    assert "exit code 3" in err
    assert "the end" in err


def test_a_corpus_is_kept(atheris, tmp_path):
    atheris()
    assert cli.main(["fuzz", "--minutes", "1.5", "--corpus", "inputs/ours"]) == 0
    seeds = [any_message(file.read_bytes()) for file in (tmp_path / "inputs/ours").iterdir()]
    assert len(seeds) == len(WAYS) * len(picture_files())
    assert {message.data.tobytes() for message in seeds} >= set(picture_files().values())


def test_without_atheris_the_way_to_it_is_named(monkeypatch, capsys):
    monkeypatch.setattr(command, "find_spec", lambda _: None)
    assert cli.main(["fuzz"]) == 2
    assert f"{sys.executable} -m pip install 'atheris>=3'" in capsys.readouterr().err


@pytest.mark.parametrize("minutes", ["0", "-1", "nan"])
def test_a_search_takes_time(capsys, minutes):
    assert cli.main(["fuzz", "--minutes", minutes]) == 2
    assert "expected more than 0" in capsys.readouterr().err


def test_a_folder_that_cannot_be_made_is_an_error(atheris, capsys, tmp_path):
    atheris()
    (tmp_path / "file").touch()
    assert cli.main(["fuzz", "--findings", "file"]) == 2
    assert "file" in capsys.readouterr().err


def test_an_input_can_be_replayed(tmp_path, capsys):
    (tmp_path / "input").write_bytes(b"")
    assert cli.main(["fuzz", "--replay", str(tmp_path / "input")]) == 0
    header = "Header(stamp=Stamp(sec=1000, nanosec=0), frame_id='camera')"
    assert capsys.readouterr().out.splitlines() == [
        f"  Image 1x1 'mono8', is_bigendian 0, step 1, 1 bytes, {header}",
        "  rgb: a picture of uint8[1, 1, 3]",
        "  thermal: a picture of uint8[1, 1]",
    ]


def test_a_replay_shows_where_a_promise_breaks(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(command, "check_message", lambda _: {}["no such key"])
    (tmp_path / "input").write_bytes(b"")
    assert cli.main(["fuzz", "--replay", str(tmp_path / "input")]) == 1
    assert "KeyError: 'no such key'" in capsys.readouterr().err


def test_an_input_that_is_not_there_is_an_error(capsys):
    assert cli.main(["fuzz", "--replay", "no/such/input"]) == 2
    assert "no/such/input" in capsys.readouterr().err


@pytest.mark.skipif(importlib.util.find_spec("atheris") is None, reason="needs atheris")
def test_libfuzzer_searches(tmp_path, capsys):
    corpus = tmp_path / "corpus"
    arguments = ["--minutes", "0.05", "--corpus", str(corpus), "--findings", str(tmp_path / "finds")]
    assert cli.main(["fuzz", *arguments]) == 0
    out = capsys.readouterr().out
    assert "number_of_executed_units" in out
    assert out.endswith("no promise was broken\n")
    assert not list(Path(tmp_path / "finds").iterdir())
