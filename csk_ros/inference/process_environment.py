"""The environment of a process that runs the network on a CPU."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

# By default glibc gives the memory of every layer back to the system, which has to clear it for the next one.
KEEP_MEMORY = {"MALLOC_MMAP_THRESHOLD_": "1000000000", "MALLOC_TRIM_THRESHOLD_": "2000000000"}
"""Bytes; glibc reads them when a process starts, too early for the process to set them itself."""


def inference_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """Tell what to add to a process's environment so that inference does not wait for memory.

    What is set already is left as it is.
    """
    return {name: value for name, value in KEEP_MEMORY.items() if name not in environment}
