from __future__ import annotations

import re

import pytest

from csk_ros.evaluation.page.page import page, write_page
from csk_ros.labels import STREET
from csk_ros.mode import Mode
from support.page_passage import DROP, HEAD, passage, silent_passage, text, tree

HOSTILE = """</script><b>"it's" & so</b>"""


def sections(*passages):
    return [part.get("id") for part in tree(page(passages, STREET, HEAD)).iter("section")]


def test_every_part_is_there():
    assert sections(passage(DROP, agree=True)) == [
        "replay",
        "worst",
        "accuracy",
        "agreement",
        "faults",
        "streams",
        "changes",
    ]


def test_parts_with_nothing_to_show_are_left_out():
    assert sections(passage(truth=False)) == ["replay", "streams", "changes"]
    assert sections(passage(DROP, pictures=False)) == ["replay", "accuracy", "faults", "streams", "changes"]
    assert sections(silent_passage()) == ["replay", "streams", "changes"]


@pytest.mark.parametrize("names", [["as recorded"], ["as recorded", "with faults"]])
def test_the_same_input_gives_the_same_bytes(tmp_path, names):
    for file in ("one.html", "two.html"):
        passages = [passage(DROP, name=name) for name in names]
        write_page(tmp_path / file, passages, STREET, HEAD)
    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "two.html").read_bytes()


def test_texts_of_the_recording_are_escaped():
    reasons = {Mode.FUSED: HOSTILE, Mode.THERMAL: f"thermal {HOSTILE}"}
    one = passage(DROP, name=HOSTILE, title=HOSTILE, reasons=reasons)
    two = passage(DROP, name=f"2{HOSTILE}")
    root = tree(page([one, two], STREET, HEAD | {"model": HOSTILE, "topics": {"rgb": HOSTILE}}))
    assert text(root.find(".//h1")) == HOSTILE
    assert [text(cell) for cell in root.find(".//section[@id='changes']").iter("td")][2] == HOSTILE
    told = {text(pair.find("dt")): text(pair.find("dd")) for pair in root.findall(".//dl/div")}
    assert (told["model"], told["topics"]) == (HOSTILE, f"rgb {HOSTILE}")
    assert {text(bold) for bold in root.iter("b")} == {HOSTILE, f"2{HOSTILE}"}
    assert sum(script.get("type") is None for script in root.iter("script")) == 1


def test_it_loads_nothing():
    html = page([passage(DROP)], STREET, HEAD)
    root = tree(html)
    assert "http:" not in html
    assert "https:" not in html
    assert "url(" not in re.sub(r"url\(#\w+\)", "", html)
    for element in root.iter():
        for name in ("src", "href", "xlink:href"):
            assert element.get(name, "#").startswith(("#", "data:"))
    assert root.find(".//link[@rel='stylesheet']") is None
    (policy,) = (meta.get("content") for meta in root.iter("meta") if meta.get("http-equiv"))
    assert policy.startswith("default-src 'none'; img-src data:;")


@pytest.mark.parametrize("truth", [True, False])
def test_nothing_reads_none_or_nan(truth):
    root = tree(page([passage(DROP, truth=truth), silent_passage()], STREET, HEAD))
    for element in root.iter():
        if element.tag not in ("script", "style"):
            words = (element.text or "", *element.attrib.values())
            assert not any(re.search(r"\bNone\b|\bnan\b", word) for word in words)


def test_links_within_the_page_have_their_aims():
    html = page([passage(DROP), passage(DROP)], STREET, HEAD)
    ids = [element.get("id") for element in tree(html).iter() if element.get("id")]
    assert set(re.findall(r"url\(#(\w+)\)", html)) <= set(ids)
    named = [name for name in ids if not re.fullmatch(r"[mp][0-9a-f]{10}|image\w+", name)]
    assert len(named) == len(set(named))
