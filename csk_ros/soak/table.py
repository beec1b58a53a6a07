"""The figures of a soak for the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csk_ros.mode import Mode
from csk_ros.stream.frame import STREAMS
from csk_ros.text_table import NOTHING, text_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from csk_ros.soak.figures import Figures
    from csk_ros.stream.frame import Stream
    from csk_ros.text_table import Row


def as_table(figures: Figures) -> str:
    """The figures as lines of text."""
    node = figures["node"]
    title = (
        f"  {figures['seconds'] / 60:.1f} min at {figures['rate']:g} Hz; "
        f"{node.get('model', NOTHING)} on {node.get('device', NOTHING)}"
    )
    return "\n".join(
        [
            title,
            *_block(("the least held", "first quarter", "last quarter", ""), _process(figures)),
            *_block(("camera", "sent", "received", "lost"), _cameras(figures)),
            *_block(("thermal frames", ""), _thermal(figures)),
            *_block(("rgb frames", ""), _rgb(figures)),
            *_block(("labels", ""), _labels(figures)),
            *_block(("latency", "labels", "p50", "p99", "max"), _latencies(figures)),
            *_own_latency(figures),
        ]
    )


def _process(figures: Figures) -> Iterator[Row]:
    memory = figures["memory"]
    if memory is not None:
        trend = (
            f"{memory['slope_per_hour']:+.1f} MiB/h, growth {memory['growth']:.1f} of "
            f"{memory['allowance']:.1f} MiB allowed, at most {memory['highest']:.1f} MiB"
        )
        yield "memory", f"{memory['first']:.1f} MiB", f"{memory['last']:.1f} MiB", trend
    for name, label in (("threads", "threads"), ("files", "file handles")):
        held = figures[name]
        if held is not None:
            yield label, str(held["first"]), str(held["last"]), f"at most {held['highest']}"


def _cameras(figures: Figures) -> Iterator[Row]:
    frames = figures["frames"]
    for camera in STREAMS:
        yield (camera, *(str(frames[what][camera]) for what in ("sent", "received", "lost")))


def _thermal(figures: Figures) -> Iterator[Row]:
    yield from _account(figures, "thermal", (Mode.FUSED, Mode.THERMAL))
    yield "unaccounted for", str(figures["frames"]["unaccounted"])


def _rgb(figures: Figures) -> Iterator[Row]:
    """These need not add up: only in rgb mode does every rgb frame owe an output."""
    yield from _account(figures, "rgb", (Mode.RGB,))


def _account(figures: Figures, camera: Stream, modes: tuple[Mode, ...]) -> Iterator[Row]:
    frames = figures["frames"]
    yield "received", str(frames["received"][camera])
    for mode in modes:
        yield f"published, {mode}", str(frames["published"].get(mode.value, 0))
    for reason, count in frames["dropped"].get(camera, {}).items():
        yield f"dropped, {reason}", str(count)


def _labels(figures: Figures) -> Iterator[Row]:
    frames = figures["frames"]
    yield "published", str(frames["labels_published"])
    yield "arrived", str(frames["labels_arrived"])


def _latencies(figures: Figures) -> Iterator[Row]:
    for mode in (*Mode, "all"):
        latency = figures["latency"][str(mode)]
        if latency is None:
            yield str(mode), "0", *(NOTHING,) * 3
        else:
            times = (f"{latency[name]:.0f} ms" for name in ("p50", "p99", "max"))
            yield (str(mode), str(latency["labels"]), *times)


def _own_latency(figures: Figures) -> list[str]:
    own = figures["own_latency"]
    if own is None:
        return []
    usual = f"p50 {own['p50']:.0f} ms, p95 {own['p95']:.0f} ms"
    worst = f"{own['worst_p50']:.0f} and {own['worst_p95']:.0f} ms"
    return ["", f"  by the node's own word: {usual}; at worst {worst}"]


def _block(head: Row, rows: Iterator[Row]) -> list[str]:
    return ["", *text_table(head, rows)]
