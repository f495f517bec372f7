# SPDX-License-Identifier: MIT
"""The simulation's clock: the machine's clock plus an offset, always running.

Every answer that depends on time (token expiry, retention, throttling, the
running month) asks this clock, so that a test may move it.
"""

import time

from .times import format_instant, parse_seconds


class Clock:
    """A running clock; `now` as an ISO instant makes it start there."""

    def __init__(self, now=None):
        self._offset = 0.0
        if now is not None:
            self.set(now)

    def set(self, now):
        """Continue from `now`, an ISO instant."""
        self._offset = parse_seconds(now) - time.time()

    def advance(self, seconds):
        """Move by `seconds`, forwards or backwards."""
        self._offset += float(seconds)

    def seconds(self):
        """Seconds since 1970, UTC."""
        return time.time() + self._offset

    def minute(self):
        """Whole minutes since 1970, UTC: the unit of metric points."""
        return int(self.seconds() // 60)

    def iso(self):
        """The current instant as text."""
        return format_instant(self.seconds())
