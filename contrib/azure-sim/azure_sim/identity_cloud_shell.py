# SPDX-License-Identifier: MIT
"""Tokens in Azure Cloud Shell: those of whoever is signed in there.

azure-docs, cloud-shell/msi-authorization.md; errors as public issues quote
them.  The service ignores parameters that would choose an identity.
"""

from .answer import Answer, Refusal
from .audiences import is_known
from .identity_token import NoIdentity, choose_identity, long_token
from .query import known_query, split_query

_FORM = "application/x-www-form-urlencoded"


def _refuse(code, message, status=400):
    return Refusal(Answer(status, {"error": {"code": code,
                                             "message": message}}))


def answer_cloud_shell(sim, request, query):
    """Answer one request in Cloud Shell."""
    if request.headers.get("Metadata", "").lower() != "true":
        raise _refuse("bad_request_102",
                      "Required metadata header not specified")
    if request.method != "POST":
        raise _refuse("method_not_allowed", "Only POST is allowed", 405)
    known_query(split_query(query), (), "Cloud Shell")
    kind = request.headers.get("Content-Type", "").split(";")[0].strip()
    body = request.body.decode("utf-8", "replace") if kind.lower() == _FORM \
        else ""
    resource = known_query(split_query(body), ("resource",),
                           "Cloud Shell").get("resource")
    if not resource:
        raise _refuse("invalid_request",
                      "Required parameter 'resource' is missing")
    if not is_known(resource):
        raise _refuse("AudienceNotSupported",
                      f"Audience {resource} is not a supported MSI token "
                      "audience.")
    try:
        identity = choose_identity(sim, {}, {})
    except NoIdentity:
        raise _refuse("invalid_request", "Nobody is signed in") from None
    request.principal = identity.object_id
    return Answer(200, {**long_token(sim, identity, resource),
                        "refresh_token": ""})
