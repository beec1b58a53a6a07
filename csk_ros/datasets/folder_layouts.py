"""How the folders of public data sets are called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from csk_ros.datasets.paired_folder import PairedFolder

if TYPE_CHECKING:
    from pathlib import Path

LayoutName = Literal["msrs", "pst900", "fmb"]


@dataclass(frozen=True)
class FolderLayout:
    """The subfolders of ROOT/train and ROOT/test; see PairedFolder for what they hold."""

    rgb: str
    thermal: str
    labels: str
    ids_from_one: bool = False

    def open(self, root: Path, split: str, *, allow_missing: bool = False) -> PairedFolder:
        """Open one split of a data set.

        Args:
            root: the folder with the splits in it.
            split: train or test.
            allow_missing: see FileSamples.

        Raises:
            DatasetError: see PairedFolder.
        """
        return PairedFolder(
            root / split,
            rgb=self.rgb,
            thermal=self.thermal,
            labels=self.labels,
            ids_from_one=self.ids_from_one,
            allow_missing=allow_missing,
        )


MSRS = FolderLayout(rgb="vi", thermal="ir", labels="Segmentation_labels")
"""github.com/Linfeng-Tang/MSRS; the ids are MFNet's."""

PST900 = FolderLayout(rgb="rgb", thermal="thermal", labels="labels")
"""github.com/ShreyasSkandanS/pst900_thermal_rgb; 16-bit thermal pictures are in `thermal_raw`."""

FMB = FolderLayout(rgb="Visible", thermal="Infrared", labels="Label", ids_from_one=True)
"""github.com/JinyuanLiu-CV/SegMiF.

Its label pictures hold 1 road to 14 pole, and 0 where nothing is labelled: the authors' table in issue 10
there, and the 14 classes, with 98.16 % of the pixels labelled, of the paper's section 4 (issue 17). An id is
the value minus 1, and 0 becomes 255.
"""

FOLDER_LAYOUTS: dict[LayoutName, FolderLayout] = {"msrs": MSRS, "pst900": PST900, "fmb": FMB}
