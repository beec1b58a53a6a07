"""The error for pictures or points that no registration to be trusted comes from."""

from __future__ import annotations


class RegistrationError(ValueError):
    """No homography, or none to be trusted; the message says why and how to go on."""
