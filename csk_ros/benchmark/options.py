"""The options of `benchmark`, and what they stand for."""

from __future__ import annotations

from contextlib import nullcontext
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING

from csk_ros.benchmark.benchmark_model import BenchmarkModel, random_model
from csk_ros.benchmark.configuration import Configuration
from csk_ros.command_error import CommandError
from csk_ros.inference.model_settings import AUTO, ONNXRUNTIME, OPENVINO, TORCH
from csk_ros.mode import Mode
from csk_ros.share import SHIPPED_MODEL, share_file

if TYPE_CHECKING:
    import argparse
    from contextlib import AbstractContextManager

RUNTIMES = (TORCH, OPENVINO, ONNXRUNTIME)

FRAMES, ROUNDS, CLASSES = 200, 20, 4
"""Where nothing else is said."""

RATES, SECONDS = (10.0, 15.0, 30.0, 60.0), 25.0
"""Of --node; at the lowest rate the node's own medians are of 200 frames, which then is all of them."""

SHORTEST = 2.0
"""Seconds; the first one does not count."""

SLOWEST, FASTEST = 1.0, 120.0
"""Pictures a second."""

SMALLEST, LARGEST = 32, 4096
"""Pixels along a side of a picture."""

_OF_STAGES = {"model", "backbone", "classes", "runtimes", "modes", "size", "frames", "threads", "json"}
_OF_COMPARISON = {"model", "backbone", "classes", "rounds", "size", "threads", "json"}
_OF_SCALING = {"threads", "out"}
_OF_NODE = {"model", "runtimes", "threads", "json", "rates", "seconds", "nodes"}


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--compare",
        nargs=2,
        metavar=("A", "B"),
        help="measure two configurations in turn and print the ratio of their times; each is RUNTIME/MODE, "
        "where the runtime may also be eager, torch without folding, and the mode plain, an ordinary network "
        "for thermal pictures",
    )
    what.add_argument(
        "--scaling",
        action="store_true",
        help="measure how the cost grows with the pictures, the classes and the number of processes, with "
        "random weights in the fastest runtime; takes some minutes",
    )
    what.add_argument(
        "--node",
        action="store_true",
        help="measure the real node through DDS, with cameras of 640x480 in another process; the runtime is "
        "the node's own choice, or the one of --runtimes",
    )
    parser.add_argument(
        "--model", type=Path, metavar="FILE", help="checkpoint; default: the one that is shipped"
    )
    parser.add_argument(
        "--backbone",
        metavar="NAME",
        help="instead of a checkpoint, a network of this backbone, random weights",
    )
    parser.add_argument("--classes", type=int, metavar="N", help=f"of --backbone (default: {CLASSES})")
    parser.add_argument(
        "--runtimes", metavar="LIST", help=f"with commas between (default: {','.join(RUNTIMES)})"
    )
    parser.add_argument(
        "--modes", metavar="LIST", help=f"with commas between (default: {','.join(map(str, Mode))})"
    )
    parser.add_argument(
        "--size", metavar="WxH", help="of the cameras' pictures (default: the network's input size)"
    )
    parser.add_argument(
        "--frames", type=int, metavar="N", help=f"of every runtime in every mode (default: {FRAMES})"
    )
    parser.add_argument("--rounds", type=int, metavar="N", help=f"of --compare (default: {ROUNDS})")
    parser.add_argument("--threads", type=int, metavar="N", help="CPU threads; all cores by default")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to this file, too")
    parser.add_argument("--out", type=Path, metavar="DIR", help="folder for what --scaling writes")
    parser.add_argument(
        "--rates", metavar="LIST", help="of --node: pictures a second of each camera (default: 10,15,30,60)"
    )
    parser.add_argument(
        "--seconds", type=float, metavar="S", help=f"of --node at every rate (default: {SECONDS:g})"
    )
    parser.add_argument(
        "--nodes", type=int, metavar="N", help="of --node: so many at once, each in a namespace of its own"
    )


def check_options(args: argparse.Namespace) -> None:
    """Look at everything that can be wrong before anything is measured.

    Raises:
        CommandError: an option is out of range, or does not go with another one.
    """
    _check_choice(args)
    if args.seconds is not None and not SHORTEST <= args.seconds < inf:
        raise CommandError(f"--seconds: expected {SHORTEST:g} or more, got {args.seconds:g}")
    for name in ("frames", "rounds", "threads", "classes", "nodes"):
        value = getattr(args, name)
        if value is not None and value < 1:
            raise CommandError(f"--{name}: expected 1 or more, got {value}")
    if args.model is not None and args.backbone is not None:
        raise CommandError("--backbone makes a network of random weights; leave out --model, or --backbone")
    if args.classes is not None and args.backbone is None:
        raise CommandError("--classes: a checkpoint has its own; give --backbone, too")
    if args.json is not None and (args.json.is_dir() or not args.json.absolute().parent.is_dir()):
        raise CommandError(f"--json: expected a file in a folder that exists, got {args.json}")


