"""What changes what is due next takes effect by itself: no frame comes, and no old deadline is waited for."""

from __future__ import annotations

import pytest
from lifecycle_msgs.msg import Transition
from lifecycle_msgs.srv import ChangeState
from rclpy.parameter import Parameter
from std_srvs.srv import SetBool

LONG = 60.0
SHORT = 0.3
GONE = ("none", "thermal missing, rgb missing")


@pytest.fixture
def rig(make_rig):
    """Both cameras have just stopped, which would be noticed after a minute."""
    rig = make_rig(rgb__timeout=LONG, thermal__timeout=LONG).start()
    rig.play(2)
    rig.sleep(1.0)
    return rig


def shorten(rig):
    parameters = [Parameter(f"{stream}.timeout", value=SHORT) for stream in ("rgb", "thermal")]
    assert all(result.successful for result in rig.node.set_parameters(parameters))


def change(rig, transition):
    request = ChangeState.Request(transition=Transition(id=transition))
    assert rig.call(ChangeState, "change_state", request).success


def enable(rig, on):
    assert rig.call(SetBool, "enable", SetBool.Request(data=on)).success


def wait_until_gone(rig):
    """The timer, and not only the look once a second, has to be right: it is set for what is due now."""
    assert rig.node._deadline.timer_period_ns == round(SHORT * 1e9)
    rig.sleep(SHORT + 0.01)
    rig.until(lambda: rig.mode_sequence[-1] == GONE, "the end of all modes", timeout=20.0)


def test_a_parameter_takes_effect_at_once(rig):
    shorten(rig)
    assert rig.node.labelling.snapshot().decision.reason == GONE[1]
    rig.until(lambda: rig.mode_sequence[-1] == GONE, "the end of all modes", timeout=20.0)


def test_an_activation_begins_with_the_parameters_in_force(rig):
    change(rig, Transition.TRANSITION_DEACTIVATE)
    shorten(rig)
    change(rig, Transition.TRANSITION_ACTIVATE)
    wait_until_gone(rig)


def test_who_is_enabled_again_begins_with_the_parameters_in_force(rig):
    enable(rig, on=False)
    shorten(rig)
    enable(rig, on=True)
    wait_until_gone(rig)


def test_parameters_set_while_it_is_disabled_do_not_wake_it(rig):
    enable(rig, on=False)
    shorten(rig)
    assert rig.node.labelling.snapshot().decision.reason == "disabled"
    enable(rig, on=True)
    rig.until(lambda: rig.mode_sequence[-1] == ("none", "thermal awaited"), "the word of the service")
