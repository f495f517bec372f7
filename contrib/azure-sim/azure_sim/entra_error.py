# SPDX-License-Identifier: MIT
"""Entra's error body: `error`, an AADSTS text, `error_codes`, trace ids.

entra-docs, identity-platform/v2-oauth2-client-creds-grant-flow.md, "Error
response".
"""

import uuid

from .answer import Answer, Refusal


def entra_error(sim, status, error, code, text):
    """A refusal of the token endpoint; code 0 for the simulator's own."""
    trace, correlation = str(uuid.uuid4()), str(uuid.uuid4())
    stamp = sim.clock.iso().replace("T", " ")
    label = f"AADSTS{code}: " if code else ""
    return Refusal(Answer(status, {
        "error": error,
        "error_description": f"{label}{text} Trace ID: {trace} "
                             f"Correlation ID: {correlation} "
                             f"Timestamp: {stamp}",
        "error_codes": [code], "timestamp": stamp, "trace_id": trace,
        "correlation_id": correlation,
        "error_uri": f"{sim.authority_url}/error?code={code}"},
        {"Cache-Control": "no-store, no-cache", "Pragma": "no-cache"}))
