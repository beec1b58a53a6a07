from __future__ import annotations

import re

import pytest

from csk_ros.evaluation.metrics.lighting import Lighting
from csk_ros.evaluation.page import timeline as module
from csk_ros.evaluation.page.timeline import LIGHT_COLOURS, light_spans, timeline
from csk_ros.mode_colours import MODE_COLOURS, hex_colour
from support.page_passage import DROP, passage, silent_passage, text, tree


def dots(html, mode):
    """Shapes in the colour of a mode."""
    return len(re.findall(rf"<use [^>]*fill: {hex_colour(MODE_COLOURS[mode])}", html))


def test_dots_and_bars_have_the_colours_of_their_modes():
    one = passage(DROP)
    html = timeline(one, 4.0)
    # A dot of accuracy and one of latency for each output, and bars: fused twice, thermal once.
    assert one.figures["outputs"]["by_mode"] == {"fused": 13, "thermal": 6, "rgb": 0}
    assert dots(html, "fused") == 2 * 13 + 2
    assert dots(html, "thermal") == 2 * 6 + 1
    assert dots(html, "rgb") == 0
    assert all(colour in html for colour in LIGHT_COLOURS.values())
    assert "1 no frames" in text(tree(html))


def test_without_truth_and_faults_their_rows_are_left_out():
    html = timeline(passage(truth=False), 4.0)
    assert dots(html, "fused") == 19 + 1
    assert "mIoU" not in text(tree(html))
    assert "no frames" not in html


def test_the_end_is_the_same_for_all_passes():
    (box,) = (part for part in tree(timeline(passage(), 7.5)).iter("div") if part.get("class") == "timeline")
    assert float(box.get("data-end")) == 7.5


def test_many_dots_become_pixels(monkeypatch):
    monkeypatch.setattr(module, "MANY", 18)
    html = timeline(passage(), 4.0)
    assert dots(html, "fused") == 1
    assert "data:image/png;base64," in html


def test_nothing_came_out():
    assert "latency" in text(tree(timeline(silent_passage(), 0.4)))


def test_light_lasts_from_each_output_to_the_next():
    spans = light_spans(passage().run.outputs, 4.0)
    assert [light for light, _, _ in spans] == [Lighting.BRIGHT, Lighting.DARK]
    times = [time for _, start, end in spans for time in (start, end)]
    assert times == pytest.approx([0.05, 2.05, 2.05, 4.0])
    assert light_spans([], 4.0) == []
