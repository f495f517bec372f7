# SPDX-License-Identifier: MIT
"""How an application proves at the token endpoint who it is.

entra-docs, identity-platform/v2-oauth2-client-creds-grant-flow.md: a secret,
or an assertion that is signed with a certificate or comes from a federated
issuer.  The `iss` claim tells the latter two apart.
"""

from .client_certificate import check_certificate_assertion
from .client_federated import check_federated_assertion
from .entra_error import entra_error
from .jwt import read_jwt

_JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


def authenticate_client(sim, app, form, endpoint):
    """Refuse a request that does not prove to be the application's;
    `endpoint` is the URL that was asked."""
    if "client_secret" in form and "client_assertion" in form:
        raise entra_error(sim, 400, "invalid_request", 0,
                          "SimTwoCredentials: a secret and an assertion were "
                          "sent, which hides one of them.")
    if form.get("client_assertion"):
        _check_assertion(sim, app, form, endpoint)
    elif form.get("client_secret"):
        _check_secret(sim, app, form["client_secret"])
    else:
        raise entra_error(sim, 401, "invalid_client", 7000218,
                          "The request body must contain the following "
                          "parameter: 'client_assertion' or "
                          "'client_secret'.")


def _check_secret(sim, app, given):
    for secret in app.secrets:
        if secret.value == given:
            if secret.expires is None \
                    or sim.clock.seconds() < secret.expires:
                return
            raise entra_error(sim, 401, "invalid_client", 7000222,
                              "The provided client secret keys for app "
                              f"'{app.client_id}' are expired. Visit the "
                              "Azure portal to create new keys for your app: "
                              "https://aka.ms/NewClientSecret, or consider "
                              "using certificate credentials for added "
                              "security: https://aka.ms/certCreds.")
    raise entra_error(sim, 401, "invalid_client", 7000215,
                      "Invalid client secret provided. Ensure the secret "
                      "being sent in the request is the client secret value, "
                      "not the client secret ID, for a secret added to app "
                      f"'{app.client_id}'.")


def _check_assertion(sim, app, form, endpoint):
    kind = form.get("client_assertion_type")
    if not kind:
        raise entra_error(sim, 400, "invalid_request", 900144,
                          "The request body must contain the following "
                          "parameter: 'client_assertion_type'.")
    if kind != _JWT_BEARER:
        raise entra_error(sim, 400, "invalid_request", 90023,
                          "Unsupported 'client_assertion_type' value "
                          f"'{kind}'.")
    try:
        jwt = read_jwt(form["client_assertion"])
    except ValueError:
        raise entra_error(sim, 400, "invalid_request", 50027,
                          "JWT token is invalid or malformed.") from None
    issuer = str(jwt.claims.get("iss"))
    if issuer.lower() == app.client_id.lower():
        check_certificate_assertion(sim, app, jwt, endpoint)
    elif issuer == jwt.claims.get("sub"):
        raise entra_error(sim, 401, "invalid_client", 700021,
                          "Client assertion application identifier doesn't "
                          "match 'client_id' parameter.")
    else:
        check_federated_assertion(sim, app, jwt)
