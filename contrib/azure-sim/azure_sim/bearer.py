# SPDX-License-Identifier: MIT
"""Who calls Resource Manager: the bearer token, or a 401 that says why not.

Codes and texts as Resource Manager answers them in public issues; the
challenge names the tenant's authority (entra-docs,
identity-platform/claims-challenge.md for its form).
"""

from dataclasses import dataclass

from .answer import arm_error
from .audiences import ARM_AUDIENCES
from .times import format_us
from .tokens import ISSUER, BadToken


@dataclass
class Caller:
    """An authenticated service principal."""
    client_id: str
    object_id: str
    tenant: str
    authority: str

    @property
    def names(self):
        """The identifiers under which roles may be assigned to it."""
        return (self.client_id, self.object_id)

    def check_tenant(self, tenant):
        """Refuse when the subscription belongs to another tenant."""
        if tenant is not None and tenant.lower() != self.tenant.lower():
            raise _challenge(
                self.authority, tenant, "InvalidAuthenticationTokenTenant",
                f"The access token is from the wrong issuer "
                f"'{ISSUER.format(tenant=self.tenant)}'. It must match the "
                f"tenant '{ISSUER.format(tenant=tenant)}' associated with "
                "this subscription. Please use the authority (URL) "
                f"'https://login.windows.net/{tenant}' to get the token.")


def authenticate(sim, request):
    """The Caller of a request; refuses with 401."""
    authority = sim.authority_url
    tenants = sim.directory.tenants
    home = tenants[0].id if tenants else "common"
    header = request.headers.get("Authorization")
    if header is None:
        raise _challenge(authority, home, "AuthenticationFailed",
                         "Authentication failed. The 'Authorization' header "
                         "is missing.")
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise _challenge(authority, home, "AuthenticationFailedInvalidHeader",
                         "Authentication failed. The 'Authorization' header "
                         "is provided in an invalid format.")
    try:
        claims = sim.tokens.check(token.strip())
    except BadToken as bad:
        raise _bad_token(sim, authority, home, bad) from None
    if claims["aud"] not in ARM_AUDIENCES:
        listed = ",".join(f"'{name}'" for name in ARM_AUDIENCES)
        raise _challenge(authority, home, "InvalidAuthenticationTokenAudience",
                         "The access token has been obtained for wrong "
                         f"audience or resource '{claims['aud']}'. It should "
                         "exactly match with one of the allowed audiences "
                         f"{listed}.")
    return Caller(claims["appid"], claims["oid"], claims["tid"], authority)


def _bad_token(sim, authority, home, bad):
    if bad.problem == "expired":
        return _challenge(
            authority, home, "ExpiredAuthenticationToken",
            f"The access token expiry UTC time "
            f"'{format_us(bad.claims['exp'])}' is earlier than current UTC "
            f"time '{format_us(sim.clock.seconds())}'.")
    texts = {"early": "The access token is not yet valid.",
             "revoked": "The access token has been revoked.",
             "signature": "The access token signature is invalid."}
    return _challenge(authority, home, "InvalidAuthenticationToken",
                      texts.get(bad.problem, "The access token is invalid."))


def _challenge(authority, tenant, code, message):
    return arm_error(401, code, message, {
        "WWW-Authenticate":
            f'Bearer authorization_uri="{authority}/{tenant}", '
            f'error="invalid_token", error_description="{message}"'})
