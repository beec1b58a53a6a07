"""Two cameras in a process of their own, which the benchmark starts as a module.

In a process of their own, because two threads of one Python process would wait for each other: whoever
measures must not be kept from noting an arrival by the sending of a picture.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import rclpy
from rclpy.executors import ExternalShutdownException
from rclpy.impl.implementation_singleton import rclpy_implementation
from rclpy.node import Node
from rclpy.qos import QoSProfile, ReliabilityPolicy
from sensor_msgs.msg import Image

from csk_ros.messages.image_encoding import encode_image
from csk_ros.messages.stamp_message import to_stamp
from csk_ros.recording.topics import TOPICS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from csk_ros.stream.frame import Stream

DISCOVERY_PATIENCE = 30.0
"""Seconds until somebody has to listen."""

NOT_HEARD = 3
"""Exit code where nobody listened in time."""

_ENCODINGS: dict[Stream, str] = {"rgb": "rgb8", "thermal": "mono8"}


class Cameras(Node):
    """Sends the same pictures over and over, encoded beforehand, at an even rate.

    Args:
        pictures: by stream, [n, H, W, 3] of rgb and [n, H, W] of thermal; who is left out is silent.
        namespace: of the topics.
    """

    def __init__(self, pictures: dict[Stream, np.ndarray], namespace: str) -> None:
        super().__init__("benchmark_cameras", namespace=namespace)
        quality = QoSProfile(depth=2, reliability=ReliabilityPolicy.BEST_EFFORT)
        self._cameras = [
            (
                self.create_publisher(Image, TOPICS[stream], quality),
                [encode_image(p, _ENCODINGS[stream], stamp=0, frame_id=stream) for p in pictures[stream]],
            )
            # Thermal last: a frame that has its partner already is answered at once.
            for stream in ("rgb", "thermal")
            if stream in pictures
        ]

    def wait_for_listeners(self) -> bool:
        """Wait until every camera is heard; False if that takes too long."""
        deadline = time.monotonic() + DISCOVERY_PATIENCE
        while not all(publisher.get_subscription_count() for publisher, _ in self._cameras):
            if time.monotonic() > deadline:
                return False
            rclpy.spin_once(self, timeout_sec=0.05)
        return True

    def play(self, rate: float, seconds: float) -> list[int]:
        """Send a moment `rate` times a second for so long; return the moments' stamps, in ns."""
        stamps: list[int] = []
        began = time.monotonic()
        for number in range(round(rate * seconds)):
            # The cameras' own pace, not a wait for something: each picture has its time.
            time.sleep(max(0.0, began + number / rate - time.monotonic()))
            stamps.append(time.time_ns())
            for publisher, messages in self._cameras:
                message = messages[number % len(messages)]
                message.header.stamp = to_stamp(stamps[-1])
                publisher.publish(message)
        return stamps


def main(arguments: Sequence[str] | None = None) -> int:
    """Play, and write the stamps as JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--pictures", type=Path, required=True)
    parser.add_argument("--streams", required=True)
    parser.add_argument("--namespace", required=True)
    parser.add_argument("--rate", type=float, required=True)
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--stamps", type=Path, required=True)
    args = parser.parse_args(arguments)
    with np.load(args.pictures) as file:
        pictures: dict[Stream, np.ndarray] = {name: file[name] for name in args.streams.split(",")}
    rclpy.init()
    cameras = Cameras(pictures, args.namespace)
    try:
        if not cameras.wait_for_listeners():
            return NOT_HEARD
        args.stamps.write_text(json.dumps(cameras.play(args.rate, args.seconds)), encoding="utf-8")
    except (ExternalShutdownException, rclpy_implementation.RCLError):
        # A signal takes the context away: no more pictures are wanted.
        if rclpy.ok():
            raise
    finally:
        cameras.destroy_node()
        rclpy.try_shutdown()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
