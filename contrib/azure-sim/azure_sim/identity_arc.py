# SPDX-License-Identifier: MIT
"""Tokens on a machine with the Azure Arc agent.

azure-docs, azure-arc/servers/managed-identity-authentication.md: the first
request is answered with the path of a file that only trusted users can read,
the second one brings its contents.  Older agents know the system-assigned
identity alone and ignore the name of another; newer ones repeat that name in
the answer.
"""

import uuid

from .answer import Answer, Refusal
from .audiences import is_known
from .entra_error import entra_error
from .identity_token import NoIdentity, choose_identity, long_token
from .query import known_query, split_query

_VERSIONS = ("2019-11-01", "2020-06-01")
_REALM = "/var/opt/azcmagent/tokens/{name}.key"
_SELECTORS = {"client_id": "client_id", "object_id": "object_id",
              "msi_res_id": "resource_id"}


def _refuse(error, text, status=400, headers=None):
    return Refusal(Answer(status, {"error": error, "error_description": text,
                                   "error_codes": [status],
                                   "correlation_id": str(uuid.uuid4())},
                          headers or {}))


def answer_arc(sim, request, query):
    """Answer one request to the agent."""
    if not sim.arc:
        raise _refuse("not_found", "There is no Azure Arc agent here", 404)
    if request.headers.get("Metadata", "").lower() != "true":
        raise _refuse("bad_request_102",
                      "Required metadata header not specified")
    if request.method != "GET":
        raise _refuse("method_not_allowed", "Only GET is allowed", 405)
    values = known_query(split_query(query),
                         ("api-version", "resource", *_SELECTORS),
                         "the Azure Arc agent")
    if values.get("api-version") not in _VERSIONS:
        raise _refuse("invalid_request", "The api-version is missing or not "
                                         "supported")
    resource = values.get("resource")
    if not resource:
        raise _refuse("invalid_request",
                      "Required query variable 'resource' is missing")
    identity, echo = _identity(sim, values)
    request.principal = identity.object_id
    _authorize(sim, request)
    if not is_known(resource):
        raise entra_error(sim, 400, "invalid_resource", 500011,
                          f"The resource principal named {resource} was not "
                          f"found in the tenant named {identity.tenant}.")
    return Answer(200, {**long_token(sim, identity, resource), **echo})


def _identity(sim, values):
    """The identity, and what the answer repeats of the request."""
    echo = {name: values[name] for name in _SELECTORS if name in values} \
        if sim.arc.get("echoes") else {}
    try:
        return choose_identity(sim, _SELECTORS, echo), echo
    except NoIdentity:
        raise _refuse("invalid_request", "Identity not found") from None


def _authorize(sim, request):
    """Let the contents of a key file pass, once; else demand them."""
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    if scheme == "Basic" and sim.arc_keys.redeem(key):
        return
    name = sim.arc_keys.make(sim.arc["folder"])
    realm = sim.arc.get("realm", _REALM).replace("{name}", name)
    raise _refuse("unauthorized_client",
                  "Invalid Basic Authorization header" if scheme
                  else "Missing Basic Authorization header", 401,
                  {"WWW-Authenticate": f"Basic realm={realm}"})
