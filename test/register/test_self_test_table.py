"""What a self-test tells."""

from __future__ import annotations

from csk_ros.register.self_test import Recovery, SelfTest
from csk_ros.register.self_test_table import self_test_lines


def test_the_table_tells_refused_ones_apart():
    recoveries = tuple(Recovery(n / 10, n / 5, n / 20, refused=n == 11) for n in range(1, 12))
    lines = self_test_lines(SelfTest(50, 2.5, recoveries), 30)
    assert lines[0] == "  moments each: 30; reference from 50 others, on the average"
    assert lines[1] == "  2.50 pixels from the plain resize"
    assert lines[2] == "  refused: 1 of 11"
    assert [line.split()[-4:] for line in lines[5:]] == [
        ["10", "0.55", "0.91", "1.00"],
        ["11", "0.60", "1.00", "1.10"],
        ["10", "1.10", "1.82", "2.00"],
        ["10", "0.28", "0.46", "0.50"],
    ]
    all_refused = self_test_lines(SelfTest(5, 0.0, recoveries[-1:]), 1)
    assert all_refused[5].split()[-4:] == ["0", "-", "-", "-"]
