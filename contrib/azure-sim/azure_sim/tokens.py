# SPDX-License-Identifier: MIT
"""Access tokens: JWTs as Entra mints them, but signed with HS256.

The claims are those of a v1 app-only token (entra-docs,
identity-platform/access-token-claims-reference.md), padded to the usual size.
Clients must treat a token as opaque, so the algorithm shows to nobody.
"""

import base64
import hashlib
import hmac
import json
import os
import uuid

ISSUER = "https://sts.windows.net/{tenant}/"
_SIZE = 1500


class BadToken(Exception):
    """The token is not acceptable; `problem` is one of `malformed`,
    `signature`, `expired`, `early`, `revoked`; `claims` when readable."""

    def __init__(self, problem, claims=None):
        super().__init__(problem)
        self.problem, self.claims = problem, claims


def _b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _unb64(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def load_key(path):
    """The signing key kept in a file, made when there is none, so that tokens
    outlive a restart."""
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        key = os.urandom(32)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(key)
        return key


class Tokens:
    """Issues tokens and checks them."""

    def __init__(self, key, clock):
        self._key, self.clock = key, clock
        self._issued, self._revoked = set(), set()

    def issue(self, tenant, client_id, object_id, audience, lifetime):
        """A token of `lifetime` seconds, and its claims."""
        now = int(self.clock.seconds())
        claims = {
            "aud": audience, "iss": ISSUER.format(tenant=tenant),
            "iat": now, "nbf": now, "exp": now + int(lifetime),
            "appid": client_id, "appidacr": "1", "idtyp": "app",
            "oid": object_id, "sub": object_id, "tid": tenant, "ver": "1.0",
            "uti": _b64(os.urandom(16)), "jti": str(uuid.uuid4())}
        self._issued.add(claims["jti"])
        missing = _SIZE - 100 - len(json.dumps(claims)) * 4 // 3
        claims["xms_pad"] = _b64(os.urandom(max(1, missing * 9 // 16)))
        header = {"typ": "JWT", "alg": "HS256", "kid": "azure-sim"}
        signed = ".".join(_b64(json.dumps(part).encode())
                          for part in (header, claims))
        return f"{signed}.{_b64(self._sign(signed))}", claims

    def _sign(self, text):
        return hmac.digest(self._key, text.encode(), hashlib.sha256)

    def revoke_all(self):
        """Every token issued so far becomes invalid."""
        self._revoked |= self._issued
        self._issued.clear()
        return len(self._revoked)

    def check(self, token):
        """The claims of a valid token; BadToken otherwise.  The audience is
        the caller's business."""
        try:
            signed, _, signature = token.rpartition(".")
            claims = json.loads(_unb64(signed.split(".")[1]))
            given = _unb64(signature)
        except (ValueError, IndexError):
            raise BadToken("malformed") from None
        if not hmac.compare_digest(given, self._sign(signed)):
            raise BadToken("signature")
        now = self.clock.seconds()
        if claims["jti"] in self._revoked:
            raise BadToken("revoked", claims)
        if now >= claims["exp"]:
            raise BadToken("expired", claims)
        if now < claims["nbf"] - 300:
            raise BadToken("early", claims)
        return claims
