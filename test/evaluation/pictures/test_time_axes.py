from __future__ import annotations

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from csk_ros.evaluation.judging.mode_span import ModeSpan
from csk_ros.evaluation.judging.output import Output
from csk_ros.evaluation.pictures.time_axes import draw_latencies, draw_modes, shade_faults
from csk_ros.mode import Mode
from csk_ros.mode_colours import MODE_COLOURS, hex_colour
from csk_ros.recording.fault_script import FaultScript


@pytest.fixture
def axes():
    return Figure().add_subplot()


def test_faults_are_shaded_up_to_the_end(axes):
    drops = [{"rgb": "drop", "from": 1.0, "to": 2.0}, {"thermal": "drop", "from": 3.0}]
    shade_faults(axes, FaultScript.from_list(drops), 5.0)
    spans = [patch.get_extents().transformed(axes.transData.inverted()) for patch in axes.patches]
    assert [(span.x0, span.x1) for span in spans] == [pytest.approx((1.0, 2.0)), pytest.approx((3.0, 5.0))]


def test_modes_are_bars_in_rows_of_their_own(axes):
    draw_modes(axes, [ModeSpan("fused", "", 0.0, 1.5), ModeSpan("none", "", 1.5, 2.0)])
    rows = [label.get_text() for label in axes.get_yticklabels()]
    assert rows == ["none", "rgb", "thermal", "fused"]
    fused, none = axes.collections
    for bar, mode, (start, end) in ((fused, "fused", (0.0, 1.5)), (none, "none", (1.5, 2.0))):
        corners = bar.get_paths()[0].vertices
        assert (corners[:, 0].min(), corners[:, 0].max()) == (start, end)
        assert corners[:, 1].mean() == pytest.approx(rows.index(mode), abs=0.2)
        assert to_hex(bar.get_facecolor()[0]) == hex_colour(MODE_COLOURS[mode])


def test_latencies_are_dots_in_milliseconds_by_mode(axes):
    outputs = [
        Output(1, 0.25, Mode.FUSED, "", 0.2),
        Output(2, 0.5, Mode.THERMAL, "", None),
        Output(3, 0.85, Mode.THERMAL, "", 0.75),
    ]
    draw_latencies(axes, outputs, size=9)
    fused, thermal = axes.collections
    np.testing.assert_allclose(fused.get_offsets(), [[0.25, 50.0]])
    np.testing.assert_allclose(thermal.get_offsets(), [[0.85, 100.0]])
    assert to_hex(thermal.get_facecolor()[0]) == hex_colour(MODE_COLOURS["thermal"])
    assert axes.get_ylim()[0] == 0
