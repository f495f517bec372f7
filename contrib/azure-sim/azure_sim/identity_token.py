# SPDX-License-Identifier: MIT
"""What the metadata addresses of all hosts share: which managed identity is
meant, and its token."""

from email.utils import formatdate

from .times import format_instant, format_us

# Seen in answers, or in what Microsoft's clients take care to understand
# (public issues of the libraries for .NET, Java and Python).
EXPIRY_FORMS = {
    "seconds": str, "number": int,
    "iso": lambda value: f"{format_instant(value)[:-1]}.0000000+00:00",
    "iso-z": lambda value: f"{format_instant(value)[:-1]}.000Z",
    "us": lambda value: f"{format_us(value)} +00:00",
    "rfc1123": lambda value: formatdate(value, usegmt=True)}


class NoIdentity(Exception):
    """No identity can be chosen; `problem` is `several` (ways of naming one),
    `open` (which of many), or `unknown`."""

    def __init__(self, problem):
        super().__init__(problem)
        self.problem = problem


def choose_identity(sim, selectors, values):
    """The identity that a request means; `selectors` maps parameters to
    attributes of an Identity."""
    chosen = [name for name in selectors if name in values]
    if len(chosen) > 1:
        raise NoIdentity("several")
    try:
        identity = sim.directory.default_identity() if not chosen else \
            sim.directory.identity(selectors[chosen[0]], values[chosen[0]])
    except ValueError:
        raise NoIdentity("open") from None
    if identity is None:
        raise NoIdentity("unknown")
    return identity


def identity_token(sim, identity, resource):
    """A fresh token and what every host says about it."""
    token, claims = sim.tokens.issue(identity.tenant, identity.client_id,
                                     identity.object_id, resource,
                                     identity.token_lifetime)
    form = EXPIRY_FORMS[sim.identity.get("expires_on", "seconds")]
    return {"access_token": token, "expires_on": form(claims["exp"]),
            "resource": resource, "token_type": "Bearer"}, claims


def long_token(sim, identity, resource):
    """The answer in the longer form of the metadata services of machines."""
    answer, claims = identity_token(sim, identity, resource)
    life = str(identity.token_lifetime)
    return {**answer, "expires_in": life, "ext_expires_in": life,
            "not_before": str(claims["nbf"])}
