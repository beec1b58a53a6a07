"""What stands on the pavements for good: lamp posts, trees and furniture, slot by slot."""

from __future__ import annotations

from functools import lru_cache
from math import floor
from typing import TYPE_CHECKING

from csk_ros.synthetic.furniture import Furniture, LampPost, make_furniture
from csk_ros.synthetic.randomness import Chance, dice
from csk_ros.synthetic.tree import Tree, make_tree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from csk_ros.synthetic.street import Street

_ARM = 1.3
_SLOT = 8.0


def lamp_heads(street: Street, camera_z: float) -> Iterator[tuple[int, float, float]]:
    """Side, x and z of the heads of the street lamps around the camera."""
    spacing = street.lamp_spacing
    for k in range(floor((camera_z - 20) / spacing), floor((camera_z + 110) / spacing)):
        side = 1 if k % 2 else -1
        yield side, side * (street.road_edge + 0.45 - _ARM), (k + 0.35) * spacing


def lamp_posts(street: Street, camera_z: float, darkness: float) -> Iterator[LampPost]:
    """The street lamps; not those whose post would be in the camera's way."""
    for side, head, z in lamp_heads(street, camera_z):
        post = head + side * _ARM
        if abs(post - street.camera_x) > 0.7:
            yield LampPost(post, z, -side * _ARM, street.lamp_colour, darkness)


def trees_and_furniture(street: Street, camera_z: float) -> Iterator[Tree | Furniture]:
    """A tree, a piece of furniture or nothing in each stretch of pavement."""
    for k in range(floor((camera_z - 8) / _SLOT), floor((camera_z + 85) / _SLOT)):
        for side in (-1, 1):
            if (fixture := _fixture(street, side, k)) is not None:
                yield fixture


@lru_cache(maxsize=512)
def _fixture(street: Street, side: int, k: int) -> Tree | Furniture | None:
    # Near the kerb, away from the places of lamps and racks.
    x, z = side * (street.road_edge + 0.55), k * _SLOT + 5.2
    if abs(x - street.camera_x) < 0.9:
        return None
    what = dice(street.seed, Chance.FIXTURE, side, k).random()
    if what < street.tree_share:
        return make_tree(dice(street.seed, Chance.TREE, side, k), x, z, leaves=street.leaves)
    if what < street.tree_share + 0.6 * (1 - street.tree_share):
        return make_furniture(dice(street.seed, Chance.FURNITURE, side, k), x, z)
    return None
