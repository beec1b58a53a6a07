"""The bytes of an array as the `data` of a message."""

from __future__ import annotations

import array
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray


def message_bytes(numbers: NDArray[Any]) -> array.array[int]:
    """Copy a C-contiguous array of any type.

    A message takes an array.array as it is, but checks every byte of anything else: that is a thousand times
    slower than the copy for a camera's picture.
    """
    data = array.array("B")
    # A view of nothing cannot be cast.
    if numbers.size:
        data.frombytes(numbers.data.cast("B"))
    return data
