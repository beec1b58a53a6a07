"""What `evaluate` says beside its report while it is under way."""

from __future__ import annotations

import sys

from tqdm import tqdm


def tell(text: str) -> None:
    """Say it on the terminal, above a progress bar that may be there."""
    tqdm.write(f"csk_ros evaluate: {text}", file=sys.stderr)
