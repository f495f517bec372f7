# SPDX-License-Identifier: MIT
"""The control port: how a test looks into and steers the simulation.

This is no part of Azure.  Plain HTTP, no authentication, loopback only.
"""

from .answer import Answer
from .client_federated import mint_federated
from .directory import FEDERATED_AUDIENCE
from .mail_control import (decide_fate, forget_mails, forget_operations,
                           list_mails, list_operations)
from .numbers import decode
from .series import Series
from .times import parse_seconds, resolve_minute


def answer_control(sim, request):
    """Answer one control request."""
    verb = _VERBS.get((request.method, request.path))
    if verb is None:
        return Answer(404, {"error": f"no {request.method} {request.path}; "
                                     "there are " + ", ".join(
                                         " ".join(v) for v in _VERBS)})
    try:
        return Answer(200, verb(sim, request.body))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        return Answer(400, {"error": f"{type(error).__name__}: {error}"})


def _health(sim, _body):
    return {"status": "ok", "now": sim.clock.iso(),
            "faults": sim.faults.count()}


def _requests(sim, _body):
    return sim.journal.entries()


def _forget_requests(sim, _body):
    sim.journal.clear()
    return {}


def _arm_fault(sim, body):
    sim.faults.arm(decode(body))
    return {"faults": sim.faults.count()}


def _clear_faults(sim, _body):
    sim.faults.clear()
    return {}


def _clock(sim, body):
    value = decode(body)
    if set(value) == {"now"}:
        parse_seconds(value["now"])
        sim.clock.set(value["now"])
    elif set(value) == {"advance"}:
        sim.clock.advance(value["advance"])
    else:
        raise ValueError("either 'now' or 'advance' is wanted")
    return {"now": sim.clock.iso()}


def _usage(sim, body):
    """Add one point to a series, which begins to exist if it did not."""
    value = decode(body)
    unknown = set(value) - {"resource", "metric", "namespace", "dimensions",
                            "at", "tokens", "idle"}
    if unknown:
        raise ValueError(f"unknown key {sorted(unknown)}")
    resource = sim.estate.resource(value["resource"])
    if resource is None:
        raise ValueError("unknown resource")
    metric = resource.metric(value.get("namespace", resource.type),
                             value["metric"])
    if metric is None:
        raise ValueError("unknown metric")
    dimensions = value.get("dimensions", {})
    minute = resolve_minute(value.get("at", "now"), sim.clock.minute())
    with sim.lock:
        for series in metric.series:
            if series.same(dimensions):
                break
        else:
            series = Series(dimensions, value.get("idle", "zero"))
            if series.names() - {d.lower() for d in metric.dimensions}:
                raise ValueError("unknown dimension")
            metric.series.append(series)
        series.add_point(minute, value["tokens"])
    return {}


def _revoke(sim, _body):
    return {"revoked": sim.tokens.revoke_all()}


def _federated_token(sim, body):
    value = decode(body)
    unknown = set(value) - {"issuer", "subject", "audience", "expires_in",
                            "secret"}
    if unknown:
        raise ValueError(f"unknown key {sorted(unknown)}")
    return {"token": mint_federated(
        sim, value["issuer"], value["subject"],
        value.get("audience", FEDERATED_AUDIENCE),
        int(value.get("expires_in", 3600)), value.get("secret"))}


def _scenario(sim, body):
    sim.load(body)
    return {"now": sim.clock.iso()}


_VERBS = {
    ("GET", "/health"): _health,
    ("GET", "/requests"): _requests,
    ("DELETE", "/requests"): _forget_requests,
    ("POST", "/faults"): _arm_fault,
    ("DELETE", "/faults"): _clear_faults,
    ("POST", "/clock"): _clock,
    ("POST", "/usage"): _usage,
    ("POST", "/revoke"): _revoke,
    ("POST", "/federated-token"): _federated_token,
    ("POST", "/scenario"): _scenario,
    ("GET", "/mails"): list_mails,
    ("DELETE", "/mails"): forget_mails,
    ("GET", "/operations"): list_operations,
    ("POST", "/operations"): decide_fate,
    ("DELETE", "/operations"): forget_operations,
}
