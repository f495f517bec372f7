# SPDX-License-Identifier: MIT
"""The body of a mail to be sent: what the service wants of it, and no more.

azure-rest-api-specs, communication/data-plane/Email/stable/2023-03-31 and
2025-09-01, EmailMessage; azure-docs, communication-services/concepts/
service-limits.md for the limits.
"""

import base64
import json
import re

from .mail_error import bad_mail, mail_error

MOST_BYTES = 10 << 20
MOST_RECIPIENTS = 50
_LABEL = r"[^\W_](?:(?:[^\W_]|-)*[^\W_])?"
_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\"\\\x00-\x1f\x7f]{1,64}"
                      rf"@(?:{_LABEL}\.)+{_LABEL}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")


def read_message(request, version):
    """The message of a request; refuses with 400, 413 or 415."""
    kind = request.headers.get("Content-Type", "").lower().replace(" ", "")
    if kind not in ("application/json", "application/json;charset=utf-8"):
        raise mail_error(415, "UnsupportedMediaType",
                         "The request entity's media type is not supported "
                         "for this resource.")
    if len(request.body) > MOST_BYTES:
        raise mail_error(413, "ContentTooLarge",
                         "The request is larger than 10 MB.")
    message = _parse(request.body)
    _message(version)(message, "message")
    count = len(recipients(message))
    if count > MOST_RECIPIENTS:
        raise bad_mail(f"{count} recipients are more than "
                       f"{MOST_RECIPIENTS}.")
    content = message["content"]
    if not content.get("plainText") and not content.get("html"):
        raise bad_mail("content needs plainText or html.")
    return message


def addresses(message, *lists):
    """The addresses in some of a message's lists of recipients."""
    return [item["address"] for name in lists
            for item in message["recipients"].get(name, [])]


def recipients(message):
    """The addresses of all recipients."""
    return addresses(message, "to", "cc", "bcc")


def _parse(body):
    try:
        return json.loads(body.decode(), object_pairs_hook=_once)
    except (ValueError, RecursionError):
        raise bad_mail("The body is no JSON text in UTF-8.") from None


def _once(pairs):
    """A JSON object, none of whose names may come twice."""
    value = dict(pairs)
    if len(value) < len(pairs):
        raise bad_mail("A name comes twice in an object.",
                       "SimRepeatedField")
    return value


def _text(value, where):
    if not isinstance(value, str):
        raise bad_mail(f"{where} is no text.")
    if any("\ud800" <= letter <= "\udfff" for letter in value):
        raise bad_mail(f"{where} is no text: half a surrogate pair.")


def _line(value, where):
    _text(value, where)
    if _CONTROL.search(value):
        raise bad_mail(f"{where} has a line break or control character.")


def _filled_line(value, where):
    _line(value, where)
    if not value.strip():
        raise bad_mail(f"{where} is empty.")


def _address(value, where):
    _text(value, where)
    if not _ADDRESS.fullmatch(value) or len(value) > 254:
        raise bad_mail(f"{where}: Invalid format for email address",
                       "InvalidEmailAddress")


def _boolean(value, where):
    if not isinstance(value, bool):
        raise bad_mail(f"{where} is neither true nor false.")


def _base64(value, where):
    _text(value, where)
    try:
        base64.b64decode(value, validate=True)
    except ValueError:
        raise bad_mail(f"{where} is not base64.") from None


def _headers(value, where):
    if not isinstance(value, dict):
        raise bad_mail(f"{where} is no object.")
    for name, text in value.items():
        if not _HEADER_NAME.fullmatch(name):
            raise bad_mail(f"{where}: {name!r} is no name of a header.")
        _line(text, f"{where}.{name}")


def _list(item, least=0):
    def check(value, where):
        if not isinstance(value, list) or len(value) < least:
            raise bad_mail(f"{where} is no list of at least {least}.")
        for index, one in enumerate(value):
            item(one, f"{where}[{index}]")
    return check


def _object(required, optional):
    fields = {**required, **optional}

    def check(value, where):
        if not isinstance(value, dict):
            raise bad_mail(f"{where} is no object.")
        for name in required:
            if name not in value:
                raise bad_mail(f"{where}.{name} is missing.")
        for name, one in value.items():
            if name not in fields:
                raise bad_mail(f"'{name}' is not a field of {where}; the "
                               "service would ignore it, the simulator does "
                               "not.", "SimUnknownField")
            fields[name](one, f"{where}.{name}")
    return check


def _message(version):
    """The check of a message in an api-version."""
    person = _object({"address": _address}, {"displayName": _line})
    people = _list(person)
    return _object({
        "senderAddress": _address,
        "content": _object({"subject": _filled_line},
                           {"plainText": _text, "html": _text}),
        "recipients": _object({"to": _list(person, 1)},
                              {"cc": people, "bcc": people}),
    }, {
        "headers": _headers,
        "attachments": _list(_object({
            "name": _filled_line, "contentType": _filled_line,
            "contentInBase64": _base64,
        }, {"contentId": _filled_line} if version >= "2025-09-01" else {})),
        "replyTo": people,
        "userEngagementTrackingDisabled": _boolean,
    })
