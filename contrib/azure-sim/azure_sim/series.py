# SPDX-License-Identifier: MIT
"""The points of one time series, one minute apart at best.

A point is what the provider emitted in a minute.  Points are given one by one
or as a `Run`, a regular train of equal points, so that a month of traffic of a
thousand deployments costs nothing.
"""

from bisect import bisect_left, insort
from dataclasses import dataclass
from decimal import Decimal

EMPTY = "__Empty"
IDLE_FORMS = ("zero", "null", "absent")


@dataclass
class Stat:
    """What a bucket holds: all five aggregations follow from it."""
    total: object = 0
    count: int = 0
    minimum: object = None
    maximum: object = None

    def add(self, value, times=1):
        """Take in `times` points of the same value."""
        self.total += value * times
        self.count += times
        self.minimum = value if self.minimum is None \
            else min(self.minimum, value)
        self.maximum = value if self.maximum is None \
            else max(self.maximum, value)

    def merge(self, other):
        """Take in all points of another bucket."""
        if other.count:
            self.total += other.total
            self.count += other.count
            self.minimum = other.minimum if self.minimum is None \
                else min(self.minimum, other.minimum)
            self.maximum = other.maximum if self.maximum is None \
                else max(self.maximum, other.maximum)

    def average(self):
        """The mean of the points, 0 of none."""
        if not self.count:
            return 0
        return Decimal(self.total) / self.count


@dataclass(frozen=True)
class Span:
    """The minutes in [start, end), in buckets of `grain` minutes counted from
    `origin`."""
    origin: int
    start: int
    end: int
    grain: int

    def index(self, minute):
        """The number of the bucket that holds a minute."""
        return (minute - self.origin) // self.grain


@dataclass
class Run:
    """A point of `value` every `every` minutes from `first` until before
    `end` (None: until now)."""
    first: int
    end: int
    every: int
    value: object

    def fill(self, buckets, span):
        """Add the points of the span to their buckets."""
        last = span.end if self.end is None else min(span.end, self.end)
        skipped = max(0, -((self.first - span.start) // self.every))
        minute = self.first + skipped * self.every
        while minute < last:
            index = span.index(minute)
            stop = min(last, span.origin + (index + 1) * span.grain)
            times = -((minute - stop) // self.every)
            buckets.setdefault(index, Stat()).add(self.value, times)
            minute += times * self.every


class Series:
    """One combination of dimension values with its points."""

    def __init__(self, dimensions, idle="zero"):
        self._dimensions = {name.lower(): value
                            for name, value in dimensions.items()}
        self.idle = idle
        self._points = []
        self._runs = []

    def value(self, dimension):
        """The value of a dimension, `__Empty` when there is none."""
        return self._dimensions.get(dimension.lower(), EMPTY)

    def names(self):
        """The lower-cased names of its dimensions."""
        return set(self._dimensions)

    def same(self, dimensions):
        """True when the series has exactly these dimension values."""
        return self._dimensions == {name.lower(): value
                                    for name, value in dimensions.items()}

    def add_point(self, minute, value):
        """Record `value` in a minute; several in one minute are all kept."""
        insort(self._points, (minute, value))

    def add_run(self, run):
        """Record a regular train of points."""
        self._runs.append(run)

    def fill(self, buckets, span):
        """Add the points of the span to `buckets`, a dict of Stat by
        bucket number."""
        first = bisect_left(self._points, (span.start,))
        for minute, value in self._points[first:]:
            if minute >= span.end:
                break
            buckets.setdefault(span.index(minute), Stat()).add(value)
        for run in self._runs:
            run.fill(buckets, span)
