"""A sweep as a table: a line for every recording and setting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csk_ros.mode import Mode
from csk_ros.percent import percent
from csk_ros.text_table import NOTHING, text_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from csk_ros.evaluation.offline.sweep import Case
    from csk_ros.evaluation.report.output_figures import Figures
    from csk_ros.text_table import Row


def sweep_table(results: Sequence[tuple[Case, Figures]]) -> str:
    """Settings, coverage, latency, reactions and mIoU of every case."""
    mious = ["mIoU", *(f"mIoU {mode.value}" for mode in Mode)]
    figures = ("outputs", "answered", "dropped", "latency p95", "worst reaction", *mious)
    head = ("recording", *results[0][0].values, *figures)
    return "\n".join(text_table(head, _rows(results)))


def _rows(results: Sequence[tuple[Case, Figures]]) -> Iterator[Row]:
    for case, figures in results:
        answered = figures["coverage"]["answered"]
        yield (
            case.bag.name,
            *(str(value) for value in case.values.values()),
            str(figures["outputs"]["frames"]),
            NOTHING if answered is None else percent(answered),
            str(sum(figures["dropped"]["thermal"].values())),
            _latency(figures["latency"]["all"]),
            _worst_reaction(figures["faults"]),
            *_mious(figures["ground_truth"]),
        )


def _latency(latency: Figures | None) -> str:
    return NOTHING if latency is None else f"{latency['p95']:.0f} ms"


def _worst_reaction(faults: Sequence[Figures]) -> str:
    """The longest time until a mode came that a fault's beginning or end asked for."""
    delays = [fault[name] for fault in faults for name in ("reaction", "return") if fault[f"{name}_due"]]
    if not delays:
        return NOTHING
    return "never" if None in delays else f"{max(delays):.2f} s"


def _mious(truth: Figures | None) -> Iterator[str]:
    """Over all outputs, then of each mode."""
    for accuracy in [truth["all"], *(truth["modes"][mode.value]["all"] for mode in Mode)] if truth else _NONE:
        yield NOTHING if accuracy is None or accuracy["miou"] is None else f"{accuracy['miou']:.3f}"


_NONE = [None] * (1 + len(Mode))
