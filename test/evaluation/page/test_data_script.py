from __future__ import annotations

import json

import pytest

from csk_ros.evaluation.page.data_script import data_script
from support.page_passage import tree


def test_no_text_ends_the_element():
    data = {"reason": "</script><b>&amp;"}
    (script,) = tree(data_script("moments", data))
    assert json.loads(script.text) == data


def test_numbers_are_finite():
    with pytest.raises(ValueError, match="JSON"):
        data_script("moments", [float("nan")])
