# SPDX-License-Identifier: MIT
"""Requests signed with an access key of Communication Services.

azure-docs, communication-services/tutorials/hmac-header-tutorial.md, and what
Microsoft's clients send: HMAC-SHA256 over method, path and query as they
travel, date, host and the body's hash.  The margin of five minutes is that of
the service's own error text.
"""

import base64
import hashlib
import hmac
import re
from datetime import timezone
from email.utils import format_datetime, parsedate_to_datetime

from .mail_error import denied

SCHEME = "HMAC-SHA256"
_CREDENTIALS = re.compile(
    r"SignedHeaders=x-ms-date;host;x-ms-content-sha256"
    r"&Signature=([0-9A-Za-z+/]{43}=)")
_MARGIN = 300


def content_hash(body):
    """The value of `x-ms-content-sha256`."""
    return base64.b64encode(hashlib.sha256(body).digest()).decode()


def string_to_sign(method, path, date, host, body_hash):
    """What the signature is made of; `path` with its query."""
    return f"{method}\n{path}\n{date};{host};{body_hash}"


def signature(key, text):
    """The signature of a text by a decoded key."""
    return base64.b64encode(
        hmac.digest(key, text.encode("latin-1"), "sha256")).decode()


def check_signature(keys, request, now):
    """Refuse a request that none of the keys has signed just now."""
    given = _CREDENTIALS.fullmatch(
        request.headers["Authorization"].partition(" ")[2])
    if not given:
        raise denied("the Authorization header has another form than "
                     "SignedHeaders=x-ms-date;host;x-ms-content-sha256"
                     "&Signature=BASE64")
    date, host, body_hash = (
        _single(request, name)
        for name in ("x-ms-date", "Host", "x-ms-content-sha256"))
    _check_date(date, now)
    if body_hash != content_hash(request.body):
        raise denied("x-ms-content-sha256 is not the hash of the body")
    text = string_to_sign(request.method, request.path, date, host, body_hash)
    if not any(hmac.compare_digest(signature(key, text), given[1])
               for key in keys):
        raise denied("no access key of the resource gives this signature of "
                     + repr(text))


def _single(request, name):
    values = request.headers.get_all(name) or []
    if len(values) != 1:
        raise denied(f"the header {name} is there {len(values)} times")
    return values[0]


def _check_date(text, now):
    """Refuse what is no RFC 1123 date in GMT, or too far from `now`."""
    try:
        moment = parsedate_to_datetime(text).astimezone(timezone.utc)
    except ValueError:
        raise denied("x-ms-date is no date") from None
    if format_datetime(moment, usegmt=True) != text:
        raise denied("x-ms-date is not written as RFC 1123 wants it")
    if abs(moment.timestamp() - now) > _MARGIN:
        raise denied(f"x-ms-date is {moment.timestamp() - now:+.0f} s from "
                     "the service's clock",
                     "The time difference between the originating client and "
                     "the server is greater than the allowed margin of 5 "
                     "minutes.")
