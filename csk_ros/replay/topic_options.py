"""The options of `replay` and `demo` that say which topics of a bag carry which stream."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csk_ros.command_error import CommandError
from csk_ros.recording.recorded_image import RECORDED_STREAMS

if TYPE_CHECKING:
    import argparse


def add_topic_options(parser: argparse.ArgumentParser) -> None:
    """Declare --rgb-topic, --thermal-topic and --labels-topic, beside an option --bag."""
    for stream in RECORDED_STREAMS:
        parser.add_argument(
            f"--{stream}-topic", metavar="TOPIC", help="of --bag, if neither its name nor its images tell"
        )


def topics_of(args: argparse.Namespace) -> dict[str, str | None]:
    """The topics that were given, as keywords of BagRecording; None leaves the choice to names and images.

    Raises:
        CommandError: a topic was given without a bag.
    """
    topics = {f"{stream}_topic": getattr(args, f"{stream}_topic") for stream in RECORDED_STREAMS}
    if args.bag is None and any(topics.values()):
        raise CommandError("--rgb-topic, --thermal-topic and --labels-topic belong to --bag")
    return topics
