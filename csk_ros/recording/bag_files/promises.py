"""What metadata.yaml and the files' own summaries promise, held against what the files have."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from csk_ros.recording.bag_files.bag_layout import METADATA
from csk_ros.recording.unreadable_topic import IMAGE_TYPES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from csk_ros.recording.bag_files.bag_file import BagFile, Channel


def without_copies(files: Collection[BagFile]) -> tuple[list[BagFile], list[str]]:
    """Leave out files with the images of an earlier one: on the same channels, at the same nanoseconds.

    Returns:
        The other files, and a warning for each that is left out.
    """
    kept: dict[object, BagFile] = {}
    warnings = []
    for file in files:
        readable = {number: channel for number, channel in file.channels.items() if channel.readable}
        # Files without images are no copies of each other.
        contents: object = (
            frozenset(
                (channel, file.places.times({number}).tobytes())
                for number, channel in readable.items()
                if file.counts.get(number)
            )
            or file.path
        )
        if contents in kept:
            warnings.append(
                f"{file.path.name} holds the same images as {kept[contents].path.name}, at the same times: "
                "they are read once"
            )
        kept.setdefault(contents, file)
    return list(kept.values()), warnings


def broken_summaries(files: Collection[BagFile]) -> Iterator[str]:
    """What a file's own statistics say, where it is not so."""
    for file in files:
        if file.promised is None:
            continue
        for number, channel in file.channels.items():
            said, found = file.promised.get(number, 0), file.counts.get(number, 0)
            if channel.readable and said != found:
                yield (
                    f"the summary of {file.path.name} promises {said} messages on {channel.topic}, the file "
                    f"has {found}, which are read"
                )


def broken_metadata(promised: Mapping[str, tuple[str, int]], counts: Mapping[Channel, int]) -> Iterator[str]:
    """What metadata.yaml says of topics with images, where it is not so."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for channel, messages in counts.items():
        found[channel.topic][channel.type] = found[channel.topic].get(channel.type, 0) + messages
    images = {channel.topic for channel in counts if channel.readable}
    images |= {topic for topic, (kind, said) in promised.items() if said and kind in IMAGE_TYPES}
    for topic in sorted(images):
        kind, said = promised.get(topic, ("", 0))
        types = found[topic]
        has = sum(types.values())
        if topic not in promised:
            yield f"{METADATA} does not name {topic}, the files have {has} messages on it, which are read"
        elif said != has:
            yield f"{METADATA} promises {said} messages on {topic}, the files have {has}, which are read"
        if topic in promised and types and types.keys() != {kind}:
            of = " and ".join(f"{number} of {name or 'no type'}" for name, number in types.items())
            yield f"{METADATA} promises {kind} on {topic}, the files have {of}"
