# SPDX-License-Identifier: MIT
"""An assertion that the application signed with its certificate's key.

entra-docs, identity-platform/certificate-credentials.md, for the header and
the claims; codes and texts as public issues quote them.
"""

import base64

from .assertion_time import MORE, check_times, claimed_instant
from .entra_error import entra_error
from .jwt import unb64url
from .rsa import verify
from .times import format_instant
from .x509 import Certificate

_PRINTS = {"x5t": "sha1", "x5t#S256": "sha256"}
_ALLOWED = {"RS256": ("x5t", "x5t#S256"), "PS256": ("x5t#S256",)}
_DAY = 86400


def check_certificate_assertion(sim, app, jwt, endpoint):
    """Refuse an assertion that is not signed as the application."""
    algorithm = jwt.header.get("alg")
    if algorithm not in _ALLOWED:
        raise entra_error(sim, 400, "invalid_request", 5002730,
                          "Invalid JWT token. Unsupported key for the "
                          "signing algorithm.")
    certificate, thumbprint = _find(sim, app, jwt.header, algorithm)
    if not verify(algorithm, certificate.modulus, certificate.exponent,
                  jwt.signed, jwt.signature):
        raise entra_error(sim, 401, "invalid_client", 700027,
                          "Client assertion failed signature validation. "
                          "[Reason - The provided signature value did not "
                          "match the expected signature value., Thumbprint "
                          f"of key used by client: '{thumbprint}', Found key "
                          f"'Start={format_instant(certificate.not_before)}, "
                          f"End={format_instant(certificate.not_after)}']")
    if not certificate.valid_at(sim.clock.seconds()):
        raise entra_error(sim, 401, "invalid_client", 1000502,
                          "The provided certificate is not within its "
                          "specified validity window.")
    _check_claims(sim, jwt, endpoint)


def _find(sim, app, header, algorithm):
    """The certificate that the header names, and its thumbprint as text."""
    prints = _thumbprints(sim, header, algorithm)
    text = next(iter(prints.values())).hex().upper()
    known = list(app.certificates)
    if "x5c" in header:
        leaf = _leaf(sim, header["x5c"], prints)
        if leaf.subject == app.x5c_subject:
            known.append(leaf)
    for certificate in known:
        if _fits(certificate, prints):
            return certificate, text
    raise entra_error(sim, 401, "invalid_client", 700027,
                      "The certificate with identifier used to sign the "
                      "client assertion is not registered on application. "
                      "[Reason - The key was not found., Thumbprint of key "
                      f"used by client: '{text}', Please visit the Azure "
                      "Portal, Graph Explorer or directly use MS Graph to "
                      f"see configured keys for app Id '{app.client_id}'. "
                      f"{MORE}]")


def _thumbprints(sim, header, algorithm):
    """The thumbprints of the header, by their names there."""
    try:
        prints = {name: unb64url(header[name]) for name in _PRINTS
                  if name in header}
    except (TypeError, ValueError):
        prints = {}
    if not prints or set(prints) - set(_ALLOWED[algorithm]):
        raise entra_error(sim, 400, "invalid_request", 50027,
                          "Invalid JWT token. No certificate thumbprint "
                          "specified in token header.")
    return prints


def _fits(certificate, prints):
    return all(getattr(certificate, _PRINTS[name]) == value
               for name, value in prints.items())


def _leaf(sim, chain, prints):
    """The first certificate of `x5c`, base64 of DER each (RFC 7515, section
    4.1.6)."""
    try:
        leaf = [Certificate(base64.b64decode(item, validate=True))
                for item in chain][0]
    except (IndexError, TypeError, ValueError):
        raise entra_error(sim, 400, "invalid_request", 50027,
                          "Invalid JWT token. The x5c header is no chain of "
                          "certificates.") from None
    if not _fits(leaf, prints):
        raise entra_error(sim, 400, "invalid_request", 0,
                          "SimOtherLeaf: the first certificate of x5c is not "
                          "the one that the thumbprint names.")
    return leaf


def _check_claims(sim, jwt, endpoint):
    if str(jwt.claims.get("sub")) != str(jwt.claims["iss"]):
        raise entra_error(sim, 401, "invalid_client", 50048,
                          "Subject must match the issuer claim in the client "
                          "assertion.")
    if jwt.claims.get("aud") != endpoint:
        raise entra_error(sim, 401, "invalid_client", 700023,
                          "Client assertion audience claim does not match "
                          f"Realm issuer. {MORE}")
    if not jwt.claims.get("jti"):
        raise entra_error(sim, 400, "invalid_request", 0,
                          "SimMissingClaim: the assertion has no jti.")
    begin, end = (claimed_instant(sim, jwt, name) for name in ("nbf", "exp"))
    check_times(sim, begin, end)
    if end - begin > _DAY:
        raise entra_error(sim, 400, "invalid_request", 0,
                          "SimLongAssertion: the assertion lasts longer than "
                          "a day.")
