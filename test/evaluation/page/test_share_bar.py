from __future__ import annotations

import pytest

from csk_ros.evaluation.page.figure_text import DASH
from csk_ros.evaluation.page.share_bar import share_bar
from support.page_passage import text, tree


@pytest.mark.parametrize(
    ("value", "shown", "style"),
    [(0.805, "0.805", "--v:80.5%"), (0.0, "0.000", "--v:0.0%"), (None, DASH, None)],
)
def test_a_bar_is_as_long_as_its_share(value, shown, style):
    (bar,) = tree(share_bar(value))
    assert (text(bar), bar.get("style")) == (shown, style)
