"""Mosaics of one colour: red 200, green 100, blue 50."""

from __future__ import annotations

MOSAICS = [
    ("bayer_rggb8", [[200, 100], [100, 50]]),
    ("bayer_bggr8", [[50, 100], [100, 200]]),
    ("bayer_gbrg8", [[100, 50], [200, 100]]),
    ("bayer_grbg8", [[100, 200], [50, 100]]),
]
"""Each encoding with its smallest block."""
