from __future__ import annotations

import numpy as np

from csk_ros.recording.fault_script import FaultScript
from csk_ros.recording.recorded_image import RecordedImage

SECOND = 1_000_000_000


def recording(count=10, stream="rgb"):
    for number in range(count):
        image = np.full((2, 3), number, np.uint16)
        yield RecordedImage(stream, number * SECOND, number * SECOND + 5, stream, "mono16", image)


def arrived(*faults, count=10):
    """(second of arrival, number of the picture) of every picture that comes, in order."""
    script = FaultScript.from_list(list(faults))
    return [(picture.time / SECOND, int(picture.image[0, 0])) for picture in script.apply(recording(count))]


def test_single_pictures_are_lost_as_often_as_asked_for():
    lost = {"rgb": "lose", "share": 0.25, "seed": 1}
    left = [number for _, number in arrived(lost, count=4000)]
    assert abs(len(left) - 3000) < 100
    assert arrived(lost) == arrived(lost)
    assert arrived({**lost, "share": 0.0}) == [(n, n) for n in range(10)]
    assert arrived({**lost, "share": 1.0}) == []


def test_losses_are_scattered_and_not_in_one_piece():
    left = {number for _, number in arrived({"rgb": "lose", "share": 0.5, "seed": 2}, count=100)}
    ends = sum((number in left) != (number + 1 in left) for number in range(99))
    assert ends > 25


def test_pictures_overtake_one_another_but_none_comes_early():
    came = arrived({"rgb": "overtake", "seconds": 5.0, "seed": 3}, count=50)
    numbers = [number for _, number in came]
    assert numbers != sorted(numbers)
    assert sorted(numbers) == list(range(50))
    assert [time for time, _ in came] == sorted(time for time, _ in came)
    assert all(0 <= time - number <= 5 for time, number in came)


def test_a_picture_behind_an_overtaken_one_does_not_wait_for_it():
    came = arrived({"rgb": "overtake", "seconds": 10.0, "seed": 3, "from": 2.0, "to": 3.0}, count=5)
    assert [pair for pair in came if pair[1] != 2] == [(0, 0), (1, 1), (3, 3), (4, 4)]


def test_a_message_comes_twice_with_the_same_stamp():
    script = FaultScript.from_list([{"rgb": "repeat", "from": 1.0, "to": 2.0}])
    came = list(script.apply(recording(3)))
    assert [picture.stamp for picture in came] == [5, SECOND + 5, SECOND + 5, 2 * SECOND + 5]
    assert came[1] is not came[2]


def test_a_fault_behind_hits_both_of_a_repeated_message():
    faults = [{"rgb": "repeat", "from": 1.0, "to": 2.0}, {"rgb": "delay", "seconds": 0.5, "from": 1.0}]
    assert arrived(*faults, count=3) == [(0, 0), (1.5, 1), (1.5, 1), (2.5, 2)]


def test_a_truncated_message_is_marked_and_its_picture_untouched():
    script = FaultScript.from_list([{"rgb": "truncate", "from": 1.0, "to": 2.0}])
    came = list(script.apply(recording(3)))
    assert [picture.truncated for picture in came] == [False, True, False]
    assert came[1].image.tolist() == [[1, 1, 1], [1, 1, 1]]
