from __future__ import annotations

import json
from base64 import b64decode

import pytest

from csk_ros.evaluation.page.figure_text import DASH
from csk_ros.evaluation.page.picture_store import PictureStore
from csk_ros.evaluation.page.replay import replay
from support.page_passage import DROP, passage, tree


def shown(*passages):
    """The page's data, with files in place of their numbers."""
    pictures = PictureStore()
    root = tree(replay(passages, pictures))
    (script,) = tree(pictures.script())
    files = [b64decode(uri.partition(",")[2]) for uri in json.loads(script.text)]
    data = json.loads(root.find(".//script[@id='moments']").text)
    for moment in (moment for moments in data["passes"] for moment in moments):
        for pane in ("rgb", "thermal", "truth", "labels"):
            moment[pane] = [None if number is None else files[number] for number in moment[pane]]
    return root, data


def test_moments_have_their_own_pictures_and_words():
    one = passage(DROP)
    _, data = shown(one)
    kept = one.album.moments()
    assert [stop["time"] for stop in data["stops"]] == [moment.output.time for moment in kept]
    assert [stop["shown"] for stop in data["stops"]] == [[number] for number in range(len(kept))]
    (moments,) = data["passes"]
    assert (moments[0]["time"], moments[0]["mode"], moments[0]["miou"]) == ("0.05 s", "fused", "1.000")
    assert {(moment["mode"], moment["reason"], moment["unused"]) for moment in moments} == {
        ("fused", "both cameras ok", None),
        ("thermal", "rgb missing", "rgb"),
    }
    for moment, of_album in zip(moments, kept, strict=True):
        assert moment["at"] == of_album.output.time
        assert moment["rgb"] == [of_album.rgb, None]
        assert moment["thermal"] == [of_album.thermal, None]
        # Labels belong to thermal's picture in both modes.
        assert moment["truth"] == [of_album.thermal, of_album.truth]
        assert moment["labels"] == [of_album.thermal, of_album.labels]


def test_passes_share_a_slider_and_an_axis():
    root, data = shown(passage(name="as recorded"), passage(DROP))
    boxes = [part for part in root.iter("div") if part.get("class") == "timeline"]
    # The last output comes 50 ms after the last picture.
    assert [float(box.get("data-end")) for box in boxes] == [pytest.approx(3.85)] * 2
    assert len([part for part in root.iter("div") if part.get("class") == "viewer"]) == 2
    slider = root.find(".//input[@id='slider']")
    assert int(slider.get("max")) == len(data["stops"]) - 1
    assert all(len(stop["shown"]) == 2 for stop in data["stops"])


def test_without_truth_there_is_no_pane_for_it():
    root, data = shown(passage(truth=False))
    assert [pane.get("data-pane") for pane in root.iter("figure")] == ["rgb", "thermal", "labels"]
    assert {moment["miou"] for moment in data["passes"][0]} == {DASH}


def test_an_empty_album_leaves_the_timeline():
    root = tree(replay([passage(pictures=False)], PictureStore()))
    assert root.find(".//svg") is not None
    assert root.find(".//input") is None
    assert root.find(".//script") is None
