# SPDX-License-Identifier: MIT
"""Communication Services: sending mail, and asking what became of it.

azure-rest-api-specs, communication/data-plane/Email/stable/2023-03-31, the
operations Email_Send and Email_GetSendResult with their examples.  In order:
the path, the host, who asks, the api-version, the quota, the request itself.
"""

import re

from .answer import Answer
from .mail_caller import authenticate_mail
from .mail_error import bad_mail, mail_error
from .mail_message import read_message
from .mail_operations import TERMINAL
from .query import known_query, split_query

VERSIONS = ("2023-03-31", "2025-09-01")
_OPERATION = re.compile(r"//?emails/operations/([^/]+)")
_HOST = re.compile(r"(?:[0-9A-Za-z.-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?")
_UUID = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")


def answer_mail(sim, request):
    """Answer one request to the resource's endpoint."""
    path, _, query = request.path.partition("?")
    operation = _OPERATION.fullmatch(path)
    if path != "/emails:send" and not operation:
        raise mail_error(404, "SimUnknownPath",
                         f"The simulator serves nothing at '{path}'.")
    method = "GET" if operation else "POST"
    if request.method != method:
        raise mail_error(405, "MethodNotAllowed",
                         f"Only {method} is served at '{path}'.",
                         headers={"Allow": method})
    if not _HOST.fullmatch(request.headers.get("Host", "")):
        raise bad_mail("The header Host is no host with or without a port.",
                       "SimBadHost")
    authenticate_mail(sim, request)
    version = _version(request, path, split_query(query))
    _uuid_header(request, "x-ms-client-request-id")
    if operation:
        sim.mail.quota.take("status")
        return _status(sim, operation[1])
    sim.mail.quota.take("send")
    return _send(sim, request, version)


def _version(request, path, pairs):
    values = known_query(pairs, ("api-version",), "Communication Services")
    version = values.get("api-version")
    if not version:
        raise bad_mail("An API version is required, but was not specified.",
                       "ApiVersionUnspecified")
    if version not in VERSIONS:
        raise bad_mail(
            "The HTTP resource that matches the request URI 'https://"
            f"{request.headers.get('Host')}{path}' does not support the API "
            f"version '{version}'.", "UnsupportedApiVersion")
    return version


def _uuid_header(request, name):
    value = request.headers.get(name)
    if value is not None and not _UUID.fullmatch(value):
        raise bad_mail(f"The header {name} is no UUID: '{value}'.")
    return value


def _send(sim, request, version):
    setup, now = sim.mail, sim.clock.seconds()
    identifier = _uuid_header(request, "Operation-Id")
    message = read_message(request, version)
    _check_sender(setup, message["senderAddress"])
    operation, new = sim.operations.begin(setup, identifier, message,
                                          request.principal, now)
    if not new and setup.repeat == "conflict":
        raise mail_error(409, "Conflict",
                         f"The operation '{identifier}' already exists.")
    status = operation.status(now)
    if new and status == "Succeeded":
        status = "Running"  # nobody has looked yet
    host = request.headers.get("Host")
    answer = _told(setup, operation, status, 202)
    answer.headers["Operation-Location"] = (
        f"https://{host}//emails/operations/{operation.id}"
        f"?api-version={version}")
    return answer


def _check_sender(setup, sender):
    if not setup.knows_domain(sender):
        raise mail_error(404, "DomainNotLinked",
                         "The specified sender domain has not been linked.")
    if not setup.knows_sender(sender):
        raise bad_mail("Invalid email sender username: it is not one of the "
                       "domain's.", "InvalidSenderUserName")


def _status(sim, identifier):
    now = sim.clock.seconds()
    operation = sim.operations.find(sim.mail, identifier, now)
    if operation is None:
        raise mail_error(404, "OperationNotFound",
                         f"There is no operation '{identifier}'.")
    return _told(sim.mail, operation, operation.status(now), 200)


def _told(setup, operation, status, code):
    """An answer about an operation; `retry-after` only while it runs."""
    answer = Answer(code, operation.body(status))
    if status not in TERMINAL and setup.retry_after is not None:
        answer.headers["retry-after"] = str(setup.retry_after)
    return answer
