"""A data set looked through from end to end: what it holds, and everything that is wrong with it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from csk_ros.datasets.label_census import ClassCount, LabelCensus
from csk_ros.datasets.problem import NO_RGB, DatasetError, Problem
from csk_ros.datasets.read_sample import size_of
from csk_ros.recording.recording import RecordingError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from csk_ros.datasets.dataset_config import DatasetConfig
    from csk_ros.datasets.sample import OpenedSource
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
    thermal_types: dict[str, int]
    """Number of samples by the type of the thermal picture, such as uint16."""
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
    sizes: Counter[str] = Counter()
    types: Counter[str] = Counter()
    with_rgb = 0
    try:
        source = config.open(data, allow_missing=True)
    except DatasetError as error:
        return _unusable(config.name, census, error.problems)
    except (OSError, RecordingError) as error:
        return _unusable(config.name, census, (Problem("unusable", str(error)),))
    problems = list(source.problems)
    for index in track(range(len(source))):
        labels: NDArray[np.uint8] | None
        try:
            sample = source[index]
        except DatasetError as error:
            problems += error.problems
            labels = _readable_labels(source, index)
        else:
            labels = sample.labels
            sizes[size_of(sample.thermal)] += 1
            types[sample.thermal.dtype.name] += 1
            with_rgb += sample.rgb is not None
        if labels is not None:
            census.add(source.names[index], labels)
    if needs_rgb and sizes and not with_rgb:
        problems.append(Problem("unusable", f"data set '{config.name}' {NO_RGB}"))
    return DatasetReport(
        name=config.name,
        samples=len(source),
        left_out=source.left_out,
        with_rgb=with_rgb,
        sizes=dict(sizes),
        thermal_types=dict(types),
        unlabelled=census.unlabelled,
        classes=census.classes,
        problems=(*problems, *census.problems),
    )


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
        thermal_types={},
        unlabelled=census.unlabelled,
        classes=census.classes,
        problems=problems,
    )
