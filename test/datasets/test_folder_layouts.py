"""Public data sets that have a folder for each kind of picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from csk_ros.datasets.folder_layouts import FOLDER_LAYOUTS
from csk_ros.datasets.problem import DatasetError
from support.tiny_layouts import BLUE, FOLDERS, GREEN, LABELS, RED, THERMAL, write_layout

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("layout", FOLDERS)
def test_a_split_is_read(tmp_path: Path, layout):
    samples = FOLDER_LAYOUTS[layout].open(write_layout(tmp_path, layout), "train")
    assert samples.names == ("00001D", "00002N")
    sample = samples[1]
    assert sample.rgb is not None
    assert sample.rgb[0, 0].tolist() == [RED, GREEN, BLUE]
    np.testing.assert_array_equal(sample.thermal, THERMAL)
    np.testing.assert_array_equal(sample.labels, LABELS)
    np.testing.assert_array_equal(samples.labels(1), LABELS)


def test_another_split_is_another_folder(tmp_path: Path):
    with pytest.raises(DatasetError, match="test/Visible: expected a folder") as raised:
        FOLDER_LAYOUTS["fmb"].open(write_layout(tmp_path, "fmb"), "test")
    assert len(raised.value.problems) == 3
