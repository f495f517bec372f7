# SPDX-License-Identifier: MIT
"""JSON Web Tokens in their compact form: three base64url parts.

RFC 7515, sections 2 (base64url without padding) and 7.1; RFC 7519.  Whether a
signature is right is the reader's business.
"""

import base64
import hashlib
import hmac
import json
import re
from dataclasses import dataclass

_PART = re.compile(r"[A-Za-z0-9_-]*")


def b64url(data):
    """Bytes as base64url."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64url(text):
    """The bytes of base64url; ValueError for any other character, padding
    too."""
    if not _PART.fullmatch(text):
        raise ValueError("not base64url")
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Jwt:
    """A token taken apart; `signed` are the bytes under the signature."""
    header: dict
    claims: dict
    signed: bytes
    signature: bytes


def read_jwt(text):
    """The parts of a token; ValueError when it is none."""
    parts = text.split(".")
    if len(parts) != 3:
        raise ValueError("not three parts")
    header, claims = (json.loads(unb64url(part)) for part in parts[:2])
    if not isinstance(header, dict) or not isinstance(claims, dict):
        raise ValueError("not objects")
    return Jwt(header, claims, ".".join(parts[:2]).encode(),
               unb64url(parts[2]))


def sign_hs256(key, signed):
    """The HS256 signature of bytes."""
    return hmac.digest(key, signed, hashlib.sha256)


def write_hs256(header, claims, key):
    """A token signed with HS256."""
    signed = ".".join(b64url(json.dumps(part).encode())
                      for part in ({**header, "alg": "HS256"}, claims))
    return f"{signed}.{b64url(sign_hs256(key, signed.encode()))}"
