"""The node as a lifecycle node: states, a missing model, clean-up, and restart."""

from __future__ import annotations

import gc
import weakref

import pytest
from lifecycle_msgs.msg import State, Transition
from lifecycle_msgs.srv import ChangeState, GetAvailableTransitions, GetState
from rclpy.parameter import Parameter
from sensor_msgs.msg import CameraInfo
from std_srvs.srv import SetBool

from csk_ros.ros.camera_info_subscription import LATCHED_QOS
from support.calibration_files import write_calibration
from support.camera_infos import camera_info, camera_info_message
from support.checkpoints import write_random_checkpoint
from support.pictures import HEIGHT, WIDTH


def state_of(rig) -> int:
    return rig.call(GetState, "get_state", GetState.Request()).current_state.id


def change(rig, transition: int, label: str = "") -> bool:
    request = ChangeState.Request(transition=Transition(id=transition, label=label))
    return rig.call(ChangeState, "change_state", request).success


def transitions_of(rig) -> dict[int, str]:
    answer = rig.call(GetAvailableTransitions, "get_available_transitions", GetAvailableTransitions.Request())
    return {found.transition.id: found.transition.label for found in answer.available_transitions}


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


WAY = (
    (State.PRIMARY_STATE_UNCONFIGURED, Transition.TRANSITION_CONFIGURE),
    (State.PRIMARY_STATE_INACTIVE, Transition.TRANSITION_ACTIVATE),
    (State.PRIMARY_STATE_ACTIVE, Transition.TRANSITION_ACTIVE_SHUTDOWN),
    (State.PRIMARY_STATE_FINALIZED, None),
)


def test_in_every_state_it_refuses_what_does_not_fit_and_goes_on(make_rig):
    rig = make_rig(autostart=False)
    for state, onwards in WAY:
        fitting = transitions_of(rig)
        for number in {*range(8), Transition.TRANSITION_ON_CONFIGURE_SUCCESS, 255} - set(fitting):
            assert not change(rig, number)
        for label in {"configure", "activate", "fly"} - set(fitting.values()):
            assert not change(rig, 0, label)
        assert state_of(rig) == state
        assert onwards is None or change(rig, onwards)


@pytest.mark.parametrize(("autostart", "advice"), [(True, "needs autostart: false"), (False, "shutdown")])
def test_a_refused_transition_is_logged_with_what_to_do(make_rig, capfd, autostart, advice):
    rig = make_rig(autostart=autostart)
    rig.node.start()
    wanted = Transition.TRANSITION_CONFIGURE if autostart else Transition.TRANSITION_ACTIVATE
    assert not change(rig, wanted)
    (line,) = [line for line in capfd.readouterr().err.splitlines() if " refused: it is " in line]
    assert line.endswith(advice)


def test_a_label_goes_before_a_number(make_rig):
    rig = make_rig(autostart=False)
    assert not change(rig, Transition.TRANSITION_CONFIGURE, "activate")
    assert change(rig, Transition.TRANSITION_ACTIVATE, "configure")
    assert state_of(rig) == State.PRIMARY_STATE_INACTIVE


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
    rig.sources.clear()
    rig.modes.clear()
    send_pair(rig, 3)
    assert rig.stamps == [rig.now] != [ignored]
    assert rig.counts.received == {"rgb": 1, "thermal": 1}


def test_activated_again_without_a_camera_it_does_not_go_on_saying_that_it_is_not_active(make_rig):
    rig = make_rig().start()
    send_pair(rig, 1)
    assert change(rig, Transition.TRANSITION_DEACTIVATE)
    rig.until(lambda: rig.mode_sequence[-1] == ("none", "not active"), "the end of the mode")
    assert change(rig, Transition.TRANSITION_ACTIVATE)
    rig.until(lambda: rig.mode_sequence[-1] == ("none", "thermal awaited"), "the word of the activation")


