from __future__ import annotations

from csk_ros.evaluation.pictures.words import FAULT_WORDS
from csk_ros.recording.fault import KINDS


def test_every_kind_of_fault_has_its_words():
    assert set(FAULT_WORDS) == set(KINDS)
    assert len(set(FAULT_WORDS.values())) == len(FAULT_WORDS)
