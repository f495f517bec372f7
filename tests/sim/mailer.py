# SPDX-License-Identifier: MIT
"""Mail as a client of Communication Services sends it, signed by its own
arithmetic; tests spoil it as they like."""

import base64
import copy
import hashlib
import hmac
import json
from datetime import datetime
from email.utils import formatdate
from urllib.parse import urlsplit

import cloud

KEY = ("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlBQkNERUYwMTIzNDU2Nzg5YWJjZGVmMDEyMz"
       "Q1Njc4OUFCQ0RFRg==")
FROM, TO = "donotreply@azure-sim.test", "ops@contoso.example"
RESOURCE = (f"{cloud.SUBSCRIPTION}/resourceGroups/rg-mail/providers/"
            "Microsoft.Communication/communicationServices/acs")
SEND = "/emails:send?api-version=2023-03-31"
ID = "F9168C5E-CEB2-4faa-B6BF-329BF39FA1E4"
MESSAGE = {"senderAddress": FROM,
           "content": {"subject": "Budget used up", "plainText": "1261 tokens"},
           "recipients": {"to": [{"address": TO}]}}


def scenario(**mail):
    """One application without a role, and a resource that sends."""
    return {
        "tenants": [{"id": cloud.TENANT, "apps": [
            {"client_id": cloud.CLIENT, "object_id": cloud.NOBODY,
             "secrets": [{"value": cloud.SECRET}]}]}],
        "mail": {"resource": RESOURCE, "keys": [KEY],
                 "senders": ["azure-sim.test"], **mail}}


def spoiled(path, value):
    """MESSAGE with the value at a path of names put in, None: taken out."""
    message = copy.deepcopy(MESSAGE)
    *way, last = path.split(".")
    place = message
    for name in way:
        place = place[int(name)] if name.isdigit() else place[name]
    if value is None:
        del place[last]
    elif isinstance(place, list):
        place[int(last)] = value
    else:
        place[last] = value
    return message


def signed(sim, method, path, body=b"", key=KEY, date=None, host=None,
           body_hash=None):
    """The headers of a signed request."""
    date = date or formatdate(sim_now(sim), usegmt=True)
    host = host or urlsplit(sim.endpoints["SIM_MAIL"]).netloc
    body_hash = body_hash or base64.b64encode(
        hashlib.sha256(body).digest()).decode()
    text = f"{method}\n{path}\n{date};{host};{body_hash}"
    digest = hmac.new(base64.b64decode(key), text.encode(), "sha256").digest()
    return {"x-ms-date": date, "x-ms-content-sha256": body_hash,
            "Authorization":
                "HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256"
                f"&Signature={base64.b64encode(digest).decode()}"}


def sim_now(sim):
    """The simulation's clock in seconds since 1970."""
    now = sim.control("GET", "/health")["now"]
    return datetime.fromisoformat(now).timestamp()


def send(sim, message=None, identifier=None, path=SEND, headers=None,
         **changes):
    """Send a mail (an object, or bytes as they are); the answer."""
    body = message if isinstance(message, bytes) \
        else json.dumps(MESSAGE if message is None else message).encode()
    more = {"Content-Type": "application/json",
            **signed(sim, "POST", path, body, **changes), **(headers or {})}
    if identifier:
        more["Operation-Id"] = identifier
    return sim.ask("MAIL", "POST", path, body, more)


def status(sim, identifier=ID, version="2023-03-31", slashes="/"):
    """Ask what became of an operation."""
    path = f"{slashes}emails/operations/{identifier}?api-version={version}"
    return sim.ask("MAIL", "GET", path, None, signed(sim, "GET", path))
