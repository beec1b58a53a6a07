"""The figures of an evaluation as tables for the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from csk_ros.evaluation.pictures.words import RECORDING_ENDED, reaction_words
from csk_ros.mode import NO_MODE, Mode
from csk_ros.percent import percent
from csk_ros.text_table import NOTHING, text_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from csk_ros.evaluation.report.output_figures import Figures
    from csk_ros.evaluation.report.passage import Passage
    from csk_ros.text_table import Row


def as_table(passages: Sequence[Passage], inference_time: float | None = None) -> str:
    """What each pass brought, and how good its labels were.

    Args:
        passages: of one recording.
        inference_time: seconds that the network was taken to need for an output; None if latencies were
            measured.
    """
    lines: list[str] = []
    for passage in passages:
        figures = passage.figures
        inputs = figures["inputs"]
        frames = f"{inputs['rgb']['frames']} rgb and {inputs['thermal']['frames']} thermal frames"
        lines += [f"  {passage.title}, {passage.name}: {figures['seconds']:g} s, {frames}", ""]
        lines += text_table(_HEAD, _modes(figures))
        lines += ["", *_remarks(figures, inference_time), ""]
        if figures["faults"]:
            lines += [*text_table(("fault", "mode", "after", "then", "after"), _faults(figures)), ""]
    return "\n".join(lines).rstrip()


_HEAD = ("mode", "time", "outputs", "latency p50", "p95", "compared", "mIoU", "pixels", "bright", "dark")


def _modes(figures: Figures) -> Iterator[Row]:
    truth = figures["ground_truth"]
    for mode in Mode:
        accuracy = truth["modes"][mode.value] if truth else {"all": None, "bright": None, "dark": None}
        yield _row(
            mode.value,
            _seconds(figures["time_in_mode"][mode.value]),
            figures["outputs"]["by_mode"][mode.value],
            figures["latency"][mode.value],
            accuracy,
        )
    if silent := figures["time_in_mode"][NO_MODE]:
        yield _row(NO_MODE, _seconds(silent), 0, None, {"all": None, "bright": None, "dark": None})
    accuracy = {"all": truth["all"] if truth else None, "bright": None, "dark": None}
    yield _row(
        "all", _seconds(figures["seconds"]), figures["outputs"]["frames"], figures["latency"]["all"], accuracy
    )


def _row(name: str, time: str, outputs: int, latency: Any, accuracy: Figures) -> Row:
    whole = accuracy["all"]
    return (
        name,
        time,
        str(outputs),
        *(NOTHING if latency is None else f"{latency[key]:.0f} ms" for key in ("p50", "p95")),
        NOTHING if whole is None else str(whole["pictures"]),
        *(_share(whole, key) for key in ("miou", "pixel_accuracy")),
        *(_share(accuracy[light], "miou") for light in ("bright", "dark")),
    )


def _remarks(figures: Figures, inference_time: float | None) -> Iterator[str]:
    if inference_time == 0:
        yield "  latency is the wait for rgb alone: the network takes no time unless --inference-time says so"
    answered = figures["coverage"]["answered"]
    if answered is not None:
        yield f"  labels came for {percent(answered)} of the thermal frames, from whichever camera"
    for camera, reasons in figures["dropped"].items():
        if reasons:
            told = ", ".join(f"{count} {reason}" for reason, count in reasons.items())
            yield f"  {camera} frames dropped: {told}"
    if truth := figures["ground_truth"]:
        yield (
            f"  ground truth: {truth['matched']} of {truth['pictures']} images have the stamp of a thermal "
            f"image; {truth['compared']} of {figures['outputs']['frames']} outputs were compared"
        )
        for reason, count in truth["not_compared"].items():
            yield f"  not compared: {count} outputs {reason}"
        if scored := truth["modes"][Mode.RGB.value]["all"]:
            yield (
                f"  mode rgb was compared in {scored['pictures']} outputs: by registration.mode both cameras "
                "have one pixel frame"
            )
    if agreement := figures["agreement"]:
        pixels = NOTHING if agreement["pixels"] is None else percent(agreement["pixels"])
        yield f"  no ground truth; thermal alone agrees with the fused answer in {pixels} of the pixels"


def _faults(figures: Figures) -> Iterator[Row]:
    for fault in figures["faults"]:
        until = "the end" if fault["to"] is None else f"{fault['to']:g} s"
        yield (
            f"{fault['camera']} {fault['kind']} from {fault['from']:g} s to {until}",
            *_change(fault["expected"], fault, "reaction", fault["left_for"]),
            *_change(fault["expected_afterwards"], fault, "return", None),
        )


def _seconds(seconds: float) -> str:
    return f"{seconds:.1f} s"


def _change(mode: str, fault: Figures, name: str, left_for: float | None) -> tuple[str, str]:
    """The mode that was expected, and after how long it came, or for how long it was left."""
    if not fault[f"{name}_due"]:
        return NOTHING, RECORDING_ENDED
    delay = fault[name]
    if delay is None:
        return mode, "never"
    return mode, reaction_words(delay, left_for, is_already=fault[f"{name}_already"])


def _share(figures: Figures | None, key: str) -> str:
    return NOTHING if figures is None or figures[key] is None else f"{figures[key]:.3f}"
