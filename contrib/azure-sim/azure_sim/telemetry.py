# SPDX-License-Identifier: MIT
"""Reads the metrics of a scenario: series, points, and their generators."""

from .numbers import STYLES
from .resources import GRAINS, Metric
from .series import IDLE_FORMS, Run, Series
from .times import parse_duration, resolve_minute

_METRIC_KEYS = ("namespace", "display", "unit", "dimensions", "series",
                "number_style", "aggregations", "grains", "primary", "error")


def load_points(series, points, now):
    """Add a scenario's points: `[when, tokens]` or a train
    `{"from", "to"?, "every", "value"}`."""
    for point in points:
        if isinstance(point, dict):
            end = point.get("to")
            series.add_run(Run(
                resolve_minute(point["from"], now),
                None if end is None else resolve_minute(end, now),
                parse_duration(point["every"]), point["value"]))
        else:
            when, tokens = point
            series.add_point(resolve_minute(when, now), tokens)


def _series(value, where, now, fields):
    fields(value, where, (), ("dimensions", "points", "idle"))
    idle = value.get("idle", "zero")
    if idle not in IDLE_FORMS:
        raise ValueError(f"{where}: idle is one of {IDLE_FORMS}")
    series = Series(value.get("dimensions", {}), idle)
    load_points(series, value.get("points", []), now)
    return series


def load_metric(resource, value, where, now, fields):
    """Add one `metrics[]` entry to a resource."""
    fields(value, where, ("name",), _METRIC_KEYS)
    namespace = value.get("namespace", resource.type)
    known = resource.metric(namespace, value["name"])
    metric = known or Metric(namespace, value["name"], value["name"], "Count",
                             [])
    metric.display = value.get("display", metric.display)
    metric.unit = value.get("unit", metric.unit)
    metric.dimensions = value.get("dimensions", metric.dimensions)
    metric.number_style = value.get("number_style", metric.number_style)
    metric.aggregations = tuple(value.get("aggregations", metric.aggregations))
    metric.grains = tuple(value.get("grains", metric.grains))
    metric.primary = value.get("primary", metric.primary)
    if metric.number_style not in STYLES:
        raise ValueError(f"{where}: number_style is one of {STYLES}")
    if not set(metric.grains) <= set(GRAINS):
        raise ValueError(f"{where}: grains are of {GRAINS}")
    if "error" in value:
        error = fields(value["error"], f"{where}.error", ("code", "message"))
        metric.failure = (error["code"], error["message"])
    for index, item in enumerate(value.get("series", [])):
        series = _series(item, f"{where}.series[{index}]", now, fields)
        metric.series.append(series)
    _check_dimensions(metric, where)
    resource.add_metric(metric)


def _check_dimensions(metric, where):
    """A series may only name dimensions that its metric has."""
    known = {name.lower() for name in metric.dimensions}
    for series in metric.series:
        unknown = series.names() - known
        if unknown:
            raise ValueError(f"{where}: {metric.name} has no dimension "
                             f"{sorted(unknown)}")


def load_generator(resource, value, where, now, fields):
    """Add `count` deployments, each with one series of one metric.

    `{n}` in the name is the number from 1; `step` is added to every value for
    each deployment after the first, so that all totals differ."""
    fields(value, where, ("count", "name"),
           ("metric", "model", "dimensions", "points", "step", "idle"))
    metric = resource.metric(resource.type,
                             value.get("metric", "TokenTransaction"))
    if metric is None:
        raise ValueError(f"{where}: unknown metric")
    step = value.get("step", 0)
    for number in range(1, value["count"] + 1):
        name = value["name"].format(n=number)
        resource.deployments.append(
            {"name": name, "model": value.get("model", "gpt-4o")})
        extra = step * (number - 1)
        points = [{**point, "value": point["value"] + extra}
                  if isinstance(point, dict) else [point[0], point[1] + extra]
                  for point in value.get("points", [])]
        item = {"dimensions": {"ModelDeploymentName": name,
                               **value.get("dimensions", {})},
                "points": points, "idle": value.get("idle", "zero")}
        metric.series.append(_series(item, where, now, fields))
    _check_dimensions(metric, where)
