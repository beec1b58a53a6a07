"""A sample put together of its pictures, with everything that is wrong with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from csk_ros.datasets.problem import DatasetError, Problem, read_or_problem
from csk_ros.datasets.sample import Sample
from csk_ros.recording.recorded_image import RecordedStream

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray

Pictures = dict[RecordedStream, "NDArray[Any]"]
"""The pictures of one moment, as RecordedImage.image has them."""


def read_sample(name: str, readers: Iterable[Callable[[], Pictures]]) -> Sample:
    """Read the pictures of one moment.

    Args:
        name: of the sample.
        readers: each reads one file, which holds a picture or several; together they give thermal, labels
            and, where there is any, rgb.

    Raises:
        DatasetError: pictures that cannot be read, or that differ in size; it holds every such problem.
    """
    pictures: Pictures = {}
    problems = []
    for reader in readers:
        found = read_or_problem(reader, "unreadable", (name,))
        if isinstance(found, Problem):
            problems.append(found)
        else:
            pictures |= found
    if len({picture.shape[:2] for picture in pictures.values()}) > 1:
        sizes = ", ".join(f"{stream} {size_of(picture)}" for stream, picture in pictures.items())
        problems.append(Problem("sizes", f"the pictures of '{name}' differ in size: {sizes}", (name,)))
    if problems:
        raise DatasetError(problems)
    return Sample(pictures.get("rgb"), pictures["thermal"], pictures["labels"])


def size_of(picture: NDArray[Any]) -> str:
    """Give a picture's width and height as text, such as 640x480."""
    height, width = picture.shape[:2]
    return f"{width}x{height}"
