"""The stream of training crops: number n is always the same crop, so that a run can be resumed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, NamedTuple

import numpy as np
import torch
from pydantic import Field
from pydantic.dataclasses import dataclass
from torch.utils.data import Dataset

from csk_ros.config_file import STRICT
from csk_ros.training.crops.crop import choose_crop

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from torch import Tensor

    from csk_ros.datasets.sample import SampleSource
    from csk_ros.inference.normalization import Normalization
    from csk_ros.training.crops.augmentation import Augmentation


@dataclass(frozen=True, config=STRICT)
class CropSettings:
    """What the crops are to show."""

    size: tuple[Annotated[int, Field(ge=32)], Annotated[int, Field(ge=32)]]
    """Height and width."""
    zoom: tuple[Annotated[float, Field(gt=0)], Annotated[float, Field(gt=0)]] = (1.0, 1.0)
    """Least and largest magnification."""
    wanted: Mapping[str, Annotated[float, Field(ge=0, le=1)]] = Field(default_factory=dict)
    """Probability for each class that the crop is made around it; what is left is made anywhere."""

    def __post_init__(self) -> None:
        if self.zoom[0] > self.zoom[1]:
            raise ValueError(f"zoom is the least and the largest magnification, not {list(self.zoom)}")
        if sum(self.wanted.values()) > 1 + 1e-9:
            raise ValueError(f"the probabilities of wanted are 1 together at most, not {dict(self.wanted)}")


class TrainingCrop(NamedTuple):
    """One crop as the network takes it; a batch has one more dimension in front."""

    rgb: Tensor
    """float32[3, H, W] normalised; zeros in a thermal-only data set."""
    clean_rgb: Tensor
    """The same before it was disturbed, for a teacher to see."""
    thermal: Tensor
    """float32[1, H, W] normalised."""
    labels: Tensor
    """int64[H, W]; 255 is unlabelled."""
    rgb_usable: Tensor
    """bool: the rgb picture shows enough to learn from it alone."""
    thermal_usable: Tensor
    """bool: the thermal picture shows enough to learn from it alone."""


class CropDataset(Dataset[TrainingCrop]):
    """Endless augmented crops of several sources.

    Args:
        sources: data sets with the share of crops that each gives; shares are relative.
        input_size: height and width that the network will see whole pictures in: things have the same size
            in the crops as there, but for the zoom.
        normalization: what the network's inputs are made with.
        settings: size and choice of the crops.
        augmentation: how pictures are disturbed.
        classes: their names by their ids; the wanted ones are among them.
        seed: of all chance.
    """

    def __init__(
        self,
        sources: Sequence[tuple[SampleSource, float]],
        *,
        input_size: tuple[int, int],
        normalization: Normalization,
        settings: CropSettings,
        augmentation: Augmentation,
        classes: Sequence[str],
        seed: int,
    ) -> None:
        self._sources = [source for source, _ in sources]
        shares = np.array([share for _, share in sources])
        self._shares = shares / shares.sum()
        self._input_size = input_size
        self._normalization = normalization
        self._settings = settings
        self._wanted = {classes.index(name): chance for name, chance in settings.wanted.items()}
        self._augmentation = augmentation
        self._seed = seed
        self._showing = [_index(source) for source in self._sources]

    def __getitem__(self, number: int) -> TrainingCrop:
        """Make crop `number`, 0 or more, without end."""
        rng = np.random.default_rng((self._seed, number))
        which = int(rng.choice(len(self._sources), p=self._shares))
        wanted = self._choose_class(rng)
        candidates = self._showing[which].get(wanted) if wanted is not None else None
        source = self._sources[which]
        index = int(rng.integers(len(source)) if candidates is None else rng.choice(candidates))
        sample = source[index]
        settings = self._settings
        crop = choose_crop(
            sample.labels, wanted, settings.size, settings.zoom, rng, input_size=self._input_size
        )
        # The whole picture is stretched, as at inference: a crop's own percentiles would be others.
        stretched = crop.picture(self._normalization.stretch_thermal(sample.thermal))
        thermal, thermal_usable = self._augmentation.thermal(stretched, rng)
        rgb = clean_rgb = np.zeros((3, *self._settings.size), np.float32)
        rgb_usable = False
        if sample.rgb is not None:
            clean = crop.picture(sample.rgb)
            disturbed, rgb_usable = self._augmentation.rgb(clean, rng)
            rgb, clean_rgb = self._normalization.rgb(disturbed), self._normalization.rgb(clean)
        return TrainingCrop(
            rgb=torch.from_numpy(rgb),
            clean_rgb=torch.from_numpy(clean_rgb),
            thermal=torch.from_numpy(self._normalization.standardise_thermal(thermal)),
            labels=torch.from_numpy(crop.labels(sample.labels).astype(np.int64)),
            rgb_usable=torch.tensor(rgb_usable),
            thermal_usable=torch.tensor(thermal_usable),
        )

    def _choose_class(self, rng: np.random.Generator) -> int | None:
        chance = rng.random()
        for class_id, probability in self._wanted.items():
            chance -= probability
            if chance < 0:
                return class_id
        return None


def _index(source: SampleSource) -> dict[int, NDArray[np.intp]]:
    """Find the samples that show each class id."""
    showing: dict[int, list[int]] = {}
    for index in range(len(source)):
        for class_id in np.unique(source.labels(index)).tolist():
            showing.setdefault(class_id, []).append(index)
    return {class_id: np.array(indices) for class_id, indices in showing.items()}
