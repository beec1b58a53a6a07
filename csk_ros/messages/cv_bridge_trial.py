"""Whether cv_bridge works here, tried in a process of its own."""

from __future__ import annotations

import signal
import subprocess
import sys

_TRIAL = """\
import sys

sys.path[:] = sys.argv[1:]

from types import SimpleNamespace

import numpy as np
from cv_bridge import CvBridge

pixel = np.array([[[1, 2, 3]]], np.uint8)
message = SimpleNamespace(
    data=pixel, encoding="bgr8", height=1, width=1, step=3, is_bigendian=sys.byteorder == "big"
)
answer = CvBridge().imgmsg_to_cv2(message, "rgb8").tolist()
if answer != [[[3, 2, 1]]]:
    sys.exit(f"it turns bgr8 {pixel.tolist()} into rgb8 {answer}")
"""


def why_cv_bridge_fails() -> str | None:
    """What keeps cv_bridge from converting a pixel here; None if nothing does.

    Binaries made for NumPy 1 or for another OpenCV fail under newer ones while they are imported or on the
    first call, in several ways (github.com/ros-perception/vision_opencv/issues/535), a segmentation fault
    among them.
    """
    trial = subprocess.run(  # noqa: S603 - our words
        [sys.executable, "-c", _TRIAL, *sys.path],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if trial.returncode == 0:
        return None
    if trial.returncode < 0:
        return f"its first conversion ends in {signal.Signals(-trial.returncode).name}"
    return (trial.stderr.strip().splitlines() or [f"exit code {trial.returncode}"])[-1]
