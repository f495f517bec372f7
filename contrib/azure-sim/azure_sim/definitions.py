# SPDX-License-Identifier: MIT
"""metricDefinitions and metricNamespaces of a resource.

azure-rest-api-specs, Microsoft.Insights, examples GetMetricDefinitions*.json
and GetMetricNamespaces.json.
"""

from .answer import Answer, metrics_error
from .query import known_query
from .times import parse_seconds


def answer_definitions(_sim, resource, pairs):
    """The metrics of one namespace, by default the platform's."""
    values = known_query(pairs, ("api-version", "metricnamespace"),
                         "metricDefinitions")
    namespace = values.get("metricnamespace", resource.type)
    known = {name.lower(): name for name in resource.namespaces()}
    if namespace.lower() not in known:
        raise metrics_error(f"Metric namespace '{namespace}' could not be "
                            "found")
    return Answer(200, {"value": [
        _definition(resource, metric)
        for metric in resource.metrics_of(namespace)]})


def _definition(resource, metric):
    value = {
        "id": f"{resource.id}/providers/microsoft.insights/metricdefinitions/"
              f"{metric.name}",
        "resourceId": resource.id,
        "namespace": metric.namespace,
        "name": {"value": metric.name, "localizedValue": metric.display},
        "isDimensionRequired": False,
        "unit": metric.unit,
        "primaryAggregationType": metric.primary,
        "supportedAggregationTypes": list(metric.aggregations),
        "metricAvailabilities": [{"timeGrain": grain, "retention": "P93D"}
                                 for grain in metric.grains]}
    if metric.description:
        value["displayDescription"] = metric.description
    if metric.dimensions:
        value["dimensions"] = [{"value": name, "localizedValue": name}
                               for name in metric.dimensions]
    return value


def answer_namespaces(_sim, resource, pairs):
    """The platform's namespace and the custom ones."""
    values = known_query(pairs, ("api-version", "startTime"),
                         "metricNamespaces")
    if "startTime" in values:
        try:
            parse_seconds(values["startTime"])
        except ValueError as error:
            raise metrics_error(str(error)) from None
    return Answer(200, {"value": [
        _namespace(resource, name) for name in resource.namespaces()]})


def _namespace(resource, name):
    platform = name.lower() == resource.type.lower()
    short = name.replace("/", "-")
    return {
        "id": f"{resource.id}/providers/microsoft.insights/metricNamespaces/"
              f"{short}",
        "name": short,
        "type": "Microsoft.Insights/metricNamespaces",
        "classification": "Platform" if platform else "Custom",
        "properties": {"metricNamespaceName": name}}
