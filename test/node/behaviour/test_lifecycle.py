"""The node as a lifecycle node: states, a missing model, clean-up, and restart."""

from __future__ import annotations

import gc
import weakref

import pytest
from lifecycle_msgs.msg import State, Transition
from lifecycle_msgs.srv import ChangeState, GetState
from rclpy.parameter import Parameter

from support.checkpoints import write_random_checkpoint


def state_of(rig) -> int:
    return rig.call(GetState, "get_state", GetState.Request()).current_state.id


def change(rig, transition: int) -> bool:
    request = ChangeState.Request(transition=Transition(id=transition))
    return rig.call(ChangeState, "change_state", request).success


def send_pair(rig, seed: int) -> None:
    rig.sleep(0.1)
    rig.send("rgb", seed)
    rig.send("thermal", seed)
    rig.settle()


def test_autostart_makes_it_active(make_rig):
    assert state_of(make_rig().start()) == State.PRIMARY_STATE_ACTIVE


def test_without_autostart_others_move_it(make_rig):
    rig = make_rig(autostart=False)
    assert state_of(rig) == State.PRIMARY_STATE_UNCONFIGURED
    assert change(rig, Transition.TRANSITION_CONFIGURE)
    assert state_of(rig) == State.PRIMARY_STATE_INACTIVE
    assert change(rig, Transition.TRANSITION_ACTIVATE)
    rig.start()
    send_pair(rig, 1)
    assert rig.stamps == [rig.now]


def test_deactivated_it_is_silent_and_activated_it_labels_again(make_rig):
    rig = make_rig().start()
    send_pair(rig, 1)
    assert rig.stamps == [rig.now]
    assert change(rig, Transition.TRANSITION_DEACTIVATE)
    rig.until(lambda: rig.mode_sequence[-1] == ("none", "not active"), "the end of the mode")
    rig.sleep(0.1)
    ignored = rig.now
    rig.send_unheeded("thermal", 2)
    assert change(rig, Transition.TRANSITION_ACTIVATE)
    rig.labels.clear()
    rig.modes.clear()
    send_pair(rig, 3)
    assert rig.stamps == [rig.now] != [ignored]
    assert rig.counts.received == {"rgb": 1, "thermal": 1}


def test_cleaned_up_it_frees_the_network_and_takes_another(make_rig, tmp_path):
    rig = make_rig().start()
    send_pair(rig, 0)
    rig.labels.clear()
    rig.modes.clear()
    network = weakref.ref(rig.node._segmenter)
    gc.disable()
    try:
        assert change(rig, Transition.TRANSITION_DEACTIVATE)
        assert change(rig, Transition.TRANSITION_CLEANUP)
        assert network() is None, "freed at once, not when garbage happens to be collected"
    finally:
        gc.enable()
    other = write_random_checkpoint(tmp_path / "other.safetensors", seed=5)
    (result,) = rig.node.set_parameters([Parameter("model.path", value=str(other))])
    assert result.successful, result.reason
    assert change(rig, Transition.TRANSITION_CONFIGURE)
    assert change(rig, Transition.TRANSITION_ACTIVATE)
    send_pair(rig, 1)
    assert rig.stamps == [rig.now]


@pytest.mark.parametrize("content", [None, b"", b"not a checkpoint"])
def test_without_a_usable_model_it_stays_unconfigured_and_says_so(make_rig, tmp_path, content):
    path = tmp_path / "broken.safetensors"
    if content is not None:
        path.write_bytes(content)
    rig = make_rig(model=path)
    rig.node.start()
    assert state_of(rig) == State.PRIMARY_STATE_UNCONFIGURED
    rig.until(lambda: bool(rig.diagnostics), "diagnostics")
    status = rig.diagnostics[-1].status[0]
    assert status.level == b"\x02"
    assert status.message == "not configured: no model is loaded"


def test_a_configure_that_failed_half_way_does_not_pass_for_done_the_next_time(make_rig):
    rig = make_rig(**{"qos_overrides./thermal/image_raw.subscription.reliability": "sometimes"})
    for _ in range(2):
        assert not change(rig, Transition.TRANSITION_CONFIGURE)
        assert state_of(rig) == State.PRIMARY_STATE_UNCONFIGURED


def test_an_activation_that_fails_leaves_the_node_unconfigured_and_open_to_another_model(make_rig):
    rig = make_rig(autostart=False)
    assert change(rig, Transition.TRANSITION_CONFIGURE)
    # What it labels with is gone: no outside event makes an activation fail.
    rig.node._outputs = None
    assert not change(rig, Transition.TRANSITION_ACTIVATE)
    assert state_of(rig) == State.PRIMARY_STATE_UNCONFIGURED
    (result,) = rig.node.set_parameters([Parameter("model.path", value="other.safetensors")])
    assert result.successful, result.reason
