# SPDX-License-Identifier: MIT
"""The simulated Azure as a test sees it: started, asked, taken down."""

import http.client
import json
import os
import shutil
import ssl
import subprocess
import sys
import tempfile
import time
from urllib.parse import urlencode, urlsplit

HOME = os.path.realpath(os.path.join(os.path.dirname(__file__), "..", "..",
                                     "contrib", "azure-sim"))
TENANT = "11111111-1111-1111-1111-111111111111"
CLIENT = "22222222-2222-2222-2222-222222222222"
SECRET = "demo-secret~+/&=1"
NOBODY = "99999999-9999-9999-9999-999999999999"
SUBSCRIPTION = "/subscriptions/66666666-6666-6666-6666-666666666666"
ARM = "https://management.azure.com"


def account(group, name):
    """The ARM id of an account."""
    return (f"{SUBSCRIPTION}/resourceGroups/{group}/providers/"
            f"Microsoft.CognitiveServices/accounts/{name}")


class Reply:
    """A received answer."""

    def __init__(self, status, headers, data):
        self.status, self.headers, self.data = status, headers, data

    @property
    def json(self):
        """The body parsed."""
        return json.loads(self.data)

    @property
    def code(self):
        """The error code, flat or wrapped."""
        body = self.json
        return body.get("error", body)["code"]


class Cloud:
    """One run of azure-sim."""

    def __init__(self, scenario, run_dir=None):
        """`scenario` is the name of a ready one, or a description."""
        self.run_dir = run_dir or tempfile.mkdtemp(prefix="azure-sim-")
        path = os.path.join(HOME, "scenarios", f"{scenario}.json")
        if isinstance(scenario, dict):
            path = os.path.join(self.run_dir, "scenario.json")
            with open(path, "w", encoding="utf-8") as file:
                json.dump(scenario, file)
        self.process = subprocess.Popen(
            [sys.executable, os.path.join(HOME, "azure-sim"), "--scenario",
             path, "--run-dir", self.run_dir])
        announcement = os.path.join(self.run_dir, "endpoints.json")
        deadline = time.monotonic() + 10
        while not os.path.exists(announcement):
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.process.kill()
                raise RuntimeError("azure-sim did not start")
            time.sleep(0.01)
        with open(announcement, encoding="utf-8") as file:
            self.endpoints = json.load(file)
        self.trust = ssl.create_default_context(
            cafile=self.endpoints["SIM_CA_FILE"])

    def stop(self, keep=False):
        """End it; its exit status."""
        self.process.terminate()
        status = self.process.wait(5)
        if not keep:
            shutil.rmtree(self.run_dir)
        return status

    def ask(self, server, method, path, body=None, headers=None, timeout=5):
        """One request on a connection of its own."""
        url = urlsplit(self.endpoints[f"SIM_{server}"])
        if url.scheme == "https":
            link = http.client.HTTPSConnection(url.netloc, timeout=timeout,
                                               context=self.trust)
        else:
            link = http.client.HTTPConnection(url.netloc, timeout=timeout)
        try:
            link.request(method, path, body, headers or {})
            answer = link.getresponse()
            return Reply(answer.status, answer.headers, answer.read())
        finally:
            link.close()

    def control(self, method, path, body=None):
        """A request to the control port; the parsed answer."""
        reply = self.ask("CONTROL", method, path,
                         None if body is None else json.dumps(body))
        if reply.status != 200:
            raise ValueError(reply.json["error"])
        return reply.json

    def fault(self, server, kind, **settings):
        """Arm a fault that strikes once."""
        self.control("POST", "/faults", {
            "server": server, "fault": {"kind": kind, **settings}})

    def token_reply(self, tenant=TENANT, **changes):
        """The token endpoint's answer; a change to None drops a field."""
        form = {"grant_type": "client_credentials", "client_id": CLIENT,
                "client_secret": SECRET, "scope": f"{ARM}/.default", **changes}
        form = {k: v for k, v in form.items() if v is not None}
        return self.ask("AUTHORITY", "POST", f"/{tenant}/oauth2/v2.0/token",
                        urlencode(form), {
                            "Content-Type":
                                "application/x-www-form-urlencoded"})

    def token(self, **changes):
        """An access token."""
        return self.token_reply(**changes).json["access_token"]

    def arm(self, path, token=None, **parameters):
        """GET from Resource Manager; `filter` stands for `$filter`, dashes in
        names are written as underscores, None drops a parameter."""
        query = {"api-version": "2024-02-01"}
        for name, value in parameters.items():
            name = {"filter": "$filter", "api_version": "api-version"
                    }.get(name, name)
            query[name] = value
        query = {k: v for k, v in query.items() if v is not None}
        return self.ask("ARM", "GET", f"{path}?{urlencode(query)}", None, {
            "Authorization": f"Bearer {token or self.token()}"})

    def metrics(self, resource, token=None, **parameters):
        """A metrics query with the usual parameters of a month."""
        query = {"timespan": "2024-10-01T00:00:00Z/2024-11-01T00:00:00Z",
                 "interval": "FULL", "metricnames": "TokenTransaction",
                 "aggregation": "Total", **parameters}
        return self.arm(f"{resource}/providers/Microsoft.Insights/metrics",
                        token, **query)
