# SPDX-License-Identifier: MIT
"""The services that Entra knows: what a token may be asked for.

Entra refuses a resource without a service principal in the tenant
(AADSTS500011).  The audience keeps the spelling of the request, trailing
slash included.
"""

ARM_AUDIENCES = (
    "https://management.core.windows.net/",
    "https://management.core.windows.net",
    "https://management.azure.com/",
    "https://management.azure.com")
MAIL_AUDIENCES = (
    "https://communication.azure.com/",
    "https://communication.azure.com")

_KNOWN = {
    "https://management.azure.com", "https://management.core.windows.net",
    "https://metrics.monitor.azure.com", "https://monitoring.azure.com",
    "https://storage.azure.com", "https://communication.azure.com",
    "https://api.loganalytics.io", "https://graph.microsoft.com",
    "https://vault.azure.net", "https://cognitiveservices.azure.com"}


def is_known(resource):
    """True when Entra issues tokens for this resource URI."""
    bare = resource[:-1] if resource.endswith("/") else resource
    return bare.lower() in _KNOWN
