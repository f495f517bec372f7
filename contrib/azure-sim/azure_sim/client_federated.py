# SPDX-License-Identifier: MIT
"""An assertion by another issuer that the application trusts.

entra-docs, workload-id/workload-identity-federation.md; codes and texts as
public issues quote them.  The service fetches the issuer's keys; here only a
credential with a `secret` has its tokens' signature checked.
"""

import hmac
import os
import uuid

from .assertion_time import check_times, claimed_instant
from .entra_error import entra_error
from .jwt import sign_hs256, write_hs256

_PARTS = (("issuer", "iss", 700211), ("subject", "sub", 700213),
          ("audience", "aud", 700212))
_CASE = 7002138


def check_federated_assertion(sim, app, jwt):
    """Refuse an assertion that fits no federated credential."""
    if not app.federated:
        raise entra_error(sim, 401, "invalid_client", 70025,
                          f"The client '{app.client_id}' has no configured "
                          "federated identity credentials.")
    known = app.federated
    for name, claim, code in _PARTS:
        given = _given(jwt.claims.get(claim))
        fitting = [one for one in known if getattr(one, name) in given]
        if not fitting:
            _refuse(sim, known, name, given, code)
        known = fitting
    if not any(_signed(one, jwt) for one in known):
        raise entra_error(sim, 401, "invalid_client", 700027,
                          "Client assertion failed signature validation.")
    check_times(sim, claimed_instant(sim, jwt, "nbf", 0),
                claimed_instant(sim, jwt, "exp"))


def _given(value):
    """The texts of a claim; an audience may be a list."""
    return [str(one) for one in value] if isinstance(value, list) \
        else [str(value)]


def _refuse(sim, known, name, given, code):
    case = ""
    lower = [text.lower() for text in given]
    if name == "subject" and any(one.subject.lower() in lower
                                 for one in known):
        code, case = _CASE, (" The subject matches with case-insensitive "
                             "comparison, but not with case-sensitive "
                             "comparison.")
    raise entra_error(sim, 401, "invalid_client", code,
                      "No matching federated identity record found for "
                      f"presented assertion {name} '{', '.join(given)}'."
                      f"{case} Check your federated identity credential "
                      "Subject, Audience and Issuer against the presented "
                      "assertion. https://learn.microsoft.com/entra/"
                      "workload-id/workload-identity-federation")


def _signed(credential, jwt):
    return credential.secret is None or (
        jwt.header.get("alg") == "HS256" and hmac.compare_digest(
            jwt.signature, sign_hs256(credential.secret.encode(),
                                      jwt.signed)))


def mint_federated(sim, issuer, subject, audience, expires_in, secret):
    """A token as a cluster's issuer hands it to a workload; without a secret
    nobody can check its signature."""
    now = int(sim.clock.seconds())
    begin = now + min(0, expires_in)
    return write_hs256(
        {"typ": "JWT", "kid": "azure-sim-issuer"},
        {"iss": issuer, "sub": subject, "aud": [audience], "iat": begin,
         "nbf": begin, "exp": now + expires_in, "jti": str(uuid.uuid4())},
        secret.encode() if secret is not None else os.urandom(32))
