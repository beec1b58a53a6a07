"""Picture files to begin with: one of each kind that a camera, or a stranger, may send."""

from __future__ import annotations

import functools
import io
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
from PIL import Image

from csk_ros.fuzzing import jpeg_file, png_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from csk_ros.fuzzing.byte_source import ByteSource

HEIGHT, WIDTH = 50, 66
"""Large enough to be thinned out for a thumbnail in one direction, small enough for thousands a second."""


@functools.cache
def picture_files() -> dict[str, bytes]:
    """JPEG and PNG files of 66x50 pixels, by their kind."""
    random = np.random.default_rng(0)
    colour = random.integers(0, 256, (HEIGHT, WIDTH, 3)).astype(np.uint8)
    grey = colour[..., 0]
    deep = random.integers(0, 65_536, (HEIGHT, WIDTH)).astype(np.uint16)
    exif = Image.Exif()
    exif[0x0112] = 6  # orientation: to be turned by 90 degrees
    files = {
        "jpeg": _opencv(".jpg", colour),
        "grey jpeg": _opencv(".jpg", grey),
        "progressive jpeg": _opencv(".jpg", colour, cv2.IMWRITE_JPEG_PROGRESSIVE, 1),
        "jpeg with restarts": _opencv(".jpg", colour, cv2.IMWRITE_JPEG_RST_INTERVAL, 2),
        "cmyk jpeg": _pillow(Image.fromarray(colour).convert("CMYK"), "JPEG"),
        "turned jpeg": _pillow(Image.fromarray(colour), "JPEG", exif=exif, icc_profile=bytes(200)),
        "png": _opencv(".png", colour),
        "grey png": _opencv(".png", grey),
        "16-bit png": _opencv(".png", deep),
        "16-bit colour png": _opencv(".png", np.dstack([deep] * 3)),
        "alpha png": _opencv(".png", np.dstack([colour, grey])),
        "grey alpha png": _pillow(Image.fromarray(grey).convert("LA"), "PNG"),
        "palette png": _pillow(Image.fromarray(colour).quantize(16), "PNG", transparency=3),
        "bit png": _pillow(Image.fromarray(grey).convert("1"), "PNG"),
        "animated png": _pillow(
            Image.fromarray(colour), "PNG", save_all=True, append_images=[Image.fromarray(255 - colour)]
        ),
    }
    files["webcam jpeg"] = jpeg_file.without_tables(files["jpeg"])
    files["jpeg of many scans"] = jpeg_file.with_scans(files["progressive jpeg"], 60)
    files["jpeg with a hidden size"] = jpeg_file.with_hidden_size(files["jpeg"], 60_000, 16_000)
    end = [png_file.pixels(bytes(HEIGHT * (WIDTH + 1))), png_file.END]
    first = png_file.header(WIDTH, HEIGHT, 8, 0)
    files["png of texts that explode"] = png_file.png_file([first, png_file.bomb(b"zTXt", 7), *end])
    files["png of pixels that explode"] = png_file.png_file([first, png_file.bomb(b"IDAT", 2), png_file.END])
    return files


def any_file(source: ByteSource) -> bytes:
    """A file of some kind, as it is or damaged, or bytes that only begin like one."""
    data = source.choice(tuple(picture_files().values()))
    return source.choice(WAYS)(source, data)


def _damaged(source: ByteSource, data: bytes) -> bytes:
    """A file after a few blows."""
    damaged = bytearray(data)
    for _ in range(source.number(1, 6)):
        at = source.number(0, max(0, len(damaged) - 1))
        if source.one_in(2):
            # Where the sizes are.
            at = min(at, source.number(0, 63))
        size = source.number(0, 64)
        kind = source.number(0, 5)
        if kind == 0:
            damaged[at : at + 1] = source.take(1)
        elif kind == 1:
            damaged[at : at + 4] = source.choice((b"\0\0\0\0", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff"))
        elif kind == 2:
            del damaged[at : at + size]
        elif kind == 3:
            damaged[at:at] = source.take(size)
        elif kind == 4:
            damaged[at:at] = damaged[at : at + size * 4]
        else:
            del damaged[at:]
    return bytes(damaged)


def _opencv(suffix: str, picture: Any, *options: int) -> bytes:
    done, data = cv2.imencode(suffix, picture, options)
    if not done:
        raise ValueError(f"OpenCV cannot write {suffix}")
    return data.tobytes()


def _pillow(picture: Image.Image, kind: str, **options: Any) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


WAYS: tuple[Callable[[ByteSource, bytes], bytes], ...] = (
    lambda _, data: data,
    _damaged,
    lambda source, data: png_file.mend(_damaged(source, data)),
    lambda source, _: png_file.any_png(source),
    lambda source, _: jpeg_file.odd_jpeg(source, picture_files()["jpeg"]),
    lambda source, _: jpeg_file.odd_jpeg(source, picture_files()["progressive jpeg"]),
    lambda source, data: data[: source.number(0, 40)] + source.rest(),
)
"""What becomes of a file: nothing, damage, another one in its place, its beginning before anything."""
