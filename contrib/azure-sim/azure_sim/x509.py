# SPDX-License-Identifier: MIT
"""Certificates with an RSA key: what a token endpoint looks at.

RFC 5280, section 4.1, and RFC 8017, appendix A.1.1, in DER (X.690).
"""

import base64
import hashlib
import re
from datetime import datetime, timezone

_BLOCK = re.compile(r"-----BEGIN CERTIFICATE-----(.+?)"
                    r"-----END CERTIFICATE-----", re.DOTALL)
_RSA = bytes.fromhex("06092a864886f70d010101")
_NAMES = {"550403": "CN", "550406": "C", "550407": "L", "550408": "ST",
          "55040a": "O", "55040b": "OU"}
_UTC_TIME, _VERSION = 0x17, 0xa0


def _items(data):
    """The (tag, content) pairs that follow each other in DER."""
    at, items = 0, []
    while at < len(data):
        tag, length = data[at], data[at + 1]
        at += 2
        if length & 0x80:
            size = length & 0x7f
            length = int.from_bytes(data[at:at + size], "big")
            at += size
        if at + length > len(data):
            raise ValueError("DER is cut off")
        items.append((tag, data[at:at + length]))
        at += length
    return items


def _instant(item):
    """Seconds since 1970 of a UTCTime or GeneralizedTime."""
    tag, text = item[0], item[1].decode("ascii")
    if tag == _UTC_TIME:
        text = ("19" if text[:2] >= "50" else "20") + text
    moment = datetime.strptime(text, "%Y%m%d%H%M%SZ")
    return moment.replace(tzinfo=timezone.utc).timestamp()


def _name(content):
    """`CN=monitor,O=Example`, in the order of the certificate."""
    parts = []
    for _, group in _items(content):
        for _, pair in _items(group):
            (_, kind), (_, value) = _items(pair)
            parts.append(f"{_NAMES.get(kind.hex(), kind.hex())}="
                         f"{value.decode('utf-8', 'replace')}")
    return ",".join(parts)


class Certificate:
    """A certificate; ValueError when `der` is none with an RSA key."""

    def __init__(self, der):
        self.sha1 = hashlib.sha1(der).digest()
        self.sha256 = hashlib.sha256(der).digest()
        try:
            self._read(der)
        except (IndexError, UnicodeDecodeError):
            raise ValueError("not a certificate") from None

    def _read(self, der):
        fields = _items(_items(_items(der)[0][1])[0][1])
        if fields[0][0] == _VERSION:
            fields = fields[1:]
        validity = _items(fields[3][1])
        self.not_before, self.not_after = map(_instant, validity)
        self.subject = _name(fields[4][1])
        algorithm, key = _items(fields[5][1])
        if not algorithm[1].startswith(_RSA):
            raise ValueError("not a certificate with an RSA key")
        numbers = _items(_items(key[1][1:])[0][1])
        self.modulus, self.exponent = (int.from_bytes(number, "big")
                                       for _, number in numbers)

    def valid_at(self, seconds):
        """True within its dates."""
        return self.not_before <= seconds <= self.not_after


def read_pem(text):
    """The first certificate in PEM text, whatever else is there."""
    block = _BLOCK.search(text)
    if not block:
        raise ValueError("no certificate in it")
    return Certificate(base64.b64decode(block[1]))
