# SPDX-License-Identifier: MIT
"""Mails on their way: operations, what becomes of them, and the inbox.

An operation runs for some seconds and then succeeds, unless a test has decided
another fate for it.  Operations and mails outlive a change of the scenario.
"""

import threading
import uuid
from dataclasses import dataclass

from .mail_message import addresses, recipients
from .times import format_instant

TERMINAL = ("Succeeded", "Failed", "Canceled")
STATUSES = ("NotStarted", "Running", *TERMINAL)


@dataclass
class Fate:
    """How an operation goes on once it has run its time."""
    status: str = "Succeeded"
    code: str = "EmailDropped"
    message: str = "Email was dropped after several attempts to deliver."


SUPPRESSED = Fate("Failed", "EmailDroppedAllRecipientsSuppressed",
                  "Message dropped because all recipients were suppressed")


@dataclass
class Operation:
    """One mail and when it was handed over; `known` until the service forgets
    the identifier."""
    id: str
    message: dict
    principal: str
    created: float
    seconds: float
    fate: Fate
    known: bool = True

    def status(self, now):
        """One of STATUSES."""
        age = now - self.created
        if age >= self.seconds or not self.seconds:
            return self.fate.status
        return "NotStarted" if age < self.seconds / 2 else "Running"

    def body(self, status):
        """What the service tells of the operation."""
        body = {"id": self.id, "status": status}
        if status == "Failed":
            body["error"] = {"code": self.fate.code,
                             "message": self.fate.message}
        return body

    def mail(self):
        """The mail as the inbox shows it."""
        message = self.message
        content = message["content"]
        return {
            "id": self.id, "from": message["senderAddress"],
            **{name: addresses(message, name) for name in ("to", "cc", "bcc")},
            "reply_to": [item["address"]
                         for item in message.get("replyTo", [])],
            "subject": content["subject"], "plain": content.get("plainText"),
            "html": content.get("html"),
            "headers": message.get("headers", {}),
            "time": format_instant(self.created),
            "principal": self.principal}


class Operations:
    """All operations, in the order in which they began."""

    def __init__(self):
        self._all, self._lock = [], threading.Lock()
        self._fates, self._next = {}, (0, None)

    def find(self, setup, identifier, now):
        """The operation that the service knows by an identifier, or None."""
        for operation in self._all:
            if operation.known and operation.id.lower() == identifier.lower():
                age = now - operation.created
                if setup.remembers is None or age <= setup.remembers:
                    return operation
        return None

    def begin(self, setup, identifier, message, principal, now):
        """(operation, True) for a new one; (operation, False) when the service
        knows the identifier, so that the mail is not sent again."""
        with self._lock:
            if identifier is None or setup.ignores_operation_id:
                identifier = str(uuid.uuid4())
            known = self.find(setup, identifier, now)
            if known:
                return known, False
            operation = Operation(identifier, message, principal, now,
                                  setup.operation_seconds,
                                  self._fate(setup, identifier, message))
            self._all.append(operation)
            return operation, True

    def _fate(self, setup, identifier, message):
        if {a.lower() for a in recipients(message)} <= setup.suppressed:
            return SUPPRESSED
        fate = self._fates.pop(identifier.lower(), None)
        left, coming = self._next
        if fate is None and coming:
            fate = coming
            self._next = (left - 1, coming if left != 1 else None)
        return fate or Fate()

    def decide(self, fate, identifier):
        """The fate of one operation, now or when it comes."""
        with self._lock:
            found = False
            for operation in self._all:
                if operation.id.lower() == identifier.lower():
                    operation.fate, found = fate, True
            if not found:
                self._fates[identifier.lower()] = fate

    def decide_next(self, fate, count):
        """The fate of the next `count` operations, 0 for all to come."""
        with self._lock:
            self._next = (count, fate)

    def entries(self):
        """All operations so far."""
        with self._lock:
            return list(self._all)

    def mails(self, now):
        """What has reached the recipients' mail servers."""
        return [operation.mail() for operation in self.entries()
                if operation.status(now) == "Succeeded"]

    def forget(self):
        """The service forgets all identifiers; the mails stay."""
        for operation in self.entries():
            operation.known = False

    def clear(self):
        """No operation, no mail and no decided fate is left."""
        with self._lock:
            self._all, self._fates, self._next = [], {}, (0, None)
