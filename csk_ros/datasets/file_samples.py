"""Samples of picture files: files of one name in several folders belong together."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from csk_ros.datasets.problem import DatasetError, Problem, read_or_problem
from csk_ros.datasets.read_sample import Pictures, read_sample
from csk_ros.recording.bit_depth import shallow_colours
from csk_ros.recording.orientation import UPRIGHT
from csk_ros.recording.picture_folder import header_of, pictures_in

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from csk_ros.datasets.problem import ProblemKind
    from csk_ros.datasets.sample import Sample


_logger = logging.getLogger(__name__)

_JPEG_SUFFIXES = (".jpg", ".jpeg")


@dataclass(frozen=True)
class Part:
    """A folder of a data set, and what its files hold."""

    folder: Path
    read: Callable[[Path], Pictures]
    """Reads one file; raises RecordingError."""
    rgb: bool = False
    """Whether the files hold colours."""


class FileSamples:
    """Samples whose names are listed, or are those of the label pictures.

    Args:
        cameras: the folders of rgb and thermal pictures.
        labels: the folder of label pictures.
        names: of the samples; None for all that have labels.
        doubts: what is wrong with the list of names, and no hindrance.
        allow_missing: leave out names that lack a picture of a camera, instead of raising; `problems`
            tells of them.

    Raises:
        DatasetError: a folder is missing or holds no pictures or a name twice; or a name lacks a picture;
            or labels are JPEG files.
    """

    def __init__(
        self,
        cameras: Sequence[Part],
        labels: Part,
        *,
        names: Sequence[str] | None = None,
        doubts: Sequence[Problem] = (),
        allow_missing: bool = False,
    ) -> None:
        self._labels = labels
        self._parts = (*cameras, labels)
        self._files = _list(self._parts)
        wanted = tuple(self._files[labels.folder] if names is None else names)
        whose = f"{labels.folder.name} has" if names is None else "are listed"
        missing = [
            _lacking(part.folder, lost, "missing picture", f"the {len(wanted)} pictures that {whose}")
            for part in self._parts
            if (lost := [name for name in wanted if name not in self._files[part.folder]])
        ]
        lossy = _lossy(labels.folder, [self._files[labels.folder].get(name) for name in wanted])
        if lossy or (missing and not allow_missing):
            raise DatasetError([*lossy, *missing])
        incomplete = {name for problem in missing for name in problem.names}
        self.names = tuple(name for name in wanted if name not in incomplete)
        self.left_out = len(wanted) - len(self.names)
        """Number of names that lack a picture."""
        doubtful = [*doubts, *self._shallow()]
        for problem in doubtful:
            _logger.warning("%s", problem.text)
        self.problems = (*missing, *doubtful, *(self._unlabelled() if names is None else ()))
        """Names that lack a picture; and what is no hindrance: names that are listed twice, colours that
        seem to be of fewer bits than their files, which are warned of, and pictures that lack labels."""

    def __len__(self) -> int:
        return len(self.names)

    def __getitem__(self, index: int) -> Sample:
        """Read one sample.

        Raises:
            DatasetError: a file cannot be read as a picture of its kind, or the pictures differ in size.
        """
        name = self.names[index]
        return read_sample(name, [partial(part.read, self._files[part.folder][name]) for part in self._parts])

    def labels(self, index: int) -> NDArray[np.uint8]:
        """Read the class ids of one sample.

        Raises:
            RecordingError: the file cannot be read, or holds no class ids.
        """
        return self._labels.read(self._files[self._labels.folder][self.names[index]])["labels"]

    def turned(self) -> dict[str, int]:
        """Count the files of each folder that their Exif orientation turns, where there are any."""
        counts = {}
        for part in self._parts:
            found = [read_or_problem(partial(header_of, file), "unreadable") for file in self._chosen(part)]
            turned = [
                header
                for header in found
                if not isinstance(header, Problem) and header.orientation != UPRIGHT
            ]
            counts[part.folder.name] = len(turned)
        return {folder: count for folder, count in counts.items() if count}

    def _chosen(self, part: Part) -> list[Path]:
        return [self._files[part.folder][name] for name in self.names]

    def _shallow(self) -> list[Problem]:
        texts = [shallow_colours(self._chosen(part)) for part in self._parts if part.rgb]
        return [Problem("bit depth", text) for text in texts if text is not None]

    def _unlabelled(self) -> list[Problem]:
        labelled = self._files[self._labels.folder]
        seen = {name: None for part in self._parts[:-1] for name in self._files[part.folder]}
        lost = [name for name in seen if name not in labelled]
        whole = f"the {len(seen)} names that the cameras' folders have"
        return [_lacking(self._labels.folder, lost, "missing labels", whole)] if lost else []


def _list(parts: Sequence[Part]) -> dict[Path, dict[str, Path]]:
    files, problems = {}, []
    for part in parts:
        found = read_or_problem(partial(pictures_in, part.folder), "unusable")
        if isinstance(found, Problem):
            problems.append(found)
        else:
            files[part.folder] = found
    if problems:
        raise DatasetError(problems)
    return files


def _lossy(folder: Path, labels: Sequence[Path | None]) -> list[Problem]:
    jpegs = [file for file in labels if file is not None and file.suffix.lower() in _JPEG_SUFFIXES]
    if not jpegs:
        return []
    text = (
        f"{folder}: {len(jpegs)} of {len(labels)} labels are JPEG, which changes ids, the first being "
        f"{jpegs[0].name}; save them as PNG"
    )
    return [Problem("unusable", text, tuple(file.stem for file in jpegs))]


def _lacking(folder: Path, lost: list[str], kind: ProblemKind, whole: str) -> Problem:
    return Problem(kind, f"{folder} lacks {len(lost)} of {whole}, the first being {lost[0]!r}", tuple(lost))
