"""A data set looked through from end to end: what it holds, and everything that is wrong with it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from csk_ros.datasets.label_census import ClassCount, LabelCensus
from csk_ros.datasets.problem import NO_RGB, DatasetError, Problem
from csk_ros.datasets.read_sample import size_of
from csk_ros.recording.recording import RecordingError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from numpy.typing import NDArray

    from csk_ros.datasets.dataset_config import DatasetConfig
    from csk_ros.datasets.sample import OpenedSource, Sample
    from csk_ros.labels import LabelSet


@dataclass(frozen=True)
class DatasetReport:
    """What is in a data set.

    Sizes and types count the samples that could be read; classes count all label pictures that could.
    """

    name: str
    samples: int
    """Number of samples, readable or not."""
    left_out: int
    """Label pictures that are no sample, for want of a picture of a camera."""
    with_rgb: int
    sizes: dict[str, int]
    """Number of samples by width and height, such as 640x480."""
    grey_rgb: int
    """Number of samples whose rgb picture has no colour."""
    thermal_types: dict[str, int]
    """Number of samples by the type of the thermal picture, such as uint16."""
    turned: dict[str, int]
    """Number of files that their Exif orientation turns, by folder."""
    unlabelled: float
    """Share of all pixels, 0..1."""
    classes: tuple[ClassCount, ...]
    problems: tuple[Problem, ...]


def check_dataset(
    config: DatasetConfig,
    data: Path,
    label_set: LabelSet,
    track: Callable[[range], Iterable[int]] = lambda indices: indices,
    *,
    needs_rgb: bool = False,
) -> DatasetReport:
    """Read every picture of a data set.

    Args:
        config: which data set.
        data: the folder that the config's folders are in.
        label_set: which class ids there may be.
        track: gets the numbers of the samples and gives them back one by one, to show how far it is.
        needs_rgb: whether a data set without rgb pictures is of no use.
    """
    census = LabelCensus(label_set)
    try:
        source = config.open(data, allow_missing=True, label_set=label_set)
    except DatasetError as error:
        return _unusable(config.name, census, error.problems)
    except (OSError, RecordingError) as error:
        return _unusable(config.name, census, (Problem("unusable", str(error)),))
    problems = list(source.problems)
    seen = _Seen()
    for index in track(range(len(source))):
        labels: NDArray[np.uint8] | None
        try:
            sample = source[index]
        except DatasetError as error:
            problems += error.problems
            labels = _readable_labels(source, index)
        else:
            labels = sample.labels
            seen.add(source.names[index], sample)
        if labels is not None:
            census.add(source.names[index], labels)
    if needs_rgb and seen.sizes and not seen.with_rgb:
        problems.append(Problem("unusable", f"data set '{config.name}' {NO_RGB}"))
    return DatasetReport(
        name=config.name,
        samples=len(source),
        left_out=source.left_out,
        with_rgb=seen.with_rgb,
        sizes=dict(seen.sizes),
        grey_rgb=seen.grey_rgb,
        thermal_types=dict(seen.thermal_types),
        turned=source.turned(),
        unlabelled=census.unlabelled,
        classes=census.classes,
        problems=(*problems, *seen.problems, *census.problems),
    )


class _Seen:
    """What the pictures of the samples are that could be read."""

    def __init__(self) -> None:
        self.sizes: Counter[str] = Counter()
        self.thermal_types: Counter[str] = Counter()
        self.with_rgb = 0
        self.grey_rgb = 0
        self._same: list[str] = []

    def add(self, name: str, sample: Sample) -> None:
        """Count a sample."""
        rgb, thermal = sample.rgb, sample.thermal
        self.sizes[size_of(thermal)] += 1
        self.thermal_types[thermal.dtype.name] += 1
        if rgb is None:
            return
        self.with_rgb += 1
        self.grey_rgb += bool((rgb == rgb[..., :1]).all())
        # Pictures of one level are alike whatever took them.
        if np.array_equal(rgb[..., 1], thermal) and thermal.max() > thermal.min():
            self._same.append(name)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """One of all samples in which both cameras' pictures are one."""
        if not self._same:
            return ()
        names = tuple(self._same)
        text = f"rgb and thermal are one picture in {len(names)} samples, the first being {names[0]!r}"
        return (Problem("same picture", text, names),)


def _readable_labels(source: OpenedSource, index: int) -> NDArray[np.uint8] | None:
    """The labels of a sample that is broken, if it is not they that are."""
    try:
        return source.labels(index)
    except RecordingError:
        return None


def _unusable(name: str, census: LabelCensus, problems: tuple[Problem, ...]) -> DatasetReport:
    return DatasetReport(
        name=name,
        samples=0,
        left_out=0,
        with_rgb=0,
        sizes={},
        grey_rgb=0,
        thermal_types={},
        turned={},
        unlabelled=census.unlabelled,
        classes=census.classes,
        problems=problems,
    )
