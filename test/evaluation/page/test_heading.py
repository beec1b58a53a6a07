from __future__ import annotations

from csk_ros.evaluation.page.heading import heading
from support.page_passage import DROP, HEAD, passage, text, tree


def test_recording_and_model_stand_at_the_top():
    top = tree(heading([passage(DROP)], HEAD))
    assert text(top.find(".//h1")) == "/bags/street"
    told = {text(pair.find("dt")): text(pair.find("dd")) for pair in top.findall(".//dl/div")}
    assert told["model"] == "street.safetensors"
    assert told["length"] == "3.8 s"
