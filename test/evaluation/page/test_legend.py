from __future__ import annotations

from csk_ros.evaluation.page.legend import legend
from csk_ros.labels import STREET
from csk_ros.mode_colours import MODE_COLOURS
from support.page_passage import text, tree


def test_modes_and_classes_with_their_colours():
    modes, classes = tree(legend(STREET)).iter("ul")
    chips = [chip.get("class") for chip in modes.iter("span")]
    assert chips == [f"mode {mode}" for mode in MODE_COLOURS]
    assert [text(item) for item in classes] == list(STREET.classes)
    painted = ["--c:#2882ff", "--c:#ff463c", "--c:#ffc800"]
    assert [name.get("style") for name in classes.iter("span")] == [None, *painted]


def test_what_is_not_painted_says_so():
    _, classes = tree(legend(STREET)).iter("ul")
    assert classes.find("li/span").get("title") == "not painted"
