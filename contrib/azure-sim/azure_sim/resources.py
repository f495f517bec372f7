# SPDX-License-Identifier: MIT
"""What is deployed: resources, their metrics and model deployments.

ARM identifiers compare without regard to case and are given back in the
spelling of the scenario.
"""

import re
from dataclasses import dataclass, field

from .catalog import ACCOUNTS, DESCRIPTIONS, platform_metrics

_RESOURCE = re.compile(
    r"/subscriptions/([^/]+)/resourceGroups/([^/]+)/providers/"
    r"([^/]+)/([^/]+)/([^/]+)", re.IGNORECASE)
AGGREGATIONS = ("Average", "Minimum", "Maximum", "Total", "Count")
GRAINS = ("PT1M", "PT5M", "PT15M", "PT30M", "PT1H", "PT6H", "PT12H", "P1D")


@dataclass
class Metric:
    """One metric of a resource; `failure` is a per-metric error (code,
    message) that the service reports inside a 200."""
    namespace: str
    name: str
    display: str
    unit: str
    dimensions: list
    series: list = field(default_factory=list)
    number_style: str = "int"
    aggregations: tuple = AGGREGATIONS
    grains: tuple = GRAINS
    primary: str = "Total"
    failure: tuple = None

    @property
    def description(self):
        """The service's description of the metric, or None."""
        return DESCRIPTIONS.get(self.name)


class Resource:
    """One ARM resource."""

    def __init__(self, identifier, kind, location, sku="S0", tags=None):
        match = _RESOURCE.fullmatch(identifier)
        if not match:
            raise ValueError(f"not a resource id: {identifier!r}")
        self.id = identifier
        self.subscription, self.group, provider, kind_of, self.name = \
            match.groups()
        self.type = f"{provider}/{kind_of}"
        self.kind, self.location = kind, location
        self.sku, self.tags = sku, tags
        self.deployments = []
        self.metrics = {}
        for name, display, unit, dimensions in platform_metrics(self.type):
            self.add_metric(Metric(self.type, name, display, unit, dimensions))

    def is_account(self):
        """True for a Cognitive Services (Azure OpenAI, AIServices) account."""
        return self.type.lower() == ACCOUNTS.lower()

    def add_metric(self, metric):
        """Add or replace a metric of its namespace."""
        key = (metric.namespace.lower(), metric.name.lower())
        self.metrics[key] = metric

    def metric(self, namespace, name):
        """The metric of that name, or None."""
        return self.metrics.get((namespace.lower(), name.lower()))

    def namespaces(self):
        """The metric namespaces, platform first, in their own spelling."""
        found = {self.type.lower(): self.type}
        for metric in self.metrics.values():
            found.setdefault(metric.namespace.lower(), metric.namespace)
        return list(found.values())

    def metrics_of(self, namespace):
        """All metrics of a namespace."""
        return [metric for (space, _), metric in self.metrics.items()
                if space == namespace.lower()]


class Estate:
    """All resources, and the subscriptions and groups that hold them."""

    def __init__(self):
        self.resources = {}
        self.subscriptions = {}
        self.groups = {}

    def add_subscription(self, identifier, tenant, name=None):
        """Make a subscription known, once."""
        self.subscriptions.setdefault(
            identifier.lower(),
            {"id": identifier, "tenant": tenant, "name": name or identifier})

    def add_group(self, subscription, name):
        """Make a resource group known."""
        self.groups[subscription.lower(), name.lower()] = name

    def add(self, resource):
        """Put a resource in place."""
        self.add_group(resource.subscription, resource.group)
        self.resources[resource.id.lower()] = resource

    def resource(self, identifier):
        """The resource of an identifier, or None."""
        return self.resources.get(identifier.lower())

    def accounts(self, subscription, group=None):
        """The Cognitive Services accounts of a subscription or a group."""
        return [resource for resource in self.resources.values()
                if resource.is_account()
                and resource.subscription.lower() == subscription.lower()
                and group in (None, resource.group.lower())]
