"""docs/troubleshooting.md quotes what the code says."""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from safetensors.numpy import save_file

from csk_ros.camera_model import CameraModel
from csk_ros.inference.checkpoint_file import load_metadata
from csk_ros.parameters.segmentation_parameters import SEGMENTATION_PARAMETERS
from csk_ros.programs import missing_package
from csk_ros.registration.registration_settings import RegistrationSettings
from csk_ros.registration.rgb_registration import RgbRegistration
from csk_ros.thermal.format_check import disagreement
from csk_ros.thermal.thermal_format import FORMATS
from support.camera_infos import camera_info
from support.source_code import ROOT, SOURCES, parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PAGE = (ROOT / "docs" / "troubleshooting.md").read_text(encoding="utf-8")

OF_RCLPY = ("New publisher discovered", "New subscription discovered", "Trying to set parameter")
"""How its messages begin."""

VARIES = "…"


def quoted() -> list[str]:
    """The messages in the first column of every table."""
    rows = re.findall(r"^\| (.+?) \|", PAGE, re.MULTILINE)
    spans = [span for row in rows for span in re.findall(r"`([^`]+)`", row)]
    # Topics stand there, too: where a message is, or where to look.
    return [span for span in spans if span not in {"/diagnostics", "segmentation"}]


def templates(tree: ast.AST) -> Iterator[str]:
    """Every string of a file, with the mark where a value is put in."""
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts = [part.value if isinstance(part, ast.Constant) else VARIES for part in node.values]
            yield "".join(map(str, parts))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value.replace("{}", VARIES)


@cache
def pattern(template: str) -> re.Pattern[str]:
    """What a text with marks can come out as."""
    return re.compile(".+?".join(map(re.escape, template.split(VARIES))), re.DOTALL)


def says(template: str, message: str) -> bool:
    """Whether a string of the code comes out as a message, or holds all of it that is fixed."""
    fixed = [part.strip(" ;:,.(") for part in message.split(VARIES)]
    if all(part in template for part in fixed):
        return True
    letters = len(re.sub(rf"[\W{VARIES}]", "", template))
    return VARIES in template and letters >= 4 and pattern(template).fullmatch(message) is not None


OURS = {text for file in SOURCES for text in templates(parse(file))}
OURS |= {f"{stream} {state}" for stream in ("rgb", "thermal") for state in ("missing", "frozen")}
OURS |= {f"rgb {state}" for state in ("dark", "glaring", "flat")}
"""With the reasons that are put together of a stream and its health."""


@cache
def rclpy_strings() -> set[str]:
    rclpy = pytest.importorskip("rclpy", reason="needs ROS 2's rclpy to look the message up in")
    files = Path(rclpy.__file__).parent.glob("*.py")
    return {text for file in files for text in templates(ast.parse(file.read_text(encoding="utf-8")))}


@pytest.mark.parametrize("message", quoted())
def test_quoted_messages_are_in_the_code(message: str):
    strings = rclpy_strings() if message.startswith(OF_RCLPY) else OURS
    assert [text for text in strings if says(text, message)]


def test_a_message_that_nobody_says_is_found_out():
    assert not [text for text in OURS if says(text, "the thermal camera is … degrees too warm")]
    assert not [text for text in OURS if says(text, "device '…' was wanted, but torch finds no CUDA device")]


def test_parameters_that_are_named_exist():
    families = {spec.name.partition(".")[0] for spec in SEGMENTATION_PARAMETERS if "." in spec.name}
    named = set(re.findall(rf"`((?:{'|'.join(families)})\.\w+)(?:: [\w.]+)?`", PAGE))
    assert "rgb.max_skew" in named
    assert named <= {spec.name for spec in SEGMENTATION_PARAMETERS}


def no_module() -> None:
    error = ModuleNotFoundError("No module named 'safetensors'", name="safetensors")
    raise ImportError(missing_package(error))


def no_gpu() -> None:
    torch = pytest.importorskip("torch", reason="needs PyTorch")
    if torch.cuda.is_available():
        pytest.skip("needs a computer without a GPU")
    from csk_ros.inference.device import select_device  # noqa: PLC0415 - loads PyTorch

    select_device("cuda:1")


def foreign_file(folder: Path) -> None:
    save_file({"weight": np.zeros(1, np.float32)}, folder / "foreign.safetensors")
    load_metadata(folder / "foreign.safetensors")


def broken_file(folder: Path, name: str, content: bytes) -> None:
    (folder / name).write_bytes(content)
    load_metadata(folder / name)


def contradiction() -> None:
    raise ValueError(disagreement(FORMATS["agc8"], np.arange(29000, 29100, dtype=np.uint16)))


def align(folder: Path, calibration: str = "") -> None:
    file = folder / "camera.yaml"
    file.write_text(calibration, encoding="utf-8")
    settings = RegistrationSettings("cameras", rgb_calibration=str(file) if calibration else "")
    RgbRegistration(settings, (0.0, 0.0, 0.0)).align(np.zeros((4, 4, 3), np.uint8), (4, 4))


UNCALIBRATED = replace(camera_info(640, 480, focal=0.0), distortion_model="")

PROVOKED: dict[str, Callable[[Path], object]] = {
    "no module": lambda _: no_module(),
    "no GPU": lambda _: no_gpu(),
    "no file": lambda folder: load_metadata(folder / "nothing.safetensors"),
    "a pickle": lambda folder: broken_file(folder, "model.pth", b"\x80\x02"),
    "a pointer": lambda folder: broken_file(folder, "model.safetensors", b"version https://git-lfs\n"),
    "another program's": foreign_file,
    "another format": lambda _: contradiction(),
    "no homography": lambda _: RegistrationSettings("homography", homography=(0.0,) * 9),
    "no calibration": align,
    "no calibration file": lambda folder: align(folder, "width: 640\n"),
    "an uncalibrated camera": lambda _: CameraModel.of(UNCALIBRATED),
}


@pytest.mark.parametrize("case", PROVOKED)
def test_messages_come_out_as_they_are_quoted(tmp_path: Path, case: str):
    with pytest.raises((ImportError, ValueError)) as error:
        PROVOKED[case](tmp_path)
    said = str(error.value)
    # A quotation may leave off what follows.
    assert [message for message in quoted() if pattern(message).match(said)], said
