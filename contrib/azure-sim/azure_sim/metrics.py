# SPDX-License-Identifier: MIT
"""The answer of Microsoft.Insights/metrics.

Buckets begin at the span's start and are half-open; nothing after the clock's
minute or before the retention of 93 days exists.  Series are told apart by the
dimensions that the filter names, all others are summed away, and at most
`top` of them are answered, silently (azure-rest-api-specs, examples
GetMetric.json, GetMetricMetadata.json, GetMetricError.json).
"""

from .answer import Answer, metrics_error
from .metric_filter import ANY
from .metric_query import RETENTION, parse_query
from .numbers import literal
from .series import Span, Stat
from .times import format_minute

_IDLE_RANK = {"zero": 2, "null": 1, "absent": 0}


def answer_metrics(sim, resource, pairs):
    """Answer a metrics query about a resource."""
    now = sim.clock.minute()
    query = parse_query(pairs, now)
    namespace = _namespace(resource, query)
    metrics = [_metric(resource, namespace, name) for name in query.names]
    splits = [_split(metric, query) for metric in metrics]
    for metric in metrics:
        _check_grain(metric, query)
    budget = [sim.max_points]
    values = [_value(resource, metric, split, query, now, budget)
              for metric, split in zip(metrics, splits)]
    body = {} if query.metadata else {
        "cost": max(0, query.end - query.start - 1) * len(metrics)}
    body["timespan"] = \
        f"{format_minute(query.start)}/{format_minute(query.end)}"
    body["interval"] = query.interval_text
    body["value"] = values
    body["namespace"] = namespace
    body["resourceregion"] = resource.location
    return Answer(200, body)


def _namespace(resource, query):
    """The namespace in the resource's spelling."""
    if query.namespace is None:
        return resource.type
    for name in resource.namespaces():
        if name.lower() == query.namespace.lower():
            return name
    raise metrics_error(f"Metric namespace '{query.namespace}' could not be "
                        f"found, Valid namespaces: "
                        f"{','.join(resource.namespaces())}")


def _metric(resource, namespace, name):
    metric = resource.metric(namespace, name)
    if metric is None:
        provider, _, kind = resource.type.partition("/")
        valid = ",".join(m.name for m in resource.metrics_of(namespace))
        raise metrics_error(
            f"Failed to find metric configuration for provider: {provider}, "
            f"resource Type: {kind}, metric: {name}, Valid metrics: {valid}")
    return metric


def _split(metric, query):
    """The (dimension, values) of the filter that this metric has."""
    known = {name.lower() for name in metric.dimensions}
    bad = [name for name in query.filter if name.lower() not in known]
    bad += [name for name in query.rollup if name not in known]
    if bad and query.validate_dimensions:
        names = ",".join(name.lower() for name in
                         dict.fromkeys([*query.filter, *query.rollup]))
        raise metrics_error(
            f"Metric: {metric.name} does not support requested dimension "
            f"combination: {names}, supported ones are: "
            f"{','.join(metric.dimensions)}", trace=True)
    return {name.lower(): values for name, values in query.filter.items()
            if name.lower() in known}


def _check_grain(metric, query):
    if query.interval != "FULL" and query.interval not in metric.grains:
        raise metrics_error(
            f"Commonly allowed time grains: {','.join(metric.grains)} can not "
            f"support requested time grain: {query.interval}")


def _value(resource, metric, split, query, now, budget):
    value = {
        "id": f"{resource.id}/providers/Microsoft.Insights/metrics/"
              f"{metric.name}",
        "type": "Microsoft.Insights/metrics",
        "name": {"value": metric.name, "localizedValue": metric.display}}
    if metric.description:
        value["displayDescription"] = metric.description
    value["unit"] = metric.unit
    failure = metric.failure or _sampling_failure(metric, query)
    if failure:
        value.update(timeseries=[], errorMessage=failure[1],
                     errorCode=failure[0])
        return value
    value["timeseries"] = _timeseries(metric, split, query, now, budget)
    if not query.metadata:
        value["errorCode"] = "Success"
    return value


def _sampling_failure(metric, query):
    """An aggregation that the metric does not have is an error in a 200."""
    for name in query.aggregations:
        if name not in metric.aggregations:
            return ("InvalidSamplingType",
                    f"Sampling type is not found. Metric:{metric.name}, "
                    f"SamplingType:Nullable{name}.")
    return None


def _timeseries(metric, split, query, now, budget):
    shown = [name for name in split if name not in query.rollup]
    groups = {}
    for series in metric.series:
        if all(values == ANY or series.value(name).lower() in values
               for name, values in split.items()):
            key = tuple(series.value(name) for name in shown)
            groups.setdefault(key, []).append(series)
    found = []
    for key, members in groups.items():
        data, total = _data(metric, members, query, now, budget)
        if data:
            found.append((key, data, total))
    if query.order:
        name, descending = query.order
        found.sort(key=lambda item: _aggregate(item[2], name) or 0,
                   reverse=descending)
    return [_element(shown, key, data, query)
            for key, data, _ in found[:query.top]]


def _element(shown, key, data, query):
    element = {"metadatavalues": [
        {"name": {"value": name, "localizedValue": name}, "value": value}
        for name, value in zip(shown, key)]}
    if not query.metadata:
        element["data"] = data
    return element


def _data(metric, members, query, now, budget):
    """The points of one group, and the Stat of the whole span."""
    buckets, grain = {}, query.grain
    span = Span(query.start, max(query.start, now - RETENTION),
                min(query.end, now + 1), grain)
    for series in members:
        series.fill(buckets, span)
    total = Stat()
    for bucket in buckets.values():
        total.merge(bucket)
    idle = max((series.idle for series in members), key=_IDLE_RANK.get)
    indices = sorted(buckets)
    if idle != "absent" and span.start < span.end:
        indices = range(span.index(span.start), span.index(span.end - 1) + 1)
    budget[0] -= len(indices)
    if budget[0] < 0:
        raise metrics_error("Failed to serialize response for request.")
    names = query.aggregations or (metric.primary,)
    return [_point(query.start + index * grain, buckets.get(index), idle,
                   names, metric.number_style) for index in indices], total


def _point(minute, stat, idle, names, style):
    point = {"timeStamp": format_minute(minute)}
    if stat is None and idle == "zero":
        stat = Stat(0, 0, 0, 0)
    if stat is not None:
        for name in names:
            point[name.lower()] = literal(_aggregate(stat, name), style)
    return point


def _aggregate(stat, name):
    if name == "Average":
        return stat.average()
    return getattr(stat, name.lower())
