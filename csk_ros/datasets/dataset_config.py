"""Data sets as an experiment's file names them, one kind for each layout."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass
from tqdm import tqdm

from csk_ros.config_file import STRICT
from csk_ros.datasets.bag_samples import BagSamples
from csk_ros.datasets.folder_layouts import FOLDER_LAYOUTS, LayoutName
from csk_ros.datasets.mfnet_folder import MfnetFolder
from csk_ros.datasets.paired_folder import PairedFolder
from csk_ros.datasets.synthetic_samples import SyntheticSamples

if TYPE_CHECKING:
    from pathlib import Path

    from csk_ros.datasets.sample import OpenedSource
    from csk_ros.labels import LabelSet


@dataclass(frozen=True, kw_only=True, config=STRICT)
class _AnyConfig(ABC):
    """What every layout has."""

    name: Annotated[str, Field(min_length=1)]
    """For reports and for the checkpoint."""
    share: Annotated[float, Field(gt=0, allow_inf_nan=False)] = 1.0
    """Part of the crops, relative to the other data sets."""

    @abstractmethod
    def open(
        self, data: Path, *, allow_missing: bool = False, label_set: LabelSet | None = None
    ) -> OpenedSource:
        """Open the data set.

        Args:
            data: the folder that the config's folders are in.
            allow_missing: leave out names that lack a picture, instead of raising; the source's `problems`
                tells of them.
            label_set: the experiment's; for labels that are colours.

        Raises:
            DatasetError, RecordingError: it cannot be used; both are ValueErrors.
        """


@dataclass(frozen=True, kw_only=True, config=STRICT)
class PairedConfig(_AnyConfig):
    """A `PairedFolder` with subfolders of any names."""

    layout: Literal["paired"] = "paired"
    folder: str
    thermal: str
    labels: str
    rgb: str | None = None
    """None for a thermal-only data set."""
    label_colours: bool = False
    """Label pictures show the colours of the label set, each pixel one of them, instead of ids."""

    def open(
        self, data: Path, *, allow_missing: bool = False, label_set: LabelSet | None = None
    ) -> PairedFolder:
        """Open the data set; see PairedFolder."""
        if self.label_colours and label_set is None:
            raise ValueError(
                f"data set '{self.name}': label_colours needs the label set whose colours they are"
            )
        return PairedFolder(
            data / self.folder,
            rgb=self.rgb,
            thermal=self.thermal,
            labels=self.labels,
            label_colours=label_set if self.label_colours else None,
            allow_missing=allow_missing,
        )


@dataclass(frozen=True, kw_only=True, config=STRICT)
class MfnetConfig(_AnyConfig):
    """An `MfnetFolder`."""

    layout: Literal["mfnet"] = "mfnet"
    folder: str
    split: str
    """The list of names: train, val, test, or another one that lies in the folder."""

    def open(
        self,
        data: Path,
        *,
        allow_missing: bool = False,
        label_set: LabelSet | None = None,  # noqa: ARG002 - the layout has ids
    ) -> MfnetFolder:
        """Open the data set; see MfnetFolder."""
        return MfnetFolder(data / self.folder, self.split, allow_missing=allow_missing)


@dataclass(frozen=True, kw_only=True, config=STRICT)
class FolderLayoutConfig(_AnyConfig):
    """A public data set in its `FolderLayout`."""

    layout: LayoutName
    folder: str
    split: Literal["train", "test"]

    def open(
        self,
        data: Path,
        *,
        allow_missing: bool = False,
        label_set: LabelSet | None = None,  # noqa: ARG002 - the layout has ids
    ) -> PairedFolder:
        """Open the data set; see PairedFolder."""
        layout = FOLDER_LAYOUTS[self.layout]
        return layout.open(data / self.folder, self.split, allow_missing=allow_missing)


@dataclass(frozen=True, kw_only=True, config=STRICT)
class BagConfig(_AnyConfig):
    """`BagSamples`."""

    layout: Literal["bag"] = "bag"
    path: str
    rgb_topic: str | None = None
    thermal_topic: str | None = None
    labels_topic: str | None = None
    max_skew: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 0.05
    """Seconds."""

    def open(
        self,
        data: Path,
        *,
        allow_missing: bool = False,  # noqa: ARG002 - always allowed
        label_set: LabelSet | None = None,  # noqa: ARG002 - a bag has ids
    ) -> BagSamples:
        """Read the data set; see BagSamples."""
        return BagSamples(
            data / self.path,
            rgb_topic=self.rgb_topic,
            thermal_topic=self.thermal_topic,
            labels_topic=self.labels_topic,
            max_skew=self.max_skew,
        )


@dataclass(frozen=True, kw_only=True, config=STRICT)
class SyntheticConfig(_AnyConfig):
    """`SyntheticSamples` of neighbouring seeds."""

    layout: Literal["synthetic"] = "synthetic"
    first_seed: Annotated[int, Field(ge=0)]
    scenes: Annotated[int, Field(ge=1)]
    moments: Annotated[int, Field(ge=1)]

    def open(
        self,
        data: Path,  # noqa: ARG002 - no files
        *,
        allow_missing: bool = False,  # noqa: ARG002 - no files
        label_set: LabelSet | None = None,  # noqa: ARG002 - a scene has ids
    ) -> SyntheticSamples:
        """Render the data set, with a progress bar; see SyntheticSamples."""
        seeds = range(self.first_seed, self.first_seed + self.scenes)
        return SyntheticSamples(
            tqdm(seeds, desc=f"rendering {self.name}", unit="scene", disable=None), self.moments
        )


DatasetConfig = Annotated[
    PairedConfig | MfnetConfig | FolderLayoutConfig | BagConfig | SyntheticConfig,
    Field(discriminator="layout"),
]
"""A data set of any layout; the key `layout` says which."""
