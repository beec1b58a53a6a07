"""The params file reads back."""

from __future__ import annotations

import numpy as np
import yaml

from csk_ros.parameters.parameters_file import read_parameters
from csk_ros.register.params_file import params_text

HOMOGRAPHY = np.array([[0.5, -1e-7, 30], [1 / 3, 0.55, -3.25], [1.25e-5, -2e-16, 1]])


def test_yaml_has_the_very_doubles():
    text = params_text(HOMOGRAPHY, ["first", "second: [3"])
    assert text.startswith("# first\n# second: [3\n/**:\n")
    found = yaml.safe_load(text)["/**"]["ros__parameters"]["registration"]
    assert found["mode"] == "homography"
    assert all(type(number) is float for number in found["homography"])
    assert found["homography"] == HOMOGRAPHY.ravel().tolist()


def test_the_node_takes_it(tmp_path):
    file = tmp_path / "registration.yaml"
    file.write_text(params_text(HOMOGRAPHY, []), encoding="utf-8")
    values = read_parameters(file)
    assert values["registration.mode"] == "homography"
    assert list(values["registration.homography"]) == HOMOGRAPHY.ravel().tolist()
