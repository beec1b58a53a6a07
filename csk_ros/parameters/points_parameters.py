"""The semantic points node's parameters."""

from __future__ import annotations

from csk_ros.parameters.parameter_spec import ParameterSpec

POINTS_PARAMETERS: tuple[ParameterSpec, ...] = (
    ParameterSpec(
        "max_skew",
        0.1,
        "Largest distance in seconds between the stamps of a cloud and of the labels that it gets.",
        low=0.0,
        high=10.0,
    ),
    ParameterSpec(
        "wait",
        0.5,
        "Longest time in seconds that a cloud waits for labels; after it the cloud goes out unlabelled.",
        low=0.0,
        high=10.0,
    ),
)
"""Every parameter of the node, in the order in which they are shown."""
