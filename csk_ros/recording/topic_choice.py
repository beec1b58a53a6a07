"""Which topics of a bag carry the rgb, thermal and ground-truth images."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from csk_ros.recording.recorded_image import RECORDED_STREAMS
from csk_ros.recording.recording import RecordingError
from csk_ros.recording.topic_name import NameHint, hints_of
from csk_ros.recording.unreadable_topic import is_unreadable, unreadable_text, unreadable_texts
from csk_ros.stream.frame import STREAMS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from csk_ros.recording.image_topic import ImageTopic
    from csk_ros.recording.recorded_image import RecordedStream
    from csk_ros.stream.frame import Stream

TRANSPORTS = ("/compressed", "/compressedDepth")
"""Ends of names that image transports add to the name of the raw topic."""

_TITLES: dict[RecordedStream, str] = {"rgb": "rgb", "thermal": "thermal", "labels": "ground truth"}

_OPTIONS: dict[RecordedStream, str] = {
    "rgb": "--rgb-topic",
    "thermal": "--thermal-topic",
    "labels": "--labels-topic (of evaluate: --ground-truth)",
}


@dataclass(frozen=True)
class TopicChoice:
    """The topic of each stream, and what has to be said of it."""

    topics: dict[RecordedStream, str]
    """A topic for rgb or thermal at least."""
    text: str
    """What was chosen and why, a line for the terminal."""
    doubts: tuple[str, ...]
    """Why a stream is missing that the bag may have, for warnings."""


def choose_topics(
    topics: Sequence[ImageTopic],
    given: Mapping[RecordedStream, str | None],
    other_types: Mapping[str, str] | None = None,
) -> TopicChoice:
    """Choose a topic for each stream, by names and images where none is given.

    What the images are outweighs what the name says: a thermal camera sends no colours, a colour camera no 16
    bits. A raw topic goes before its compressed copy. Depth, near infrared and outputs of networks are no
    camera's. Where names and images leave more than one reading, nothing is guessed.

    Args:
        topics: those of the bag that carry images.
        given: the topics that were asked for.
        other_types: the message types of the bag's other topics.

    Raises:
        RecordingError: a topic given is not there, or several readings are left; the message names the
            candidates.
    """
    return _Choosing(topics, given, other_types or {}).choose()


@dataclass
class _Choosing:
    topics: Sequence[ImageTopic]
    given: Mapping[RecordedStream, str | None]
    other_types: Mapping[str, str]
    chosen: dict[RecordedStream, str] = field(default_factory=dict)
    why: dict[RecordedStream, str] = field(default_factory=dict)

    def choose(self) -> TopicChoice:
        self._take_given()
        names = {topic.name for topic in self.topics}
        taken = set(self.chosen.values())
        self.free = [
            topic
            for topic in sorted(self.topics, key=lambda topic: topic.name)
            if topic.name not in taken and not _is_copy(topic.name, names)
        ]
        plain = {name: _without_transport(name) for name in (*names, *self.other_types)}
        self.hints: dict[str, NameHint] = hints_of(plain)
        for stream in ("thermal", "rgb", "labels"):
            self._choose_named(stream)
        self._choose_by_maker()
        self._choose_coloured()
        self._choose_last("thermal")
        self._choose_last("rgb")
        if not self.chosen.keys() & set(STREAMS):
            raise RecordingError(
                "no topic's name or images say which is rgb and which is thermal; topics with images: "
                f"{_list(self.topics)}. Say which is which with --rgb-topic and --thermal-topic"
                + self._unreadable()
            )
        topics = {stream: self.chosen[stream] for stream in RECORDED_STREAMS if stream in self.chosen}
        return TopicChoice(topics, self._text(), tuple(self._doubts()))

    def _take_given(self) -> None:
        names = {topic.name for topic in self.topics}
        for stream in RECORDED_STREAMS:
            topic = self.given.get(stream)
            if topic is None:
                continue
            if topic in self.other_types and topic not in names:
                raise RecordingError(f"{stream}_topic: {unreadable_text(topic, self.other_types[topic])}")
            if topic not in names:
                raise RecordingError(
                    f"{stream}_topic: no images on '{topic}'; topics with images: {_list(self.topics)}"
                    + self._unreadable()
                )
            self._take(stream, topic, "as asked for")

    def _take(self, stream: RecordedStream, topic: str, why: str) -> None:
        self.chosen[stream] = topic
        self.why[stream] = why

    def _left(self, is_wanted: Callable[[ImageTopic], bool]) -> list[ImageTopic]:
        taken = self.chosen.values()
        return [topic for topic in self.free if topic.name not in taken and is_wanted(topic)]

    def _choose_named(self, stream: RecordedStream) -> None:
        if stream in self.chosen:
            return
        named = self._left(lambda topic: self.hints[topic.name].stream == stream)
        fitting = [topic for topic in named if topic.may_be(stream)]
        if len(fitting) > 1:
            raise RecordingError(_ask(stream, fitting))
        if fitting:
            self._take(stream, fitting[0].name, "by its name")
        elif named and stream in STREAMS:
            raise RecordingError(
                f"{named[0]} is named as {stream}, but a {stream} camera sends no such images. Say which "
                "topic is which with --rgb-topic and --thermal-topic; topics with images: "
                f"{_list(self.topics)}"
            )

    def _choose_by_maker(self) -> None:
        """A maker of thermal cameras makes colour cameras, too: only one without colours is thermal."""
        if "thermal" in self.chosen:
            return
        made = self._left(lambda topic: self.hints[topic.name].is_thermal_maker and topic.may_be("thermal"))
        if len(made) > 1:
            raise RecordingError(_ask("thermal", made))
        if made:
            self._take("thermal", made[0].name, "by its name and images")

    def _choose_coloured(self) -> None:
        if "rgb" in self.chosen:
            return
        coloured = self._left(lambda topic: self._is_silent(topic) and topic.is_in_colours)
        if len(coloured) > 1 or (coloured and self._is_named_unreadable("rgb")):
            raise RecordingError(_ask("rgb", coloured) + self._unreadable())
        if coloured:
            self._take("rgb", coloured[0].name, "the only one in colours")

    def _choose_last(self, stream: Stream) -> None:
        """Give a camera what is left over, if that is one topic, and the other camera is known."""
        if stream in self.chosen:
            return
        left = self._left(lambda topic: self._is_silent(topic) and topic.may_be(stream))
        if not left or not self.chosen.keys() & set(STREAMS):
            if stream == "thermal" and len(left) == 1 and left[0].is_thermal:
                self._take("thermal", left[0].name, "by its images")
            return
        is_doubtful = left[0].may_be_depth or self._is_named_unreadable(stream)
        if len(left) > 1 or is_doubtful:
            raise RecordingError(_ask(stream, left) + self._unreadable())
        self._take(stream, left[0].name, "the only one left")

    def _is_silent(self, topic: ImageTopic) -> bool:
        """Whether a name says neither which stream it is, nor that it is no camera's."""
        hint = self.hints[topic.name]
        return hint.stream is None and not hint.no_camera

    def _is_named_unreadable(self, stream: Stream) -> bool:
        return any(
            is_unreadable(kind) and self.hints[topic].stream == stream
            for topic, kind in self.other_types.items()
        )

    def _unreadable(self) -> str:
        return "".join(f". {text}" for text in unreadable_texts(self.other_types))

    def _text(self) -> str:
        by_name = {topic.name: topic for topic in self.topics}
        told = []
        for stream in RECORDED_STREAMS:
            if stream in self.chosen:
                topic = by_name[self.chosen[stream]]
                encoding = f"{topic.encoding}, " if topic.encoding else ""
                told.append(f"{_TITLES[stream]} {topic.name} ({encoding}{self.why[stream]})")
            else:
                told.append(f"{_TITLES[stream]} none")
        return f"topics: {'; '.join(told)}"

    def _doubts(self) -> list[str]:
        doubts = [
            f"no {stream} images are read: {'; '.join(reasons)}"
            for stream in STREAMS
            if stream not in self.chosen and (reasons := self._reasons_against(stream))
        ]
        if "labels" not in self.chosen:
            doubts += [
                f"{topic} is named as ground truth, but its images are no class ids (mono8, or PNG): not used"
                for topic in self._left(lambda topic: self.hints[topic.name].stream == "labels")
            ]
        return doubts

    def _reasons_against(self, stream: Stream) -> list[str]:
        reasons = []
        for topic in self._left(lambda topic: self.hints[topic.name].stream != "labels"):
            hint = self.hints[topic.name]
            if hint.no_camera:
                reasons.append(f"{topic} is {hint.no_camera}")
            elif not topic.may_be(stream):
                reasons.append(f"{topic} cannot be {stream}")
        if reasons:
            reasons.append(f"if one of them is {stream} all the same, name it with {_OPTIONS[stream]}")
        return unreadable_texts(self.other_types) + reasons


def _is_copy(topic: str, names: Collection[str]) -> bool:
    """Whether a topic is a compressed copy of another one."""
    base = _without_transport(topic)
    return base != topic and base in names


def _without_transport(topic: str) -> str:
    for end in TRANSPORTS:
        if topic.endswith(end):
            return topic.removesuffix(end)
    return topic


def _ask(stream: RecordedStream, candidates: Sequence[ImageTopic]) -> str:
    return (
        f"which topic carries the {_TITLES[stream]} images? Say it with {_OPTIONS[stream]}; it could be any "
        f"of {_list(candidates)}"
    )


def _list(topics: Sequence[ImageTopic]) -> str:
    return ", ".join(str(topic) for topic in sorted(topics, key=lambda topic: topic.name)) or "none"
