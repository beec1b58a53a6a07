"""A made-up pass of a recording, in round numbers, and the page that shows it."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import numpy as np

from csk_ros.evaluation.judging.judged_output import JudgedOutput
from csk_ros.evaluation.judging.mode_span import Silence
from csk_ros.evaluation.judging.moment import Moment
from csk_ros.evaluation.judging.run import Run
from csk_ros.evaluation.metrics.accuracy import Accuracy
from csk_ros.evaluation.metrics.confusion import Confusion
from csk_ros.evaluation.metrics.lighting import Lighting
from csk_ros.evaluation.pictures.moment_album import MomentAlbum
from csk_ros.evaluation.report.passage import Passage
from csk_ros.labels import STREET
from csk_ros.mode import Mode
from csk_ros.recording.fault_script import FaultScript
from csk_ros.stream.frame_ledger import FrameCounts

MS = 1_000_000
SIZE = (12, 16)
HEAD = {"recording": "/bags/street", "model": "street.safetensors", "parameters": {}, "inference_time": 0.05}
DROP = {"rgb": "drop", "from": 1.0, "to": 2.0}
REASONS = {Mode.FUSED: "both cameras ok", Mode.THERMAL: "rgb missing"}


def passage(
    *faults, name="with faults", title="/bags/street", truth=True, agree=False, pictures=True, reasons=None
):
    """Four seconds at 5 Hz; with any fault rgb is gone from 1 to 2 s: thermal mode from 1.2 to 2.4 s.

    Bright for 2 s, then dark. Truth says 1 (car) everywhere but in the last row, which is 2 (person); in
    thermal mode half of that row is answered 0 (background). Labels take 50 ms. One frame is dropped.
    """
    reasons = REASONS if reasons is None else reasons
    album = MomentAlbum(STREET)
    run = Run(Accuracy(STREET), Confusion(STREET) if agree else None)
    for number in range(20):
        time = number / 5
        run.inputs["thermal"].append(time)
        if not (faults and 1.0 <= time < 2.0):
            run.inputs["rgb"].append(time)
        if number == 5:
            run.counts = FrameCounts(dropped=Counter({("thermal", "superseded"): 1}))
            continue
        mode = Mode.THERMAL if faults and 1.15 < time < 2.35 else Mode.FUSED
        add_output(run, album if pictures else None, time, mode, reasons[mode], truth=truth)
    return Passage.of(name, title, run, FaultScript.from_list(list(faults)), album)


def add_output(run, album, time, mode, reason, *, truth):
    """An output 50 ms after its picture, judged if there is truth."""
    lighting = Lighting.BRIGHT if time < 2.0 else Lighting.DARK
    skew = 0.004 if mode is Mode.FUSED else None
    output = JudgedOutput(round(time * 1000) * MS, time + 0.05, mode, reason, time, skew, lighting)
    run.outputs.append(output)
    right = np.ones(SIZE, np.uint8)
    right[-1] = 2
    labels = right.copy()
    if mode is Mode.THERMAL:
        labels[-1, :8] = 0
    accuracy = None
    if truth:
        run.truth.stamps.add(output.stamp)
        run.truth.images["thermal"].add(output.stamp)
        accuracy = run.accuracy.add(output, mode, lighting, truth=right, answer=labels)
    if run.agreement is not None and mode is Mode.FUSED:
        run.agreement.add(right, labels)
    if album is not None:
        # No two moments look alike.
        grey = np.full(SIZE, round(time * 50), np.uint8)
        grey[0, 0] = 255
        rgb = np.dstack([grey, grey // 2, 255 - grey])
        album.show(Moment(output, labels, rgb, grey, right if truth else None, accuracy))


def silent_passage():
    """Pictures came, but never any labels."""
    run = Run(Accuracy(STREET), None)
    run.inputs = {"rgb": [], "thermal": [0.0, 0.2, 0.4]}
    run.silences = [Silence(0.1, "thermal missing, rgb missing")]
    run.counts = FrameCounts(dropped=Counter({("thermal", "failed"): 3}))
    return Passage.of("as recorded", "/bags/dead", run, FaultScript(), MomentAlbum(STREET))


class _Tree(HTMLParser):
    """Makes a tree of a page."""

    EMPTY = ("img", "input", "link", "meta")

    def __init__(self):
        super().__init__()
        self.builder = ET.TreeBuilder()
        self.open = []

    def handle_starttag(self, tag, attrs):
        self.builder.start(tag, {key: "" if value is None else value for key, value in attrs})
        if tag in self.EMPTY:
            self.builder.end(tag)
        else:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.builder.start(tag, {key: "" if value is None else value for key, value in attrs})
        self.builder.end(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, f"{tag} ends where it should not"
        self.builder.end(tag)

    def handle_data(self, data):
        self.builder.data(data)


def tree(html):
    """HTML as an element; fails if tags are not closed in order."""
    parser = _Tree()
    parser.feed(f"<body>{html}</body>" if "<body" not in html else html)
    parser.close()
    assert not parser.open
    return parser.builder.close()


def text(element):
    """All text of an element; spaces that hold words together stay."""
    return re.sub("[ \n]+", " ", "".join(element.itertext())).strip()


def rows(element):
    """The body of a table as lists of texts."""
    return [[text(cell) for cell in row] for row in element.findall(".//tbody/tr")]


def tables(html):
    """The bodies of all tables."""
    return [rows(table) for table in tree(html).iter("table")]
