# SPDX-License-Identifier: MIT
"""The `mail` of a scenario: a Communication Services resource that sends."""

import base64
from dataclasses import dataclass, field

from .mail_quota import WINDOWS, MailQuota
from .shape import ScenarioError, fields, one_of


@dataclass
class MailSetup:
    """What the resource is and how it behaves; README.md has each key."""
    quota: MailQuota
    resource: str = None
    keys: list = field(default_factory=list)
    senders: list = field(default_factory=list)
    operation_seconds: float = 0
    retry_after: int = 1
    suppressed: set = field(default_factory=set)
    remembers: float = None
    ignores_operation_id: bool = False
    repeat: str = "accepted"

    def knows_domain(self, address):
        """True when the sender's domain is linked to the resource."""
        domain = _domain(address)
        return any(domain == _domain(sender) for sender in self.senders)

    def knows_sender(self, address):
        """True when the domain, linked as it is, has this sender."""
        return address.lower() in self.senders \
            or _domain(address) in self.senders


def _domain(sender):
    return sender.lower().rpartition("@")[2]


def load_mail(value, clock):
    """The setup of a scenario's `mail`, {} when it has none."""
    fields(value, "mail", ("resource", "keys", "senders") if value else (),
           ("operation_seconds", "retry_after", "quota", "suppressed",
            "remembers", "ignores_operation_id", "repeat"))
    rest = {name: value[name] for name in
            ("resource", "operation_seconds", "retry_after", "remembers",
             "ignores_operation_id", "repeat") if name in value}
    one_of(value.get("repeat", "accepted"), "mail.repeat",
           ("accepted", "conflict"))
    return MailSetup(
        quota=MailQuota(clock, _limits(value.get("quota", {}))),
        keys=[_key(item, f"mail.keys[{index}]")
              for index, item in enumerate(value.get("keys", []))],
        senders=[item.lower() for item in value.get("senders", [])],
        suppressed={item.lower() for item in value.get("suppressed", [])},
        **rest)


def _limits(value):
    fields(value, "mail.quota", (), ("send", "status"))
    for kind, limits in value.items():
        fields(limits, f"mail.quota.{kind}", (), tuple(WINDOWS))
    return value


def _key(text, where):
    try:
        key = base64.b64decode(text, validate=True)
    except (TypeError, ValueError):
        raise ScenarioError(f"{where}: base64 is wanted") from None
    if not key:
        raise ScenarioError(f"{where}: it is empty")
    return key
