# SPDX-License-Identifier: MIT
"""JSON whose numbers keep every digit and the wanted spelling.

The service prints one quantity as `0`, `7.0` or with an exponent, depending
on the metric's provider; `json` alone cannot be told which.  A `Literal` is a
number that is already text.
"""

import json
import re
from decimal import Decimal

STYLES = ("int", "float", "exponent")
_MARK = "\ue000"
_MARKED = re.compile(f'"{_MARK}([^"]*)"')


class Literal:
    """The exact text of one JSON number."""

    def __init__(self, text):
        self.text = text


def literal(value, style):
    """`value` (int or Decimal) in one of STYLES: a Literal, or a plain int."""
    whole = value == int(value)
    if whole and style == "int":
        return int(value)
    if style == "exponent":
        sign, digits, exponent = Decimal(value).normalize().as_tuple()
        exponent += len(digits) - 1
        mantissa = str(digits[0])
        if len(digits) > 1:
            mantissa += "." + "".join(map(str, digits[1:]))
        return Literal(f"{'-' if sign else ''}{mantissa}e{exponent}")
    if not whole:
        return Literal(format(Decimal(value), "f"))
    return Literal(f"{int(value)}.0")


def _mark(value):
    """What json knows no spelling for, as a text to be stripped again."""
    if isinstance(value, Literal):
        return _MARK + value.text
    if isinstance(value, Decimal):
        return _MARK + str(value)
    raise TypeError(type(value).__name__)


def encode(value):
    """The JSON text of `value` as bytes."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"),
                      default=_mark)
    return _MARKED.sub(r"\1", text).encode()


def decode(text):
    """Parse JSON; numbers with a point stay exact Decimals."""
    return json.loads(text, parse_float=Decimal)
