# SPDX-License-Identifier: MIT
"""The running simulation: the scenario in force and what lasts beyond it."""

import threading

from .arc_keys import ArcKeys
from .faults import Faults
from .journal import Journal
from .mail_operations import Operations
from .scenario import Scenario
from .tokens import Tokens


class Simulation:
    """State that all servers share."""

    def __init__(self, text, key, folder="."):
        self.faults, self.journal = Faults(), Journal()
        self.stop, self.lock = threading.Event(), threading.Lock()
        self.arm_url = self.authority_url = None
        self.arc_keys, self._folder = ArcKeys(), folder
        self.operations = Operations()
        self._scenario = Scenario(text, folder)
        self.tokens = Tokens(key, self._scenario.clock)

    def load(self, text):
        """Replace the scenario; the clock starts anew with it."""
        scenario = Scenario(text, self._folder)
        self.tokens.clock = scenario.clock
        self._scenario = scenario

    def page_size(self, kind):
        """How many items of a kind a list page holds."""
        return self._scenario.page_size.get(kind, 100)

    @property
    def clock(self):
        """The clock of the scenario."""
        return self._scenario.clock

    @property
    def directory(self):
        """Tenants and identities."""
        return self._scenario.directory

    @property
    def estate(self):
        """Subscriptions and resources."""
        return self._scenario.estate

    @property
    def roles(self):
        """Role assignments."""
        return self._scenario.roles

    @property
    def throttle(self):
        """The throttle, or None when it is off."""
        return self._scenario.throttle

    @property
    def proxy(self):
        """The credentials that the proxy asks for."""
        return self._scenario.proxy

    @property
    def identity(self):
        """How the hosts with an identity endpoint answer."""
        return self._scenario.identity

    @property
    def arc(self):
        """The Azure Arc agent, or False when there is none."""
        return self._scenario.arc

    @property
    def mail(self):
        """The Communication Services resource."""
        return self._scenario.mail

    @property
    def gzip(self):
        """True when answers are compressed for clients that accept it."""
        return self._scenario.gzip

    @property
    def max_points(self):
        """The most points that one answer may hold."""
        return self._scenario.max_points
