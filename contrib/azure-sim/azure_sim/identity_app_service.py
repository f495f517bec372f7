# SPDX-License-Identifier: MIT
"""Tokens on App Service (Functions, Container Apps) and on Azure Machine
Learning, whose address is of App Service's older version.

azure-docs, app-service/overview-managed-identity.md, "REST endpoint
reference"; the parameter of the older version as Microsoft's clients send it.
A caller proves by a header that it runs on the host.  A resource that is not
known gives a vague 500.
"""

import uuid

from .answer import Answer, Refusal
from .audiences import is_known
from .identity_token import NoIdentity, choose_identity, identity_token
from .query import known_query, split_query

_SELECTORS = {"client_id": "client_id", "mi_res_id": "resource_id",
              "object_id": "object_id", "principal_id": "object_id"}
_OLD_SELECTORS = {"clientid": "client_id"}
_TEXTS = {"several": "Only one of client_id, principal_id, object_id and "
                     "mi_res_id may be given.",
          "open": "Multiple user assigned identities exist; name one.",
          "unknown": "No User Assigned or Delegated Managed Identity found for "
                     "specified ClientId/ResourceId/PrincipalId."}


def _refuse(status, message):
    return Refusal(Answer(status, {"statusCode": status, "message": message,
                                   "correlationId": str(uuid.uuid4())}))


def answer_app_service(sim, request, query):
    """Answer one request on App Service."""
    return _answer(sim, request, query, "X-IDENTITY-HEADER", "2019-08-01",
                   _SELECTORS)


def answer_machine_learning(sim, request, query):
    """Answer one request on Azure Machine Learning."""
    if request.headers.get("Metadata", "").lower() != "true":
        raise _refuse(400, "Required metadata header not specified.")
    return _answer(sim, request, query, "secret", "2017-09-01",
                   _OLD_SELECTORS)


def _answer(sim, request, query, proof, version, selectors):
    wanted = sim.identity.get("header")
    if wanted is None or request.headers.get(proof) != wanted:
        raise _refuse(401, f"The header {proof} is missing or wrong.")
    if request.method != "GET":
        raise _refuse(405, "Only GET is allowed.")
    values = known_query(split_query(query),
                         ("api-version", "resource", *selectors),
                         "the token address")
    if values.get("api-version") != version:
        raise _refuse(400, "The api-version is missing or not supported.")
    resource = values.get("resource")
    if not resource:
        raise _refuse(400, "The parameter 'resource' is missing.")
    try:
        identity = choose_identity(sim, selectors, values)
    except NoIdentity as no:
        raise _refuse(400, _TEXTS[no.problem]) from None
    request.principal = identity.object_id
    if not is_known(resource):
        raise _refuse(500, "An unexpected error occured while fetching the "
                           "AAD Token.")
    answer, _ = identity_token(sim, identity, resource)
    return Answer(200, {**answer, "client_id": identity.client_id})
