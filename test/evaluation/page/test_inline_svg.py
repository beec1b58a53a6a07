from __future__ import annotations

import re

from matplotlib.figure import Figure

from csk_ros.evaluation.page.inline_svg import FAULT, INK, inline_svg, page_style
from support.page_passage import tree


def plot(title="a plot"):
    with page_style():
        axes = Figure(figsize=(4, 2)).add_subplot()
        axes.plot([1, 2], [1, 2], "o", color=FAULT)
        axes.text(1, 1, "<b>&")
        return inline_svg(axes.figure, title)


def test_the_same_figure_gives_the_same_bytes():
    assert plot() == plot()


def test_colours_are_the_pages():
    assert "var(--ink)" in plot()
    assert "var(--fault)" in plot()
    assert INK not in plot()
    assert FAULT not in plot()


def test_it_is_one_element_that_refers_to_nothing_but_itself():
    svg = plot('modes of "x"')
    (root,) = tree(svg)
    assert (root.tag, root.get("aria-label")) == ("svg", 'modes of "x"')
    assert set(root.keys()) == {"viewbox", "role", "aria-label"}
    assert "<b>&" in "".join(root.itertext())
    assert "http" not in svg
    assert root.find(".//style") is None
    ids = {element.get("id") for element in root.iter() if element.get("id")}
    assert ids
    assert ids <= set(re.findall(r"#(\w+)", svg))
