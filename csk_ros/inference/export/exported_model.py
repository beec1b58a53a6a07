"""A folder with a network in another runtime's format: one small file a mode, and what torch answers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from csk_ros.inference.export.reference import Reference
from csk_ros.mode import Mode

if TYPE_CHECKING:
    from pathlib import Path

METADATA_KEY = "csk_ros.metadata"
"""Where every file has the checkpoint's metadata as JSON."""

CONFIDENCE = "confidence"


class ExportFormat(str, Enum):
    """A format that networks are exported to."""

    ONNX = "onnx"
    OPENVINO = "openvino"

    @property
    def suffix(self) -> str:
        """Of the file that names a network; OpenVINO's weights are in a `.bin` beside it."""
        return ".onnx" if self is ExportFormat.ONNX else ".xml"


@dataclass(frozen=True)
class ExportedModel:
    """The files of one network in one format."""

    folder: Path
    format: ExportFormat

    def network(self, mode: Mode) -> Path:
        """The file of an `AnswerNet`."""
        return self.folder / f"{mode.value}{self.format.suffix}"

    @property
    def confidence(self) -> Path:
        """The file of the `ConfidenceNet`."""
        return self.folder / f"{CONFIDENCE}{self.format.suffix}"

    @property
    def reference_file(self) -> Path:
        """The file of pictures and torch's answers to them."""
        return self.folder / "reference.npz"

    @property
    def is_complete(self) -> bool:
        """Whether all that a runtime reads is there."""
        graphs = [*map(self.network, Mode), self.confidence]
        weights = [graph.with_suffix(".bin") for graph in graphs if self.format is ExportFormat.OPENVINO]
        return all(file.is_file() for file in [*graphs, *weights, self.reference_file])

    def reference(self) -> Reference:
        """Read the pictures and torch's answers to them.

        Raises:
            OSError: the file cannot be read.
            ValueError: it is damaged.
        """
        return Reference.load(self.reference_file)
