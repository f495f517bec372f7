# SPDX-License-Identifier: MIT
"""Who asks Communication Services: the holder of an access key, or a service
principal with a role on the resource.

The action is one of those that azure-docs, communication-services/quickstarts/
email/send-email-smtp/smtp-custom-role.md, asks of a role that may send.
"""

from .audiences import MAIL_AUDIENCES
from .mail_error import denied, mail_error
from .mail_signature import SCHEME, check_signature
from .tokens import BadToken

_ACTION = "Microsoft.Communication/EmailServices/write"
KEY_HOLDER = "access-key"


def authenticate_mail(sim, request):
    """Refuse a stranger; says in `request.principal` who it is."""
    header = request.headers.get("Authorization")
    if header is None:
        raise denied("there is no Authorization header")
    scheme, _, rest = header.partition(" ")
    if scheme == SCHEME:
        check_signature(sim.mail.keys, request, sim.clock.seconds())
        request.principal = KEY_HOLDER
    elif scheme.lower() == "bearer":
        _check_token(sim, request, rest.strip())
    else:
        raise denied(f"the scheme is neither {SCHEME} nor Bearer")


def _check_token(sim, request, token):
    try:
        claims = sim.tokens.check(token)
    except BadToken as bad:
        raise denied(f"the token is not acceptable: {bad.problem}") from None
    if claims["aud"] not in MAIL_AUDIENCES:
        raise denied(f"the token is for {claims['aud']}")
    request.principal = claims["oid"]
    if sim.mail.resource is None or not sim.roles.allows(
            (claims["appid"], claims["oid"]), _ACTION, sim.mail.resource):
        raise mail_error(403, "Forbidden", "Forbidden.",
                         f"the client {claims['appid']} with object id "
                         f"{claims['oid']} may not do {_ACTION} at "
                         f"{sim.mail.resource}")
