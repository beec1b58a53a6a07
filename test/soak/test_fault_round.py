from __future__ import annotations

from csk_ros.soak.fault_round import FAILURES, ROUND, SLOT, fault_round
from csk_ros.stream.frame import STREAMS


def test_every_failure_has_its_slot_and_leaves_time_to_recover():
    faults = fault_round().faults
    assert len(faults) == sum(map(len, FAILURES))
    starts = sorted({fault.start for fault in faults})
    assert starts == [1.0 + SLOT * n for n in range(len(FAILURES))]
    assert {fault.end - fault.start for fault in faults} == {2.0}
    assert max(fault.end for fault in faults) == ROUND - 1.0


def test_it_breaks_the_cameras_in_every_way_that_was_asked_for():
    kinds = {(fault.camera, fault.kind) for fault in fault_round().faults}
    assert kinds >= {(camera, "drop") for camera in STREAMS}
    rgb = ("darken", "freeze", "jitter", "delay", "glare", "cover")
    assert kinds >= {("thermal", "shutter"), *(("rgb", kind) for kind in rgb)}


def test_both_cameras_are_gone_together_once():
    gone = [fault for fault in fault_round().faults if fault.kind == "drop"]
    spans = [(fault.start, fault.end) for fault in gone if fault.camera == "rgb"]
    assert sum((fault.start, fault.end) in spans for fault in gone if fault.camera == "thermal") == 1


def test_no_fault_moves_the_time_of_a_picture_that_labels_are_stamped_by():
    timed = {"delay", "jitter", "overtake", "offset", "drift", "hold", "unstamp"}
    assert {fault.camera for fault in fault_round().faults if fault.kind in timed} == {"rgb"}
