"""Pictures of a camera, read one after the other."""

from __future__ import annotations

import numpy as np
import pytest

from csk_ros.inference.normalization import Normalization
from csk_ros.inference.thermal_reader import ThermalReader
from csk_ros.stream.telemetry import Telemetry
from csk_ros.thermal.running_limits import Limits
from csk_ros.thermal.thermal_format import FORMATS
from csk_ros.thermal.thermal_settings import ThermalSettings

SECOND = 1_000_000_000
NORMALIZATION = Normalization(thermal_low=0.0, thermal_high=100.0)
SCENE = np.linspace(7000, 8000, 48 * 64).astype(np.uint16).reshape(48, 64)


def reader_of(name, told=None, **changes):
    tell = (lambda _: None) if told is None else told.append
    return ThermalReader(ThermalSettings(FORMATS[name], **changes), NORMALIZATION, tell)


def with_hot_object(picture):
    hot = picture.copy()
    hot[:20, :20] = 16000
    return hot


def test_counts_keep_their_scale_when_a_hot_object_comes_near():
    reader = reader_of("counts")
    before = reader.read(SCENE, SECOND)
    assert before.limits == Limits(7000.0, 8000.0)
    after = reader.read(with_hot_object(SCENE), SECOND + SECOND // 10)
    stretched = [NORMALIZATION.stretch_thermal(read.numbers, read.limits) for read in (before, after)]
    drift = np.abs(stretched[0] - stretched[1])[20:, 20:].max()
    alone = NORMALIZATION.stretch_thermal(with_hot_object(SCENE))
    assert drift < 0.3 < np.abs(stretched[0] - alone)[20:, 20:].max()


def test_pictures_that_the_camera_has_stretched_have_each_a_scale_of_their_own():
    reader = reader_of("agc8")
    picture = (SCENE // 100).astype(np.uint8)
    assert reader.read(picture, SECOND).limits == Limits(70.0, 80.0)
    assert reader.read(picture + 20, SECOND + 1).limits == Limits(90.0, 100.0)


def test_a_jump_of_the_counts_is_followed_at_once():
    reader = reader_of("counts")
    reader.read(SCENE, SECOND)
    assert reader.read(SCENE + 3000, SECOND + 1).limits == Limits(10000.0, 11000.0)


def test_telemetry_and_saturated_pixels_have_no_say_in_the_scale():
    picture = SCENE.copy()
    picture[0], picture[-1] = 60000, 3
    picture[5, :9], picture[6, :9] = 0, 65535
    found = reader_of("counts", telemetry=Telemetry(1, 1)).read(picture, SECOND)
    assert found.rows == slice(1, 47)
    assert 7000 < found.limits.low < found.limits.high < 8000


def test_a_picture_without_a_measurement_has_no_scale():
    assert reader_of("celsius32").read(np.full((4, 5), np.nan, np.float32), SECOND).limits == Limits(0.0, 0.0)


@pytest.mark.parametrize(
    ("name", "picture", "limits"),
    [
        ("counts", SCENE, "7000 .. 8000"),
        ("centikelvin", SCENE + 22000, "16.9 .. 26.9 degrees Celsius"),
        ("celsius32", SCENE.astype(np.float32) / 1000, "7.0 .. 8.0 degrees Celsius"),
    ],
)
def test_the_limits_are_told_in_the_formats_unit(name, picture, limits):
    reader = reader_of(name)
    assert reader.limits_text == ""
    reader.read(picture, SECOND)
    assert reader.limits_text == limits


def test_a_contradiction_is_told_once_and_the_picture_is_read_all_the_same():
    told: list[str] = []
    reader = reader_of("agc8", told)
    for number in range(3):
        assert reader.read(SCENE, SECOND + number).limits == Limits(7000.0, 8000.0)
    (complaint,) = told
    assert complaint.startswith("expected uint8 of thermal.format agc8, got uint16 from 7000 to 8000")


@pytest.mark.parametrize("name", ["counts", "centikelvin"])
def test_warmer_is_never_shown_colder(name):
    reader = reader_of(name)
    reader.read(SCENE, SECOND)
    read = reader.read(with_hot_object(SCENE), SECOND + SECOND // 2)
    order = np.argsort(read.numbers, axis=None)
    shown = NORMALIZATION.stretch_thermal(read.numbers, read.limits).reshape(-1)[order]
    assert (np.diff(shown) >= 0).all()
