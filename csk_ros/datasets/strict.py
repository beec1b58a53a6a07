"""How the parts of an experiment's file are checked."""

from __future__ import annotations

from pydantic import ConfigDict

STRICT = ConfigDict(extra="forbid")
"""A key that is not known is an error."""
