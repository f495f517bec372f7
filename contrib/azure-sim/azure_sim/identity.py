# SPDX-License-Identifier: MIT
"""The token addresses of hosts other than plain machines, one path each.

In Azure each is on a host of its own; `IDENTITY_ENDPOINT` or `MSI_ENDPOINT`
there leads to it.
"""

from urllib.parse import urlsplit

from .answer import Answer, Refusal
from .identity_app_service import answer_app_service, answer_machine_learning
from .identity_arc import answer_arc
from .identity_cloud_shell import answer_cloud_shell

_HOSTS = {"/msi/token": answer_app_service,
          "/ml/token": answer_machine_learning,
          "/cloudshell/token": answer_cloud_shell,
          "/metadata/identity/oauth2/token": answer_arc}


def answer_identity(sim, request):
    """Answer one request to a host's token address."""
    url = urlsplit(request.path)
    host = _HOSTS.get(url.path)
    if host is None:
        raise Refusal(Answer(404, {
            "error": "not_found",
            "error_description": "there are " + ", ".join(_HOSTS)}))
    return host(sim, request, url.query)
