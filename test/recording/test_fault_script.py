from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csk_ros.recording.fault_parsing import FaultScriptError
from csk_ros.recording.fault_script import FaultScript
from csk_ros.recording.picture_damage import darken
from csk_ros.recording.recorded_image import RecordedImage

START = 7_000_000_000
PERIOD = 100_000_000


def picture(stream, number):
    shape = (4, 6, 3) if stream == "rgb" else (4, 6)
    image = np.full(shape, number + 1, np.uint16 if stream == "thermal" else np.uint8)
    encoding = {"rgb": "rgb8", "thermal": "mono16", "labels": "mono8"}[stream]
    time = START + number * PERIOD
    # Stamps are of another clock than the recorder's: nothing may confuse the two.
    return RecordedImage(stream, time, time - 5_000, stream, encoding, image)


def recording(count=10, streams=("rgb", "thermal", "labels")):
    for number in range(count):
        for stream in streams:
            yield picture(stream, number)


def played(*faults, count=10, stream="rgb"):
    """(tenths of a second on arrival, tenths when taken, value of a pixel) of one stream."""
    return [
        ((p.time - START) / PERIOD, (p.stamp + 5_000 - START) / PERIOD, int(p.image.flat[0]))
        for p in FaultScript.from_list(list(faults)).apply(recording(count))
        if p.stream == stream
    ]


UNHARMED = [(n, n, n + 1) for n in range(10)]


def test_without_faults_everything_passes_as_it_is():
    pictures = list(recording())
    assert list(FaultScript().apply(pictures)) != []
    for before, after in zip(pictures, FaultScript().apply(pictures), strict=True):
        assert after.image is before.image
        assert (after.stream, after.time, after.stamp) == (before.stream, before.time, before.stamp)
        assert (after.frame_id, after.encoding) == (before.frame_id, before.encoding)


def test_dropped_pictures_are_those_from_start_to_before_end():
    assert played({"rgb": "drop", "from": 0.3, "to": 0.6}) == UNHARMED[:3] + UNHARMED[6:]


@pytest.mark.parametrize("stream", ["thermal", "labels"])
def test_only_the_named_camera_fails(stream):
    assert played({"rgb": "drop"}, stream=stream) == UNHARMED


def test_a_fault_without_times_lasts_from_beginning_to_end():
    assert played({"thermal": "drop"}, stream="thermal") == []


def test_a_frozen_camera_repeats_the_last_picture_with_fresh_stamps():
    frozen = [(0, 0, 1), (1, 1, 2), (2, 2, 2), (3, 3, 2), (4, 4, 2), (5, 5, 6)]
    assert played({"rgb": "freeze", "from": 0.2, "to": 0.5})[:6] == frozen


def test_a_camera_frozen_from_the_beginning_repeats_its_first_picture():
    assert played({"rgb": "freeze", "to": 0.3})[:4] == [(0, 0, 1), (1, 1, 1), (2, 2, 1), (3, 3, 4)]


def test_a_second_freeze_repeats_a_newer_picture():
    faults = [{"rgb": "freeze", "from": 0.1, "to": 0.2}, {"rgb": "freeze", "from": 0.4, "to": 0.6}]
    assert [value for _, _, value in played(*faults)] == [1, 1, 3, 4, 4, 4, 7, 8, 9, 10]


def test_the_shutter_freezes_the_thermal_picture():
    shut = played({"thermal": "shutter", "from": 0.2, "to": 0.4}, stream="thermal")
    assert [value for _, _, value in shut] == [1, 2, 2, 2, 5, 6, 7, 8, 9, 10]


def test_a_delayed_picture_arrives_late_with_the_stamp_of_when_it_was_taken():
    late = played({"rgb": "delay", "seconds": 0.15, "from": 0.2, "to": 0.4})
    # The picture of 0.4 waits behind that of 0.3: a transport in order does not overtake itself.
    assert late[:6] == [(0, 0, 1), (1, 1, 2), (3.5, 2, 3), (4.5, 3, 4), (4.5, 4, 5), (5, 5, 6)]


