# SPDX-License-Identifier: MIT
"""Reads the application registrations of a scenario and what they may sign in
with: secrets, certificates, federated credentials."""

import os

from .directory import FEDERATED_AUDIENCE, App, Federated, Secret
from .shape import ScenarioError, fields
from .times import parse_seconds
from .x509 import read_pem


def load_app(value, where, folder):
    """The App of one scenario object; paths are relative to `folder`."""
    fields(value, where, ("client_id", "object_id"),
           ("secrets", "certificates", "x5c_subject", "federated",
            "token_lifetime", "name"))
    return App(value["client_id"], value["object_id"],
               secrets=[_secret(item, place) for item, place
                        in _each(value, where, "secrets")],
               certificates=[_certificate(item, place, folder) for item, place
                             in _each(value, where, "certificates")],
               x5c_subject=value.get("x5c_subject"),
               federated=[_federated(item, place) for item, place
                          in _each(value, where, "federated")],
               token_lifetime=value.get("token_lifetime", 3599))


def _each(value, where, key):
    for index, item in enumerate(value.get(key, [])):
        yield item, f"{where}.{key}[{index}]"


def _secret(value, where):
    fields(value, where, ("value",), ("expires",))
    expires = value.get("expires")
    return Secret(value["value"], parse_seconds(expires) if expires else None)


def _certificate(value, where, folder):
    """PEM text, or the path of a PEM file."""
    try:
        if "-----BEGIN" in value:
            return read_pem(value)
        with open(os.path.join(folder, value), encoding="ascii") as file:
            return read_pem(file.read())
    except (OSError, TypeError, ValueError) as error:
        raise ScenarioError(f"{where}: {error}") from None


def _federated(value, where):
    fields(value, where, ("issuer", "subject"), ("audience", "secret"))
    return Federated(value["issuer"], value["subject"],
                     value.get("audience", FEDERATED_AUDIENCE),
                     value.get("secret"))
