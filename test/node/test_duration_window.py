"""Percentiles of the last durations."""

from csk_ros.node.duration_window import WINDOW, DurationWindow


def test_percentiles_are_in_milliseconds_over_the_window():
    window = DurationWindow()
    assert window.percentiles() is None
    window.add(10**12)
    for milliseconds in range(WINDOW):
        window.add(milliseconds * 1_000_000)
    p50, p95 = window.percentiles()
    # 0..199 ms: the outlier has left the window; numpy interpolates between the ranks.
    assert p50 == 99.5
    assert abs(p95 - 189.05) < 1e-9
