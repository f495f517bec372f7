# SPDX-License-Identifier: MIT
"""Who exists: tenants, their applications and what these sign in with, managed
identities."""

from dataclasses import dataclass, field

FEDERATED_AUDIENCE = "api://AzureADTokenExchange"


@dataclass
class Secret:
    """`expires` in seconds since 1970, None for never."""
    value: str
    expires: float = None


@dataclass
class Federated:
    """A federated credential: whose tokens stand for the application; with
    `secret` their HS256 signature is checked."""
    issuer: str
    subject: str
    audience: str
    secret: str = None


@dataclass
class App:
    """An application registration with its service principal.  An assertion
    that brings a certificate for `x5c_subject` needs no registered one."""
    client_id: str
    object_id: str
    secrets: list = field(default_factory=list)
    certificates: list = field(default_factory=list)
    x5c_subject: str = None
    federated: list = field(default_factory=list)
    token_lifetime: int = 3599


@dataclass
class Tenant:
    """A directory; `names` are its identifier and domain names, lower case."""
    id: str
    names: set
    apps: dict = field(default_factory=dict)


@dataclass
class Identity:
    """A managed identity; `system` or user-assigned."""
    system: bool
    client_id: str
    object_id: str
    resource_id: str
    tenant: str
    token_lifetime: int = 86399


class Directory:
    """All tenants and the managed identities of the simulated machine."""

    def __init__(self, tenants=(), identities=()):
        self.tenants = list(tenants)
        self.identities = list(identities)

    def tenant(self, name):
        """The tenant of an identifier or domain name, or None."""
        for tenant in self.tenants:
            if name.lower() in tenant.names:
                return tenant
        return None

    def identity(self, attribute, value):
        """The managed identity whose attribute has this value, or None."""
        for identity in self.identities:
            if getattr(identity, attribute).lower() == value.lower():
                return identity
        return None

    def default_identity(self):
        """The identity of a request that names none: the system-assigned one,
        else the only user-assigned one; None when there is none, ValueError
        when the choice is open."""
        for identity in self.identities:
            if identity.system:
                return identity
        if len(self.identities) > 1:
            raise ValueError("multiple user assigned identities")
        return self.identities[0] if self.identities else None
