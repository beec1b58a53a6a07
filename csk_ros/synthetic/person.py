"""People: a jointed body in clothes, warm where the skin is bare."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, sin
from typing import TYPE_CHECKING

import numpy as np

from csk_ros.synthetic import pose
from csk_ros.synthetic.camera import NEAR
from csk_ros.synthetic.canvas import PERSON
from csk_ros.synthetic.placing import in_world
from csk_ros.synthetic.shapes import capsules, ellipse, hull
from csk_ros.synthetic.thing import Extent, Part, paint_parts

if TYPE_CHECKING:
    from csk_ros.synthetic.camera import Camera, Points
    from csk_ros.synthetic.canvas import Canvas, Paint
    from csk_ros.synthetic.ink import Ink
    from csk_ros.synthetic.person_looks import PersonLooks


@dataclass(frozen=True, eq=False)
class Person:
    """Someone at a place, facing `heading` (radians to the right of the street's direction)."""

    x: float
    z: float
    heading: float
    looks: PersonLooks
    joints: Points
    """Joints [16, 3] as pose makes them, in metres."""

    @property
    def extent(self) -> Extent:
        """Where the person stands."""
        return Extent(self.x - 0.25, self.x + 0.25, self.z - 0.25, self.z + 0.25)

    @property
    def height(self) -> float:
        """Body height in metres."""
        return self.looks.height

    @property
    def shadow(self) -> float:
        """Shoulder width."""
        return 0.45

    def paint(self, canvas: Canvas, camera: Camera, ink: Ink) -> None:
        """Paint the person, limb by limb."""
        paint_parts(canvas, self.parts(camera, ink))

    def parts(self, camera: Camera, ink: Ink) -> list[Part]:
        """The person's pieces as the camera sees them; none if too near."""
        joints, depth = camera.project(self._in_world(self.joints))
        if depth.min() < NEAR + 0.3:
            return []
        scale = self.looks.height * camera.focal / depth
        parts = [*self._limbs(joints, depth, scale, ink), self._torso(joints, depth, scale, ink)]
        if self.looks.backpack:
            parts.append(self._backpack(camera, ink))
        return [*parts, *self._head(joints, depth, scale, camera, ink)]

    def _in_world(self, local: Points) -> Points:
        return in_world(local, self.x, self.z, self.heading)

    def _limbs(self, joints: Points, depth: Points, scale: Points, ink: Ink) -> list[Part]:
        look, emission = self.looks, ink.emission
        legs = look.skin if look.bare_legs else look.trousers
        legs_warm = emission.skin - 2 if look.bare_legs else emission.clothes(0.35)
        sleeve_warm = emission.clothes(look.insulation * 0.9)
        # Hands and feet of someone far away are smaller than a pixel.
        count = len(_LIMBS) if scale[pose.HEAD] > 35 else len(_LIMBS) - 4
        starts, ends = _STARTS[:count], _ENDS[:count]
        outlines = capsules(
            joints[starts],
            joints[ends],
            _START_RADII[:count] * scale[starts] * look.build,
            _END_RADII[:count] * scale[ends] * look.build,
        )
        paints: dict[str, Paint] = {
            "thigh": ink(legs, legs_warm),
            "shin": ink(legs, legs_warm - 0.5, 0.94),
            "foot": ink(look.shoes, emission.clothes(0.8)),
            "upper arm": ink(look.jacket, sleeve_warm, 0.9),
            "forearm": ink(look.jacket, sleeve_warm + 0.5, 0.95),
            "hand": ink(look.skin, emission.skin - 2.5),
        }
        middles = (depth[starts] + depth[ends]) / 2
        return [
            Part(float(middles[index]), outlines[index], paints[name], PERSON)
            for index, (name, *_) in enumerate(_LIMBS[:count])
        ]

    def _torso(self, joints: Points, depth: Points, scale: Points, ink: Ink) -> Part:
        look = self.looks
        build = look.build
        shoulders, hips = joints[list(_SHOULDERS)], joints[list(_HIPS)]
        discs = [
            ellipse(joint, (0.045 * scale[i] * build,) * 2)
            for i, joint in zip(_SHOULDERS, shoulders, strict=True)
        ]
        discs += [
            ellipse(joint, (0.05 * scale[i] * build,) * 2) for i, joint in zip(_HIPS, hips, strict=True)
        ]
        if look.long_coat:
            for hip, knee in ((pose.HIP_LEFT, pose.KNEE_LEFT), (pose.HIP_RIGHT, pose.KNEE_RIGHT)):
                hem = joints[hip] + 0.8 * (joints[knee] - joints[hip])
                discs.append(ellipse(hem, (0.06 * scale[hip] * build, 0.02 * scale[hip])))
        outline = hull(np.concatenate(discs))
        middle = float(depth[[pose.SHOULDER_LEFT, pose.HIP_RIGHT]].mean())
        return Part(middle, outline, ink(look.jacket, ink.emission.clothes(look.insulation)), PERSON)

    def _backpack(self, camera: Camera, ink: Ink) -> Part:
        shoulders = (self.joints[pose.SHOULDER_LEFT] + self.joints[pose.SHOULDER_RIGHT]) / 2
        hips = (self.joints[pose.HIP_LEFT] + self.joints[pose.HIP_RIGHT]) / 2
        size = self.looks.height
        corners = [
            shoulders + (shoulders - hips) * rise + np.array([back, side, 0.0]) * size
            for rise in (-0.75, 0.05)
            for back in (-0.15, -0.05)
            for side in (-0.075, 0.075)
        ]
        pixels, depth = camera.project(self._in_world(np.array(corners)))
        return Part(float(depth.mean()), hull(pixels), ink(self.looks.bag, ink.emission.clothes(1.1)), PERSON)

    def _head(self, joints: Points, depth: Points, scale: Points, camera: Camera, ink: Ink) -> list[Part]:
        look, emission = self.looks, ink.emission
        centre, size, near = joints[pose.HEAD], float(scale[pose.HEAD]), float(depth[pose.HEAD])
        skin, hair = ink(look.skin, emission.skin), ink(look.hair, emission.clothes(0.15))
        if look.hat:
            hair = ink(look.bag, emission.clothes(0.7))
        radii = (0.05 * size, 0.068 * size)
        neck = capsules(
            joints[None, pose.NECK], centre[None], np.array([0.03 * size]), np.array([0.03 * size])
        )[0]
        view = np.array([self.x - camera.x, self.z - camera.z]) / np.hypot(
            self.x - camera.x, self.z - camera.z
        )
        # 1 when the back of the head is seen, -1 for the face; and to which side the face looks.
        away = float(view @ (sin(self.heading), cos(self.heading)))
        aside = float(view @ (-cos(self.heading), sin(self.heading)))
        parts = [
            Part(near + 0.02, neck, skin, PERSON),
            Part(near - 0.02, ellipse(centre, radii), hair, PERSON),
        ]
        if away < 0.75:
            face = centre + np.array([-aside * 0.022 * size, 0.016 * size])
            narrow = 0.82 * (1 - max(0.0, away) * 0.6)
            parts.append(Part(near - 0.03, ellipse(face, (radii[0] * narrow, radii[1] * 0.78)), skin, PERSON))
        return parts


_SHOULDERS = (pose.SHOULDER_LEFT, pose.SHOULDER_RIGHT)
_HIPS = (pose.HIP_LEFT, pose.HIP_RIGHT)

# Name, joints, and radii at both ends in body heights.
_LIMBS = tuple(
    (name, start + side, end + side, start_radius, end_radius)
    for name, start, end, start_radius, end_radius in (
        ("thigh", pose.HIP_LEFT, pose.KNEE_LEFT, 0.054, 0.040),
        ("shin", pose.KNEE_LEFT, pose.ANKLE_LEFT, 0.038, 0.026),
        ("upper arm", pose.SHOULDER_LEFT, pose.ELBOW_LEFT, 0.034, 0.029),
        ("forearm", pose.ELBOW_LEFT, pose.HAND_LEFT, 0.028, 0.021),
        ("foot", pose.ANKLE_LEFT, pose.TOE_LEFT, 0.025, 0.02),
        ("hand", pose.HAND_LEFT, pose.HAND_LEFT, 0.024, 0.024),
    )
    for side in (0, 1)
)
_STARTS = np.array([limb[1] for limb in _LIMBS])
_ENDS = np.array([limb[2] for limb in _LIMBS])
_START_RADII = np.array([limb[3] for limb in _LIMBS])
_END_RADII = np.array([limb[4] for limb in _LIMBS])
