# SPDX-License-Identifier: MIT
"""Cognitive Services accounts and their model deployments.

azure-rest-api-specs, Microsoft.CognitiveServices/stable/2024-10-01, examples
ListAccountsBySubscription.json, GetAccount.json, ListDeployments.json.  Lists
come in pages: `nextLink` is an absolute URL with a `$skiptoken`.
"""

import base64
import binascii
from urllib.parse import urlencode

from .answer import Answer, arm_error
from .catalog import ACCOUNTS
from .query import known_query


def answer_accounts(sim, accounts, path, pairs):
    """One page of accounts, those of a subscription or of a group."""
    return _page(sim, [account_body(a) for a in accounts], "accounts", path,
                 pairs)


def answer_account(account, pairs):
    """One account."""
    known_query(pairs, ("api-version",), "accounts")
    return Answer(200, account_body(account))


def answer_deployments(sim, account, path, pairs):
    """One page of an account's deployments."""
    bodies = [deployment_body(account, item) for item in account.deployments]
    return _page(sim, bodies, "deployments", path, pairs)


def answer_deployment(account, name, pairs):
    """One deployment of an account."""
    known_query(pairs, ("api-version",), "deployments")
    for item in account.deployments:
        if item["name"].lower() == name.lower():
            return Answer(200, deployment_body(account, item))
    raise arm_error(404, "DeploymentNotFound",
                    f"The deployment '{name}' could not be found.")


def account_body(account):
    """An account as Resource Manager shows it."""
    body = {
        "id": account.id, "name": account.name, "type": ACCOUNTS,
        "etag": "\"00000000-0000-0000-0000-000000000000\"",
        "location": account.location, "kind": account.kind,
        "sku": {"name": account.sku},
        "properties": {
            "endpoint": f"https://{account.name}.openai.azure.com/",
            "provisioningState": "Succeeded"}}
    if account.tags:
        body["tags"] = account.tags
    return body


def deployment_body(account, item):
    """A deployment as Resource Manager shows it."""
    return {
        "id": f"{account.id}/deployments/{item['name']}",
        "name": item["name"],
        "type": f"{ACCOUNTS}/deployments",
        "sku": {"name": item.get("sku", "Standard"),
                "capacity": item.get("capacity", 1)},
        "properties": {
            "model": {"format": item.get("format", "OpenAI"),
                      "name": item.get("model", "gpt-4o"),
                      "version": item.get("version", "2024-08-06")},
            "versionUpgradeOption": "OnceNewDefaultVersionAvailable",
            "provisioningState": item.get("state", "Succeeded")}}


def _page(sim, items, kind, path, pairs):
    values = known_query(pairs, ("api-version", "$skiptoken"), kind)
    size = sim.page_size(kind)
    offset = _offset(values.get("$skiptoken"))
    body = {"value": items[offset:offset + size]}
    if offset + size < len(items):
        token = base64.urlsafe_b64encode(f"skip:{offset + size}".encode())
        body["nextLink"] = sim.arm_url + path + "?" + urlencode(
            {"api-version": values["api-version"],
             "$skiptoken": token.decode()})
    return Answer(200, body)


def _offset(token):
    if token is None:
        return 0
    try:
        word, _, number = base64.urlsafe_b64decode(token).decode() \
            .partition(":")
        if word == "skip":
            return int(number)
    except (binascii.Error, ValueError):
        pass
    raise arm_error(400, "InvalidSkipToken", "The skip token is invalid.")
