"""The pictures that are measured with."""

from __future__ import annotations

import numpy as np
import pytest

from csk_ros.benchmark.moments import DAYLIGHT, MOMENTS, SEED, street_moments
from csk_ros.messages.image_decoding import decode_rgb, decode_thermal
from csk_ros.messages.image_layout import validate
from csk_ros.synthetic.scene import SyntheticScene


def test_pictures_of_the_scenes_size_are_the_scene():
    scene = SyntheticScene(SEED).render(3.0, DAYLIGHT)
    moment = street_moments((480, 640))[2]
    np.testing.assert_array_equal(decode_rgb(moment.rgb), scene.rgb)
    np.testing.assert_array_equal(decode_thermal(moment.thermal), scene.thermal)


@pytest.mark.parametrize("size", [(96, 128), (600, 900)])
def test_they_have_the_size_that_is_asked_for_and_differ(size):
    moments = street_moments(size)
    for moment in moments:
        validate(moment.rgb, "rgb")
        validate(moment.thermal, "thermal")
        assert decode_rgb(moment.rgb).shape == (*size, 3)
        assert decode_thermal(moment.thermal).shape == size
    assert len({moment.rgb.data.tobytes() for moment in moments}) == MOMENTS
    assert len({moment.thermal.data.tobytes() for moment in moments}) == MOMENTS
