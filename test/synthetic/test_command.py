"""`synthesize` writes a bag, and says what is wrong with its options."""

from __future__ import annotations

import numpy as np

from csk_ros.cli import main
from csk_ros.recording.bag_recording import BagRecording
from csk_ros.synthetic.scene import SyntheticScene


def test_a_bag_is_written(tmp_path, capsys):
    out = tmp_path / "bag"
    options = ["--out", str(out), "--seconds", "0.5", "--rate", "4", "--seed", "7", "--daylight", "0"]
    assert main(["synthesize", *options]) == 0
    pictures = list(BagRecording(out))
    assert len(pictures) == 6
    assert np.array_equal(pictures[0].image, SyntheticScene(7).render(0.0, 0.0).rgb)
    assert "2 moments, 0.5 s" in capsys.readouterr().out


def test_daylight_can_fade(tmp_path):
    out = tmp_path / "bag"
    options = ["--out", str(out), "--seconds", "2", "--rate", "1", "--daylight", "1", "0"]
    assert main(["synthesize", *options]) == 0
    last = [p.image for p in BagRecording(out) if p.stream == "rgb"][-1]
    assert np.array_equal(last, SyntheticScene(1).render(1.0, 0.5).rgb)


def test_an_existing_bag_is_kept(tmp_path, capsys):
    assert main(["synthesize", "--out", str(tmp_path), "--seconds", "0.1"]) == 2
    assert "exists already" in capsys.readouterr().err


def test_impossible_options_are_refused(tmp_path, capsys):
    out = str(tmp_path / "bag")
    assert main(["synthesize", "--out", out, "--daylight", "2"]) == 2
    assert "--daylight: expected one or two values of 0..1" in capsys.readouterr().err
    assert main(["synthesize", "--out", out, "--seconds", "-1"]) == 2
    assert "duration: expected more than 0 seconds" in capsys.readouterr().err
