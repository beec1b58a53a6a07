"""Why a frame gets no output: the words of the ledger.

More come from elsewhere: an `ImageError` brings its own, a refused stamp is dropped as its `StampVerdict`,
and a thermal frame that no mode can use as `thermal` and the stream's `Health`.
"""

from __future__ import annotations

NO_CLOCK = "no clock"
"""Simulated time is asked for and has not come."""

LOADING = "loading"
"""The network was not loaded yet."""

RESET = "stream reset"
"""It waited for rgb when the clock went back."""

LATE = "late stamp"
"""An output of a later stamp is out already."""

SUPERSEDED = "superseded"
"""It waited for the network, and a newer one came."""

STOPPED = "stopped"
"""It waited for the network when the node was deactivated."""

NO_ANSWER = "no answer"
"""The network was still at it some seconds after the node was deactivated."""

INFERENCE_FAILED = "inference failed"
"""The network, or what leads to it, raised something that says nothing about the picture."""

PUBLISH_FAILED = "publish failed"
"""The middleware did not take the labels: backpressure, or a context that went down."""
