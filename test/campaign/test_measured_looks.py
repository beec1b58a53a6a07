from __future__ import annotations

import numpy as np
import pytest

from csk_ros.campaign.measured_looks import UNDECIDED, measured_looks
from csk_ros.campaign.shot import SIZE, Shot
from csk_ros.recording.recorded_image import RecordedImage
from csk_ros.stream.health import Health
from csk_ros.stream.picture_quality import PictureSettings, judge_picture

BEFORE = (Health.OK, Health.DARK, Health.GLARE, Health.FLAT)


def shot(image):
    return Shot(0, RecordedImage("rgb", 0, 1, "0", "rgb8", image), frozenset(), 0)


def image(seed, low, high, size=SIZE):
    return np.random.default_rng(seed).integers(low, high, (*size, 3)).astype(np.uint8)


@pytest.mark.parametrize("low_high", [(0, 4), (20, 200), (230, 256), (120, 123), (0, 256)])
@pytest.mark.parametrize(
    "limits",
    [
        PictureSettings(),
        PictureSettings(0.0, 0.0, 0.0),
        PictureSettings(255.0, 0.5, 2.0),
        PictureSettings(100.0, 0.02, 40.0),
        PictureSettings(3.0, 1.0, 255.0),
    ],
)
def test_what_the_judge_says_is_among_the_looks(low_high, limits):
    for seed in range(20):
        picture = image(seed, *low_high)
        said = {judge_picture(picture, limits, current=before) for before in BEFORE}
        assert said <= measured_looks(shot(picture), limits)


def test_far_from_every_limit_there_is_one_look():
    picture = shot(image(0, 20, 200))
    assert measured_looks(picture, PictureSettings()) == {Health.OK}
    assert measured_looks(picture, PictureSettings(dark_level=255.0)) == {Health.DARK}
    assert measured_looks(picture, PictureSettings(flat_contrast=255.0)) == {Health.FLAT}
    assert measured_looks(shot(image(0, 250, 256)), PictureSettings(glare_share=0.1)) == {Health.GLARE}


def test_between_a_limit_and_its_release_the_look_depends_on_what_it_was():
    level = float(image(0, 20, 200).mean())
    looks = measured_looks(shot(image(0, 20, 200)), PictureSettings(dark_level=level / 1.1))
    assert looks == {Health.OK, Health.DARK}


def test_a_shrunken_picture_is_undecided():
    assert measured_looks(shot(image(0, 0, 4, (24, 32))), PictureSettings()) == UNDECIDED
