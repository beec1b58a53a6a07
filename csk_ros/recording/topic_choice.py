"""Which topics of a bag carry the rgb, thermal and ground-truth pictures."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from csk_ros.recording.recorded_image import RECORDED_STREAMS
from csk_ros.recording.recording import RecordingError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from csk_ros.recording.recorded_image import RecordedStream

WORDS: dict[RecordedStream, frozenset[str]] = {
    "rgb": frozenset({"rgb", "color", "colour", "visible", "vis", "optical", "eo"}),
    "thermal": frozenset({"thermal", "ir", "lwir", "flir", "infrared", "boson", "lepton", "tau", "seek"}),
    "labels": frozenset({"truth", "gt", "label", "labels"}),
}
"""A part of a topic's name that gives its stream away."""

NO_CAMERA = frozenset({"depth", "disparity", "segmentation", "confidence", "overlay", "mask", "debug"})
"""A part of a topic's name that says its pictures come from no rgb or thermal camera."""

TRANSPORTS = ("/compressed",)
"""Ends of names that image transports add to the name of the raw topic."""


def choose_topics(
    topics: Collection[str], given: Mapping[RecordedStream, str | None]
) -> dict[RecordedStream, str]:
    """Choose a topic for each stream, by name where none is given.

    A raw topic goes before its compressed copy. With one camera found by its name, the only other
    picture topic left is the other camera. Ground truth is never guessed that way.

    Args:
        topics: names of the bag's topics that carry pictures.
        given: the topics that were asked for.

    Returns:
        A topic for rgb or thermal at least.

    Raises:
        RecordingError: a topic given is not there, or a name fits no or several streams.
    """
    chosen = {stream: topic for stream in RECORDED_STREAMS if (topic := given.get(stream)) is not None}
    for stream, topic in chosen.items():
        if topic not in topics:
            raise RecordingError(
                f"{stream}_topic: no pictures on '{topic}'; topics with pictures: {_list(topics)}"
            )
    free = _without_copies(set(topics) - set(chosen.values()))
    for stream in RECORDED_STREAMS:
        if stream in chosen:
            continue
        candidates = [topic for topic in free if stream in _streams(topic)]
        if len(candidates) > 1:
            raise RecordingError(f"{_ask(stream)}; it could be any of {_list(candidates)}")
        if candidates:
            chosen[stream] = candidates[0]
    rest = [topic for topic in free if topic not in chosen.values() and not _words(topic) & NO_CAMERA]
    return _fill(chosen, rest, topics)


def _fill(
    chosen: dict[RecordedStream, str], rest: list[str], topics: Collection[str]
) -> dict[RecordedStream, str]:
    """Give what is left over to the one camera that was not found by its name."""
    missing: list[RecordedStream] = [stream for stream in ("rgb", "thermal") if stream not in chosen]
    if len(missing) == 1 and len(rest) == 1:
        chosen[missing[0]] = rest[0]
    elif len(missing) == 1 and rest:
        raise RecordingError(f"{_ask(missing[0])}; it could be any of {_list(rest)}")
    elif len(missing) == 2:
        raise RecordingError(
            f"no topic's name says rgb or thermal; topics with pictures: {_list(topics)}. "
            "Say which is which with rgb_topic and thermal_topic"
        )
    return chosen


def _ask(stream: RecordedStream) -> str:
    return f"which topic carries the {stream} pictures? Say it with {stream}_topic"


def _words(topic: str) -> set[str]:
    return set(re.split(r"[^a-z]+", topic.lower()))


def _streams(topic: str) -> list[RecordedStream]:
    words = _words(topic)
    # Ground truth of a thermal camera is ground truth: its word goes before the others.
    if words & WORDS["labels"]:
        return ["labels"]
    if words & NO_CAMERA:
        return []
    return [stream for stream in ("thermal", "rgb") if words & WORDS[stream]][:1]


def _without_copies(topics: set[str]) -> list[str]:
    """Leave out topics that are a compressed copy of another one, in order of their names."""
    return sorted(
        topic
        for topic in topics
        if not any(topic.removesuffix(end) in topics - {topic} for end in TRANSPORTS)
    )


def _list(topics: Collection[str]) -> str:
    return ", ".join(sorted(topics)) or "none"
