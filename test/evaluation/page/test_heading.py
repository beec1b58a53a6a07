from __future__ import annotations

from csk_ros.evaluation.page.heading import heading
from support.page_passage import DROP, HEAD, passage, text, tree


def test_recording_and_model_stand_at_the_top():
    top = tree(heading([passage(DROP)], HEAD))
    assert text(top.find(".//h1")) == "/bags/street"
    told = {text(pair.find("dt")): text(pair.find("dd")) for pair in top.findall(".//dl/div")}
    assert told["model"] == "street.safetensors"
    assert told["length"] == "3.8 s"


def test_warnings_stand_at_the_top_if_there_are_any():
    head = HEAD | {"warnings": ["expected uint8, got <uint16>", "nothing of the fault"]}
    top = tree(heading([passage()], head))
    (listed,) = (each for each in top.iter("ul") if each.get("class") == "warnings")
    assert [text(each) for each in listed] == head["warnings"]
    assert "warnings" not in {text(term) for term in top.iter("dt")}
    for none in (HEAD, HEAD | {"warnings": []}):
        assert list(tree(heading([passage()], none)).iter("ul")) == []
