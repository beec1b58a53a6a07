"""Where a body's joints are while it walks, stands or cycles.

Joints are [16, 3]: forward, to the right, up; in body heights for walkers, in metres for cyclists.
"""

from __future__ import annotations

from math import cos, pi, sin
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from csk_ros.synthetic.camera import Points

(
    HEAD,
    NECK,
    SHOULDER_LEFT,
    SHOULDER_RIGHT,
    ELBOW_LEFT,
    ELBOW_RIGHT,
    HAND_LEFT,
    HAND_RIGHT,
    HIP_LEFT,
    HIP_RIGHT,
    KNEE_LEFT,
    KNEE_RIGHT,
    ANKLE_LEFT,
    ANKLE_RIGHT,
    TOE_LEFT,
    TOE_RIGHT,
) = range(16)

_THIGH, _SHIN, _UPPER_ARM, _FOREARM, _FOOT = 0.245, 0.245, 0.175, 0.155, 0.12

CRANK = (0.08, 0.29)
"""Forward and up of a bike's bottom bracket from the middle between its hubs, in metres."""


def walking(phase: float, swing: float, arm_bend: tuple[float, float]) -> Points:
    """A walker at a phase (radians, two steps a turn); a swing of 0 is standing.

    Args:
        phase: of the left leg; its right counterpart is half a turn behind.
        swing: largest angle of the thighs, radians.
        arm_bend: bend of the left and right elbow, radians.
    """
    joints = _trunk()
    for side, (hip, knee, ankle, toe, shoulder, elbow, hand) in enumerate(_SIDES):
        turn = phase + pi * side
        thigh = swing * sin(turn)
        # The knee bends while the leg swings forward.
        shin = thigh - (0.08 + 1.9 * swing * max(0.0, cos(turn)))
        joints[knee] = joints[hip] + _rod(_THIGH, thigh)
        joints[ankle] = joints[knee] + _rod(_SHIN, shin)
        joints[toe] = joints[ankle] + (_FOOT * cos(0.6 * shin), 0, _FOOT * sin(0.6 * min(shin, 0.0)))
        arm = -0.85 * thigh
        joints[elbow] = joints[shoulder] + _rod(_UPPER_ARM, arm)
        joints[elbow, 1] += 0.025 * (1 if side else -1)
        joints[hand] = joints[elbow] + _rod(_FOREARM, arm + arm_bend[side])
    lowest = joints[[ANKLE_LEFT, ANKLE_RIGHT, TOE_LEFT, TOE_RIGHT], 2].min()
    joints[:, 2] += 0.022 - lowest
    return joints


def cycling(phase: float, height: float) -> Points:
    """A rider of a height in metres, at a phase of the pedals, over the middle between the hubs."""
    joints = _trunk() * height
    seat = np.array([-0.17, 0.0, 0.93])
    joints[:, :] += seat - (joints[HIP_LEFT] + joints[HIP_RIGHT]) / 2
    lean = 0.5
    upper = [HEAD, NECK, SHOULDER_LEFT, SHOULDER_RIGHT]
    above = joints[upper] - seat
    joints[upper, 0] = seat[0] + above[:, 0] * cos(lean) + above[:, 2] * sin(lean)
    joints[upper, 2] = seat[2] - above[:, 0] * sin(lean) + above[:, 2] * cos(lean)
    joints[HEAD, 2] += 0.03
    for side, (hip, knee, ankle, toe, shoulder, elbow, hand) in enumerate(_SIDES):
        turn = phase + pi * side
        lateral = 0.11 * (1 if side else -1)
        pedal = np.array([CRANK[0] + 0.17 * cos(turn), lateral, CRANK[1] + 0.17 * sin(turn)])
        joints[ankle] = pedal + np.array([-0.06, 0, 0.08])
        joints[toe] = pedal + np.array([0.1, 0, 0.03])
        joints[knee] = _bend(joints[hip], joints[ankle], height * _THIGH, height * _SHIN, forward=True)
        joints[hand] = (0.40, 2.1 * lateral, 1.02)
        joints[elbow] = _bend(
            joints[shoulder], joints[hand], height * _UPPER_ARM, height * _FOREARM, forward=False
        )
    return joints


_SIDES = (
    (HIP_LEFT, KNEE_LEFT, ANKLE_LEFT, TOE_LEFT, SHOULDER_LEFT, ELBOW_LEFT, HAND_LEFT),
    (HIP_RIGHT, KNEE_RIGHT, ANKLE_RIGHT, TOE_RIGHT, SHOULDER_RIGHT, ELBOW_RIGHT, HAND_RIGHT),
)


def _trunk() -> Points:
    joints = np.zeros((16, 3))
    joints[HEAD] = (0.015, 0, 0.935)
    joints[NECK] = (0, 0, 0.845)
    for side, sign in (("left", -1), ("right", 1)):
        hip, shoulder = (HIP_LEFT, SHOULDER_LEFT) if side == "left" else (HIP_RIGHT, SHOULDER_RIGHT)
        joints[hip] = (0, 0.05 * sign, 0.52)
        joints[shoulder] = (0, 0.09 * sign, 0.81)
    return joints


def _rod(length: float, angle: float) -> tuple[float, float, float]:
    """From a joint to the next one hanging from it, swung forward by an angle."""
    return length * sin(angle), 0.0, -length * cos(angle)


def _bend(start: Points, end: Points, first: float, second: float, *, forward: bool) -> Points:
    """The joint between two rods that reach from start to end, bent in the body's upright plane."""
    line = end - start
    reach = min(float(np.linalg.norm(line)), 0.999 * (first + second))
    share = (first**2 - second**2 + reach**2) / (2 * reach)
    aside = max(first**2 - share**2, 0.0) ** 0.5
    along = line / np.linalg.norm(line)
    across = np.array([-along[2], 0.0, along[0]])
    across /= max(float(np.linalg.norm(across)), 1e-6)
    if (across[0] > 0) != forward:
        across = -across
    return np.asarray(start + along * share + across * aside)
