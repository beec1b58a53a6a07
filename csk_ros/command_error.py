"""How a command says that it cannot be done as it was called."""

from __future__ import annotations


class CommandError(Exception):
    """A wrong call or input: its message is printed without a traceback, exit code 2."""