def _check_choice(args: argparse.Namespace) -> None:
    if args.scaling:
        _only(args, _OF_SCALING, "--scaling")
        if args.out is None:
            raise CommandError("--scaling: expected a folder for its plot and figures; give --out DIR")
    elif args.compare is not None:
        _only(args, _OF_COMPARISON, "--compare")
    elif args.node:
        _only(args, _OF_NODE, "--node")
    else:
        _only(args, _OF_STAGES, "a run without --compare, --scaling and --node")


def chosen_model(args: argparse.Namespace) -> AbstractContextManager[BenchmarkModel]:
    """The checkpoint that is asked for.

    Raises:
        FileNotFoundError: the package was installed without its model.
    """
    if args.backbone is not None:
        return random_model(args.backbone, args.classes or CLASSES)
    path = args.model or share_file(SHIPPED_MODEL)
    return nullcontext(BenchmarkModel(path.name, path))


def chosen_runtimes(args: argparse.Namespace) -> tuple[str, ...]:
    """The runtimes of the list, each once.

    Raises:
        CommandError: a name is none of a runtime.
    """
    return _listed("--runtimes", args.runtimes, RUNTIMES)


def chosen_modes(args: argparse.Namespace) -> tuple[Mode, ...]:
    """The modes of the list, each once.

    Raises:
        CommandError: a name is none of a mode.
    """
    return tuple(map(Mode, _listed("--modes", args.modes, tuple(map(str, Mode)))))


def chosen_size(args: argparse.Namespace) -> tuple[int, int] | None:
    """Height and width of the pictures; None for the network's input.

    Raises:
        CommandError: no size of a picture.
    """
    if args.size is None:
        return None
    width, _, height = args.size.partition("x")
    sides = [int(side) for side in (height, width) if side.isdecimal() and side.isascii()]
    if len(sides) != 2 or not all(SMALLEST <= side <= LARGEST for side in sides):
        raise CommandError(
            f"--size: expected WIDTHxHEIGHT in pixels, {SMALLEST} to {LARGEST} each, such as 640x480, "
            f"got '{args.size}'"
        )
    return sides[0], sides[1]


def chosen_rates(args: argparse.Namespace) -> tuple[float, ...]:
    """Pictures a second of each camera.

    Raises:
        CommandError: something in the list is no rate.
    """
    if args.rates is None:
        return RATES
    try:
        rates = tuple(map(float, args.rates.split(",")))
    except ValueError as error:
        raise CommandError(f"--rates: expected numbers with commas between, {error}") from error
    if not all(SLOWEST <= rate <= FASTEST for rate in rates):
        raise CommandError(f"--rates: expected {SLOWEST:g} to {FASTEST:g} Hz, got {args.rates}")
    return rates


def chosen_node_runtime(args: argparse.Namespace) -> str:
    """What the node's parameter `model.runtime` is to be.

    Raises:
        CommandError: it is none, or several are given.
    """
    if args.runtimes is None:
        return AUTO
    names = _listed("--runtimes", args.runtimes, RUNTIMES)
    if len(names) != 1:
        raise CommandError(f"--runtimes: a node has one, got {args.runtimes}")
    return names[0]


def chosen_configurations(args: argparse.Namespace) -> tuple[Configuration, Configuration]:
    """The two that are compared.

    Raises:
        CommandError: one is none.
    """
    try:
        first, second = map(Configuration.parse, args.compare)
    except ValueError as error:
        raise CommandError(f"--compare: {error}") from error
    return first, second


def _listed(option: str, text: str | None, known: tuple[str, ...]) -> tuple[str, ...]:
    if text is None:
        return known
    names = [name.strip() for name in text.split(",")]
    for name in names:
        if name not in known:
            raise CommandError(f"{option}: expected some of {','.join(known)}, got '{name}' in '{text}'")
    return tuple(dict.fromkeys(names))


def _only(args: argparse.Namespace, allowed: set[str], what: str) -> None:
    """Refuse options that would change nothing."""
    for name in sorted((_OF_STAGES | _OF_COMPARISON | _OF_SCALING | _OF_NODE) - allowed):
        if getattr(args, name) is not None:
            raise CommandError(f"--{name} does not go with {what}")
