# SPDX-License-Identifier: MIT
"""The subscriptions that the caller sees.

azure-rest-api-specs, Microsoft.Resources/stable/2022-12-01/subscriptions.json.
"""

from .answer import Answer
from .query import known_query


def answer_subscriptions(sim, caller, pairs):
    """The subscriptions in which the caller holds any role."""
    known_query(pairs, ("api-version",), "subscriptions")
    return Answer(200, {"value": [
        subscription_body(item)
        for item in sim.estate.subscriptions.values()
        if sim.roles.knows(caller.names, item["id"])]})


def answer_subscription(item, pairs):
    """One subscription."""
    known_query(pairs, ("api-version",), "subscriptions")
    return Answer(200, subscription_body(item))


def subscription_body(item):
    """A subscription as Resource Manager shows it."""
    return {"id": f"/subscriptions/{item['id']}",
            "subscriptionId": item["id"], "tenantId": item["tenant"],
            "displayName": item["name"], "state": "Enabled"}
