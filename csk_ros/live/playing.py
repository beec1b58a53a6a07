"""A replay that goes on while its node is watched."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Future

    from csk_ros.replay.replay_node import ReplayNode


@contextmanager
def playing(replay: ReplayNode) -> Iterator[Future[None]]:
    """Play in a thread until the end or until the block is left."""
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="replay") as pool:
        try:
            yield pool.submit(replay.play)
        finally:
            replay.stop()
