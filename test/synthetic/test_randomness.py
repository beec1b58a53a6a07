"""Chance by keys."""

from __future__ import annotations

from csk_ros.synthetic.randomness import Chance, dice, pick


def test_dice_depend_on_every_part_of_their_key():
    values = {dice(1, 2, 3).random(), dice(1, 2, 4).random(), dice(1, -2, 3).random(), dice(2, 2, 3).random()}
    assert len(values) == 4
    assert dice(1, 2, 3).random() == dice(1, 2, 3).random()


def test_no_two_things_share_their_dice():
    assert len({dice(1, chance).random() for chance in Chance}) == len(Chance)
    assert dice(1, Chance.TREE).random() == dice(1, 8).random()


def test_every_choice_is_picked():
    assert {pick(dice(3, number), "abc") for number in range(40)} == {"a", "b", "c"}
