# SPDX-License-Identifier: MIT
"""The `$filter` of a metrics query.

Grammar (azure-rest-api-specs, Microsoft.Insights metrics_API.json): terms
`Dimension eq 'value'` or `eq '*'`, joined by `and`; `or` only between values
of one dimension, and those terms stand together.  Values are quoted, a quote
inside is doubled.  Round brackets are structure unless escaped as %28 and %29
(that is, percent-encoded twice in the URL).
"""

import re

from .answer import metrics_error

ANY = "*"
_TERM = re.compile(
    r"\s*([^\s()'=]+(?:\s+(?!eq\b)[^\s()'=]+)*)\s+eq\s+'((?:[^']|'')*)'\s*",
    re.IGNORECASE)
_JOIN = re.compile(r"(and|or)\b", re.IGNORECASE)


def _invalid(text, why):
    return metrics_error(f"Invalid filter: {text!r}: {why}")


def _unescape(text):
    return text.replace("''", "'").replace("%28", "(").replace("%29", ")")


def parse_filter(text):
    """An ordered dict from dimension (as written) to its set of lower-cased
    values, or to ANY; refuses with the provider's 400."""
    wanted, names = {}, {}
    previous, join, position = None, None, 0
    while True:
        match = _TERM.match(text, position)
        if not match:
            raise _invalid(text, "only conditions of the form "
                                 "<name> eq '<value>' are allowed")
        name, value = _unescape(match[1]), _unescape(match[2])
        if re.search(r"[()]", match[1] + match[2]):
            raise _invalid(text, "round brackets must be encoded twice")
        key = name.lower()
        _check_join(text, join, key, previous, names)
        names.setdefault(key, name)
        if value == ANY or wanted.get(key) == ANY:
            wanted[key] = ANY
        else:
            wanted.setdefault(key, set()).add(value.lower())
        previous, position = key, match.end()
        if position == len(text):
            return {names[key]: values for key, values in wanted.items()}
        match = _JOIN.match(text, position)
        if not match:
            raise _invalid(text, "'and' or 'or' expected")
        join, position = match[1].lower(), match.end()


def _check_join(text, join, key, previous, names):
    if join == "or" and key != previous:
        raise _invalid(text, "the logical or operator cannot separate two "
                             "different metadata names")
    if join == "and" and key in names:
        raise _invalid(text, f"'{key}' is restricted twice")
