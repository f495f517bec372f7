# SPDX-License-Identifier: MIT
"""What the control port knows of mail: the inbox, and the fate of mails."""

from .mail_operations import STATUSES, Fate
from .numbers import decode
from .shape import fields, one_of
from .times import format_instant


def list_mails(sim, _body):
    """The inbox."""
    return sim.operations.mails(sim.clock.seconds())


def list_operations(sim, _body):
    """Every operation, also those that failed or are forgotten."""
    now = sim.clock.seconds()
    return [{**operation.body(operation.status(now)),
             "time": format_instant(operation.created),
             "known": operation.known}
            for operation in sim.operations.entries()]


def forget_mails(sim, _body):
    """No mail and no operation has ever been there."""
    sim.operations.clear()
    return {}


def forget_operations(sim, _body):
    """The service does not know its operations any more."""
    sim.operations.forget()
    return {}


def decide_fate(sim, body):
    """What becomes of an operation, or of the next ones."""
    value = fields(decode(body), "operation", ("status",),
                   ("id", "next", "code", "message"))
    one_of(value["status"], "status", STATUSES)
    if value["status"] != "Failed" and ("code" in value or "message" in value):
        raise ValueError("only what is Failed has a code and a message")
    if ("id" in value) == ("next" in value):
        raise ValueError("either 'id' or 'next' is wanted")
    fate = Fate(**{name: value[name] for name in ("status", "code", "message")
                   if name in value})
    if "id" in value:
        sim.operations.decide(fate, value["id"])
    else:
        sim.operations.decide_next(fate, int(value["next"]))
    return {}
