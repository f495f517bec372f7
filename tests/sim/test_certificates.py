# SPDX-License-Identifier: MIT
"""Assertions signed with a certificate are checked as Entra checks them."""

import hashlib
import shutil
import tempfile
import time
import unittest

import cloud
from signer import JWT_BEARER, Signer, b64url, form

NOW = int(time.time())


def scenario(**app):
    return {"tenants": [{"id": cloud.TENANT, "domains": ["momo.example"],
                         "apps": [{"client_id": cloud.CLIENT,
                                   "object_id": cloud.NOBODY, **app}]}]}


def setUpModule():
    global sim, folder, known, other
    folder = tempfile.mkdtemp(prefix="azure-sim-certificates-")
    known, other = Signer(folder, "known"), Signer(folder, "other")
    sim = cloud.Cloud(scenario(certificates=[known.path]))


def tearDownModule():
    sim.stop()
    shutil.rmtree(folder)


def swap(assertion, at):
    """The assertion with another character at a place of its signature."""
    head, _, tail = assertion.rpartition(".")
    letter = "A" if tail[at] != "A" else "B"
    return f"{head}.{tail[:at]}{letter}{tail[at + 1:]}"


# what, the assertion's changes, status, error, AADSTS code
REFUSALS = (
    ("another algorithm", {"header": {"alg": "RS512"}}, 400,
     "invalid_request", 5002730),
    ("no algorithm", {"header": {"alg": None}}, 400, "invalid_request",
     5002730),
    ("no thumbprint", {"header": {"x5t#S256": None}}, 400, "invalid_request",
     50027),
    ("PS256 with the thumbprint of RS256", {"header": {
        "x5t#S256": None, "x5t": "AAAA"}}, 400, "invalid_request", 50027),
    ("a thumbprint with padding", {"header": {"x5t#S256": "AAA="}}, 400,
     "invalid_request", 50027),
    ("an unregistered thumbprint", {"header": {"x5t#S256": "AAAA"}}, 401,
     "invalid_client", 700027),
    ("a salt of the greatest length", {"salt": 222}, 401, "invalid_client",
     700027),
    ("a salt of 20 bytes", {"salt": 20}, 401, "invalid_client", 700027),
    ("PS256 that says RS256", {"header": {"alg": "RS256"}}, 401,
     "invalid_client", 700027),
    ("another subject", {"sub": cloud.NOBODY}, 401, "invalid_client", 50048),
    ("another application", {"sub": cloud.NOBODY, "iss": cloud.NOBODY}, 401,
     "invalid_client", 700021),
    ("the authority as audience", {"aud": "https://localhost"}, 401,
     "invalid_client", 700023),
    ("no audience", {"aud": None}, 401, "invalid_client", 700023),
    ("an assertion that has just expired",
     {"nbf": NOW - 700, "exp": NOW - 1}, 401, "invalid_client", 700024),
    ("an assertion from the future", {"nbf": NOW + 900, "exp": NOW + 1500},
     401, "invalid_client", 700024),
    ("no end", {"exp": None}, 400, "invalid_request", 50027),
    ("an end that is text", {"exp": str(NOW + 600)}, 400, "invalid_request",
     50027),
    ("no beginning", {"nbf": None}, 400, "invalid_request", 50027),
    ("no jti", {"jti": None}, 400, "invalid_request", 0),
    ("a life of two days", {"exp": NOW + 172800}, 400, "invalid_request", 0),
    ("x5c that is no list of certificates", {"header": {"x5c": ["AAAA"]}},
     400, "invalid_request", 50027),
)


