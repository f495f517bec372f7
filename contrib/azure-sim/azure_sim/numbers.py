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


class Literal(str):
    """The exact text of one JSON number."""


def literal(value, style):
    """`value` (int or Decimal) as a Literal in one of STYLES."""
    whole = value == int(value)
    if style == "exponent":
        sign, digits, exponent = Decimal(value).normalize().as_tuple()
        exponent += len(digits) - 1
        mantissa = str(digits[0])
        if len(digits) > 1:
            mantissa += "." + "".join(map(str, digits[1:]))
        return Literal(f"{'-' if sign else ''}{mantissa}e{exponent}")
    if not whole:
        return Literal(format(Decimal(value), "f"))
    return Literal(f"{int(value)}.0" if style == "float" else int(value))


def _mark(value):
    if isinstance(value, Literal):
        return _MARK + value
    if isinstance(value, Decimal):
        return _MARK + str(value)
    if isinstance(value, dict):
        return {key: _mark(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_mark(item) for item in value]
    return value


def encode(value):
    """The JSON text of `value` as bytes."""
    text = json.dumps(_mark(value), ensure_ascii=False, separators=(",", ":"))
    return _MARKED.sub(r"\1", text).encode()


def decode(text):
    """Parse JSON; numbers with a point stay exact Decimals."""
    return json.loads(text, parse_float=Decimal)
