"""The label sets of the public data sets."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from csk_ros.label_sets import FMB, LABEL_SETS, MFNET, PST900
from csk_ros.labels import STREET


def test_sets_are_found_by_name():
    assert {name: label_set.name for name, label_set in LABEL_SETS.items()} == {
        "street": "street",
        "mfnet": "mfnet",
        "pst900": "pst900",
        "fmb": "fmb",
    }


def test_ids_are_those_of_the_data_sets():
    assert [MFNET.classes.index(name) for name in ("background", "car", "car stop", "bump")] == [0, 1, 5, 8]
    assert [PST900.classes.index(name) for name in ("hand drill", "survivor")] == [3, 4]
    assert [FMB.classes.index(name) for name in ("road", "person", "pole")] == [0, 7, 13]
    assert [len(label_set) for label_set in (MFNET, PST900, FMB)] == [9, 5, 14]


def test_mfnet_begins_as_street_does():
    assert MFNET.classes[:4] == STREET.classes
    assert MFNET.colours[:4] == STREET.colours


@pytest.mark.parametrize("label_set", LABEL_SETS.values(), ids=list(LABEL_SETS))
def test_colours_can_be_told_apart(label_set):
    for one, other in combinations(label_set.colours, 2):
        assert np.abs(np.subtract(one, other)).sum() >= 50
