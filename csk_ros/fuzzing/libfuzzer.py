"""The process that libFuzzer takes over: `python -m csk_ros.fuzzing.libfuzzer <libFuzzer's arguments>`."""

from __future__ import annotations

import sys
from importlib import import_module

import cv2


def main() -> None:
    """Check messages until libFuzzer ends the process."""
    # By its name: atheris is no dependency, and has no types.
    atheris = import_module("atheris")
    # Only modules that are imported in here tell libFuzzer which of their branches an input has taken.
    with atheris.instrument_imports(include=["csk_ros"]):
        any_message = import_module("csk_ros.fuzzing.any_message").any_message
        check_message = import_module("csk_ros.fuzzing.contract").check_message
    cv2.setNumThreads(1)
    atheris.Setup(sys.argv, lambda data: check_message(any_message(data)))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