class Certificates(unittest.TestCase):
    def check(self, reply, status, error, code):
        self.assertEqual(reply.status, status, reply.data)
        self.assertEqual(reply.json["error"], error)
        self.assertEqual(reply.json["error_codes"], [code])

    def send(self, assertion, **changes):
        return sim.token_reply(**{**form(assertion), **changes})

    def test_refusals(self):
        for what, change, *wanted in REFUSALS:
            with self.subTest(what):
                self.check(self.send(known.assertion(sim, NOW, **change)),
                           *wanted)

    def test_both_algorithms_sign_in(self):
        for alg in ("PS256", "RS256"):
            with self.subTest(alg):
                reply = self.send(known.assertion(sim, NOW, alg))
                self.assertEqual(reply.status, 200, reply.data)

    def test_a_changed_signature_is_refused(self):
        for alg in ("PS256", "RS256"):
            with self.subTest(alg):
                reply = self.send(swap(known.assertion(sim, NOW, alg), 20))
                self.check(reply, 401, "invalid_client", 700027)
                self.assertIn("did not match", reply.json["error_description"])

    def test_another_key_is_refused_under_the_known_thumbprint(self):
        header = {"x5t#S256": b64url(hashlib.sha256(known.der).digest())}
        reply = self.send(other.assertion(sim, NOW, header=header))
        self.check(reply, 401, "invalid_client", 700027)
        self.assertIn("did not match", reply.json["error_description"])

    def test_an_unregistered_certificate_is_refused(self):
        reply = self.send(other.assertion(sim, NOW))
        self.check(reply, 401, "invalid_client", 700027)
        self.assertIn("not registered", reply.json["error_description"])

    def test_the_audience_is_the_address_that_was_asked(self):
        assertion = known.assertion(sim, NOW)
        self.check(self.send(assertion, tenant="momo.example"), 401,
                   "invalid_client", 700023)

    def test_the_type_of_the_assertion_is_checked(self):
        assertion = known.assertion(sim, NOW)
        for kind, code in ((None, 900144), (JWT_BEARER.upper(), 90023)):
            with self.subTest(kind):
                self.check(self.send(assertion, client_assertion_type=kind),
                           400, "invalid_request", code)

    def test_what_is_no_token_is_refused(self):
        for text in ("x", "a.b", "a.b.c", "e30.e30.e30=", "W10.e30.AA"):
            with self.subTest(text):
                self.check(self.send(text), 400, "invalid_request", 50027)

    def test_a_certificate_is_good_within_its_dates(self):
        for days in (-2, 31):
            with self.subTest(days):
                sim.control("POST", "/clock", {"advance": days * 86400})
                reply = self.send(known.assertion(sim, NOW + days * 86400))
                sim.control("POST", "/clock", {"advance": -days * 86400})
                self.check(reply, 401, "invalid_client", 1000502)


class Chains(unittest.TestCase):
    """Subject name and issuer authentication."""

    def tearDown(self):
        sim.control("POST", "/scenario", scenario(certificates=[known.pem]))

    def trust(self, subject):
        sim.control("POST", "/scenario", scenario(x5c_subject=subject))

    def reply(self, signer, **header):
        return sim.token_reply(**form(signer.assertion(sim, NOW,
                                                       header=header)))

    def test_the_subject_stands_for_a_registration(self):
        self.trust("O=Example,CN=other")
        self.assertEqual(self.reply(other, x5c=other.x5c()).status, 200)

    def test_without_the_chain_or_with_another_subject_it_is_refused(self):
        self.trust("O=Example,CN=other")
        for signer, header in ((other, {}), (known, {"x5c": known.x5c()})):
            reply = self.reply(signer, **header)
            self.assertEqual(reply.json["error_codes"], [700027])

    def test_the_leaf_comes_first(self):
        self.trust("O=Example,CN=other")
        reply = self.reply(other, x5c=known.x5c() + other.x5c())
        self.assertIn("SimOtherLeaf", reply.json["error_description"])

    def test_a_chain_beside_a_registered_certificate_does_no_harm(self):
        self.assertEqual(self.reply(known, x5c=known.x5c()).status, 200)


class Loading(unittest.TestCase):
    def test_mistakes_are_refused(self):
        for value in ("nowhere.pem", known.key, "-----BEGIN CERTIFICATE-----",
                      None):
            with self.subTest(value), self.assertRaisesRegex(
                    ValueError, r"apps\[0\].certificates\[0\]"):
                sim.control("POST", "/scenario",
                            scenario(certificates=[value]))
