"""From offset and skews to parameters that the node takes."""

from __future__ import annotations

import numpy as np
import pytest

from csk_ros.parameters.parameters_file import read_parameters
from csk_ros.sync_check.proposal import Proposal, propose


def test_max_skew_takes_in_the_skews_and_the_uncertainty():
    skews = np.linspace(-0.02, 0.02, 201)
    proposal = propose(0.0404, 0.003, skews, 0.111)
    # 99 % of the skews lie within 19.8 ms.
    assert proposal == Proposal(0.040, 0.023)


@pytest.mark.parametrize(
    ("skews", "uncertainty", "period", "max_skew"),
    [
        ([0.0] * 9, 0.001, 0.1, 0.010),
        ([0.015] * 9, 0.030, 0.033, 0.017),
        ([0.09] * 9, 0.002, 0.2, 0.092),
        ([0.004] * 20 + [2.0, np.nan], 0.009, 0.1, 0.013),
        ([np.nan], 0.0, 0.1, 0.050),
    ],
    ids=["at least 10 ms", "at most half a period", "slow rgb", "outages do not count", "no partner ever"],
)
def test_limits_of_max_skew(skews, uncertainty, period, max_skew):
    assert propose(0.0, uncertainty, np.array(skews), period).max_skew == max_skew


def test_the_params_file_is_one_that_the_node_takes(tmp_path):
    file = tmp_path / "offset.yaml"
    file.write_text(propose(-0.0702, 0.004, np.array([0.01]), 0.111).params_file(), encoding="utf-8")
    assert read_parameters(file) == {"rgb.time_offset": -0.070, "rgb.max_skew": 0.014}


def test_no_offset_has_no_sign():
    assert "time_offset: 0.000\n" in propose(-0.0003, 0.0, np.array([0.0]), 0.1).params_file()
