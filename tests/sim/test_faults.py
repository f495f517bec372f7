# SPDX-License-Identifier: MIT
"""Faults do to an answer what they promise, once, and then no more."""

import gzip
import http.client
import json
import time
import unittest
import zlib

import cloud

ACCOUNT = cloud.account("rg-momo", "aoai-momo")


def setUpModule():
    global sim, token
    sim = cloud.Cloud("article")
    token = sim.token()


def tearDownModule():
    sim.stop()


def ask(**parameters):
    return sim.metrics(ACCOUNT, token, **parameters)


class Kinds(unittest.TestCase):
    def tearDown(self):
        self.assertEqual(ask().status, 200, "the fault is spent")

    def test_status(self):
        sim.fault("arm", "status", status=503, headers={"Retry-After": "7"},
                  text="busy")
        reply = ask()
        self.assertEqual((reply.status, reply.headers["Retry-After"],
                          reply.data), (503, "7", b"busy"))

    def test_reset(self):
        sim.fault("arm", "reset")
        with self.assertRaises(ConnectionResetError):
            ask()

    def test_cut(self):
        sim.fault("arm", "cut", keep=100)
        with self.assertRaises(http.client.IncompleteRead) as caught:
            ask()
        self.assertEqual(len(caught.exception.partial), 100)

    def test_garbage(self):
        sim.fault("arm", "garbage")
        with self.assertRaises(ValueError):
            json.loads(ask().data)
        sim.fault("arm", "garbage", wire=True)
        with self.assertRaises(http.client.BadStatusLine):
            ask()

    def test_huge(self):
        for chunked in (False, True):
            sim.fault("arm", "huge", bytes=300_000, chunked=chunked)
            self.assertEqual(len(ask().data), 300_000)

    def test_gzip_bomb(self):
        sim.fault("arm", "gzip-bomb", bytes=50_000_000)
        reply = ask()
        self.assertEqual(reply.headers["Content-Encoding"], "gzip")
        self.assertLess(len(reply.data), 100_000)
        self.assertGreater(len(gzip.decompress(reply.data)), 50_000_000)

    def test_drip(self):
        sim.fault("arm", "drip", ms=0.1)
        self.assertEqual(ask().status, 200)

    def test_hang(self):
        sim.fault("arm", "hang")
        with self.assertRaises(TimeoutError):
            sim.ask("ARM", "GET", "/", timeout=0.2)

    def test_delay(self):
        sim.fault("arm", "delay", ms=150)
        before = time.monotonic()
        self.assertEqual(ask().status, 200)
        self.assertGreaterEqual(time.monotonic() - before, 0.15)

    def test_redirect(self):
        sim.fault("arm", "redirect", location="https://x.example/")
        reply = ask()
        self.assertEqual((reply.status, reply.headers["Location"]),
                         (302, "https://x.example/"))

    def test_replace(self):
        sim.fault("arm", "replace", body={"value": []})
        self.assertEqual(ask().json, {"value": []})
        sim.fault("arm", "replace", body="[")
        self.assertEqual(ask().data, b"[")

    def test_edit(self):
        sim.fault("arm", "edit", set={"/value/0/timeseries/0/data/0/total": -1},
                  delete=["/interval"])
        body = ask().json
        self.assertNotIn("interval", body)
        self.assertEqual(
            body["value"][0]["timeseries"][0]["data"][0]["total"], -1)


class Arming(unittest.TestCase):
    def test_skip_times_and_path(self):
        sim.control("POST", "/faults", {
            "server": "arm", "path": "metrics\\?.*FULL", "skip": 1, "times": 2,
            "fault": {"kind": "status", "status": 500}})
        statuses = [ask(interval="P1D").status]
        statuses += [ask().status for _ in range(4)]
        self.assertEqual(statuses, [200, 200, 500, 500, 200])

    def test_for_ever_until_cleared(self):
        self.addCleanup(sim.control, "DELETE", "/faults")
        sim.control("POST", "/faults", {
            "times": 0, "fault": {"kind": "status", "status": 500}})
        self.assertEqual([sim.token_reply().status for _ in range(3)],
                         [500] * 3)
        sim.control("DELETE", "/faults")
        self.assertEqual(sim.token_reply().status, 200)

    def test_mistakes_are_refused(self):
        for fault in ({"kind": "explode"}, {"kind": "cut"},
                      {"kind": "cut", "keep": 1, "drop": 2}):
            with self.subTest(fault), self.assertRaises(ValueError):
                sim.control("POST", "/faults", {"fault": fault})


class Compression(unittest.TestCase):
    def test_a_large_answer_is_compressed_on_request(self):
        path = (f"{ACCOUNT}/providers/microsoft.insights/metricDefinitions"
                "?api-version=2024-02-01")
        reply = sim.ask("ARM", "GET", path, headers={
            "Authorization": f"Bearer {token}", "Accept-Encoding": "gzip"})
        self.assertEqual(reply.headers["Content-Encoding"], "gzip")
        json.loads(zlib.decompress(reply.data, 31))
