"""What the name of a topic says of its images."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from csk_ros.recording.recorded_image import RecordedStream

RGB = frozenset(
    {"rgb", "color", "colour", "visible", "vis", "optical", "eo", "blackfly", "chameleon", "grasshopper"}
)
THERMAL = frozenset(
    {
        *(
            "thermal",
            "thermo",
            "thermography",
            "ir",
            "infrared",
            "lwir",
            "mwir",
            "tir",
            "boson",
            "lepton",
            "tau",
        ),
        *("seek", "optris", "temperature"),
    }
)
THERMAL_MAKERS = frozenset({"flir", "teledyne", "xenics", "workswell"})
"""Makers of thermal cameras, who make others, too."""

LABELS = frozenset({"truth", "gt", "label", "labels"})

DEPTH = frozenset({"depth", "disparity", "range"})
NEAR_INFRARED = frozenset({"infra", "nir", "nearir", "swir"})
NO_CAMERA = frozenset(
    {
        *(
            "segmentation",
            "semantic",
            "semantics",
            "segmented",
            "confidence",
            "overlay",
            "mask",
            "masks",
            "debug",
        ),
        *(
            "annotated",
            "detections",
            "reflec",
            "reflectivity",
            "signal",
            "costmap",
            "heatmap",
            "flow",
            "normals",
        ),
    }
)
"""Words of what is computed from images, and of the images of a lidar."""

# Words that are told apart only where depth comes from beside them.
_NEAR_OR_FAR = frozenset({"ir", "infrared"})


@dataclass(frozen=True)
class NameHint:
    """What a name says."""

    stream: RecordedStream | None = None
    no_camera: str = ""
    """What the images are, if they are not of an rgb or thermal camera; else empty."""
    is_thermal_maker: bool = False


def hints_of(names: Mapping[str, str]) -> dict[str, NameHint]:
    """Read the names of a bag's topics.

    Args:
        names: by the full name of a topic, the name without what an image transport adds.
    """
    depth_places = {place for name in names.values() if (place := _place(name, DEPTH)) is not None}
    words = {topic: _words(name) for topic, name in names.items()}
    shared = frozenset.intersection(*words.values()) if len(words) > 1 else frozenset()
    return {topic: _hint(name, words[topic], shared, depth_places) for topic, name in names.items()}


def _hint(
    name: str, words: frozenset[str], shared: frozenset[str], depth_places: set[tuple[str, ...]]
) -> NameHint:
    # Ground truth of a thermal camera is ground truth: its word goes before the others.
    if words & LABELS:
        return NameHint("labels")
    if words & DEPTH:
        return NameHint(no_camera="depth by its name")
    if words & NO_CAMERA:
        return NameHint(no_camera="no camera's by its name")
    if words & NEAR_INFRARED:
        return NameHint(no_camera="near infrared by its name, which is not thermal")
    rgb, thermal = words & RGB, words & THERMAL
    # Of a depth camera `ir` is the near infrared that it measures depth by.
    if thermal and thermal <= _NEAR_OR_FAR and not rgb and _place(name, _NEAR_OR_FAR) in depth_places:
        return NameHint(no_camera="near infrared of a depth camera by its name, which is not thermal")
    if rgb and thermal:
        # A rig called rgb_thermal: what all topics have in common tells nothing of one.
        rgb, thermal = rgb - shared, thermal - shared
    if bool(rgb) == bool(thermal):
        return NameHint(is_thermal_maker=bool(words & THERMAL_MAKERS))
    return NameHint("rgb" if rgb else "thermal")


def _place(name: str, words: frozenset[str]) -> tuple[str, ...] | None:
    """The namespace in which the first part of a name stands that has one of the words; None if none has."""
    parts = name.strip("/").split("/")
    for index, part in enumerate(parts):
        if _words(part) & words:
            return tuple(parts[:index])
    return None


def _words(name: str) -> frozenset[str]:
    """The words of a name, apart where a capital begins a new one: flirBoson is flir and boson."""
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)
    return frozenset(filter(None, re.split(r"[^a-z]+", apart.lower())))
