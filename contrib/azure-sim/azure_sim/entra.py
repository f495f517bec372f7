# SPDX-License-Identifier: MIT
"""Entra ID: the v2 token endpoint and what MSAL reads beside it.

entra-docs, identity-platform/v2-oauth2-client-creds-grant-flow.md and
reference-error-codes.md.  Only the client credentials grant.
"""

import re
from urllib.parse import urlsplit

from .answer import Answer, Refusal
from .audiences import is_known
from .client_auth import authenticate_client
from .entra_error import entra_error
from .query import split_query

_FIELDS = {"grant_type", "client_id", "client_secret", "scope", "resource",
           "client_assertion", "client_assertion_type", "client-request-id",
           "x-ms-lib-capability", "client_info", "claims"}
_TENANT = re.compile(r"[0-9A-Za-z.-]+")


def answer_entra(sim, request):
    """Answer one request to the authority."""
    url = urlsplit(request.path)
    parts = url.path.split("/")[1:]
    if parts == ["common", "discovery", "instance"]:
        return _instances(sim)
    if parts[1:] == ["v2.0", ".well-known", "openid-configuration"]:
        return _configuration(sim, _tenant(sim, parts[0]))
    if parts[1:] == ["oauth2", "v2.0", "token"]:
        if request.method != "POST":
            raise entra_error(sim, 400, "invalid_request", 900561,
                              "The endpoint only accepts POST requests. "
                              f"Received a {request.method} request.")
        return _token(sim, parts[0], request)
    raise Refusal(Answer(404, b"", content_type="text/html"))


def _tenant(sim, name):
    if not _TENANT.fullmatch(name):
        raise entra_error(sim, 400, "invalid_request", 900023,
                          f"Specified tenant identifier '{name}' is neither a "
                          "valid DNS name, nor a valid external domain.")
    tenant = sim.directory.tenant(name)
    if tenant is None:
        raise entra_error(sim, 400, "invalid_request", 90002,
                          f"Tenant '{name}' not found. Check to make sure you "
                          "have the correct tenant ID and are signing into "
                          "the correct cloud.")
    return tenant


def _form(sim, request):
    kind = request.headers.get("Content-Type", "").split(";")[0].strip()
    if kind.lower() != "application/x-www-form-urlencoded":
        return {}
    values = {}
    for name, value in split_query(request.body.decode("utf-8", "replace")):
        if name in values:
            raise entra_error(sim, 400, "invalid_request", 9000410,
                              "Malformed request: the parameter "
                              f"'{name}' is given twice.")
        if name not in _FIELDS and not name.startswith("x-client-"):
            raise entra_error(sim, 400, "invalid_request", 0,
                              f"SimUnknownParameter: '{name}' is not a "
                              "parameter of the token endpoint; the service "
                              "would ignore it, the simulator does not.")
        values[name] = value
    return values


def _token(sim, tenant_name, request):
    tenant = _tenant(sim, tenant_name)
    form = _form(sim, request)
    for name in ("grant_type", "client_id", "scope"):
        if not form.get(name):
            raise entra_error(sim, 400, "invalid_request", 900144,
                              "The request body must contain the following "
                              f"parameter: '{name}'.")
    request.principal = form["client_id"]
    if form["grant_type"] != "client_credentials":
        raise entra_error(sim, 400, "unsupported_grant_type", 70003,
                          "The app requested an unsupported grant type "
                          f"'{form['grant_type']}'.")
    if "resource" in form:
        raise entra_error(sim, 400, "invalid_request", 901002,
                          "The 'resource' request parameter is not "
                          "supported.")
    app = tenant.apps.get(form["client_id"].lower())
    if app is None:
        raise entra_error(sim, 400, "unauthorized_client", 700016,
                          f"Application with identifier '{form['client_id']}' "
                          f"was not found in the directory '{tenant.id}'. "
                          "This can happen if the application has not been "
                          "installed by the administrator of the tenant or "
                          "consented to by any user in the tenant. You may "
                          "have sent your authentication request to the "
                          "wrong tenant.")
    resource = _resource(sim, form["scope"], tenant)
    authenticate_client(sim, app, form, _endpoint(request))
    token, _ = sim.tokens.issue(tenant.id, app.client_id, app.object_id,
                                resource, app.token_lifetime)
    return Answer(200, {"token_type": "Bearer",
                        "expires_in": app.token_lifetime,
                        "ext_expires_in": app.token_lifetime,
                        "access_token": token},
                  {"Cache-Control": "no-store, no-cache", "Pragma": "no-cache"})


def _endpoint(request):
    """The URL that was asked, without its query."""
    host = request.headers.get("Host", "")
    return f"https://{host}{urlsplit(request.path).path}"


def _resource(sim, scope, tenant):
    scopes = scope.split(" ")
    if len(scopes) > 1:
        raise entra_error(sim, 400, "invalid_scope", 70011,
                          "The provided request must include a 'scope' input "
                          "parameter. The provided value for the input "
                          "parameter 'scope' is not valid. The scope "
                          f"{scope} is not valid.")
    if not scope.endswith("/.default"):
        raise entra_error(sim, 400, "invalid_scope", 1002012,
                          f"The provided value for scope {scope} is not "
                          "valid. Client credential flows must have a scope "
                          "value with /.default suffixed to the resource "
                          "identifier (application ID URI).")
    resource = scope[:-len("/.default")]
    if not is_known(resource):
        raise entra_error(sim, 400, "invalid_resource", 500011,
                          f"The resource principal named {resource} was not "
                          f"found in the tenant named {tenant.id}. This can "
                          "happen if the application has not been installed "
                          "by the administrator of the tenant or consented "
                          "to by any user in the tenant. You might have sent "
                          "your authentication request to the wrong tenant.")
    return resource


def _configuration(sim, tenant):
    base = f"{sim.authority_url}/{tenant.id}"
    return Answer(200, {
        "token_endpoint": f"{base}/oauth2/v2.0/token",
        "token_endpoint_auth_methods_supported":
            ["client_secret_post", "private_key_jwt", "client_secret_basic"],
        "jwks_uri": f"{base}/discovery/v2.0/keys",
        "response_types_supported": ["code", "id_token", "token"],
        "scopes_supported": ["openid", "profile", "email", "offline_access"],
        "issuer": f"{base}/v2.0",
        "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
        "end_session_endpoint": f"{base}/oauth2/v2.0/logout",
        "tenant_region_scope": "NA",
        "cloud_instance_name": "microsoftonline.com"})


def _instances(sim):
    host = urlsplit(sim.authority_url).netloc
    tenants = sim.directory.tenants
    home = tenants[0].id if tenants else "common"
    return Answer(200, {
        "tenant_discovery_endpoint":
            f"{sim.authority_url}/{home}/v2.0/.well-known/"
            "openid-configuration",
        "api-version": "1.1",
        "metadata": [{"preferred_network": host, "preferred_cache": host,
                      "aliases": [host]}]})
