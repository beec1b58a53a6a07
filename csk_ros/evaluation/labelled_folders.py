"""Labelled pictures in folders that may be anywhere."""

from __future__ import annotations

from pathlib import Path

from csk_ros.datasets.paired_folder import PairedFolder

_NAMED = 5
"""Missing pictures that an error names."""


def open_labelled_folders(labels: Path, *, rgb: Path | None, thermal: Path | None) -> PairedFolder:
    """Open folders of pictures of the same names as a data set.

    Args:
        labels: of class ids.
        rgb: of colour pictures; None where no mode sees them.
        thermal: of thermal pictures; None where no mode sees them.

    Raises:
        FileNotFoundError: a folder is missing, holds no pictures, or lacks one that another has.
    """
    folders = [folder for folder in (labels, thermal, rgb) if folder is not None]
    names = {folder: _names(folder) for folder in folders}
    everything = set().union(*names.values())
    for folder, there in names.items():
        missing = sorted(everything - there)
        if missing:
            more = f" and {len(missing) - _NAMED} more" if len(missing) > _NAMED else ""
            raise FileNotFoundError(
                f"{folder} lacks {len(missing)} of the {len(everything)} pictures that the other folders "
                f"have: {', '.join(missing[:_NAMED])}{more}; add them, or take them out of the others"
            )
    return PairedFolder(
        Path(),
        labels=str(labels),
        # Labels are read in the place of thermal pictures that nobody looks at.
        thermal=str(labels if thermal is None else thermal),
        rgb=None if rgb is None else str(rgb),
    )


def _names(folder: Path) -> set[str]:
    """The names of a folder's pictures, without suffix."""
    return set(PairedFolder(folder, labels="", thermal="", rgb=None).names)
