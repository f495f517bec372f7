# SPDX-License-Identifier: MIT
"""Faults on demand: which request goes wrong, how often, and how.

A fault is armed with a server name, a regular expression for the raw path, a
number of times and a number of requests to let pass first.  fault_kinds.py
holds what each kind does.
"""

import re
import threading

from .fault_kinds import KINDS


class Fault:
    """One armed fault; `times` 0 means for ever."""

    def __init__(self, value):
        unknown = set(value) - {"server", "path", "times", "skip", "fault"}
        if unknown:
            raise ValueError(f"unknown key {sorted(unknown)}")
        self.server = value.get("server")
        self._path = re.compile(value.get("path", ""))
        self._times = int(value.get("times", 1))
        self._skip = int(value.get("skip", 0))
        self.settings = value["fault"]
        if self.settings.get("kind") not in KINDS:
            raise ValueError(f"kind is one of {sorted(KINDS)}")
        KINDS[self.settings["kind"]].check(self.settings)

    def strikes(self, server, path):
        """True when this request is to go wrong; counts it."""
        if self.server not in (None, server) or not self._path.search(path):
            return False
        if self._skip:
            self._skip -= 1
            return False
        if self._times > 1:
            self._times -= 1
        elif self._times == 1:
            self._times = -1
        return True

    @property
    def spent(self):
        """True when it has struck as often as it should."""
        return self._times < 0


class Faults:
    """The armed faults; the first one that matches a request strikes."""

    def __init__(self):
        self._armed = []
        self._lock = threading.Lock()

    def arm(self, value):
        """Add a fault from its JSON description; ValueError when bad."""
        fault = Fault(value)
        with self._lock:
            self._armed.append(fault)

    def clear(self):
        """Disarm everything."""
        with self._lock:
            self._armed.clear()

    def count(self):
        """How many are armed."""
        with self._lock:
            return len(self._armed)

    def pick(self, server, path):
        """The kind that strikes this request, or None."""
        if not self._armed:
            return None
        with self._lock:
            for fault in self._armed:
                if fault.strikes(server, path):
                    self._armed = [f for f in self._armed if not f.spent]
                    return KINDS[fault.settings["kind"]](fault.settings)
        return None
