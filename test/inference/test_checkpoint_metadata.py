"""Checkpoint metadata: there and back through JSON, and what is refused."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from csk_ros.inference.checkpoint_metadata import CheckpointMetadata

if TYPE_CHECKING:
    from collections.abc import Callable


def test_json_and_back_is_the_same(metadata: CheckpointMetadata):
    assert CheckpointMetadata.from_json(metadata.to_json()) == metadata


def change(*path: str, to: object) -> Callable[[dict], None]:
    def apply(members: dict) -> None:
        for name in path[:-1]:
            members = members[name]
        members[path[-1]] = to

    return apply


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (change("architecture", to="unet"), "architecture is 'unet', wanted is 'csk_net'"),
        (change("architecture", to=3), "architecture is 3"),
        (change("arguments", to=[]), "arguments is"),
        (change("arguments", "num_classes", to=5), "num_classes is 5, but the label set has 4 classes"),
        (change("arguments", "num_classes", to=4.0), "num_classes is 4.0"),
        (change("label_set", to=None), "label_set is None"),
        (change("label_set", "name", to=""), "label_set.name is ''"),
        (change("label_set", "classes", to=["a", "a", "b", "c"]), "names a class twice"),
        (change("label_set", "classes", to=["a", "b"]), "has 2 classes but 4 colours"),
        (change("label_set", "colours", to=[[0, 0, 300]] * 4), "label_set.colours is"),
        (change("normalization", "rgb_std", to=[1, 0, 1]), "over 0"),
        (change("normalization", "rgb_mean", to=[1, 1]), "normalization.rgb_mean is"),
        (change("normalization", "thermal_gamma", to="0.7"), "normalization.thermal_gamma is '0.7'"),
        (change("normalization", "thermal_low", to=99.9), "thermal_low < thermal_high"),
        (change("normalization", "blue_shift", to=1), r"normalization .*unknown members \['blue_shift'\]"),
        (change("input_size", to=[480]), "input_size is"),
        (change("input_size", to=[480, 10_000]), "input_size is"),
        (change("input_size", to=[480.0, 640]), "input_size is"),
        (change("training", to="long"), "training is 'long'"),
        (change("metrics", to=0.9), "metrics is 0.9"),
        (lambda members: members.pop("metrics"), r"lacks the members \['metrics'\]"),
    ],
)
def test_each_wrong_field_is_named(metadata: CheckpointMetadata, change: Callable, message: str):
    members = json.loads(metadata.to_json())
    change(members)
    with pytest.raises(ValueError, match=message):
        CheckpointMetadata.from_json(json.dumps(members))


@pytest.mark.parametrize("value", [float("nan"), object()])
def test_what_json_cannot_hold_is_refused_at_once(metadata: CheckpointMetadata, value: object):
    metadata.metrics["odd"] = value
    try:
        with pytest.raises(ValueError, match="JSON"):
            metadata.to_json()
    finally:
        del metadata.metrics["odd"]
