"""The type that ROS finds for a scalar of YAML; it is not always the one of YAML itself."""

from __future__ import annotations

import re
import sys
from contextlib import suppress

Scalar = bool | int | float | str

_TRUE = frozenset(["Y", "y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"])
_FALSE = frozenset(["N", "n", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"])

_SPACE = r"[ \t\n\v\f\r]*"
_HEX_INTEGER = re.compile(_SPACE + r"([-+]?0[xX][0-9a-fA-F]+)")
_OCTAL_INTEGER = re.compile(_SPACE + r"([-+]?0[0-7]*)")
_INTEGER = re.compile(_SPACE + r"([-+]?[1-9][0-9]*)")
_DOUBLE = re.compile(_SPACE + r"([-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?)")
_HEX_DOUBLE = re.compile(
    _SPACE + r"([-+]?0[xX]([0-9a-fA-F]+\.?[0-9a-fA-F]*|\.[0-9a-fA-F]+)([pP][-+]?[0-9]+)?)"
)
_NOT_FINITE = re.compile(_SPACE + r"([-+]?)(inf(?:inity)?|nan)(?:(?<=nan)\(\w*\))?", re.IGNORECASE | re.ASCII)
_DOTTED_NOT_FINITE = re.compile(r"([-+]?)\.(inf|Inf|INF)|()\.(nan|NaN|NAN)")


def ros_scalar(text: str, *, quoted: bool) -> Scalar:
    """Convert a scalar as ROS does, which tries bool, integer and double in this order.

    Args:
        text: the scalar, without its quotes.
        quoted: whether it had any, or the tag !!str: then it is a string.
    """
    if quoted:
        return text
    if text in _TRUE or text in _FALSE:
        return text in _TRUE
    integer = _integer(text)
    if integer is not None:
        return integer
    double = _double(text)
    return text if double is None else double


def _integer(text: str) -> int | None:
    """What strtoll makes of the whole text with base 0; None if it fails."""
    for pattern, base in ((_HEX_INTEGER, 16), (_OCTAL_INTEGER, 8), (_INTEGER, 10)):
        if match := pattern.fullmatch(text):
            # Python converts no decimal number of thousands of digits.
            with suppress(ValueError):
                number = int(match[1], base)
                return number if -(2**63) <= number < 2**63 else None
    return None


def _double(text: str) -> float | None:
    """What strtod makes of the whole text; None if it fails, which includes what no double can hold."""
    if match := _DOTTED_NOT_FINITE.fullmatch(text) or _NOT_FINITE.fullmatch(text):
        return float(text.strip().replace(".", "").partition("(")[0])
    if match := _DOUBLE.fullmatch(text):
        number = float(match[1])
        is_zero = not re.search("[1-9]", match[1].lower().partition("e")[0])
        return number if is_zero or sys.float_info.min <= abs(number) <= sys.float_info.max else None
    if match := _HEX_DOUBLE.fullmatch(text):
        with suppress(OverflowError):
            return float.fromhex(match[1])
    return None
