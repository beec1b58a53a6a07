"""Label sets of the public rgb-thermal data sets, and all sets by name."""

from __future__ import annotations

from csk_ros.labels import STREET, LabelSet

MFNET = LabelSet(
    name="mfnet",
    classes=(
        "background",
        "car",
        "person",
        "bike",
        "curve",
        "car stop",
        "guardrail",
        "color cone",
        "bump",
    ),
    # What STREET has too keeps its colour.
    colours=(
        *STREET.colours,
        (170, 90, 255),
        (0, 190, 110),
        (0, 220, 255),
        (165, 95, 20),
        (255, 130, 220),
    ),
)
"""MFNet and MSRS, in the order of github.com/haqishen/MFNet-pytorch, where background is "unlabelled"."""

PST900 = LabelSet(
    name="pst900",
    classes=("background", "fire extinguisher", "backpack", "hand drill", "survivor"),
    colours=((0, 0, 0), (255, 70, 60), (40, 130, 255), (255, 200, 0), (0, 190, 110)),
)
"""In the order of the data set's paper, arXiv:1909.10980, table I."""

FMB = LabelSet(
    name="fmb",
    classes=(
        "road",
        "sidewalk",
        "building",
        "traffic light",
        "traffic sign",
        "vegetation",
        "sky",
        "person",
        "car",
        "truck",
        "bus",
        "motorcycle",
        "bicycle",
        "pole",
    ),
    colours=(
        (179, 228, 228),
        (181, 57, 133),
        (67, 162, 177),
        (200, 178, 50),
        (132, 45, 199),
        (66, 172, 84),
        (179, 73, 79),
        (76, 99, 166),
        (66, 121, 253),
        (137, 165, 91),
        (155, 97, 152),
        (105, 153, 140),
        (222, 215, 158),
        (135, 113, 90),
    ),
)
"""Order and colours as the authors gave them in github.com/JinyuanLiu-CV/SegMiF/issues/10.

The data set's label pictures count from 1, see `csk_ros.datasets.folder_layouts`.
"""

LABEL_SETS = {label_set.name: label_set for label_set in (STREET, MFNET, PST900, FMB)}
"""Every known set by its name."""
