from __future__ import annotations

import pytest
from matplotlib.figure import Figure

from csk_ros.evaluation.page.fault_lanes import FaultBar, draw_faults, fault_lanes
from csk_ros.recording.fault_script import FaultScript

SCRIPT = FaultScript.from_list(
    [
        {"thermal": "shutter", "from": 1.0, "to": 2.0},
        {"rgb": "drop", "from": 0.0, "to": 3.0},
        {"rgb": "glare", "from": 2.0, "to": 4.0},
        {"rgb": "darken", "factor": 0.1, "from": 3.0},
        {"rgb": "drop", "from": 20.0, "to": 21.0},
    ]
)


def test_faults_of_one_time_lie_in_different_lanes():
    first, second, thermal = fault_lanes(SCRIPT, 10.0)
    assert [lane.camera for lane in (first, second, thermal)] == ["rgb", "rgb", "thermal"]
    # Each name has room until the next fault of its lane; the last one goes on beyond the plot.
    assert first.bars(10.0) == [
        FaultBar(2, "no frames", 0.0, 3.0, 3.0),
        FaultBar(4, "dark", 3.0, 10.0, 10.0),
    ]
    assert second.bars(10.0) == [FaultBar(3, "glare", 2.0, 4.0, 10.0)]
    assert thermal.bars(10.0) == [FaultBar(1, "shutter closed", 1.0, 2.0, 10.0)]


def test_no_faults_no_lanes():
    assert fault_lanes(FaultScript(), 10.0) == []


def test_every_bar_is_named():
    axes = Figure(figsize=(12, 1)).add_subplot(xlim=(0, 10))
    draw_faults(axes, fault_lanes(SCRIPT, 10.0), 10.0)
    assert {words.get_text() for words in axes.texts} == {
        "1 shutter closed",
        "2 no frames",
        "3 glare",
        "4 dark",
    }
    assert [label.get_text() for label in axes.get_yticklabels()] == [
        "thermal faults",
        "rgb faults",
        "rgb faults",
    ]


def test_where_there_is_no_room_a_bar_has_its_number_alone():
    drops = [{"rgb": "drop", "from": 2.0 * n, "to": 2.0 * n + 1} for n in range(20)]
    axes = Figure(figsize=(6, 1)).add_subplot(xlim=(0, 100))
    draw_faults(axes, fault_lanes(FaultScript.from_list(drops), 100.0), 100.0)
    *most, last = (words.get_text() for words in axes.texts)
    assert most == [str(number) for number in range(1, 20)]
    assert last == "20 no frames"
    # No name runs over the next fault's bar.
    pixels = [axes.transData.transform((2.0 * n, 0))[0] for n in range(20)]
    ends = [words.get_clip_box().x1 for words in axes.texts]
    assert ends[:-1] == pytest.approx(pixels[1:])
