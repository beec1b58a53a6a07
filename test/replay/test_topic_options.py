from __future__ import annotations

import argparse

import pytest

from csk_ros.command_error import CommandError
from csk_ros.replay.topic_options import add_topic_options, topics_of


def parse(*arguments):
    parser = argparse.ArgumentParser()
    parser.add_argument("--bag")
    add_topic_options(parser)
    return parser.parse_args(arguments)


def test_topics_are_keywords_of_a_bag_recording():
    args = parse("--bag", "x", "--rgb-topic", "/color", "--labels-topic", "/gt")
    assert topics_of(args) == {"rgb_topic": "/color", "thermal_topic": None, "labels_topic": "/gt"}


def test_topics_without_a_bag_are_refused():
    assert set(topics_of(parse()).values()) == {None}
    with pytest.raises(CommandError, match="belong to --bag"):
        topics_of(parse("--thermal-topic", "/lwir"))
