"""`python -m csk_ros register`, from pictures to the params file."""

from __future__ import annotations

import re
from pathlib import Path

import cv2
import numpy as np
import pytest
import yaml

from csk_ros.cli import main
from csk_ros.recording.bag_writer import BagWriter
from csk_ros.recording.recorded_image import RecordedImage
from csk_ros.register.homography import displacements, grid_points, project
from csk_ros.register.known_warp import warped
from csk_ros.register.point_fit import fit_points
from csk_ros.register.recorded_moments import spread_moments
from csk_ros.synthetic.recording import SyntheticRecording
from support.small_recording import small_recording

WARP = np.array([[1.03, -0.02, 14], [0.02, 1.03, -9], [0, 0, 1.0]])


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """Pairs of a synthetic street, with rgb as through another lens; some more rgb pictures are black."""
    root = tmp_path_factory.mktemp("pairs")
    for folder in ("rgb", "thermal"):
        (root / folder).mkdir()
    for number, moment in enumerate(spread_moments(SyntheticRecording(25, duration=20.0, rate=0.5), 10)):
        rgb = warped(moment, WARP).rgb if number < 9 else np.zeros_like(moment.rgb)
        cv2.imwrite(str(root / f"rgb/{number}.png"), rgb[..., ::-1])
        cv2.imwrite(str(root / f"thermal/{number}.png"), moment.thermal)
    return root


def call(root, *options):
    return main(["register", "--pairs", str(root / "rgb"), str(root / "thermal"), *map(str, options)])


def homography(file):
    parameters = yaml.safe_load(file.read_text(encoding="utf-8"))["/**"]["ros__parameters"]
    assert parameters["registration"]["mode"] == "homography"
    return np.reshape(parameters["registration"]["homography"], (3, 3))


