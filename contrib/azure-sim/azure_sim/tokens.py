# SPDX-License-Identifier: MIT
"""Access tokens: JWTs as Entra mints them, but signed with HS256.

The claims are those of a v1 app-only token (entra-docs,
identity-platform/access-token-claims-reference.md), padded to the usual size.
Clients must treat a token as opaque, so the algorithm shows to nobody.
"""

import hmac
import json
import os
import uuid

from .jwt import b64url, read_jwt, sign_hs256, write_hs256

ISSUER = "https://sts.windows.net/{tenant}/"
_SIZE = 1500


class BadToken(Exception):
    """The token is not acceptable; `problem` is one of `malformed`,
    `signature`, `expired`, `early`, `revoked`; `claims` when readable."""

    def __init__(self, problem, claims=None):
        super().__init__(problem)
        self.problem, self.claims = problem, claims


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
            "uti": b64url(os.urandom(16)), "jti": str(uuid.uuid4())}
        self._issued.add(claims["jti"])
        missing = _SIZE - 100 - len(json.dumps(claims)) * 4 // 3
        claims["xms_pad"] = b64url(os.urandom(max(1, missing * 9 // 16)))
        header = {"typ": "JWT", "kid": "azure-sim"}
        return write_hs256(header, claims, self._key), claims

    def revoke_all(self):
        """Every token issued so far becomes invalid."""
        self._revoked |= self._issued
        self._issued.clear()
        return len(self._revoked)

    def check(self, token):
        """The claims of a valid token; BadToken otherwise.  The audience is
        the caller's business."""
        try:
            jwt = read_jwt(token)
        except ValueError:
            raise BadToken("malformed") from None
        if not hmac.compare_digest(jwt.signature,
                                   sign_hs256(self._key, jwt.signed)):
            raise BadToken("signature")
        claims = jwt.claims
        now = self.clock.seconds()
        if claims["jti"] in self._revoked:
            raise BadToken("revoked", claims)
        if now >= claims["exp"]:
            raise BadToken("expired", claims)
        if now < claims["nbf"] - 300:
            raise BadToken("early", claims)
        return claims
