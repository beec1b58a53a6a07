"""A scaling of known figures."""

from __future__ import annotations

import pytest

from csk_ros.benchmark.scaling.crowd import Crowd
from csk_ros.benchmark.scaling.scaling import Point, Scaling
from csk_ros.benchmark.summary import Summary
from csk_ros.mode import Mode


def point(size, classes, infer):
    """Thermal takes half of what fused takes, and the whole way a millisecond more."""
    modes = {
        mode: {
            "infer": Summary(infer * part, infer * part, infer * part),
            "total": Summary(infer * part + 1, infer * part + 2, infer * part + 3),
        }
        for mode, part in ((Mode.FUSED, 1.0), (Mode.THERMAL, 0.5))
    }
    return Point(size, classes, modes)


@pytest.fixture
def scaling():
    return Scaling(
        "efficientnet_lite0",
        "openvino",
        "bfloat16",
        sizes=[point((256, 320), 4, 10.0), point((480, 640), 4, 40.0)],
        classes=[point((480, 640), 4, 40.0), point((480, 640), 30, 44.0)],
        crowds=[
            Crowd(Mode.FUSED, [25.0]),
            Crowd(Mode.THERMAL, [48.0]),
            Crowd(Mode.FUSED, [14.0, 16.0]),
            Crowd(Mode.THERMAL, [30.0, 31.0]),
        ],
    )
