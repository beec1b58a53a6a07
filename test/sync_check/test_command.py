"""`sync-check` on recordings, as it is called."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from csk_ros.cli import main
from csk_ros.parameters.parameters_file import read_parameters
from csk_ros.recording.bag_writer import BagWriter
from csk_ros.synthetic.recording import SyntheticRecording
from support.swung_rig import SwungRig


def written(path, pictures):
    with BagWriter(path) as bag:
        for picture in pictures:
            bag.write(picture)
    return path


@pytest.fixture(scope="module")
def swung(tmp_path_factory):
    """A bag whose rgb stamps lack 40 ms."""
    return written(tmp_path_factory.mktemp("swung") / "bag", SwungRig(0.04, seconds=24))


@pytest.fixture(scope="module")
def still(tmp_path_factory):
    return written(tmp_path_factory.mktemp("still") / "bag", SwungRig(still=True))


def check(*arguments):
    return main(["sync-check", *map(str, arguments)])


def faults(folder, *entries):
    file = folder / "faults.yaml"
    file.write_text("faults:\n" + "".join(f"  - {entry}\n" for entry in entries), encoding="utf-8")
    return file


def test_the_offset_becomes_a_params_file(swung, tmp_path, capsys):
    out = tmp_path / "offset.yaml"
    assert check("--bag", swung, "--out", out) == 0
    values = read_parameters(out)
    assert values["rgb.time_offset"] == pytest.approx(0.04, abs=0.003)
    # Between two rgb frames lie 33 ms, so half of that remains, and the offset's uncertainty.
    assert 0.016 <= values["rgb.max_skew"] <= 0.022
    printed = capsys.readouterr().out
    assert "\n".join(f"  {line}" for line in out.read_text(encoding="utf-8").splitlines()) in printed
    assert re.search(r"rgb +7\d\d +30\.00 +0\.0 ms +0 +33\.3 ms +40\.0 ms +none", printed)
    assert re.search(r"thermal +21\d +9\.00 +0\.0 ms +0 +111\.1 ms +0\.0 ms +none", printed)
    assert "drift: none that is significant" in printed
    assert "the clocks agree" not in printed


def test_an_offset_that_is_put_in_comes_out(swung, tmp_path):
    script, out = faults(tmp_path, "{rgb: offset, seconds: -0.11}"), tmp_path / "offset.yaml"
    assert check("--bag", swung, "--faults", script, "--out", out) == 0
    assert read_parameters(out)["rgb.time_offset"] == pytest.approx(0.15, abs=0.003)


def test_a_drift_that_is_put_in_comes_out(swung, tmp_path, capsys):
    assert check("--bag", swung, "--faults", faults(tmp_path, "{thermal: drift, rate: 0.003}")) == 0
    (rate,) = re.findall(r"the clocks run apart by ([+-][\d.]+) ms a minute", capsys.readouterr().out)
    assert float(rate) == pytest.approx(180, abs=25)


def test_rgb_that_comes_late_is_told(swung, tmp_path, capsys):
    script = faults(tmp_path, "{rgb: delay, seconds: 0.1}")
    assert check("--bag", swung, "--faults", script) == 0
    *_, pairs, waits, longer = capsys.readouterr().out.splitlines()
    assert re.fullmatch(r"with it .* the node pairs [0-9]\.\d% of the thermal frames", pairs)
    assert waits == "100.0% of the thermal frames wait for an rgb frame after them, 50.0 ms in the median"
    assert longer == "with a longer rgb.wait it would pair 100.0%: their rgb frames come late"


def test_clocks_that_agree_get_no_offset(tmp_path, capsys):
    bag, out = written(tmp_path / "street", SyntheticRecording(4, duration=12.5)), tmp_path / "offset.yaml"
    assert check("--bag", bag, "--out", out) == 0
    assert read_parameters(out)["rgb.time_offset"] == 0.0
    *_, agree, _, _, _, _, _, _, pairs, waits, _ = capsys.readouterr().out.splitlines()
    low, high = re.fullmatch(
        r"the clocks agree, to within the 95 % interval \((-[\d.]+) ms \.\. (\+[\d.]+) ms\): no offset is "
        "called for",
        agree,
    ).groups()
    widest = max(-float(low), float(high)) / 1e3
    # To a tenth of a millisecond as printed, to the next whole one as proposed.
    assert read_parameters(out)["rgb.max_skew"] == pytest.approx(max(0.01, widest + 0.0005), abs=0.0006)
    assert pairs.startswith("with it (rgb.time_offset 0, ")
    assert waits == "no thermal frame waits for an rgb frame after it"


def test_a_street_that_drives_past_tells_it_by_where_something_changes(tmp_path, capsys):
    bag = written(tmp_path / "street", SyntheticRecording(4, duration=12.5))
    script, out = faults(tmp_path, "{rgb: offset, seconds: -0.04}"), tmp_path / "offset.yaml"
    assert check("--bag", bag, "--faults", script, "--out", out) == 0
    assert read_parameters(out)["rgb.time_offset"] == pytest.approx(0.04, abs=0.01)
    assert "drift: too short a recording to tell" in capsys.readouterr().out


def test_without_motion_nothing_is_proposed(still, tmp_path, capsys):
    out = tmp_path / "offset.yaml"
    assert check("--bag", still, "--out", out) == 1
    assert not out.exists()
    printed = capsys.readouterr().out
    assert "stamps:" in printed
    assert "the node pairs 100.0% of the thermal frames" in printed
    assert "no offset: the cameras are hardly more alike" in printed
    row = r"  shift of the whole picture .* (-?\d\.\d\d) +(-?\d\.\d\d)   no: (.*)"
    right, wrong, reason = re.search(row, printed).groups()
    assert reason == (
        f"the cameras are hardly more alike (correlation {right}) than at wrong times ({wrong})"
    )
    assert "turn the rig left and right" in printed
    assert "proposal" not in printed


def test_frames_without_stamps_are_an_error(still, tmp_path, capsys):
    assert check("--bag", still, "--faults", faults(tmp_path, "{rgb: unstamp}")) == 2
    assert re.search(
        r"expected at least two rgb frames that the node would take, got 0; refused: (4\d\d) zero stamp\. "
        r"\1 of \1 rgb frames have a stamp of 0, which means none: the driver does not stamp them",
        capsys.readouterr().err,
    )


def test_clocks_that_are_years_apart_are_told_of_instead_of_motion(tmp_path, capsys):
    since_1970 = 1_700_000_000 * 10**9
    bag = written(
        tmp_path / "bag",
        (
            replace(each, stamp=each.stamp + since_1970) if each.stream == "rgb" else each
            for each in SwungRig(still=True, seconds=2)
        ),
    )
    assert check("--bag", bag, "--out", tmp_path / "offset.yaml") == 1
    printed = capsys.readouterr().out
    assert "no offset: the two clocks are 53.9 years apart: " in printed
    assert "thermal counts from 1970: its clock was never set, or it counts from its boot" in printed
    assert "-53.9 years" in printed
    assert "nan" not in printed
    assert "turn the rig" not in printed
    assert not (tmp_path / "offset.yaml").exists()


def test_a_recording_of_one_camera_is_refused(tmp_path, capsys):
    bag = written(tmp_path / "thermal", [each for each in SwungRig(seconds=2) if each.stream == "thermal"])
    assert check("--bag", bag) == 2
    assert "expected rgb images beside /thermal/image_raw; name their topic with --rgb-topic" in (
        capsys.readouterr().err
    )


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--range", "0"], "--range: expected more than 0 and at most 1 s, got 0"),
        (["--range", "1.5"], "--range: expected more than 0 and at most 1 s, got 1.5"),
        (["--out", "no/such/folder/file.yaml"], "--out: expected a file in a folder that exists"),
        (["--faults", "nowhere.yaml"], "nowhere.yaml: cannot be read"),
        (["--rgb-topic", "/nothing"], "/nothing"),
    ],
)
def test_wrong_calls_are_told(still, capsys, options, message):
    assert check("--bag", still, *options) == 2
    assert message in capsys.readouterr().err
