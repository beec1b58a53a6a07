"""People who walk along the pavements, cross the road, or stand about."""

from __future__ import annotations

from functools import lru_cache
from math import cos, floor, pi, sin
from typing import TYPE_CHECKING, NamedTuple

from csk_ros.synthetic.conveyor import conveyor
from csk_ros.synthetic.parking import SLOT, is_gap
from csk_ros.synthetic.person import Person
from csk_ros.synthetic.person_looks import person_looks
from csk_ros.synthetic.pose import walking
from csk_ros.synthetic.randomness import Chance, dice, pick

if TYPE_CHECKING:
    from collections.abc import Iterator

    from csk_ros.synthetic.person_looks import PersonLooks
    from csk_ros.synthetic.street import Street

_WINDOW = (-6.0, 55.0)


class _Gait(NamedTuple):
    speed: float
    """Metres a second, negative for the other way."""
    start: float
    place: float
    """What is fixed of the place: x of one who walks along the street, z of one who crosses it."""
    phase: float
    bends: tuple[float, float]
    """Of the elbows, radians."""


class _Stance(NamedTuple):
    x: float
    z: float
    heading: float
    phase: float
    bends: tuple[float, float]


def walkers(street: Street, time: float, camera_z: float) -> Iterator[Person]:
    """People on the pavements, none of them in the camera's way."""
    for n in range(street.walkers):
        gait = _along(street, n)
        z, lap = conveyor(gait.start, gait.speed, time, camera_z, _WINDOW)
        look = person_looks(street.seed, Chance.WALKER_LOOKS, n, lap)
        yield _walker((gait.place, z), 0.0 if gait.speed > 0 else pi, look, gait, time)


def crossers(street: Street, time: float, camera_z: float) -> Iterator[Person]:
    """People who go to and fro across the road, where nothing is parked."""
    reach = street.road_edge + 0.8
    for k in range(floor((camera_z - 4) / SLOT), floor((camera_z + 65) / SLOT)):
        for n, gait in enumerate(_across(street, k) if is_gap(street, k) else ()):
            way = (gait.start + gait.speed * time) % (4 * reach)
            rightwards = way < 2 * reach
            x = way - reach if rightwards else 3 * reach - way
            heading = pi / 2 if rightwards else -pi / 2
            yield _walker(
                (x, gait.place), heading, person_looks(street.seed, Chance.CROSSER_LOOKS, k, n), gait, time
            )


def bystanders(street: Street, time: float, camera_z: float) -> Iterator[Person]:
    """Groups of one to three who stand and talk, shifting a little."""
    for k in range(floor((camera_z - 4) / SLOT), floor((camera_z + 50) / SLOT)):
        for side in (-1, 1):
            for n, stance in enumerate(_group(street, side, k)):
                sway = 0.04 * sin(0.9 * time + stance.phase)
                look = person_looks(street.seed, Chance.BYSTANDER_LOOKS, side, k, n)
                joints = walking(stance.phase, 0.04 + abs(sway), stance.bends) * look.height
                yield Person(stance.x, stance.z, stance.heading + sway, look, joints)


def _walker(
    place: tuple[float, float], heading: float, look: PersonLooks, gait: _Gait, time: float
) -> Person:
    """Someone in the middle of a step: faster walkers take longer ones."""
    speed = abs(gait.speed)
    swing = 0.28 + 0.12 * speed
    stride = 4 * 0.49 * look.height * sin(swing)
    phase = 2 * pi * (speed * time / stride) + gait.phase
    return Person(*place, heading, look, walking(phase, swing, gait.bends) * look.height)


@lru_cache(maxsize=256)
def _along(street: Street, n: int) -> _Gait:
    die = dice(street.seed, Chance.WALKER, n)
    side = pick(die, (-1, 1))
    x = side * (street.road_edge + die.uniform(0.5, max(0.6, street.pavement - 0.6)))
    speed = die.uniform(0.8, 1.7) * pick(die, (-1, 1))
    return _Gait(
        speed,
        die.uniform(0, 61),
        street.beside_camera(x),
        die.uniform(0, 2 * pi),
        _bends(street, Chance.WALKER_ELBOWS, n),
    )


@lru_cache(maxsize=256)
def _across(street: Street, k: int) -> tuple[_Gait, ...]:
    die = dice(street.seed, Chance.CROSSERS, k)
    return tuple(
        _Gait(
            die.uniform(0.9, 1.6),
            die.uniform(0, 4 * (street.road_edge + 0.8)),
            (k + 0.5) * SLOT + die.uniform(-2.4, 2.4),
            die.uniform(0, 2 * pi),
            _bends(street, Chance.CROSSER_ELBOWS, k, n),
        )
        for n in range(int(die.poisson(street.crossing / 1.6)))
    )


@lru_cache(maxsize=512)
def _group(street: Street, side: int, k: int) -> tuple[_Stance, ...]:
    die = dice(street.seed, Chance.GROUP, side, k)
    if die.random() > street.standing / 14:
        return ()
    x = side * (street.road_edge + die.uniform(0.4, max(0.5, street.pavement - 0.7)))
    if abs(x - street.camera_x) < 1.4:
        return ()
    turn = die.uniform(0, 2 * pi)
    headings = [turn + 2.1 * n for n in range(int(die.integers(1, 4)))]
    return tuple(
        # Each one stands a little back from the middle of the group and faces it.
        _Stance(
            x - 0.45 * sin(heading),
            (k + 0.5) * SLOT - 0.45 * cos(heading),
            heading,
            0.6 + n,
            (die.uniform(0.1, 2.0), die.uniform(0.1, 1.2)),
        )
        for n, heading in enumerate(headings)
    )


def _bends(street: Street, *key: int) -> tuple[float, float]:
    """How far a walker bends the elbows; some hold a phone."""
    die = dice(street.seed, *key)
    bends = die.uniform(0.15, 0.7), die.uniform(0.15, 0.7)
    return (1.9, bends[1]) if die.random() < 0.15 else bends
