from __future__ import annotations

from csk_ros.evaluation.page.facts import facts
from support.page_passage import HEAD, passage, silent_passage


def test_what_was_evaluated_and_how():
    head = HEAD | {"topics": {"rgb": "/cam", "thermal": "/lwir"}, "parameters": {"rgb.wait": 0.1}}
    assert facts([passage(name="as recorded"), passage()], head) == {
        "length": "3.8 s",
        "rgb": "20 frames at 5.0 Hz",
        "thermal": "20 frames at 5.0 Hz",
        "played": "as recorded, with faults",
        "model": "street.safetensors",
        "topics": "rgb /cam, thermal /lwir",
        "parameters": "rgb.wait 0.1",
        "inference time": "0.05 s",
    }


def test_what_there_is_nothing_to_tell_of_is_left_out():
    told = facts([silent_passage()], {"recording": None, "model": None, "parameters": {}, "warnings": []})
    assert told == {"length": "0.4 s", "rgb": "0 frames at 0.0 Hz", "thermal": "3 frames at 5.0 Hz"} | {
        "played": "as recorded"
    }
