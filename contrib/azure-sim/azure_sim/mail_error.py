# SPDX-License-Identifier: MIT
"""Refusals as Communication Services words them.

azure-rest-api-specs, communication/data-plane/Email/stable/2023-03-31,
ErrorResponse and the header `x-ms-error-code`.  Where the service's text gives
no reason, the simulator's own stands in `details`.
"""

from .answer import Answer, Refusal


def mail_error(status, code, message, reason=None, headers=None):
    """A refusal; `reason` is what the service would keep to itself."""
    error = {"code": code, "message": message}
    if reason:
        error["details"] = [{"code": "SimReason", "message": reason}]
    return Refusal(Answer(status, {"error": error},
                          {"x-ms-error-code": code, **(headers or {})}))


def denied(reason, message="Denied by the resource provider."):
    """A 401; the service says no more, as public issues quote it."""
    return mail_error(401, "Denied", message, reason)


def bad_mail(message, code="BadRequest"):
    """A 400 about the body of a request."""
    return mail_error(400, code, message)
