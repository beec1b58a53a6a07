"""Image files written by hand, of kinds that no library at hand writes."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image

if TYPE_CHECKING:
    from numpy.typing import NDArray

SHORT, LONG = 3, 4


def png_chunk(name: bytes, content: bytes) -> bytes:
    """One chunk of a PNG file, with its checksum."""
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def grey_png(values: NDArray[np.uint8], bits: int) -> bytes:
    """A grey PNG file of 1, 2, 4 or 8 bits a pixel; rows must fill whole bytes."""
    height, width = values.shape
    digits = (values[..., None] >> np.arange(bits - 1, -1, -1)) & 1
    rows = np.packbits(digits.reshape(height, -1).astype(np.uint8), axis=1)
    header = struct.pack(">IIBBBBB", width, height, bits, 0, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\0" + row.tobytes() for row in rows))
    chunks = ((b"IHDR", header), (b"IDAT", pixels), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(png_chunk(*chunk) for chunk in chunks)


def grey_tiff(values: NDArray[Any], *, photometric: int = 1, order: str = "<", **tags: int) -> bytes:
    """A TIFF file of one uncompressed channel; `tags` are further ones, `t281=4095`."""
    height, width = values.shape
    data = values.astype(values.dtype.newbyteorder(order)).tobytes()
    entries: dict[int, tuple[int, int]] = {
        256: (SHORT, width),
        257: (SHORT, height),
        258: (SHORT, values.itemsize * 8),
        259: (SHORT, 1),
        262: (SHORT, photometric),
        273: (LONG, 8),
        277: (SHORT, 1),
        278: (SHORT, height),
        279: (LONG, len(data)),
        **{int(name[1:]): (SHORT, value) for name, value in tags.items()},
    }
    out = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "I", 8 + len(data)) + data
    out += struct.pack(order + "H", len(entries))
    for tag, (kind, value) in sorted(entries.items()):
        room = struct.pack(order + "HH", value, 0) if kind == SHORT else struct.pack(order + "I", value)
        out += struct.pack(order + "HHI", tag, kind, 1) + room
    return out + struct.pack(order + "I", 0)


def exif_block(orientation: int, order: str = "<") -> bytes:
    """An Exif block that holds an orientation alone."""
    start = b"II*\0" if order == "<" else b"MM\0*"
    entry = struct.pack(order + "HHIHH", 0x0112, SHORT, 1, orientation, 0)
    return start + struct.pack(order + "IH", 8, 1) + entry + struct.pack(order + "I", 0)


def with_orientation(image: NDArray[Any], kind: str, orientation: int, order: str = "<") -> bytes:
    """An image as JPEG, PNG or TIFF whose Exif says an orientation; the pixels stay in place."""
    file = BytesIO()
    picture = Image.fromarray(image)
    if kind == "TIFF":
        picture.save(file, kind, tiffinfo={0x0112: orientation})
    else:
        block = exif_block(orientation, order)
        # Pillow takes the block of a JPEG file with its start.
        picture.save(file, kind, exif=b"Exif\0\0" + block if kind == "JPEG" else block)
    return file.getvalue()
