# SPDX-License-Identifier: MIT
"""Reads a scenario: the JSON description of the simulated cloud.

README.md beside the command documents every key; a key that is not known, or
a value of the wrong kind, is an error and not a guess.
"""

import os

from .clock import Clock
from .directory import Directory, Identity, Tenant
from .identity_token import EXPIRY_FORMS
from .mail_setup import load_mail
from .numbers import decode
from .registrations import load_app
from .resources import Estate, Resource
from .roles import ROLE_ACTIONS, Assignment, Roles
from .shape import ScenarioError, fields, one_of
from .telemetry import load_generator, load_metric
from .throttle import Throttle


def _tenant(value, where, folder):
    fields(value, where, ("id",), ("domains", "apps"))
    names = {name.lower() for name in [value["id"], *value.get("domains", [])]}
    apps = [load_app(item, f"{where}.apps[{index}]", folder)
            for index, item in enumerate(value.get("apps", []))]
    return Tenant(value["id"], names, {a.client_id.lower(): a for a in apps})


def _identity(value, where):
    fields(value, where, ("kind", "client_id", "object_id", "tenant"),
           ("resource_id", "token_lifetime"))
    one_of(value["kind"], f"{where}.kind", ("system", "user"))
    return Identity(value["kind"] == "system", value["client_id"],
                    value["object_id"], value.get("resource_id", ""),
                    value["tenant"], value.get("token_lifetime", 86399))


def _assignment(value, where):
    fields(value, where, ("principal", "role", "scope"))
    if value["role"].lower() not in ROLE_ACTIONS:
        raise ScenarioError(f"{where}: unknown role '{value['role']}'")
    return Assignment(value["principal"].lower(), value["role"].lower(),
                      value["scope"].lower())


def _resource(value, where, now):
    fields(value, where, ("id", "location"),
           ("kind", "sku", "tags", "deployments", "metrics", "generate"))
    resource = Resource(value["id"], value.get("kind"), value["location"],
                        value.get("sku", "S0"), value.get("tags"))
    for index, item in enumerate(value.get("deployments", [])):
        fields(item, f"{where}.deployments[{index}]", ("name",),
               ("model", "version", "format", "sku", "capacity", "state"))
        resource.deployments.append(item)
    for index, item in enumerate(value.get("metrics", [])):
        load_metric(resource, item, f"{where}.metrics[{index}]", now, fields)
    for index, item in enumerate(value.get("generate", [])):
        load_generator(resource, item, f"{where}.generate[{index}]", now,
                       fields)
    return resource


def _arc(value):
    fields(value, "arc", ("folder",), ("realm", "echoes"))
    if not os.path.isdir(value["folder"]):
        raise ScenarioError(f"arc.folder: no folder {value['folder']}")
    return value


class Scenario:
    """The simulated cloud as described; `text` is JSON, and paths in it are
    relative to `folder`."""

    def __init__(self, text, folder):
        top = fields(decode(text), "scenario", (), (
            "description", "now", "tenants", "managed_identities", "roles",
            "subscriptions", "resources", "throttle", "page_size", "proxy",
            "gzip", "max_points", "identity", "arc", "mail"))
        self.clock = Clock(top.get("now"))
        now = self.clock.minute()
        self.directory = Directory(
            [_tenant(item, f"tenants[{index}]", folder)
             for index, item in enumerate(top.get("tenants", []))],
            [_identity(item, f"managed_identities[{index}]")
             for index, item in enumerate(top.get("managed_identities", []))])
        self.roles = Roles(
            _assignment(item, f"roles[{index}]")
            for index, item in enumerate(top.get("roles", [])))
        self.estate = self._estate(top, now)
        self.throttle = self._throttle(top.get("throttle", {}))
        self.page_size = fields(top.get("page_size", {}), "page_size", (),
                                ("accounts", "deployments", "subscriptions"))
        self.proxy = fields(top.get("proxy", {}), "proxy", (),
                            ("user", "password"))
        self.identity = fields(top.get("identity", {}), "identity", (),
                               ("header", "expires_on"))
        one_of(self.identity.get("expires_on", "seconds"),
               "identity.expires_on", EXPIRY_FORMS)
        self.arc = "arc" in top and _arc(top["arc"])
        self.mail = load_mail(top.get("mail", {}), self.clock)
        self.gzip = top.get("gzip", True)
        self.max_points = top.get("max_points", 1_000_000)

    def _estate(self, top, now):
        estate = Estate()
        home = self.directory.tenants[0].id if self.directory.tenants else None
        for index, item in enumerate(top.get("subscriptions", [])):
            fields(item, f"subscriptions[{index}]", ("id",),
                   ("tenant", "name", "groups"))
            estate.add_subscription(item["id"], item.get("tenant", home),
                                    item.get("name"))
            for group in item.get("groups", []):
                estate.add_group(item["id"], group)
        for index, item in enumerate(top.get("resources", [])):
            resource = _resource(item, f"resources[{index}]", now)
            estate.add_subscription(resource.subscription, home)
            estate.add(resource)
        return estate

    def _throttle(self, value):
        if value == "off":
            return None
        fields(value, "throttle", (), ("reads", "refill"))
        return Throttle(self.clock, value.get("reads", 250),
                        value.get("refill", 25))
