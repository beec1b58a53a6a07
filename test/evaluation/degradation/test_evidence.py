"""Where the curves say that fused is better, worse, or left by the node."""

from __future__ import annotations

import re

from csk_ros.evaluation.degradation.evidence import as_evidence


def test_severities_in_a_row_are_told_by_their_ends_with_what_the_limit_measures(curves):
    rows = [re.split(r"\s{3,}", line.strip()) for line in as_evidence(curves).splitlines()]
    assert rows == [
        ["limit", "worse by", "fused clearly above thermal", "clearly below", "the node leaves fused"],
        ["rgb.dark_level 3", "darken", "as is to 0.5 (80 to 40)", "0 (0)", "0 (0)"],
        ["none in a picture", "rotate", "as is", "1, 5 to 10", "never"],
    ]
