"""What to evaluate of a recording, and how."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from csk_ros.inference.model_settings import ModelSettings
from csk_ros.parameters.parameter_values import ParameterValues
from csk_ros.parameters.segmentation_parameters import SEGMENTATION_PARAMETERS
from csk_ros.share import SHIPPED_MODEL, share_file

if TYPE_CHECKING:
    from collections.abc import Mapping

    from csk_ros.parameters.parameter_spec import Value
    from csk_ros.recording.fault_script import FaultScript


@dataclass(frozen=True)
class Assignment:
    """One recording with its settings and faults."""

    bag: Path
    rgb_topic: str | None = None
    """None: chosen by its name, as the others."""
    thermal_topic: str | None = None
    ground_truth: str | None = None
    """A folder, see TruthFolder, or a topic."""
    script: FaultScript | None = None
    compare: bool = False
    """Without the faults, too."""
    parameters: Mapping[str, Value] = field(default_factory=dict)
    """Those that differ from the defaults."""
    inference_time: float = 0.0
    """Seconds that the network takes for an output on the robot."""
    model: Path | None = None
    """None: the one of the parameters."""
    threads: int | None = None
    name: str | None = None
    """What the progress bar shows; None: the name of the pass."""

    @property
    def values(self) -> ParameterValues:
        """All parameters."""
        return ParameterValues(SEGMENTATION_PARAMETERS, self.parameters)

    @property
    def checkpoint(self) -> Path:
        """The model's file."""
        return self.model or Path(self.values.text("model.path") or share_file(SHIPPED_MODEL))

    @property
    def model_settings(self) -> ModelSettings:
        """How the model is to be run."""
        values = self.values
        threads = values.whole("model.threads") or None if self.threads is None else self.threads
        return ModelSettings(
            self.checkpoint, values.text("model.runtime"), values.text("model.device"), threads
        )
