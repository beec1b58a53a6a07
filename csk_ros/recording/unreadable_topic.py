"""Topics of a bag that carry images in a type that cannot be read, and what to do about them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

IMAGE_TYPES = ("sensor_msgs/msg/Image", "sensor_msgs/msg/CompressedImage")
"""Those that can be read."""

_LIKE_IMAGES = re.compile(r"image|video|ffmpeg|theora|h26[45]|hevc|av1", re.IGNORECASE)
_ABOUT_IMAGES = re.compile(r"marker|annotation|info|stat|param|event|feedback|meta", re.IGNORECASE)

_TRANSPORTS = {"ffmpeg": "ffmpeg", "theora": "theora"}
"""Plugins of image_transport that can be turned back into raw images, by what their types are called."""


def is_unreadable(message_type: str) -> bool:
    """Whether a type is one of images, by its name, but none of those that can be read."""
    if message_type in IMAGE_TYPES:
        return False
    name = message_type.rsplit("/", 1)[-1]
    return bool(_LIKE_IMAGES.search(message_type)) and not _ABOUT_IMAGES.search(name)


def unreadable_text(topic: str, message_type: str) -> str:
    """Say that a topic cannot be read, and what to do.

    Args:
        topic: its name.
        message_type: of its messages.
    """
    text = f"{topic} carries {message_type}, which cannot be read: expected {' or '.join(IMAGE_TYPES)}"
    if not is_unreadable(message_type):
        return text
    for word, transport in _TRANSPORTS.items():
        if word in message_type.lower():
            base = topic.removesuffix(f"/{transport}")
            return (
                f"{text}. Record {base} raw or compressed, or play the bag beside `ros2 run image_transport "
                f"republish {transport} raw --ros-args -r in/{transport}:={topic} -r out:={base}` and record "
                f"{base} anew"
            )
    return f"{text}. Record the camera's raw or compressed images"


def unreadable_texts(types: Mapping[str, str]) -> list[str]:
    """Say it of every topic, given with its type, that carries images in a type that cannot be read."""
    return [unreadable_text(topic, types[topic]) for topic in sorted(types) if is_unreadable(types[topic])]
