"""What a checkpoint says about its weights: everything that is needed to run them."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from csk_ros.inference.json_fields import JsonFields, parse_json
from csk_ros.inference.normalization import Normalization
from csk_ros.labels import LabelSet

ARCHITECTURE = "csk_net"

_MIN_SIDE, _MAX_SIDE = 32, 4096


@dataclass(frozen=True)
class CheckpointMetadata:
    """How to build the network of a checkpoint, what to feed it and what its answers mean."""

    architecture: str
    """The only one there is: `csk_net`."""
    arguments: dict[str, Any]
    """Of `CSKNet`."""
    label_set: LabelSet
    normalization: Normalization
    input_size: tuple[int, int]
    """Height and width that pictures are resized to, in pixels, 32..4096."""
    training: dict[str, Any] = field(default_factory=dict)
    """Where the weights come from; for people."""
    metrics: dict[str, Any] = field(default_factory=dict)
    """How good they are; for people."""

    def to_json(self) -> str:
        """Write as JSON.

        Raises:
            ValueError: arguments, training or metrics hold what JSON cannot, such as NaN or an array.
        """
        try:
            return json.dumps(asdict(self), allow_nan=False)
        except TypeError as error:
            raise ValueError(f"the metadata cannot be written as JSON: {error}") from error

    @classmethod
    def from_json(cls, text: str) -> CheckpointMetadata:
        """Read from JSON that anybody may have written.

        Raises:
            ValueError: it is no JSON; a member is missing, unknown, of a wrong type or out of range.
        """
        members = JsonFields(parse_json(text), tuple(f.name for f in fields(cls)))
        architecture = members.text("architecture")
        if architecture != ARCHITECTURE:
            raise ValueError(f"architecture is '{architecture}', wanted is '{ARCHITECTURE}'")
        label_set = members.child("label_set", ("name", "classes", "colours"))
        height, width = members.whole_numbers("input_size", 2, _MIN_SIDE, _MAX_SIDE)
        metadata = cls(
            architecture=architecture,
            arguments=members.mapping("arguments"),
            label_set=LabelSet(
                label_set.text("name"), label_set.texts("classes"), label_set.colours("colours")
            ),
            normalization=_normalization(members),
            input_size=(height, width),
            training=members.mapping("training"),
            metrics=members.mapping("metrics"),
        )
        num_classes = metadata.arguments.get("num_classes")
        if type(num_classes) is not int or num_classes != len(metadata.label_set):
            raise ValueError(
                f"arguments.num_classes is {num_classes!r}, "
                f"but the label set has {len(metadata.label_set)} classes"
            )
        return metadata


def _normalization(members: JsonFields) -> Normalization:
    names = tuple(f.name for f in fields(Normalization))
    values = members.child("normalization", names)
    scalars = {name: values.number(name) for name in names if not name.startswith("rgb_")}
    mean, std = values.numbers("rgb_mean", 3), values.numbers("rgb_std", 3)
    return Normalization(rgb_mean=(mean[0], mean[1], mean[2]), rgb_std=(std[0], std[1], std[2]), **scalars)
