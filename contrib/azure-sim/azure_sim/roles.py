# SPDX-License-Identifier: MIT
"""Role assignments: which principal may read what, and where.

Actions of the built-in roles as listed in
role-based-access-control/built-in-roles (Monitoring Reader and Reader hold
`*/read`; Cognitive Services OpenAI User may see deployments but no metrics).
"""

from dataclasses import dataclass
from fnmatch import fnmatchcase

ROLE_ACTIONS = {
    "owner": ("*",),
    "contributor": ("*",),
    "reader": ("*/read",),
    "monitoring reader": ("*/read",),
    "monitoring contributor": ("*/read", "microsoft.insights/*"),
    "cognitive services user": ("microsoft.cognitiveservices/*/read",
                                "microsoft.insights/metricdefinitions/read",
                                "microsoft.insights/metrics/read"),
    "cognitive services openai user": ("microsoft.cognitiveservices/*/read",),
    "monitoring metrics publisher": (),
    "communication and email service owner": ("microsoft.communication/*",),
}


@dataclass
class Assignment:
    """One role of one principal at one scope, all lower case."""
    principal: str
    role: str
    scope: str

    def covers(self, scope):
        """True when `scope` is this scope or lies below it."""
        mine = self.scope.rstrip("/")
        return scope == mine or scope.startswith(mine + "/")


class Roles:
    """All assignments of a scenario."""

    def __init__(self, assignments=()):
        self.assignments = list(assignments)

    def allows(self, principals, action, scope):
        """True when any of `principals` (client id, object id) may do
        `action` at `scope`; none of the three is case-sensitive."""
        names = {name.lower() for name in principals}
        action, scope = action.lower(), scope.lower()
        return any(
            assignment.principal in names and assignment.covers(scope)
            and any(fnmatchcase(action, pattern)
                    for pattern in ROLE_ACTIONS[assignment.role])
            for assignment in self.assignments)

    def knows(self, principals, subscription):
        """True when any of `principals` holds a role in or under it."""
        names = {name.lower() for name in principals}
        root = f"/subscriptions/{subscription.lower()}"
        return any(a.principal in names
                   and (a.covers(root) or a.scope.startswith(root + "/"))
                   for a in self.assignments)
