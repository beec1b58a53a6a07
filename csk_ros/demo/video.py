"""Write pictures as a video that plays everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import imageio_ffmpeg
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from numpy.typing import NDArray


def write_video(path: Path, pictures: Iterable[NDArray[np.uint8]], size: tuple[int, int], rate: int) -> int:
    """Write an mp4, H.264 with 4:2:0 chroma, that can be played before it is loaded completely.

    Args:
        path: the file; one that exists is written over.
        pictures: u8[height, width, RGB]; taken one by one.
        size: width and height, both multiples of 16.
        rate: pictures a second.

    Returns:
        How many pictures it has.

    Raises:
        OSError: ffmpeg failed; the message is its own.
    """
    writer = imageio_ffmpeg.write_frames(
        str(path),
        size,
        fps=rate,
        codec="libx264",
        pix_fmt_out="yuv420p",
        quality=None,
        output_params=["-crf", "22", "-preset", "fast", "-movflags", "+faststart"],
    )
    writer.send(None)
    written = 0
    try:
        for picture in pictures:
            writer.send(np.ascontiguousarray(picture))
            written += 1
    finally:
        writer.close()
    return written
