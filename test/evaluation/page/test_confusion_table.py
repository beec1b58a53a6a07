from __future__ import annotations

from csk_ros.evaluation.page.confusion_table import MANY, confusion_table
from csk_ros.evaluation.page.figure_text import DASH
from csk_ros.labels import STREET, LabelSet
from support.page_passage import rows, text, tree

MATRIX = [[990, 10, 0, 0, 0], [250, 750, 0, 0, 0], [0, 0, 0, 0, 0], [0, 0, 0, 1, 0]]


def cells(matrix, label_set=STREET):
    return tree(confusion_table(matrix, label_set))


def test_cells_are_shares_of_the_truth_in_percent():
    assert rows(cells(MATRIX)) == [
        ["background", "99.0", "1.0", "0.0", "0.0"],
        ["car", "25.0", "75.0", "0.0", "0.0"],
        ["person", DASH, DASH, DASH, DASH],
        ["bike", "0.0", "0.0", "0.0", "100.0"],
    ]


def test_pixels_stand_in_the_tooltip():
    titles = [cell.get("title") for cell in cells(MATRIX).iter("td")]
    assert titles[4] == "250 pixels of car answered as background"
    assert titles[-1] == "1 pixel of bike answered as bike"


def test_heat_is_the_share_and_tells_right_from_wrong():
    heat = [(cell.get("class"), cell.get("style")) for cell in cells(MATRIX).iter("td")]
    assert heat[0] == ("right", "--v:99%")
    # The root of 25 %.
    assert heat[4] == ("wrong", "--v:50%")
    assert heat[8] == (None, None)


def test_labels_of_no_class_have_a_column_if_there_are_any():
    heads = [text(cell) for cell in cells(MATRIX).findall(".//thead//th")]
    assert heads == ["truth", "background", "car", "person", "bike"]
    matrix = [[*row[:-1], row[-2] + 1] for row in MATRIX]
    assert text(cells(matrix).findall(".//thead//th")[-1]) == "no class"


def test_many_classes_stand_upright():
    names = tuple(f"class {number}" for number in range(MANY + 1))
    label_set = LabelSet("many", names, ((1, 2, 3),) * len(names))
    matrix = [[1] * len(names) + [0] for _ in names]
    assert cells(matrix, label_set).find(".//table").get("class") == "confusion upright"
    assert cells(MATRIX).find(".//table").get("class") == "confusion"
