"""A second of a labelled recording on which a network sees different things in different places."""

from __future__ import annotations

import cv2
import numpy as np

from csk_ros.recording.bag_writer import BagWriter
from csk_ros.recording.recorded_image import RecordedImage
from csk_ros.recording.topics import TOPICS
from support.bag_files import image_message

MS = 1_000_000
BEGIN = 100_000 * MS
MOMENTS = 10
SIZE = (64, 96)
IN_A_BAG = {stream: f"/{topic}" for stream, topic in TOPICS.items()}
ENCODINGS = {"rgb": "rgb8", "thermal": "mono16", "labels": "mono8"}


def blotches(seed, channels=1):
    """A picture in which a network sees different things in different places."""
    coarse = np.random.default_rng(seed).integers(0, 256, (6, 8, channels)).astype(np.uint8)
    picture = cv2.resize(coarse, SIZE[::-1], interpolation=cv2.INTER_CUBIC)
    return picture.reshape(*SIZE, channels) if channels > 1 else picture.reshape(SIZE)


def street():
    """10 Hz: rgb comes 2 ms, thermal 5 ms after the stamp that they share, the truth right behind them."""
    for number in range(MOMENTS):
        stamp = BEGIN + number * 100 * MS
        truth = blotches(200 + number) % 4
        truth[0] = 255
        images = {
            "rgb": (2, blotches(number, 3)),
            "thermal": (5, blotches(100 + number).astype(np.uint16) * 20 + 28_000),
            "labels": (6, truth),
        }
        for stream, (late, image) in images.items():
            yield RecordedImage(
                stream, stamp + late * MS, stamp, f"{stream}_optical", ENCODINGS[stream], image
            )


def bag_of(path, pictures):
    with BagWriter(path) as writer:
        for picture in pictures:
            writer.write(picture)
    return path


def messages(pictures, topics=IN_A_BAG):
    """What `write_bag` takes."""
    for picture in pictures:
        message = image_message(
            picture.image, picture.encoding, stamp=picture.stamp, frame_id=picture.frame_id
        )
        yield topics[picture.stream], picture.time, message


def cameras(pictures):
    return [picture for picture in pictures if picture.stream != "labels"]
