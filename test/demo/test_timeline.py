from __future__ import annotations

import cv2
import numpy as np
import pytest

from csk_ros.demo.outputs import outputs_of, silences_of
from csk_ros.demo.timeline import plot_timeline, rates_over
from csk_ros.evaluation.judging.mode_span import mode_spans
from csk_ros.evaluation.report.output_figures import stream_extent
from csk_ros.mode_colours import MODE_COLOURS
from csk_ros.recording.fault_script import FaultScript
from support.demo_record import RecordMaker, simple_record

SCRIPT = FaultScript.from_list([{"rgb": "drop", "from": 1.0, "to": 2.0}])


def plot(path, record):
    outputs = outputs_of(record)
    plot_timeline(path, record, outputs, mode_spans(outputs, silences_of(record), record.duration), SCRIPT)
    return cv2.imread(str(path))[..., ::-1]


def count(picture, colour):
    return (picture == colour).all(axis=2).sum()


def test_the_plot_shows_each_mode_in_its_colour(tmp_path):
    picture = plot(tmp_path / "timeline.png", simple_record())
    assert picture.shape == (750, 1200, 3)
    # Bars of half the width, and none for a mode that was not there: some letters have its colour at most.
    assert count(picture, MODE_COLOURS["fused"]) > 5000
    assert count(picture, MODE_COLOURS["thermal"]) > 5000
    assert count(picture, MODE_COLOURS["none"]) < 100


def test_a_demo_without_outputs_can_be_plotted(tmp_path):
    picture = plot(tmp_path / "timeline.png", RecordMaker().inputs("rgb", [0.0, 1.0]).end(2.0))
    assert picture.shape == (750, 1200, 3)


@pytest.mark.parametrize("rate", [2.0, 8.0, 30.0])
def test_an_even_stream_has_its_rate_from_beginning_to_end(rate):
    times = (np.arange(20 * rate) + 0.5) / rate
    np.testing.assert_allclose(rates_over(times, np.linspace(0, 20, 50), 0.0, 20.0), rate, rtol=0.03)


@pytest.mark.parametrize(
    ("first", "last"), [(0.0, 19.9), (0.05, 19.95), (0.1, 20.0), (0.0, 20.0), (0.15, 19.85)]
)
def test_neither_end_of_the_recording_bends_an_even_stream(first, last):
    times = np.linspace(first, last, round((last - first) * 10) + 1)
    rates = rates_over(times, np.linspace(0, 20, 201), *stream_extent(times.tolist(), 20.0))
    np.testing.assert_allclose(rates, 10.0, rtol=0.03)


def test_a_stream_that_stops_has_half_its_rate_there_and_none_later():
    times = (np.arange(100) + 0.5) / 10
    at_stop, later = rates_over(times, np.array([10.0, 13.0]), 0.0, 20.0)
    assert at_stop == pytest.approx(5.0, rel=0.01)
    assert later == pytest.approx(0.0, abs=1e-6)


def test_no_events_no_rate():
    np.testing.assert_array_equal(rates_over(np.array([]), np.array([0.0, 1.0]), 0.0, 2.0), [0.0, 0.0])
