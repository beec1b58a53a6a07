"""What the topics of a recording's streams are called where nothing else is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from csk_ros.recording.recorded_image import RecordedStream

TOPICS: dict[RecordedStream, str] = {
    "rgb": "rgb/image_raw",
    "thermal": "thermal/image_raw",
    "labels": "ground_truth",
}
"""Relative names, to be remapped as usual; in a bag they stand below the root, /rgb/image_raw and so on."""
