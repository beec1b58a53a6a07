from __future__ import annotations

import pytest

from csk_ros.demo.record import Record
from support.demo_record import ZERO, RecordMaker


def test_the_first_input_of_either_camera_is_second_0():
    record = RecordMaker().inputs("thermal", [0.5, 1.0]).inputs("rgb", [0.0]).end(4.0)
    assert record.zero == ZERO
    assert record.seconds(ZERO + 1_500_000_000) == 1.5
    assert record.duration == 4.0


def test_a_record_without_inputs_has_no_second_0():
    with pytest.raises(ValueError, match="no input"):
        Record().zero  # noqa: B018 - the property raises


def test_a_record_that_goes_on_has_no_length():
    maker = RecordMaker().inputs("rgb", [0.0])
    with pytest.raises(ValueError, match="not ended"):
        maker.record.duration  # noqa: B018 - the property raises
