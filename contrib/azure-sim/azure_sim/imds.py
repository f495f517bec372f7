# SPDX-License-Identifier: MIT
"""The Instance Metadata Service: tokens of managed identities.

entra-docs, identity/managed-identities-azure-resources/how-to-use-vm-token.md.
Unlike the service every request gets a fresh token: after a revocation the
service would go on handing out its cached one.
"""

from urllib.parse import urlsplit

from .answer import Answer, Refusal
from .audiences import is_known
from .entra_error import entra_error
from .identity_token import NoIdentity, choose_identity, long_token
from .query import known_query, split_query

_PATH = "/metadata/identity/oauth2/token"
_VERSIONS = ("2018-02-01", "2018-10-01", "2019-02-01", "2019-03-11",
             "2019-06-01", "2019-11-01", "2020-06-01", "2021-02-01",
             "2021-12-13")
_SELECTORS = {"client_id": "client_id", "object_id": "object_id",
              "msi_res_id": "resource_id"}
_TEXTS = {"several": "Only one of client_id, object_id, msi_res_id may be "
                     "given",
          "open": "Multiple user assigned identities exist, please specify "
                  "the clientId / resourceId of the identity in the token "
                  "request",
          "unknown": "Identity not found"}


def _refuse(error, text, status=400):
    return Refusal(Answer(status, {"error": error, "error_description": text}))


def answer_imds(sim, request):
    """Answer one request to the metadata address."""
    if request.headers.get("Metadata", "").lower() != "true":
        raise _refuse("bad_request_102",
                      "Required metadata header not specified")
    if "X-Forwarded-For" in request.headers:
        raise _refuse("bad_request", "X-Forwarded-For header is not allowed")
    url = urlsplit(request.path)
    if url.path.removesuffix("/") != _PATH:
        raise _refuse("not_found", f"No such path: {url.path}", 404)
    if request.method != "GET":
        raise _refuse("method_not_allowed", "Only GET is allowed", 405)
    values = known_query(split_query(url.query),
                         ("api-version", "resource", *_SELECTORS), "IMDS")
    if values.get("api-version") not in _VERSIONS:
        raise Refusal(Answer(400, {
            "error": "Bad request. api-version is invalid or was not specified"
                     " in the request. For more information refer to "
                     "aka.ms/azureimds", "newest-versions": _VERSIONS[-3:]}))
    resource = values.get("resource")
    if not resource:
        raise _refuse("invalid_request",
                      "Required query variable 'resource' is missing")
    try:
        identity = choose_identity(sim, _SELECTORS, values)
    except NoIdentity as no:
        raise _refuse("invalid_request", _TEXTS[no.problem]) from None
    request.principal = identity.object_id
    if not is_known(resource):
        raise entra_error(sim, 400, "invalid_resource", 500011,
                          f"The resource principal named {resource} was not "
                          f"found in the tenant named {identity.tenant}.")
    answer = long_token(sim, identity, resource)
    return Answer(200, {**answer, "client_id": identity.client_id})
