from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from csk_ros.synthetic import held_street as module
from csk_ros.synthetic.held_street import held_street


def test_both_cameras_of_a_street_at_that_rate_painted_once_and_played_until_the_end(monkeypatch):
    monkeypatch.setattr(module, "MOMENTS", 2)
    recording = held_street(7.0, 1.0)
    pictures = list(recording)
    assert {p.stream: p.image.shape for p in pictures} == {"rgb": (480, 640, 3), "thermal": (480, 640)}
    for stream in ("rgb", "thermal"):
        played = [p for p in pictures if p.stream == stream]
        assert len(played) == 7
        assert np.diff([p.stamp for p in played]) == pytest.approx(1e9 / 7, abs=2)
        # No picture is like the one before it: it would count as frozen.
        assert all((earlier.image != later.image).any() for earlier, later in pairwise(played))
        assert [played.index(p) % 2 for p in played if p.image is played[0].image] == [0, 0, 0, 0]
    assert [p.image for p in recording if p.stream == "rgb"][6] is pictures[0].image
