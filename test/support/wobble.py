"""Signals of two cameras that see the same motion, without any pictures."""

from __future__ import annotations

import numpy as np

from csk_ros.sync_check.signal import Signal

CHANNELS = 8


class Wobble:
    """A motion of several channels that never repeats: what was between two moments, at any rate."""

    def __init__(self, seed=0, *, rates=None):
        random = np.random.default_rng(seed)
        count = 12
        self.rates = random.uniform(0.1, 1.5, (count, CHANNELS)) if rates is None else rates
        self.phases = random.uniform(0, 2 * np.pi, self.rates.shape)

    def signal(self, times, *, seen=None, noise=0.0, seed=0):
        """The mean motion between the times, stamped with the times or with `seen`."""
        random = np.random.default_rng(seed)
        turns = 2 * np.pi * times[:, np.newaxis, np.newaxis] * self.rates + self.phases
        position = (np.sin(turns) / (2 * np.pi * self.rates)).sum(axis=1)
        values = np.diff(position, axis=0) / np.diff(times)[:, np.newaxis]
        values += random.normal(0, noise, values.shape) * values.std()
        stamps = times if seen is None else seen
        return Signal(stamps[:-1], stamps[1:], values - values.mean(axis=0))


def frame_times(rate, seconds, *, lost=0.0, seed=0):
    """Times of the pictures of a camera, some of them lost."""
    random = np.random.default_rng(seed)
    times = np.arange(random.uniform(0, 1 / rate), seconds, 1 / rate)
    return times[random.random(len(times)) >= lost]
