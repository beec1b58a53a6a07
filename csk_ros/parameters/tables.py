"""Which parameters each node has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csk_ros.parameters.points_parameters import POINTS_PARAMETERS
from csk_ros.parameters.segmentation_parameters import SEGMENTATION_PARAMETERS

if TYPE_CHECKING:
    from csk_ros.parameters.parameter_spec import ParameterSpec

SEGMENTATION, POINTS = "segmentation", "semantic_points"

TABLES: dict[str, tuple[ParameterSpec, ...]] = {
    SEGMENTATION: SEGMENTATION_PARAMETERS,
    POINTS: POINTS_PARAMETERS,
}
"""By the node's name."""
