"""A network that is loaded in a thread of its own: the first start exports it, which takes half a minute."""

from __future__ import annotations

import threading
import time
import traceback
from typing import TYPE_CHECKING

from csk_ros.inference.segmenter import Segmenter

if TYPE_CHECKING:
    from collections.abc import Callable

    from csk_ros.inference.model_settings import ModelSettings

_ONE_AT_A_TIME = threading.Lock()
"""An export cannot be interrupted: whatever is asked for meanwhile waits for its end."""


class ModelLoading:
    """Loads and warms up a network; all methods are for the thread that has made it.

    Args:
        settings: what to load.
        ended: called once in the loading thread when the network is there or cannot be had, but not after
            `give_up`.
        warn: takes what a user has to know meanwhile, in the loading thread.
    """

    def __init__(
        self, settings: ModelSettings, *, ended: Callable[[], object], warn: Callable[[str], object]
    ) -> None:
        self._settings = settings
        self._ended = ended
        self._warn = warn
        self._since = time.monotonic()
        self._note = ""
        self._lock = threading.Lock()
        self._given_up = False
        self._segmenter: Segmenter | None = None
        self._failure = ""
        threading.Thread(target=self._run, name="loading", daemon=True).start()

    @property
    def description(self) -> str:
        """What goes on, for how long, and what was logged last."""
        note = f"; last: {self._note}" if self._note else ""
        return f"loading the model for {time.monotonic() - self._since:.0f} s{note}"

    @property
    def failure(self) -> str:
        """Why there is no network; empty unless loading has failed."""
        return self._failure

    def take(self) -> Segmenter | None:
        """Hand the network over, once; None while there is none."""
        segmenter, self._segmenter = self._segmenter, None
        return segmenter

    def give_up(self) -> None:
        """Ask for no result any more; loading goes on to its end, unseen."""
        with self._lock:
            self._given_up = True
            self._segmenter = None

    def _run(self) -> None:
        with _ONE_AT_A_TIME:
            if self._given_up:
                return
            segmenter, failure = self._load()
        with self._lock:
            if not self._given_up:
                self._segmenter, self._failure = segmenter, failure
                self._ended()

    def _load(self) -> tuple[Segmenter | None, str]:
        """Give the network, or why there is none."""
        path, runtime, device, threads = self._settings
        try:
            segmenter = Segmenter.load(path, device, runtime=runtime, threads=threads, tell=self._tell)
            segmenter.warm_up()
        except (OSError, RuntimeError, ValueError) as error:
            return None, str(error)
        except Exception as error:  # noqa: BLE001 - unforeseen: nobody would hear of it from this thread
            self._tell(traceback.format_exc())
            return None, f"{type(error).__name__}: {error}"
        return segmenter, ""

    def _tell(self, text: str) -> None:
        self._note = text
        self._warn(text)
