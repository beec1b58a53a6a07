"""Moments of a synthetic street, where both cameras share one grid."""

from __future__ import annotations

import numpy as np
import pytest

from csk_ros.register.block_scores import BlockScores
from csk_ros.register.known_warp import warped
from csk_ros.register.pyramid_level import PyramidLevel
from csk_ros.register.recorded_moments import spread_moments
from csk_ros.synthetic.recording import SyntheticRecording


@pytest.fixture(scope="session")
def street():
    """12 moments in 24 s, 640x480, registered to the pixel."""
    return spread_moments(SyntheticRecording(25, duration=24.0, rate=0.5), 12)


@pytest.fixture(scope="session")
def other_street():
    """12 moments of another street."""
    return spread_moments(SyntheticRecording(7, duration=24.0, rate=0.5), 12)


@pytest.fixture(scope="session")
def scores(street):
    """Of a moment at half the width whose rgb picture lies 8 pixels left of and 4 below where it belongs."""
    back = np.array([[1, 0, 8], [0, 1, -4], [0, 0, 1.0]])
    level = PyramidLevel.of([warped(street[0], back).grey()], 320)
    return BlockScores.of(level, 0, level.to_level(np.eye(3)), block=40, reach=6)
