"""What was evaluated and how, in a few words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from csk_ros.evaluation.page.figure_text import counted, rate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from csk_ros.evaluation.report.output_figures import Figures
    from csk_ros.evaluation.report.passage import Passage

_UNITS = {"inference_time": " s"}


def facts(passages: Sequence[Passage], head: Figures) -> dict[str, str]:
    """Text by name, in the order in which it is shown.

    Args:
        passages: the first one tells length and streams.
        head: of the report; what it says nothing of is left out, and so are the recording, which is the
            page's title, and the warnings, which have a place of their own.
    """
    figures = passages[0].figures
    streams = {camera: _stream(figures["inputs"][camera]) for camera in ("rgb", "thermal")}
    told = {
        name.replace("_", " "): f"{_text(value)}{_UNITS.get(name, '')}"
        for name, value in head.items()
        if name not in {"recording", "warnings"} and value not in (None, {})
    }
    return {
        "length": f"{figures['seconds']:.1f} s",
        **streams,
        "played": ", ".join(passage.name for passage in passages),
        **told,
    }


def _stream(stream: Figures) -> str:
    frames = counted(stream["frames"], "frame")
    return frames if stream["rate"] is None else f"{frames} at {rate(stream['rate'])}"


def _text(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {_text(each)}" for key, each in value.items())
    return f"{value:g}" if isinstance(value, float) else str(value)
