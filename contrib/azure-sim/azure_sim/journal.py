# SPDX-License-Identifier: MIT
"""What was asked: one entry for each request, for tests to look at.

Credentials are reduced to their scheme: `Authorization: Bearer`; those in a
path, which only a proxy is ever asked with, are left out.
"""

import re
import threading
from collections import deque

_SHOWN = ("accept", "accept-encoding", "accept-language", "authorization",
          "content-type", "content-length", "host", "metadata",
          "operation-id", "proxy-authorization", "user-agent",
          "x-forwarded-for")
_SECRET = ("authorization", "proxy-authorization")
_USER = re.compile(r"^(\w+://)[^/?@]*@")
_LIMIT = 100_000


class Journal:
    """The requests in the order of their answers."""

    def __init__(self):
        self._entries = deque(maxlen=_LIMIT)
        self._lock = threading.Lock()

    def add(self, time, server, request, status):
        """Record one request; status 0 means that no answer was given."""
        headers = {}
        for name, value in request.headers.items():
            name = name.lower()
            if name in _SHOWN or name.startswith("x-ms-"):
                if name in _SECRET:
                    value = value.split(" ")[0]
                headers[name] = value
        with self._lock:
            self._entries.append({
                "time": time, "server": server, "method": request.method,
                "path": _USER.sub(r"\1", request.path), "status": status,
                "principal": request.principal, "headers": headers})

    def entries(self):
        """All entries so far."""
        with self._lock:
            return list(self._entries)

    def clear(self):
        """Forget all entries."""
        with self._lock:
            self._entries.clear()
