from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from csk_ros.evaluation.page.markup import Html, element, joined, section, table
from support.page_passage import rows, text, tree


def test_elements_with_attributes():
    assert element("p", "one ", element("b", "two")) == "<p>one <b>two</b></p>"
    assert element("td", class_="n", data_time="1.5", hidden=True, title=None, disabled=False) == (
        '<td class="n" data-time="1.5" hidden></td>'
    )


def test_empty_elements_have_no_end():
    assert element("img", alt="") == '<img alt="">'


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"])))
def test_no_text_becomes_markup(words):
    html = element("p", words, title=words)
    (paragraph,) = tree(html)
    assert paragraph.tag == "p"
    assert "".join(paragraph.itertext()) == words
    assert paragraph.get("title") == words
    assert joined([words]).count("<") == 0


def test_html_is_taken_as_it_is():
    assert joined([Html("<br>"), "<br>"]) == "<br>&lt;br&gt;"


def test_the_first_cell_of_a_row_is_its_heading():
    html = table(("name", "n"), [("a", "1"), ("b", "2")], above=[("both", 2)], class_="figures")
    body = tree(html)
    assert rows(body) == [["a", "1"], ["b", "2"]]
    assert [cell.get("scope") for cell in body.iter("th")] == ["colgroup", "col", "col", "row", "row"]
    assert body.find(".//th[@colspan='2']").text == "both"
    assert body.find(".//table").get("class") == "figures"


def test_sections_can_be_linked_to():
    (part,) = tree(section("faults", "Faults", "What failed.", "content"))
    assert (part.tag, part.get("id")) == ("section", "faults")
    assert (text(part.find(".//h2")), text(part.find(".//p"))) == ("Faults", "What failed.")
