"""From a thing's own axes to the street's."""

from __future__ import annotations

from math import cos, sin
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from csk_ros.synthetic.camera import Points


def in_world(local: Points, x: float, z: float, heading: float) -> Points:
    """World points [..., 3] of (forward, right, up) [..., 3].

    Args:
        local: in metres, from the thing's middle on the ground.
        x: of its middle, in metres.
        z: likewise.
        heading: radians to the right of the street's direction.
    """
    forward, right, up = local[..., 0], local[..., 1], local[..., 2]
    across = x + forward * sin(heading) + right * cos(heading)
    along = z + forward * cos(heading) - right * sin(heading)
    return np.stack([across, up, along], axis=-1)
