# SPDX-License-Identifier: MIT
"""How many mails, and questions about them, a subscription may send.

azure-docs, communication-services/concepts/service-limits.md, "Email": so many
a minute and so many an hour; beyond it a request is refused, and one that
comes too early counts as well.
"""

import math
import threading

from .mail_error import mail_error

WINDOWS = {"minute": 60, "hour": 3600}


class MailQuota:
    """`limits` is {kind: {"minute": N, "hour": N}}; a missing one is none."""

    def __init__(self, clock, limits):
        self._clock, self._limits = clock, limits
        self._taken = {}
        self._lock = threading.Lock()

    def take(self, kind):
        """Count one request of a kind; refuses with 429."""
        now = self._clock.seconds()
        with self._lock:
            before = [when for when in self._taken.get(kind, ())
                      if when > now - WINDOWS["hour"]]
            refused = any(
                sum(when > now - WINDOWS[window] for when in before) >= limit
                for window, limit in self._limits.get(kind, {}).items())
            self._taken[kind] = before + [now]
            wait = self._wait(kind, now) if refused else 0
        if refused:
            raise mail_error(429, "TooManyRequests",
                             "The request rate limit has been exceeded. "
                             f"Please try again after {wait} seconds.",
                             headers={"Retry-After": str(wait)})

    def _wait(self, kind, now):
        """Seconds until the next request would be within every limit."""
        waits = [1]
        for window, limit in self._limits[kind].items():
            taken = self._taken[kind]
            if limit == 0:
                waits.append(WINDOWS[window])
            elif len(taken) >= limit:
                waits.append(taken[-limit] + WINDOWS[window] - now)
        return math.ceil(max(waits))
