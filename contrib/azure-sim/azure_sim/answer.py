# SPDX-License-Identifier: MIT
"""One HTTP answer, and the error bodies of the services.

Resource Manager wraps its errors in `error`, the metrics provider's 400 is
flat (azure-monitor-docs, metrics/migrate-to-batch-api.md, "Error response
changes"; common-types/resource-management ErrorResponse).
"""

import uuid
from dataclasses import dataclass, field
from http.client import responses

from .numbers import encode

JSON = "application/json; charset=utf-8"


@dataclass
class Answer:
    """`body` is bytes, or a value to be sent as JSON, or None for no body."""
    status: int = 200
    body: object = None
    headers: dict = field(default_factory=dict)
    content_type: str = JSON

    def payload(self):
        """The bytes of the body."""
        if self.body is None:
            return b""
        return self.body if isinstance(self.body, bytes) else encode(self.body)


class Refusal(Exception):
    """Raised where a request is refused; carries the answer to send."""

    def __init__(self, answer):
        super().__init__(answer.status)
        self.answer = answer


def reason(status):
    """The reason phrase of a status."""
    return responses.get(status, "Unknown")


def arm_error(status, code, message, headers=None):
    """A refusal in Resource Manager's shape."""
    return Refusal(Answer(status, {"error": {"code": code,
                                             "message": message}},
                          {**(headers or {}), "x-ms-failure-cause": "gateway"}))


def metrics_error(message, code="BadRequest", trace=False):
    """A 400 in the metrics provider's flat shape."""
    if trace:
        message += f", TraceId: {{{uuid.uuid4()}}}"
    return Refusal(Answer(400, {"code": code, "message": message}))


def unknown_parameter(name, where):
    """A loud refusal of what the service would ignore: a typo of the caller."""
    return Refusal(Answer(400, {
        "code": "SimUnknownParameter",
        "message": f"'{name}' is not a parameter of {where}; the service "
                   "would ignore it, the simulator does not."}))
