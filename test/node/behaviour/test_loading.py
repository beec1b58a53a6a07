"""The node while its network is loaded: transitions are answered, diagnostics go on, frames are counted."""

from __future__ import annotations

import math
import threading

import pytest
from lifecycle_msgs.msg import State, Transition
from lifecycle_msgs.srv import ChangeState, GetState
from rclpy.parameter import Parameter

from csk_ros.inference import model_loading
from csk_ros.inference.segmenter import Segmenter
from support.rewritten_checkpoint import rewrite
from support.rig import values_of


@pytest.fixture
def gate(monkeypatch):
    """Loading begins, and goes on once this is set."""
    opened = threading.Event()
    load = Segmenter.load

    def slow(*arguments, **options):
        assert opened.wait(120)
        return load(*arguments, **options)

    monkeypatch.setattr(model_loading.Segmenter, "load", slow)
    yield opened
    opened.set()
    with model_loading._ONE_AT_A_TIME:
        pass


def state_of(rig) -> int:
    return rig.call(GetState, "get_state", GetState.Request()).current_state.id


def change(rig, transition: int) -> bool:
    request = ChangeState.Request(transition=Transition(id=transition))
    return rig.call(ChangeState, "change_state", request).success


def newest_status(rig, begins: str):
    """Wait for a status with such a message."""

    def said() -> bool:
        return bool(rig.diagnostics) and rig.diagnostics[-1].status[0].message.startswith(begins)

    rig.until(said, f"'{begins}…' in the diagnostics")
    return rig.diagnostics[-1]


def test_transitions_are_answered_and_diagnostics_go_on_while_the_network_is_loaded(make_rig, gate):
    rig = make_rig(autostart=False)
    rig.until_discovered_clock()
    assert change(rig, Transition.TRANSITION_CONFIGURE)
    assert newest_status(rig, "loading the model for ").status[0].level == b"\x01"
    assert change(rig, Transition.TRANSITION_ACTIVATE)
    assert state_of(rig) == State.PRIMARY_STATE_ACTIVE
    rig.diagnostics.clear()
    rig.until(lambda: len(rig.diagnostics) >= 2, "two more statuses")
    (refused,) = rig.node.set_parameters([Parameter("model.path", value="other.safetensors")])
    assert "read on configure" in refused.reason
    gate.set()
    rig.until_loaded()
    newest_status(rig, "no frame yet")


def test_frames_that_come_meanwhile_are_counted_as_dropped(make_rig, gate):
    rig = make_rig()
    rig.node.start()
    rig.until_discovered()
    rig.sleep(0.1)
    for stream in ("rgb", "thermal"):
        rig.send_unheeded(stream, 1)
    rig.diagnostics.clear()
    values = values_of(newest_status(rig, "loading the model for "))
    assert {key: value for key, value in values.items() if key.startswith(("received", "dropped"))} == {
        "received.rgb": "1",
        "received.thermal": "1",
        "dropped.rgb.loading": "1",
        "dropped.thermal.loading": "1",
    }
    assert rig.labels == []
    gate.set()
    rig.until_loaded()
    rig.until_discovered()
    rig.play(1, first=2)
    assert rig.stamps == [rig.now]
    assert rig.counts.received == {"rgb": 2, "thermal": 2}
    assert rig.counts.dropped == {("rgb", "loading"): 1, ("thermal", "loading"): 1}


@pytest.mark.parametrize("active", [True, False])
def test_a_model_that_turns_out_later_to_be_of_no_use_leaves_the_node_unconfigured(
    make_rig, checkpoint, tmp_path, active, capfd
):
    damaged = tmp_path / "damaged.safetensors"
    rewrite(checkpoint, damaged, lambda tensors, _: tensors["fused_head.weight"].fill_(math.nan))
    rig = make_rig(model=damaged, autostart=False)
    assert change(rig, Transition.TRANSITION_CONFIGURE)
    if active:
        assert change(rig, Transition.TRANSITION_ACTIVATE)
    status = newest_status(rig, "not configured: ").status[0]
    assert status.level == b"\x02"
    assert "damaged.safetensors has NaN or infinite weights" in status.message
    assert f"not configured: {damaged}" in capfd.readouterr().err
    assert state_of(rig) == State.PRIMARY_STATE_UNCONFIGURED
    (result,) = rig.node.set_parameters([Parameter("model.path", value=str(checkpoint))])
    assert result.successful, result.reason
    assert change(rig, Transition.TRANSITION_CONFIGURE)
    assert change(rig, Transition.TRANSITION_ACTIVATE)
    rig.until_loaded()
    rig.until_discovered().play(1)
    assert rig.stamps == [rig.now]


def test_cleaned_up_meanwhile_it_takes_another_model(make_rig, checkpoint, gate, tmp_path):
    rig = make_rig(model=checkpoint)
    rig.node.start()
    assert change(rig, Transition.TRANSITION_DEACTIVATE)
    assert change(rig, Transition.TRANSITION_CLEANUP)
    assert newest_status(rig, "not configured: no model is loaded")
    other = tmp_path / "other.safetensors"
    other.write_bytes(checkpoint.read_bytes())
    (result,) = rig.node.set_parameters([Parameter("model.path", value=str(other))])
    assert result.successful, result.reason
    assert change(rig, Transition.TRANSITION_CONFIGURE)
    assert change(rig, Transition.TRANSITION_ACTIVATE)
    gate.set()
    rig.until_loaded()
    rig.until_discovered().play(1)
    assert rig.stamps == [rig.now]
    rig.diagnostics.clear()
    assert values_of(newest_status(rig, "fused"))["model"] == str(other)


def test_deactivated_meanwhile_it_waits_for_the_next_activation(make_rig, gate):
    rig = make_rig()
    rig.node.start()
    assert change(rig, Transition.TRANSITION_DEACTIVATE)
    gate.set()
    newest_status(rig, "not active")
    assert rig.node.labelling is None
    assert change(rig, Transition.TRANSITION_ACTIVATE)
    assert rig.node.labelling is not None


def test_destroyed_meanwhile_nothing_of_the_node_is_touched_later(make_rig, gate, capfd):
    rig = make_rig(autostart=False)
    assert change(rig, Transition.TRANSITION_CONFIGURE)
    rig.node.destroy_node()
    gate.set()
    with model_loading._ONE_AT_A_TIME:
        pass
    assert "Traceback" not in capfd.readouterr().err
