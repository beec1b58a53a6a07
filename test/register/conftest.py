"""Moments of a synthetic street, where both cameras share one grid."""

from __future__ import annotations

import pytest

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
