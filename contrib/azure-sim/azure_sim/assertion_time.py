# SPDX-License-Identifier: MIT
"""The dates of a client assertion (RFC 7519, sections 4.1.4 and 4.1.5)."""

from .entra_error import entra_error
from .times import format_instant

_SKEW = 300
_YEAR_9999 = 253402300799
MORE = ("Review the documentation at https://learn.microsoft.com/entra/"
        "identity-platform/certificate-credentials .")


def claimed_instant(sim, jwt, name, default=None):
    """The claim as seconds since 1970; refuses what is no such number."""
    value = jwt.claims.get(name, default)
    if type(value) not in (int, float) or not 0 <= value <= _YEAR_9999:
        raise entra_error(sim, 400, "invalid_request", 50027,
                          "JWT token is invalid or malformed. The claim "
                          f"'{name}' is missing or no NumericDate.")
    return value


def check_times(sim, begin, end):
    """Refuse an assertion before or after its time; clocks may differ by five
    minutes at the beginning."""
    now = sim.clock.seconds()
    if begin - _SKEW <= now < end:
        return
    now, begin, end = (f"{format_instant(value)[:-1]}.0000000Z"
                       for value in (now, begin, end))
    raise entra_error(sim, 401, "invalid_client", 700024,
                      "Client assertion is not within its valid time range. "
                      f"Current time: {now}, assertion valid from {begin}, "
                      f"expiry time of assertion {end}. {MORE}")
