# SPDX-License-Identifier: MIT
"""The throttle: a bucket that empties, refuses, and refills with time."""

import unittest

import cloud

HOME = cloud.account("rg", "a")
SCENARIO = {
    "tenants": [{"id": cloud.TENANT, "apps": [
        {"client_id": cloud.CLIENT, "object_id": cloud.NOBODY,
         "secrets": [{"value": cloud.SECRET}]}]}],
    "roles": [{"principal": cloud.CLIENT, "role": "Reader", "scope": "/"}],
    "throttle": {"reads": 3, "refill": 0.1},
    "resources": [{"id": HOME, "kind": "OpenAI", "location": "eastus"}]}
REMAINING = "x-ms-ratelimit-remaining-subscription-reads"


class Throttle(unittest.TestCase):
    def test_the_bucket_empties_and_refills(self):
        sim = cloud.Cloud(SCENARIO)
        self.addCleanup(sim.stop)
        token = sim.token()
        ask = lambda: sim.arm(HOME, token, api_version="2025-09-01")
        self.assertEqual([ask().headers[REMAINING] for _ in range(3)],
                         ["2", "1", "0"])
        reply = ask()
        self.assertEqual((reply.status, reply.code),
                         (429, "SubscriptionRequestsThrottled"))
        self.assertEqual(reply.headers["Retry-After"], "10")
        sim.control("POST", "/clock", {"advance": 10})
        self.assertEqual(ask().status, 200)
