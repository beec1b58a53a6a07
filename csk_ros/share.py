"""Find the files that come with the package: models, config, launch files."""

from __future__ import annotations

import os
import sys
from pathlib import Path

SHIPPED_MODEL = "models/csknet_lite0_street.safetensors"
"""The checkpoint that is used when no other is named."""


def share_file(relative: str) -> Path:
    """Find a file of the package's share folder, such as `models/...` or `config/...`.

    Looked for beside the source tree, then in the Python prefix (pip), then in every prefix of
    AMENT_PREFIX_PATH (colcon): whichever this installation has.

    Raises:
        FileNotFoundError: the file is in none of them; the message names the places.
    """
    prefixes = [sys.prefix, *filter(None, os.environ.get("AMENT_PREFIX_PATH", "").split(os.pathsep))]
    places = [Path(__file__).resolve().parent.parent]
    places += [Path(prefix) / "share" / "csk_ros" for prefix in prefixes]
    for place in places:
        if (place / relative).is_file():
            return place / relative
    looked = ", ".join(str(place) for place in places)
    raise FileNotFoundError(f"{relative} is not part of this installation of csk_ros; looked in {looked}")
