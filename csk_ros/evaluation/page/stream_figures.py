"""What came in, what went out, what got lost and how long it took: a column for each pass."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from csk_ros.evaluation.metrics.lighting import Lighting
from csk_ros.evaluation.page.figure_text import DASH, count, percent, rate, seconds
from csk_ros.evaluation.page.markup import Html, element, section, table
from csk_ros.evaluation.page.mode_chip import mode_chip
from csk_ros.evaluation.page.share_bar import share_bar
from csk_ros.mode import NO_MODE, Mode

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from csk_ros.evaluation.report.output_figures import Figures
    from csk_ros.evaluation.report.passage import Passage

Row = tuple[str, "Callable[[Figures], str]"]
"""The name of a row, and what it says of a pass."""

_WORDS = (
    "Every thermal frame ends as an output or as a drop with its reason; rgb frames without a partner owe no "
    "output and are not counted as drops. Latency runs from the arrival of the picture that labels belong "
    "to. Jitter is by how much the time between two outputs differs from that between their stamps, skew how "
    "far an rgb stamp lies behind thermal's in a fused pair."
)


def stream_figures(passages: Sequence[Passage]) -> Html:
    """Small tables, each of one matter."""
    names = [passage.name for passage in passages] if len(passages) > 1 else [""]
    figures = [passage.figures for passage in passages]
    blocks = [
        table((title, *names), [(name, *map(tell, figures)) for name, tell in rows], class_="figures")
        for title, rows in _blocks(figures).items()
        if rows
    ]
    return section("streams", "Streams", _WORDS, element("div", *blocks, class_="blocks"))


def _blocks(figures: Sequence[Figures]) -> dict[str, list[Row]]:
    """Rows by the heading of their block."""
    modes = [mode.value for mode in Mode]
    return {
        "pictures in": [
            ("rgb", lambda f: _frames(f["inputs"]["rgb"])),
            ("thermal", lambda f: _frames(f["inputs"]["thermal"])),
        ],
        "labels out": [
            ("all", lambda f: _frames(f["outputs"])),
            *((mode_chip(mode), _getter(count, "outputs", "by_mode", mode)) for mode in modes),
            *(
                (light.value, _getter(count, "outputs", "by_lighting", light.value))
                for light in Lighting
                if any(of["outputs"]["by_lighting"][light.value] for of in figures)
            ),
        ],
        "coverage": [
            ("thermal frames answered by either camera", _getter(percent, "coverage", "answered")),
            ("thermal frames with labels of their own", lambda f: percent(_own(f["coverage"]))),
            ("thermal frames without", _getter(count, "coverage", "missed")),
            ("longest time without labels", _getter(seconds, "outputs", "longest_gap")),
        ],
        "time in mode": [
            (mode_chip(mode), _time_in(mode))
            for mode in (*modes, NO_MODE)
            if any(of["time_in_mode"][mode] for of in figures)
        ],
        "drops": _drops(figures),
        "latency, p50 / p95 / max": [
            (mode_chip(name), _spread("latency", name, keys_of=("p50", "p95", "max")))
            for name in ("all", *modes)
            if any(of["latency"][name] for of in figures)
        ],
        "jitter, p50 / p95 / max": [("all", _spread("jitter", keys_of=("p50", "p95", "max")))]
        if any(of["jitter"] for of in figures)
        else [],
        "skew, min / p50 / max": [("fused pairs", _spread("skew", keys_of=("min", "p50", "max")))]
        if any(of["skew"] for of in figures)
        else [],
    }


def _drops(figures: Sequence[Figures]) -> list[Row]:
    found = {
        (camera, reason): None
        for of in figures
        for camera, reasons in of["dropped"].items()
        for reason in reasons
    }
    rows = [(f"{camera}: {reason}", _dropped(camera, reason)) for camera, reason in found]
    return rows or [("none", lambda _: count(0))]


def _dropped(camera: str, reason: str) -> Callable[[Figures], str]:
    return lambda figures: count(figures["dropped"][camera].get(reason, 0))


def _getter(text_of: Callable[[Any], str], *keys: str) -> Callable[[Figures], str]:
    """A figure of a pass as text, by the keys that lead to it."""

    def tell(figures: Figures) -> str:
        value: Any = figures
        for key in keys:
            value = value[key]
        return text_of(value)

    return tell


def _frames(stream: Figures) -> str:
    frames = count(stream["frames"])
    return frames if stream["rate"] is None else f"{frames} at {rate(stream['rate'])}"


def _own(coverage: Figures) -> float | None:
    return coverage["own"] / coverage["thermal_frames"] if coverage["thermal_frames"] else None


def _time_in(mode: str) -> Callable[[Figures], str]:
    def tell(figures: Figures) -> str:
        times = figures["time_in_mode"]
        whole = sum(times.values())
        if not whole:
            return DASH
        part = times[mode] / whole
        return share_bar(part, text=f"{seconds(times[mode])}, {percent(part)}")

    return tell


def _spread(*keys: str, keys_of: tuple[str, ...] = ()) -> Callable[[Figures], str]:
    def text_of(spread: Figures | None) -> str:
        return DASH if spread is None else " / ".join(f"{spread[key]:g}" for key in keys_of) + " ms"

    return _getter(text_of, *keys)
