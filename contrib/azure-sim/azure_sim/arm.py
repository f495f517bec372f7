# SPDX-License-Identifier: MIT
"""Resource Manager: what it checks before a provider sees the request.

In order: the bearer token, the path, the api-version, the subscription, the
throttle, the role, the resource.  Error texts follow
azure-resource-manager/troubleshooting/common-deployment-errors and answers
quoted in public issues.
"""

from urllib.parse import unquote

from .accounts import (answer_account, answer_accounts, answer_deployment,
                       answer_deployments)
from .answer import arm_error
from .api_versions import check_version
from .bearer import authenticate
from .definitions import answer_definitions, answer_namespaces
from .metrics import answer_metrics
from .query import split_query
from .subscriptions import answer_subscription, answer_subscriptions

_INSIGHTS = {"metrics": ("Microsoft.Insights/metrics/read", answer_metrics),
             "metricdefinitions": ("Microsoft.Insights/metricDefinitions/read",
                                   answer_definitions),
             "metricnamespaces": ("Microsoft.Insights/metricNamespaces/read",
                                  answer_namespaces)}
_ACCOUNTS = "Microsoft.CognitiveServices/accounts"
_REMAINING = "x-ms-ratelimit-remaining-subscription-reads"


def answer_arm(sim, request):
    """Answer one request to Resource Manager."""
    caller = authenticate(sim, request)
    request.principal = caller.object_id
    raw_path, _, raw_query = request.path.partition("?")
    segments = [unquote(part) for part in raw_path.split("/")[1:]]
    if request.method != "GET":
        raise arm_error(405, "MethodNotAllowed",
                        f"The http method '{request.method}' is not supported "
                        "by the simulator.")
    if "" in segments:
        raise _no_such_path(raw_path)
    call = Call(sim, caller, raw_path, segments, split_query(raw_query))
    return call.answer()


def _no_such_path(path):
    return arm_error(404, "SimUnknownPath",
                     f"The simulator serves nothing at '{path}'.")


class Call:
    """One authenticated call on its way to a provider."""

    def __init__(self, sim, caller, path, segments, pairs):
        self.sim, self.caller, self.path = sim, caller, path
        self.segments, self.pairs = segments, pairs
        self.lower = [segment.lower() for segment in segments]

    def answer(self):
        """Find the provider that serves the path."""
        lower = self.lower
        if lower[0] != "subscriptions":
            raise _no_such_path(self.path)
        if len(lower) == 1:
            check_version("subscriptions", self.pairs)
            return answer_subscriptions(self.sim, self.caller, self.pairs)
        if len(lower) > 3 and lower[-3:-1] == ["providers",
                                               "microsoft.insights"]:
            return self._insights()
        if len(lower) == 2:
            remaining = self._enter("subscriptions")
            self._authorize("Microsoft.Resources/subscriptions/read",
                            self._scope(2))
            item = self.sim.estate.subscriptions[lower[1]]
            return self._sent(answer_subscription(item, self.pairs), remaining)
        return self._cognitive_services()

    def _insights(self):
        kind = self.lower[-1]
        if kind not in _INSIGHTS or len(self.lower) != 11:
            raise _no_such_path(self.path)
        action, provider = _INSIGHTS[kind]
        remaining = self._enter(kind)
        scope = self._scope(8)
        self._authorize(action, scope)
        resource = self._resource(scope)
        return self._sent(provider(self.sim, resource, self.pairs), remaining)

    def _cognitive_services(self):
        lower, provider = self.lower, ["providers",
                                       "microsoft.cognitiveservices",
                                       "accounts"]
        group = None
        if lower[2:5] == provider and len(lower) == 5:
            return self._account_list(group)
        if lower[2] != "resourcegroups" or lower[4:7] != provider \
                or len(lower) > 10 or lower[8:9] not in ([], ["deployments"]):
            raise _no_such_path(self.path)
        if len(lower) == 7:
            return self._account_list(lower[3])
        deployments = len(lower) > 8
        remaining = self._enter("accounts")
        action = f"{_ACCOUNTS}/deployments/read" if deployments \
            else f"{_ACCOUNTS}/read"
        scope = self._scope(8)
        self._authorize(action, scope)
        account = self._resource(scope)
        if not deployments:
            answer = answer_account(account, self.pairs)
        elif len(lower) == 9:
            answer = answer_deployments(self.sim, account, self.path,
                                        self.pairs)
        else:
            answer = answer_deployment(account, self.segments[9], self.pairs)
        return self._sent(answer, remaining)

    def _account_list(self, group):
        remaining = self._enter("accounts")
        self._authorize(f"{_ACCOUNTS}/read", self._scope(4 if group else 2))
        if group:
            self._group()
        found = self.sim.estate.accounts(self.segments[1], group)
        return self._sent(answer_accounts(self.sim, found, self.path,
                                          self.pairs), remaining)

    def _scope(self, count):
        return "/" + "/".join(self.segments[:count])

    def _enter(self, kind):
        """Check version, subscription and throttle; the reads that remain."""
        check_version(kind, self.pairs)
        subscription = self.segments[1]
        known = self.sim.estate.subscriptions.get(subscription.lower())
        if known is None:
            raise arm_error(404, "SubscriptionNotFound",
                            f"The subscription '{subscription}' could not be "
                            "found.")
        self.caller.check_tenant(known["tenant"])
        if self.sim.throttle is None:
            return None
        return self.sim.throttle.take(subscription, self.caller.object_id)

    def _authorize(self, action, scope):
        if self.sim.roles.allows(self.caller.names, action, scope):
            return
        raise arm_error(
            403, "AuthorizationFailed",
            f"The client '{self.caller.client_id}' with object id "
            f"'{self.caller.object_id}' does not have authorization to "
            f"perform action '{action}' over scope '{scope}' or the scope is "
            "invalid. If access was recently granted, please refresh your "
            "credentials.")

    def _group(self):
        subscription, group = self.segments[1], self.segments[3]
        if (subscription.lower(), group.lower()) not in self.sim.estate.groups:
            raise arm_error(404, "ResourceGroupNotFound",
                            f"Resource group '{group}' could not be found.")

    def _resource(self, scope):
        self._group()
        resource = self.sim.estate.resource(scope)
        if resource is None:
            kind = "/".join(self.segments[5:8])
            raise arm_error(
                404, "ResourceNotFound",
                f"The Resource '{kind}' under resource group "
                f"'{self.segments[3]}' was not found. For more details please "
                "go to https://aka.ms/ARMResourceNotFoundFix")
        return resource

    @staticmethod
    def _sent(answer, remaining):
        if remaining is not None:
            answer.headers[_REMAINING] = str(remaining)
        return answer
