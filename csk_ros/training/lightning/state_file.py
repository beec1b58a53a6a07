"""How a run's state gets onto the disk: whole, or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from pytorch_lightning.plugins import TorchCheckpointIO

from csk_ros.file_replacement import replace_file

if TYPE_CHECKING:
    import os


class StateFile(TorchCheckpointIO):
    """Writes a state beside the one before, and takes its place once it is complete.

    Lightning's own writes into the system's temporary folder first: where that is another file system, the
    state is then copied over the one before, and a kill leaves neither.
    """

    def save_checkpoint(
        self, checkpoint: dict[str, Any], path: str | os.PathLike[str], storage_options: Any | None = None
    ) -> None:
        """Write a state.

        Raises:
            TypeError: storage options are given, which a file has none of.
        """
        if storage_options is not None:
            raise TypeError(f"a state on disk has no storage options, got {storage_options}")
        replace_file(Path(path), lambda unfinished: torch.save(checkpoint, unfinished))
