# SPDX-License-Identifier: MIT
"""The parameters of a metrics query, checked as the provider checks them.

azure-rest-api-specs, Microsoft.Insights/stable/2024-02-01/metrics_API.json;
limits from azure-monitor-docs metrics/data-platform-metrics.md; the cut of a
long span to its last 31 days from Azure/azure-sdk-for-python#13547.
"""

from dataclasses import dataclass, field

from .answer import metrics_error, unknown_parameter
from .metric_filter import parse_filter
from .query import known_query
from .resources import AGGREGATIONS, GRAINS
from .times import (MINUTES_PER_DAY, format_duration, parse_duration,
                    parse_minute)

RETENTION = 93 * MINUTES_PER_DAY
LONGEST = 31 * MINUTES_PER_DAY
FULL = "FULL"
PARAMETERS = ("api-version", "timespan", "interval", "metricnames",
              "aggregation", "top", "orderby", "$filter", "resultType",
              "metricnamespace", "AutoAdjustTimegrain", "ValidateDimensions",
              "rollupby")
_SINCE = {"AutoAdjustTimegrain": "2021-05-01",
          "ValidateDimensions": "2021-05-01", "rollupby": "2023-10-01"}
_TIMESPANS = {"PT1M": "00:01:00", "PT5M": "00:05:00", "PT15M": "00:15:00",
              "PT30M": "00:30:00", "PT1H": "01:00:00", "PT6H": "06:00:00",
              "PT12H": "12:00:00", "P1D": "1.00:00:00"}


@dataclass
class MetricQuery:
    """A valid query; times in minutes, [start, end)."""
    start: int
    end: int
    interval: str
    names: list
    aggregations: tuple
    filter: dict = field(default_factory=dict)
    top: int = None
    order: tuple = None
    metadata: bool = False
    namespace: str = None
    validate_dimensions: bool = True
    rollup: frozenset = frozenset()

    @property
    def grain(self):
        """The length of a bucket in minutes."""
        if self.interval == FULL:
            return self.end - self.start
        return parse_duration(self.interval)

    @property
    def interval_text(self):
        """The interval as answered: of FULL the span itself."""
        return format_duration(self.grain)


def parse_query(pairs, now):
    """Turn query parameters into a MetricQuery; `now` is the minute."""
    values = known_query(pairs, PARAMETERS, "metrics")
    version = values.get("api-version", "")
    for name, since in _SINCE.items():
        if name in values and version < since:
            raise unknown_parameter(name, f"metrics in api-version {version}")
    start, end = _timespan(values.get("timespan"), now)
    adjust = _boolean(values, "AutoAdjustTimegrain", False)
    query = MetricQuery(start, end,
                        _interval(values.get("interval", "PT1M"), adjust),
                        _names(values.get("metricnames")),
                        _aggregations(values.get("aggregation")))
    if values.get("$filter"):
        query.filter = parse_filter(values["$filter"])
        query.top = _top(values.get("top", "10"))
    elif "top" in values:
        _top(values["top"])
    query.order = _order(values.get("orderby"))
    query.metadata = _result_type(values.get("resultType", "Data"))
    query.namespace = values.get("metricnamespace")
    query.validate_dimensions = _boolean(values, "ValidateDimensions", True)
    query.rollup = frozenset(
        name.strip().lower() for name in values.get("rollupby", "").split(",")
        if name.strip())
    _metadata_rule(query)
    return query


def _timespan(text, now):
    if text is None:
        return now - 60, now
    try:
        if "/" not in text:
            start, end = now - parse_duration(text), now
        else:
            start, end = (parse_minute(part) for part in text.split("/"))
    except ValueError:
        raise metrics_error(f"Detected invalid time range input: '{text}', "
                            "supported format: startTime/endTime in ISO 8601"
                            ) from None
    if start >= end:
        raise metrics_error(f"Start time must be before end time: '{text}'")
    if end < now - RETENTION:
        raise metrics_error(f"Query endTime: {text.split('/')[-1]} is out of "
                            "the Max metrics retention period: 93.00:00:00")
    return max(start, end - LONGEST), end


def _interval(text, adjust):
    if text == FULL or text in GRAINS:
        return text
    if not adjust:
        raise metrics_error(f"Invalid time grain duration: {text}, supported "
                            f"ones are: {','.join(_TIMESPANS.values())}")
    try:
        wanted = parse_duration(text)
    except ValueError:
        raise metrics_error(f"Invalid time grain duration: {text}") from None
    return min(GRAINS, key=lambda g: abs(parse_duration(g) - wanted))


def _names(text):
    """Names split at commas; a comma inside a name is written `%2`."""
    if not text:
        raise metrics_error("The query parameter 'metricnames' is missing.")
    names = [name.strip().replace("%2", ",") for name in text.split(",")]
    if len(names) > 20:
        raise metrics_error(f"Requested metrics count: {len(names)} bigger "
                            "than allowed max: 20")
    if "" in names:
        raise metrics_error(f"Empty metric name in metricnames: '{text}'")
    return names


def _aggregations(text):
    if text is None:
        return ()
    known = {name.lower(): name for name in AGGREGATIONS}
    chosen = []
    for part in text.split(","):
        if part.strip().lower() not in known:
            raise metrics_error(f"Invalid aggregation type: {part}, supported "
                                f"ones are: {','.join(AGGREGATIONS)}")
        chosen.append(known[part.strip().lower()])
    return tuple(dict.fromkeys(chosen))


def _top(text):
    if not (text.isascii() and text.isdigit()) \
            or not 1 <= int(text) <= 2147483647:
        raise metrics_error(f"Invalid top: '{text}', it must be an integer "
                            "from 1 to 2147483647")
    return int(text)


def _order(text):
    """(aggregation, descending), or None."""
    if text is None:
        return None
    words = text.lower().split()
    known = {"sum": "Total", **{name.lower(): name for name in AGGREGATIONS}}
    if len(words) not in (1, 2) or words[0] not in known \
            or (len(words) == 2 and words[1] not in ("asc", "desc")):
        raise metrics_error(f"Invalid orderby: '{text}', only one order such "
                            "as 'sum asc' can be specified")
    return known[words[0]], words[1:] == ["desc"]


def _result_type(text):
    if text.lower() not in ("data", "metadata"):
        raise metrics_error(f"Invalid resultType: '{text}'")
    return text.lower() == "metadata"


def _boolean(values, name, default):
    text = values.get(name)
    if text is None:
        return default
    if text.lower() not in ("true", "false"):
        raise metrics_error(f"Invalid {name}: '{text}', a boolean is expected")
    return text.lower() == "true"


def _metadata_rule(query):
    """A metadata request may hold one wildcard (rest-api-walkthrough.md)."""
    wildcards = [v for v in query.filter.values() if v == "*"]
    if query.metadata and len(wildcards) > 1:
        raise metrics_error("Metadata requests allow a wildcard on one "
                            "dimension only")