def test_the_file_holds_the_homography_and_what_it_is_of(folders, tmp_path, capsys):
    out = tmp_path / "registration.yaml"
    assert call(folders, "--out", out) == 0
    assert displacements(WARP, homography(out), grid_points((640, 480))).mean() < 0.6
    comments = [line[2:] for line in out.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    assert comments[1].startswith("from rgb 640x480 to thermal 640x480, of ")
    assert comments[2].startswith("from 9 moments, stamps 1.00 to 1.80 s; model: ")
    assert comments[3].startswith("two halves of them differ by 0.")
    assert len(comments) == 5
    mean, worst = re.fullmatch(
        r"it differs from the plain resize by ([\d.]+) pixels on the average, ([\d.]+) at worst", comments[4]
    ).groups()
    apart = displacements(np.eye(3), WARP, grid_points((640, 480)))
    assert float(mean) == pytest.approx(apart.mean(), abs=0.6)
    assert float(worst) == pytest.approx(apart.max(), abs=2)
    printed = capsys.readouterr().out
    assert all(f"  {comment}\n" in printed for comment in comments[1:])
    assert cv2.imread(str(tmp_path / "registration.png")).shape == (4 * 488, 2 * 648, 3)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["registration.png", "registration.yaml"]


@pytest.mark.parametrize("spoil", ["unrelated", "blank"])
def test_pictures_that_tell_nothing_leave_no_file(folders, tmp_path, capsys, spoil):
    for folder in ("rgb", "thermal"):
        (tmp_path / folder).mkdir()
    for number in range(9):
        (tmp_path / f"rgb/{number}.png").symlink_to(folders / f"rgb/{number}.png")
        if spoil == "unrelated":
            (tmp_path / f"thermal/{number}.png").symlink_to(folders / f"thermal/{(number + 4) % 9}.png")
        else:
            cv2.imwrite(str(tmp_path / f"thermal/{number}.png"), np.full((480, 640), 7, np.uint8))
    out = tmp_path / "registration.yaml"
    assert call(tmp_path, "--out", out) == 2
    error = capsys.readouterr().err
    reasons = {
        "unrelated": "no better than those of different moments",
        "blank": "both cameras show something, got none",
    }
    assert reasons[spoil] in error
    assert "Traceback" not in error
    assert not list(tmp_path.glob("registration.*"))


def test_few_moments_leave_no_file(folders, tmp_path, capsys):
    assert call(folders, "--frames", 5, "--out", tmp_path / "a.yaml") == 2
    assert "expected 8 or more moments" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_points_of_a_bag(tmp_path, capsys):
    bag = tmp_path / "bag"
    with BagWriter(bag) as writer:
        for picture in small_recording(4, size=(48, 64)):
            writer.write(picture)
    rgb = np.array([[2.0, 3], [60, 5], [58, 44], [4, 40], [30, 20], [20, 33]])
    points = np.hstack([rgb, project(np.array([[0.9, 0, 3], [0.01, 0.9, 2], [0, 0, 1.0]]), rgb)])
    file = tmp_path / "points.yaml"
    file.write_text(yaml.safe_dump(points.tolist()), encoding="utf-8")
    out = tmp_path / "registration.yaml"
    assert main(["register", "--bag", str(bag), "--points", str(file), "--out", str(out)]) == 0
    assert homography(out) == pytest.approx(np.array([[0.9, 0, 3], [0.01, 0.9, 2], [0, 0, 1]]), abs=1e-5)
    assert "6 of 6 points are off by 0.00 pixels, 0.00 at worst" in capsys.readouterr().out
    file.write_text(yaml.safe_dump(points[:4].tolist()), encoding="utf-8")
    assert main(["register", "--bag", str(bag), "--points", str(file), "--out", str(out)]) == 0
    assert "4 points always fit" in capsys.readouterr().out


def test_pictures_that_lie_on_each_other_need_no_file(tmp_path, capsys):
    bag, file = tmp_path / "bag", tmp_path / "points.yaml"
    with BagWriter(bag) as writer:
        for picture in small_recording(4, size=(48, 64)):
            writer.write(picture)
    file.write_text("[[2, 3, 2, 3], [60, 5, 60, 5], [58, 44, 58, 44], [4, 40, 4, 40]]", encoding="utf-8")
    out = tmp_path / "registration.yaml"
    assert main(["register", "--bag", str(bag), "--points", str(file), "--out", str(out)]) == 0
    printed = capsys.readouterr().out
    assert "it differs from the plain resize by 0.00 pixels on the average, 0.00 at worst" in printed
    assert "registration.mode none is as good" in printed


def test_the_help_says_when_out_is_required(capsys):
    with pytest.raises(SystemExit):
        main(["register", "--help"])
    words = " ".join(capsys.readouterr().out.split())
    assert "as FILE.png; required, except with --self-test" in words


def test_a_chessboard_that_is_not_there(folders, tmp_path, capsys):
    assert call(folders, "--chessboard", "8x6", "--frames", 2, "--out", tmp_path / "a.yaml") == 2
    assert "none of 2 moments shows a chessboard of 8x6" in capsys.readouterr().err


def test_a_bag_needs_both_cameras(tmp_path, capsys):
    bag = tmp_path / "bag"
    with BagWriter(bag) as writer:
        writer.write(RecordedImage("rgb", 5, 5, "rgb", "rgb8", np.zeros((4, 4, 3), np.uint8)))
    assert main(["register", "--bag", str(bag), "--out", str(tmp_path / "a.yaml")]) == 2
    assert "expected thermal images beside /rgb/image_raw" in capsys.readouterr().err


def test_a_self_test_prints_its_figures(folders, tmp_path, capsys):
    assert call(folders, "--self-test", 1, "--frames", 3) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "  moments each: 3; reference from 5 others, on the average"
    assert lines[2] == "  refused: 1 of 1"
    assert 0 < float(lines[6].split()[2]) < 2
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ([], "--out: expected a file to write, got none; only --self-test goes without"),
        (["--out", "a.txt"], "--out: expected a name that ends in .yaml, got a.txt"),
        (["--out", "nowhere/a.yaml"], "--out: expected a file in a folder that exists, got nowhere/a.yaml"),
        (["--out", "a.yaml", "--frames", "0"], "--frames: expected 1 or more, got 0"),
        (["--out", "a.yaml", "--chessboard", "8"], "--chessboard: expected COLSxROWS of inner corners"),
        (["--out", "a.yaml", "--chessboard", "2x6"], "such as 8x6, got '2x6'"),
        (["--out", "a.yaml", "--rgb-topic", "/a"], "belong to --bag"),
        (["--self-test", "0"], "--self-test: expected 1 warp or more, got 0"),
        (["--self-test", "3", "--out", "a.yaml"], "--out: a self-test writes nothing"),
        (["--self-test", "3", "--frames", "6"], "--self-test: expected 12 moments or more"),
    ],
)
def test_a_wrong_call_is_refused(folders, capsys, options, complaint):
    assert call(folders, *options) == 2
    assert complaint in capsys.readouterr().err


def test_the_points_of_the_documentation_are_taken():
    text = (Path(__file__).parents[2] / "docs/registration.md").read_text(encoding="utf-8")
    lines = [line.strip() for line in text.splitlines() if line.startswith("    - [")]
    fit = fit_points(np.array(yaml.safe_load("\n".join(lines)), float), (1280, 960), (640, 512))
    assert fit.used == len(lines) == 5
    assert fit.errors.max() < 2
