"""`python -m csk_ros benchmark`: what a frame costs, stage by stage, runtime by runtime."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from tqdm import tqdm

from csk_ros.benchmark import comparison_table, stage_table
from csk_ros.benchmark.benchmark_model import size_text
from csk_ros.benchmark.comparison import BLOCK, compare
from csk_ros.benchmark.machine import describe_machine, machine_line
from csk_ros.benchmark.node.reading import BenchmarkError
from csk_ros.benchmark.options import (
    FRAMES,
    ROUNDS,
    SECONDS,
    add_options,
    check_options,
    chosen_configurations,
    chosen_model,
    chosen_modes,
    chosen_node_runtime,
    chosen_rates,
    chosen_runtimes,
    chosen_size,
)
from csk_ros.benchmark.stage_benchmark import measure_stages
from csk_ros.benchmark.worker_process import RefusedError, WorkerDiedError
from csk_ros.command_error import CommandError
from csk_ros.live.node_process import NodeDiedError, NotReadyError
from csk_ros.live.signals import ended_as_by_ctrl_c

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator
    from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `benchmark`."""
    parser.epilog = (
        "Every runtime has a process of its own, in the environment of the node, and labels pictures of a "
        "synthetic street one at a time, with the functions that the node calls; rgb is registered by a "
        "homography. `infer` is the call of the runtime alone, and total/infer what all that is around it "
        "costs, at the median. The first answer is counted from the start of the process, with the network "
        "exported and its files in memory."
    )
    add_options(parser)


def run(args: argparse.Namespace) -> int:
    """Measure, print tables and write the figures: 0, or 1 when a process that measured died."""
    check_options(args)
    try:
        if args.scaling:
            return _scaling(args)
        if args.node:
            return _node(args)
        return _compare(args) if args.compare is not None else _stages(args)
    except (OSError, ValueError, RefusedError) as error:
        raise CommandError(str(error)) from error
    except (BenchmarkError, NodeDiedError, NotReadyError, WorkerDiedError) as error:
        print(f"csk_ros benchmark: {error}", file=sys.stderr)
        return 1


def _stages(args: argparse.Namespace) -> int:
    runtimes, modes, size = chosen_runtimes(args), chosen_modes(args), chosen_size(args)
    frames = args.frames or FRAMES
    with chosen_model(args) as model, _bar(len(runtimes) * len(modes) * frames, "frame") as progress:
        figures = measure_stages(
            model, runtimes, modes, size=size, frames=frames, threads=args.threads, progress=progress
        )
    if not figures.runtimes:
        reasons = "; ".join(f"{name}: {reason}" for name, reason in figures.left_out.items())
        raise CommandError(f"none of the runtimes can be used here. {reasons}")
    pictures = size_text(next(iter(figures.runtimes.values())).ready.size)
    title = f"{model.name}: {frames} frames of {pictures} in each mode, one at a time"
    about = {"model": model.name, "frames": frames, "threads": args.threads}
    _report(args.json, title, stage_table.as_tables(figures), {**about, **figures.figures()})
    return 0


def _compare(args: argparse.Namespace) -> int:
    configurations, size = chosen_configurations(args), chosen_size(args)
    rounds = args.rounds or ROUNDS
    with chosen_model(args) as model, _bar(rounds, "round") as progress:
        found = compare(
            model, configurations, rounds=rounds, size=size, threads=args.threads, progress=progress
        )
    title = f"{model.name}: {rounds} rounds of {BLOCK} frames each, in turn"
    about = {"model": model.name, "rounds": rounds, "block": BLOCK, "threads": args.threads}
    _report(args.json, title, comparison_table.as_tables(found), {**about, **found.figures()})
    return 0


def _scaling(args: argparse.Namespace) -> int:
    # matplotlib takes long to import.
    from csk_ros.benchmark.scaling import plot, scaling_table  # noqa: PLC0415 - see above
    from csk_ros.benchmark.scaling.scaling import FIGURES, PLOT, STEPS, measure_scaling  # noqa: PLC0415 - see above

    args.out.mkdir(parents=True, exist_ok=True)
    with _bar(STEPS, "step") as progress:
        scaling = measure_scaling(threads=args.threads, progress=progress)
    plot.plot_scaling(args.out / PLOT, scaling)
    title = f"{scaling.backbone}, random weights, {scaling.runtime} ({scaling.precision})"
    figures = {"threads": args.threads, **scaling.figures()}
    _report(args.out / FIGURES, title, scaling_table.as_tables(scaling), figures)
    print(f"\n  {args.out}: {FIGURES}, {PLOT}")
    return 0


def _node(args: argparse.Namespace) -> int:
    if find_spec("rclpy") is None:
        raise CommandError("--node: expected ROS 2, rclpy is not here; source it, or run scripts/setup.sh")
    from csk_ros.benchmark.node import node_table  # noqa: PLC0415 - needs ROS 2
    from csk_ros.benchmark.node.node_benchmark import benchmark_node  # noqa: PLC0415 - as above

    parameters: dict[str, object] = {"model.runtime": chosen_node_runtime(args)}
    if args.threads is not None:
        parameters["model.threads"] = args.threads
    seconds, nodes, rates = args.seconds or SECONDS, args.nodes or 1, chosen_rates(args)
    with ended_as_by_ctrl_c(), chosen_model(args) as model:
        found = benchmark_node(model.path, parameters, rates, seconds=seconds, nodes=nodes)
    title = f"{model.name}: the node through DDS, 640x480, {seconds:g} s at each rate"
    about = {"model": model.name, "parameters": parameters, "seconds": seconds, "nodes": nodes}
    _report(args.json, title, node_table.as_tables(found), {**about, **found.figures()})
    return 0


def _report(path: Path | None, title: str, tables: str, figures: dict[str, Any]) -> None:
    """Print tables, and write figures with the machine that they come from."""
    machine = describe_machine()
    print(f"  {title}\n  {machine_line(machine)}\n\n{tables}")
    if path is not None:
        text = json.dumps({"machine": machine, **figures}, indent=2, allow_nan=False) + "\n"
        path.write_text(text, encoding="utf-8")


@contextmanager
def _bar(total: int, unit: str) -> Iterator[Callable[[str, int], None]]:
    """A bar that is told what is done, and how much further it is."""
    with tqdm(total=total, unit=unit, leave=False, disable=None) as bar:

        def show(doing: str, count: int) -> None:
            # What begins may take long, and is to be seen at once.
            bar.set_description_str(doing, refresh=not count)
            bar.update(count)

        yield show
