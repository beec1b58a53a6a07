"""The shapes of cars, as outlines seen from the side."""

from __future__ import annotations

from dataclasses import dataclass

Corner = tuple[float, float]
"""Forward from the car's middle and up from the road, in metres."""


@dataclass(frozen=True)
class CarShape:
    """A lower body as wide as the car and a cabin on it that narrows upwards."""

    length: float
    width: float
    body: tuple[Corner, ...]
    """From the lower front corner over the bonnet to the lower rear corner."""
    cabin: tuple[Corner, Corner, Corner, Corner]
    """Foot of the windscreen, front and rear end of the roof, foot of the rear window."""
    wheel: float
    """Radius."""
    axles: tuple[float, float]
    """Front and rear, forward from the middle."""
    pillars: tuple[float, ...]
    """Where pillars part the side windows: shares of the way from front to rear."""
    glazed: float = 1.0
    """Share of the side, from the front, that has windows: less for delivery vans."""

    @property
    def height(self) -> float:
        """Top of the roof."""
        return self.cabin[1][1]


SEDAN = CarShape(
    length=4.6,
    width=1.8,
    body=(
        (2.25, 0.22),
        (2.3, 0.55),
        (2.2, 0.72),
        (0.95, 0.93),
        (-1.5, 0.97),
        (-2.2, 0.95),
        (-2.3, 0.6),
        (-2.22, 0.24),
    ),
    cabin=((1.0, 0.92), (0.15, 1.43), (-1.0, 1.42), (-1.75, 0.96)),
    wheel=0.32,
    axles=(1.38, -1.35),
    pillars=(0.5, 0.78),
)

HATCHBACK = CarShape(
    length=4.0,
    width=1.74,
    body=(
        (1.95, 0.22),
        (2.0, 0.55),
        (1.9, 0.76),
        (0.95, 0.96),
        (-1.7, 1.0),
        (-1.93, 0.92),
        (-2.0, 0.6),
        (-1.93, 0.25),
    ),
    cabin=((1.05, 0.94), (0.3, 1.48), (-1.4, 1.47), (-1.86, 1.0)),
    wheel=0.31,
    axles=(1.22, -1.22),
    pillars=(0.48, 0.82),
)

SUV = CarShape(
    length=4.6,
    width=1.88,
    body=(
        (2.2, 0.28),
        (2.28, 0.65),
        (2.2, 0.92),
        (1.05, 1.12),
        (-2.1, 1.15),
        (-2.25, 1.05),
        (-2.3, 0.7),
        (-2.2, 0.3),
    ),
    cabin=((1.1, 1.1), (0.4, 1.7), (-1.85, 1.7), (-2.18, 1.15)),
    wheel=0.37,
    axles=(1.4, -1.38),
    pillars=(0.42, 0.72),
)

VAN = CarShape(
    length=5.0,
    width=1.96,
    body=(
        (2.4, 0.28),
        (2.5, 0.65),
        (2.42, 0.95),
        (1.75, 1.18),
        (-2.4, 1.2),
        (-2.48, 1.0),
        (-2.5, 0.6),
        (-2.4, 0.3),
    ),
    cabin=((1.8, 1.16), (1.15, 2.02), (-2.42, 2.05), (-2.47, 1.2)),
    wheel=0.34,
    axles=(1.55, -1.5),
    pillars=(0.3, 0.62),
    glazed=0.3,
)

KEI = CarShape(
    length=3.4,
    width=1.48,
    body=(
        (1.65, 0.22),
        (1.7, 0.55),
        (1.66, 0.85),
        (1.2, 1.0),
        (-1.6, 1.02),
        (-1.68, 0.9),
        (-1.7, 0.6),
        (-1.62, 0.25),
    ),
    cabin=((1.25, 0.98), (0.75, 1.74), (-1.5, 1.75), (-1.66, 1.02)),
    wheel=0.28,
    axles=(1.15, -1.1),
    pillars=(0.4, 0.74),
)

SHAPES = (SEDAN, HATCHBACK, HATCHBACK, SUV, SUV, VAN, KEI)
