"""Motion along the street that follows from the time alone."""

from __future__ import annotations

from math import floor


def conveyor(
    start: float, speed: float, time: float, camera_z: float, window: tuple[float, float]
) -> tuple[float, int]:
    """Where something is that moves along the street, and how often it has left the window before.

    Who leaves the window around the camera at one end enters it at the other end, as someone else. All of
    it follows from the time, so nothing has to be remembered from one picture to the next.

    Args:
        start: metres along the street, from the window's lower end.
        speed: metres a second, negative towards the camera's back.
        time: seconds.
        camera_z: of the camera, metres along the street.
        window: its lower and its upper end, metres from the camera.

    Returns:
        Metres along the street, and the count.
    """
    low, high = window
    way = start + speed * time - camera_z
    lap = floor(way / (high - low))
    return camera_z + low + way - lap * (high - low), lap
