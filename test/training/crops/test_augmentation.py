"""Disturbed pictures: ranges, shares, and what is said about them."""

from __future__ import annotations

import numpy as np
import pytest

from csk_ros.training.crops.augmentation import Augmentation

RGB = np.random.default_rng(0).integers(40, 220, (24, 32, 3)).astype(np.uint8)
THERMAL = np.linspace(0, 1, 24 * 32, dtype=np.float32).reshape(24, 32)
NEVER = {
    "darken": 0.0,
    "blackout": 0.0,
    "glare": 0.0,
    "blur": 0.0,
    "thermal_blank": 0.0,
    "thermal_blur": 0.0,
}


def test_untouched_light_stays_recognisable():
    rng = np.random.default_rng(0)
    for _ in range(50):
        picture, usable = Augmentation(**NEVER).rgb(RGB, rng)
        assert usable
        assert picture.dtype == np.uint8
        assert np.corrcoef(picture.ravel(), RGB.ravel())[0, 1] > 0.6


def test_darkening_leaves_the_named_part_of_the_light():
    rng = np.random.default_rng(0)
    factors, usables = [], []
    for _ in range(200):
        picture, usable = Augmentation(**(NEVER | {"darken": 1.0})).rgb(RGB, rng)
        factors.append(picture.mean() / RGB.mean())
        usables.append(usable)
    # Exposure varies by 0.6 to 1.6 besides.
    assert 0.02 < min(factors) < 0.08
    assert 0.5 < max(factors) < 1.0
    darkest_usable = min(factor for factor, usable in zip(factors, usables, strict=True) if usable)
    brightest_blind = max(factor for factor, usable in zip(factors, usables, strict=True) if not usable)
    assert darkest_usable > 0.08 * 0.55
    assert brightest_blind < 0.08 * 1.65


def test_blackout_shows_nothing_of_the_scene():
    rng = np.random.default_rng(0)
    for _ in range(50):
        picture, usable = Augmentation(**(NEVER | {"blackout": 1.0})).rgb(RGB, rng)
        assert not usable
        assert picture.std(axis=(0, 1)).max() < 4


def test_thermal_stays_in_range_and_recognisable():
    rng = np.random.default_rng(0)
    for _ in range(50):
        picture, usable = Augmentation(**NEVER).thermal(THERMAL, rng)
        assert usable
        assert picture.dtype == np.float32
        assert picture.min() >= 0
        assert picture.max() <= 1
        assert np.corrcoef(picture.ravel(), THERMAL.ravel())[0, 1] > 0.6


def test_a_blank_thermal_picture_shows_nothing_of_the_scene():
    rng = np.random.default_rng(0)
    pictures = [Augmentation(**(NEVER | {"thermal_blank": 1.0})).thermal(THERMAL, rng) for _ in range(50)]
    assert not any(usable for _, usable in pictures)
    assert sum(not picture.any() for picture, _ in pictures) == pytest.approx(25, abs=12)
    noise = next(picture for picture, _ in pictures if picture.any())
    assert abs(np.corrcoef(noise.ravel(), THERMAL.ravel())[0, 1]) < 0.2


def test_the_pictures_given_are_not_changed_and_the_same_seed_gives_the_same():
    augmentation = Augmentation(darken=0.5, blackout=0.2, thermal_blank=0.2)
    rgb, thermal = RGB.copy(), THERMAL.copy()
    for seed in range(10):
        once, again = np.random.default_rng(seed), np.random.default_rng(seed)
        np.testing.assert_array_equal(augmentation.rgb(RGB, once)[0], augmentation.rgb(RGB, again)[0])
        np.testing.assert_array_equal(
            augmentation.thermal(THERMAL, once)[0], augmentation.thermal(THERMAL, again)[0]
        )
    np.testing.assert_array_equal(RGB, rgb)
    np.testing.assert_array_equal(THERMAL, thermal)


def test_glare_blinds_a_part_and_adds_light_alone():
    rng = np.random.default_rng(0)
    dim = np.full((24, 32, 3), 20, np.uint8)
    brightest = []
    for _ in range(50):
        picture, usable = Augmentation(**(NEVER | {"glare": 1.0})).rgb(dim, rng)
        assert usable
        brightest.append(int(picture.max()))
        # The light falls off: somewhere the picture is as it was, but for exposure and noise.
        assert picture.mean() > 20 * 0.5
    assert np.median(brightest) == 255


def test_blur_smooths_the_picture_and_keeps_its_light():
    rng = np.random.default_rng(0)
    edge = np.zeros((24, 32, 3), np.uint8)
    edge[:, 16:] = 200
    sharp, _ = Augmentation(**NEVER).rgb(edge, np.random.default_rng(1))
    steps = [
        np.abs(np.diff(Augmentation(**(NEVER | {"blur": 1.0})).rgb(edge, rng)[0][..., 1].mean(0))).max()
        for _ in range(30)
    ]
    assert max(steps) < 0.8 * np.abs(np.diff(sharp[..., 1].mean(0))).max()


def test_black_hot_is_made_only_if_asked_for():
    rng = np.random.default_rng(0)
    inverted = Augmentation(**(NEVER | {"thermal_inverted": 1.0}))
    for _ in range(30):
        picture, usable = inverted.thermal(THERMAL, rng)
        assert usable
        assert np.corrcoef(picture.ravel(), THERMAL.ravel())[0, 1] < -0.6
    assert Augmentation().thermal_inverted == 0


@pytest.mark.parametrize(("name", "method"), [("blackout", "rgb"), ("thermal_blank", "thermal")])
def test_probabilities_are_kept(name: str, method: str):
    augmentation = Augmentation(**(NEVER | {name: 0.3}))
    rng = np.random.default_rng(0)
    picture = RGB if method == "rgb" else THERMAL
    unusable = [not getattr(augmentation, method)(picture, rng)[1] for _ in range(400)]
    assert np.mean(unusable) == pytest.approx(0.3, abs=0.07)


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({"darken": 0.7, "blackout": 0.4}, "darken and blackout are 1 together at most"),
        ({"darken_factor": (0.6, 0.1)}, "darken_factor is the least and the most"),
    ],
)
def test_settings_that_contradict_themselves_are_refused(members: dict[str, object], message: str):
    with pytest.raises(ValueError, match=message):
        Augmentation(**members)
