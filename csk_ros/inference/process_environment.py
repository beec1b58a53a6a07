"""The environment of a process that runs the network on a CPU."""

from __future__ import annotations

import os
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


def let_threads_sleep() -> None:
    """Have this process's threads sleep while they wait for each other; call it before torch is loaded.

    They wait many times a frame. On a robot, whose cores have other work too, spinning meanwhile, which is
    the default, makes every frame several times as slow as sleeping does. What is set already is left as it
    is.
    """
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