def test_a_delay_reorders_the_cameras_in_time():
    script = FaultScript.from_list([{"rgb": "delay", "seconds": 0.15}])
    order = [
        (p.stream, (p.stamp + 5_000 - START) // PERIOD)
        for p in script.apply(recording(3, ("rgb", "thermal")))
    ]
    assert order == [("thermal", 0), ("thermal", 1), ("rgb", 0), ("thermal", 2), ("rgb", 1), ("rgb", 2)]


def test_jitter_is_within_bounds_and_repeatable_by_its_seed():
    jitter = {"rgb": "jitter", "seconds": 0.05, "seed": 3}
    late = [arrived - taken for arrived, taken, _ in played(jitter)]
    assert all(0 <= seconds <= 0.5 for seconds in late)
    assert len(set(late)) == 10
    assert played(jitter) == played(jitter)
    assert played(jitter) != played({**jitter, "seed": 4})


def test_two_faults_work_in_the_order_of_the_list():
    faults = [{"rgb": "darken", "factor": 0.5, "from": 0.2}, {"rgb": "freeze", "from": 0.3, "to": 0.5}]
    assert [value for _, _, value in played(*faults)][:6] == [1, 2, 2, 2, 2, 3]


def test_a_script_serves_many_passes():
    script = FaultScript.from_list([{"rgb": "freeze", "from": 0.2}])
    first = [int(p.image.flat[0]) for p in script.apply(recording(5, ("rgb",)))]
    second = [int(p.image.flat[0]) for p in script.apply(recording(5, ("rgb",)))]
    assert first == second == [1, 2, 2, 2, 2]


def test_the_picture_of_a_dark_camera_is_darkened():
    bright = RecordedImage("rgb", 0, 0, "", "rgb8", np.full((4, 6, 3), 200, np.uint8))
    (dark,) = FaultScript.from_list([{"rgb": "darken", "factor": 0.03}]).apply([bright])
    np.testing.assert_array_equal(dark.image, darken(bright.image, 0.03))
    assert set(dark.image.flat) == {6}
    assert set(bright.image.flat) == {200}


def test_a_covered_camera_shows_noise_that_changes_but_not_between_passes():
    script = FaultScript.from_list([{"rgb": "cover", "level": 10}])
    first = [p.image for p in script.apply(recording(2, ("rgb",)))]
    second = [p.image for p in script.apply(recording(2, ("rgb",)))]
    assert (first[0] != first[1]).any()
    np.testing.assert_array_equal(first, second)
    assert {9, 10, 11} == set(np.unique(first).tolist())


def test_the_sun_blinds_the_camera():
    (blinded,) = FaultScript.from_list([{"rgb": "glare"}]).apply([picture("rgb", 0)])
    assert set(blinded.image.flat) == {255}


def test_pictures_are_taken_from_the_recording_only_when_they_are_asked_for():
    taken = []

    def endless():
        for number in itertools.count():
            taken.append(number)
            yield picture("rgb", number)

    script = FaultScript.from_list([{"rgb": "delay", "seconds": 0.25, "from": 0.2}])
    harmed = script.apply(endless())
    assert [next(harmed).stamp for _ in range(20)] == [picture("rgb", n).stamp for n in range(20)]
    # The picture of 1.9 s is due at 2.15 s, known when that of 2.2 s has come.
    assert taken[-1] == 22


@given(
    st.lists(st.tuples(st.sampled_from(["rgb", "thermal"]), st.integers(0, 60)), max_size=40),
    st.lists(
        st.tuples(
            st.sampled_from(["rgb", "thermal"]), st.sampled_from(["delay", "jitter"]), st.floats(0, 0.3),
            st.integers(0, 30), st.integers(1, 30),
        ),
        max_size=4,
    ),
)  # fmt: skip
def test_late_pictures_come_in_order_of_time_and_each_stream_in_order_of_stamps(instants, delays):
    pictures = [picture(stream, tenth) for stream, tenth in sorted(instants, key=lambda i: i[1])]
    script = FaultScript.from_list(
        [
            {stream: kind, "seconds": seconds, "from": start / 10, "to": (start + length) / 10}
            for stream, kind, seconds, start, length in delays
        ]
    )
    harmed = list(script.apply(pictures))
    assert [p.time for p in harmed] == sorted(p.time for p in harmed)
    for stream in ("rgb", "thermal"):
        stamps = [p.stamp for p in harmed if p.stream == stream]
        assert stamps == [p.stamp for p in pictures if p.stream == stream]
    assert all(p.time >= p.stamp for p in harmed)


def test_a_script_is_read_from_yaml(tmp_path):
    file = tmp_path / "faults.yaml"
    file.write_text(
        "faults:\n  - {rgb: drop, from: 5.0, to: 8.0}\n  - {rgb: delay, seconds: 0.1}\n"
        "  - thermal: shutter\n    from: 9\n    to: 10\n"
    )
    assert [str(fault) for fault in FaultScript.load(file).faults] == [
        "rgb drop from 5 s to 8 s",
        "rgb delay seconds 0.1 from 0 s to the end",
        "thermal shutter from 9 s to 10 s",
    ]


def test_an_empty_list_is_a_script_without_faults(tmp_path):
    file = tmp_path / "faults.yaml"
    file.write_text("faults: []\n")
    assert FaultScript.load(file).faults == ()


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("", "expected the one key `faults` with a list, got None"),
        ("- {rgb: drop}", "got [{'rgb': 'drop'}]"),
        ("fault: []", "got fault"),
        ("faults: []\nrate: 3", "got faults, rate"),
        ("faults: {rgb: drop}", "expected a list of faults, got {'rgb': 'drop'}"),
        ("faults:\n", "expected a list of faults, got None"),
        ("faults: [", "expected YAML"),
        ("faults: [!!python/object:os.system {}]", "expected YAML"),
        ("faults: [{rgb: drop}, {rgb: melt}]", "fault 2 ({'rgb': 'melt'}): expected a fault of rgb"),
    ],
)
def test_a_wrong_script_names_file_entry_and_fault(tmp_path, content, complaint):
    file = tmp_path / "faults.yaml"
    file.write_text(content)
    with pytest.raises(FaultScriptError) as caught:
        FaultScript.load(file)
    assert str(caught.value).startswith(str(file))
    assert complaint in str(caught.value)


def test_a_missing_script_is_said_to_be_missing(tmp_path):
    with pytest.raises(FaultScriptError, match=r"nowhere\.yaml: cannot be read: No such file"):
        FaultScript.load(tmp_path / "nowhere.yaml")
