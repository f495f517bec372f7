# SPDX-License-Identifier: MIT
"""Resource Manager's throttling: a token bucket per subscription and principal.

Since 2024 reads have a bucket of 250 that refills by 25 a second
(azure-resource-manager/management/request-limits-and-throttling).  A call made
before the announced wait is over is refused and renews the wait.
"""

import math
import threading

from .answer import arm_error


class Throttle:
    """Buckets of `size` reads, refilled by `refill` a second."""

    def __init__(self, clock, size, refill):
        self._clock, self._size, self._refill = clock, size, float(refill)
        self._buckets = {}
        self._lock = threading.Lock()

    def take(self, subscription, principal):
        """Count one read and return how many remain; refuses with 429."""
        now = self._clock.seconds()
        key = (subscription.lower(), principal)
        with self._lock:
            level, since = self._buckets.get(key, (self._size, now))
            gained = max(0.0, now - since) * self._refill
            level = min(self._size, level + gained)
            if level >= 1:
                self._buckets[key] = (level - 1, now)
                return int(level - 1)
            self._buckets[key] = (level, now)
        wait = math.ceil((1 - level) / self._refill) if self._refill else 3600
        wait = max(1, wait)
        raise arm_error(
            429, "SubscriptionRequestsThrottled",
            f"Number of 'read' requests for subscription '{subscription}' "
            f"actor '{principal}' exceeded. Please try again after '{wait}' "
            f"seconds.",
            {"Retry-After": str(wait),
             "x-ms-ratelimit-remaining-subscription-reads": "0"})
