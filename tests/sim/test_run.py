# SPDX-License-Identifier: MIT
"""The process: start, restart, end; journal, proxy, bad scenarios."""

import base64
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import unittest
from urllib.parse import urlsplit

import cloud

ACCOUNT = cloud.account("rg-momo", "aoai-momo")


class Process(unittest.TestCase):
    def test_tokens_and_certificates_outlive_a_restart(self):
        first = cloud.Cloud("article")
        token, run_dir = first.token(), first.run_dir
        with open(first.endpoints["SIM_CA_FILE"], "rb") as file:
            authority = file.read()
        self.assertEqual(first.stop(keep=True), 0)
        second = cloud.Cloud("article", run_dir)
        self.addCleanup(second.stop)
        self.assertEqual(second.metrics(ACCOUNT, token).status, 200)
        with open(second.endpoints["SIM_CA_FILE"], "rb") as file:
            self.assertEqual(file.read(), authority)

    def test_it_ends_promptly_with_a_request_hanging(self):
        sim = cloud.Cloud("article")
        sim.control("POST", "/faults", {"times": 0,
                                        "fault": {"kind": "hang"}})
        url = urlsplit(sim.endpoints["SIM_IMDS"])
        with socket.create_connection((url.hostname, url.port)) as link:
            link.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            time.sleep(0.05)
            before = time.monotonic()
            self.assertEqual(sim.stop(), 0)
        self.assertLess(time.monotonic() - before, 1)

    def test_a_bad_scenario_is_an_error(self):
        run_dir = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, run_dir)
        path = os.path.join(run_dir, "bad.json")
        with open(path, "w", encoding="utf-8") as file:
            file.write('{"tenant": []}')
        done = subprocess.run(
            [sys.executable, os.path.join(cloud.HOME, "azure-sim"),
             "--scenario", path, "--run-dir", run_dir],
            capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 1)
        self.assertEqual(done.stderr,
                         "azure-sim: scenario: unknown key 'tenant'\n")


class Watching(unittest.TestCase):
    def test_the_journal_knows_requests_but_no_secrets(self):
        sim = cloud.Cloud("article")
        self.addCleanup(sim.stop)
        sim.metrics(ACCOUNT)
        token, metrics = sim.control("GET", "/requests")
        self.assertEqual([token["server"], token["method"], token["status"],
                          token["principal"]],
                         ["entra", "POST", 200, cloud.CLIENT])
        self.assertEqual(metrics["headers"]["authorization"], "Bearer")
        self.assertTrue(metrics["path"].startswith(
            f"{ACCOUNT}/providers/Microsoft.Insights/metrics?api-version="))
        self.assertNotIn(cloud.SECRET, repr((token, metrics)))
        sim.control("DELETE", "/requests")
        self.assertEqual(sim.control("GET", "/requests"), [])


class Proxy(unittest.TestCase):
    def connect(self, sim, target, credentials=None):
        url = urlsplit(sim.endpoints["SIM_PROXY"])
        link = socket.create_connection((url.hostname, url.port), 5)
        self.addCleanup(link.close)
        header = ""
        if credentials:
            text = base64.b64encode(credentials.encode()).decode()
            header = f"Proxy-Authorization: Basic {text}\r\n"
        link.sendall(f"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n"
                     f"{header}\r\n".encode())
        return link, int(link.recv(4096).split(b" ")[1])

    def test_a_tunnel_needs_the_password_and_a_loopback_target(self):
        sim = cloud.Cloud({"proxy": {"user": "u", "password": "p:w"}})
        self.addCleanup(sim.stop)
        target = urlsplit(sim.endpoints["SIM_ARM"]).netloc
        for credentials, where, status in (
                (None, target, 407), ("u:x", target, 407),
                ("u:p:w", "management.azure.com:443", 403),
                ("u:p:w", "localhost:1", 502), ("u:p:w", target, 200)):
            with self.subTest(credentials, where=where):
                link, answer = self.connect(sim, where, credentials)
                self.assertEqual(answer, status)
        with sim.trust.wrap_socket(link, server_hostname="localhost") as tls:
            tls.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
            self.assertTrue(tls.recv(4096).startswith(b"HTTP/1.1 401 "))
        asked = [r for r in sim.control("GET", "/requests")
                 if r["server"] == "proxy"]
        self.assertEqual([r["status"] for r in asked],
                         [407, 407, 403, 502, 200])
        self.assertEqual(asked[-1]["headers"]["proxy-authorization"], "Basic")

    def test_the_journal_keeps_no_password_of_an_address(self):
        sim = cloud.Cloud({})
        self.addCleanup(sim.stop)
        self.assertEqual(
            sim.ask("PROXY", "GET", "http://u:secret@localhost/").status, 405)
        asked, = sim.control("GET", "/requests")
        self.assertEqual(asked["path"], "http://localhost/")
