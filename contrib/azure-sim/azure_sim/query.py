# SPDX-License-Identifier: MIT
"""Query strings: names without regard to case, every parameter known.

The service ignores what it does not know; here an unknown or repeated
parameter is refused, so that a typo in a caller shows.
"""

from urllib.parse import unquote_plus

from .answer import Answer, Refusal, unknown_parameter


def split_query(text):
    """The (name, value) pairs of a raw query string, percent-decoded once."""
    pairs = []
    for part in text.split("&") if text else ():
        name, _, value = part.partition("=")
        pairs.append((unquote_plus(name), unquote_plus(value)))
    return pairs


def known_query(pairs, known, where):
    """Pairs as a dict keyed by the spelling in `known`; refuses others."""
    spelling = {name.lower(): name for name in known}
    values = {}
    for name, value in pairs:
        key = spelling.get(name.lower())
        if key is None:
            raise unknown_parameter(name, where)
        if key in values:
            raise Refusal(Answer(400, {
                "code": "SimRepeatedParameter",
                "message": f"'{name}' is given twice to {where}."}))
        values[key] = value
    return values