def test_activated_while_it_is_disabled_it_says_so(make_rig):
    rig = make_rig().start()
    assert change(rig, Transition.TRANSITION_DEACTIVATE)
    assert rig.call(SetBool, "enable", SetBool.Request(data=False)).success
    assert change(rig, Transition.TRANSITION_ACTIVATE)
    rig.until(lambda: rig.mode_sequence[-1] == ("none", "disabled"), "the word of the activation")


def test_cleaned_up_it_frees_the_network_and_takes_another(make_rig, tmp_path):
    rig = make_rig().start()
    send_pair(rig, 0)
    rig.labels.clear()
    rig.sources.clear()
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
    rig.until_loaded()
    send_pair(rig, 1)
    assert rig.stamps == [rig.now]


def clean_up(rig) -> None:
    assert change(rig, Transition.TRANSITION_DEACTIVATE)
    assert change(rig, Transition.TRANSITION_CLEANUP)


def configured_anew(rig) -> list[tuple[str, str]]:
    """Configure and activate; the modes of one more pair of images."""
    assert change(rig, Transition.TRANSITION_CONFIGURE)
    assert change(rig, Transition.TRANSITION_ACTIVATE)
    rig.until(lambda: rig.mode_sequence[-1:] == [("none", "thermal awaited")], "the new beginning")
    rig.labels.clear()
    rig.modes.clear()
    rig.play(1)
    return rig.mode_sequence


def calibrate(rig, *streams: str, focal: float = 50.0) -> None:
    """Publish the calibration of cameras once, and wait until the node has it."""
    message = camera_info_message(WIDTH, HEIGHT, focal)
    for stream in streams:
        publisher = rig.peer.create_publisher(CameraInfo, f"{stream}/camera_info", 5)
        rig.until(lambda publisher=publisher: publisher.get_subscription_count() == 1, "the node listening")
        publisher.publish(message)
        rig.until(lambda stream=stream: rig.node._calibrations.get(stream) == message, "the calibration")


FUSED = [("fused", "both cameras ok")]


def test_calibrations_that_come_once_are_kept_whatever_the_state_of_the_node(make_rig):
    rig = make_rig(registration__mode="cameras").start()
    calibrate(rig, "rgb")
    clean_up(rig)
    calibrate(rig, "thermal")
    assert configured_anew(rig) == FUSED


def test_a_calibration_file_that_is_set_later_is_not_replaced_by_the_topic(make_rig, tmp_path):
    rig = make_rig(registration__mode="cameras").start()
    calibrate(rig, "rgb", "thermal", focal=0.0)
    clean_up(rig)
    file = write_calibration(tmp_path / "camera.yaml", camera_info(WIDTH, HEIGHT))
    names = ("registration.rgb_calibration", "registration.thermal_calibration")
    results = rig.node.set_parameters([Parameter(name, value=str(file)) for name in names])
    assert all(result.successful for result in results)
    assert configured_anew(rig) == FUSED
    calibrate(rig, "rgb", focal=0.0)
    rig.play(1, first=1)
    assert rig.mode_sequence == FUSED


def test_a_calibration_that_was_latched_before_it_was_wanted_is_heard(make_rig):
    rig = make_rig().start()
    for stream in ("rgb", "thermal"):
        latched = rig.peer.create_publisher(CameraInfo, f"{stream}/camera_info", LATCHED_QOS)
        latched.publish(camera_info_message(WIDTH, HEIGHT))
    clean_up(rig)
    (result,) = rig.node.set_parameters([Parameter("registration.mode", value="cameras")])
    assert result.successful, result.reason
    assert change(rig, Transition.TRANSITION_CONFIGURE)
    rig.until(lambda: len(rig.node._calibrations) == 2, "both calibrations")
    assert change(rig, Transition.TRANSITION_ACTIVATE)
    rig.until_loaded()
    rig.play(1)
    assert rig.mode_sequence[-1:] == FUSED


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
    assert status.message.startswith(f"not configured: {path} ")


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
