"""The demo's progress in the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csk_ros.progress_bars import NodeBar

if TYPE_CHECKING:
    from csk_ros.demo.record import Record


class ProgressBar(NodeBar):
    """A bar of so many seconds with the mode in force beside it, while its block lasts."""

    def show(self, record: Record, position: float) -> None:
        """Show how far the replay is, in seconds, and what the node says."""
        newest = record.modes[-1] if record.modes else None
        self.advance(position, "playing", f"{newest.mode}: {newest.reason}" if newest else "")
