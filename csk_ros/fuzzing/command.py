"""`python -m csk_ros fuzz`: arbitrary image messages, for as long as you like, against what lets them in."""

from __future__ import annotations

import shlex
import subprocess
import sys
import tempfile
import traceback
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from csk_ros.command_error import CommandError
from csk_ros.fuzzing.any_message import any_message, seed_of
from csk_ros.fuzzing.contract import MOST_MEMORY, check_message
from csk_ros.fuzzing.picture_files import WAYS, picture_files

if TYPE_CHECKING:
    import argparse

FOUND = ("crash-", "timeout-", "oom-")
"""What libFuzzer calls the files of inputs that broke something."""

LONGEST_INPUT = 4096
"""Bytes. Files are made from parts that are there; longer inputs are slower and reach no more code."""

LONGEST_CHECK = 60
"""Seconds for one message after which it counts as a hang: the largest picture takes one or two."""

MEMORY = MOST_MEMORY // 2**20 + 1024
"""MiB of the whole process: one picture, and what Python, OpenCV and libFuzzer take themselves."""

FAILED = 1

_ARGUMENTS = (
    f"-max_len={LONGEST_INPUT}",
    f"-timeout={LONGEST_CHECK}",
    f"-report_slow_units={LONGEST_CHECK}",
    f"-rss_limit_mb={MEMORY}",
    "-print_final_stats=1",
    # No line for every new branch, and none of what libpng and libjpeg complain about.
    "-verbosity=0",
    "-close_fd_mask=3",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `fuzz`."""
    parser.epilog = (
        "Builds sensor_msgs/Image and CompressedImage with arbitrary fields and data, and takes each the way "
        "that the node does, for both cameras: it has to be refused with a reason, or to give a picture of "
        f"just the size it declares, within {MOST_MEMORY // 2**20} MiB and {LONGEST_CHECK} s. Needs atheris; "
        "the exit code is 1 where a promise was broken."
    )
    parser.add_argument(
        "--minutes", type=float, default=10.0, help="how long (default: %(default)g); Ctrl-C ends it, too"
    )
    parser.add_argument(
        "--corpus",
        type=Path,
        metavar="DIR",
        help="inputs that reach different code: read, and added to, so that the next run begins where this "
        "one ends. Default: a new one, thrown away",
    )
    parser.add_argument(
        "--findings",
        type=Path,
        default=Path("fuzz_findings"),
        metavar="DIR",
        help="where inputs that broke a promise are written (default: %(default)s)",
    )
    parser.add_argument(
        "--replay", type=Path, metavar="FILE", help="check one such input, and nothing else; without atheris"
    )


def run(args: argparse.Namespace) -> int:
    """Let libFuzzer search, or replay one input."""
    if args.replay is not None:
        return _replay(args.replay)
    if not args.minutes > 0:
        raise CommandError(f"--minutes: expected more than 0, got {args.minutes:g}")
    if find_spec("atheris") is None:
        raise CommandError(
            f"fuzzing needs atheris, which is not installed; `{shlex.quote(sys.executable)} -m pip install "
            "'atheris>=3'` does that, for Python 3.11 to 3.13 on Linux. --replay works without it"
        )
    try:
        args.findings.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as folder:
            corpus = args.corpus or Path(folder)
            corpus.mkdir(parents=True, exist_ok=True)
            return _search(args.minutes, corpus, args.findings)
    except OSError as error:
        raise CommandError(str(error)) from error


def _search(minutes: float, corpus: Path, findings: Path) -> int:
    """Run libFuzzer in a process of its own, which it ends as it likes, and say what it found."""
    _write_seeds(corpus)
    before = _found(findings)
    command = [
        *(sys.executable, "-m", "csk_ros.fuzzing.libfuzzer", *_ARGUMENTS),
        *(f"-max_total_time={max(1, round(minutes * 60))}", f"-artifact_prefix={findings}/", str(corpus)),
    ]
    print(f"fuzzing for {minutes:g} minutes", flush=True)
    end = subprocess.run(command, check=False, stderr=subprocess.PIPE, text=True, errors="replace")  # noqa: S603 - ours
    for line in end.stderr.splitlines():
        if line.startswith("stat::"):
            print(f"  {line.removeprefix('stat::')}")
    found = sorted(_found(findings) - before)
    for file in found:
        print(f"a promise was broken: {file}\n  python -m csk_ros fuzz --replay {shlex.quote(str(file))}")
    if end.returncode and not found:
        # Whatever ended it, it is no answer to trust.
        print(f"libFuzzer ended with exit code {end.returncode}:\n{end.stderr[-4000:]}", file=sys.stderr)
    if not end.returncode and not found:
        print("no promise was broken")
    return FAILED if end.returncode or found else 0


def _found(folder: Path) -> set[Path]:
    return {file for file in folder.iterdir() if file.name.startswith(FOUND)}


def _write_seeds(corpus: Path) -> None:
    """Write one short input for every kind of picture file and what may become of it."""
    for file in range(len(picture_files())):
        for way in range(len(WAYS)):
            (corpus / f"seed-{file}-{way}").write_bytes(seed_of(file, way))


def _replay(file: Path) -> int:
    """Check one input again, and show where it breaks."""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise CommandError(f"--replay: {error}") from error
    message = any_message(data)
    print(f"  {message}", flush=True)
    try:
        outcomes = check_message(message)
    except Exception:  # noqa: BLE001 - every exception that escapes is what is looked for
        traceback.print_exc()
        return FAILED
    for outcome in outcomes:
        print(f"  {outcome}")
    return 0
