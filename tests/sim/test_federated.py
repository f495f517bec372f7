# SPDX-License-Identifier: MIT
"""Assertions of another issuer fit a federated credential, or are refused."""

import json
import unittest

import cloud
from signer import form

ISSUER = "https://oidc.azure-sim.test/cluster/"
SUBJECT = "system:serviceaccount:monitoring:aoai-tokens"


def setUpModule():
    global sim
    sim = cloud.Cloud("many")


def tearDownModule():
    sim.stop()


def mint(**changes):
    return sim.control("POST", "/federated-token", {
        "issuer": ISSUER, "subject": SUBJECT, **changes})["token"]


def reply(**changes):
    return sim.token_reply(**form(mint(**changes)))


class Federation(unittest.TestCase):
    def test_refusals(self):
        for what, change, code in (
                ("another issuer", {"issuer": "https://x.example/"}, 700211),
                ("the issuer without its slash",
                 {"issuer": ISSUER.rstrip("/")}, 700211),
                ("another subject", {"subject": "x"}, 700213),
                ("the subject in other letters", {"subject": SUBJECT.upper()},
                 7002138),
                ("another audience", {"audience": "api://x"}, 700212),
                ("an expired token", {"expires_in": -1}, 700024)):
            with self.subTest(what):
                answer = reply(**change)
                self.assertEqual(answer.status, 401)
                self.assertEqual(answer.json["error"], "invalid_client")
                self.assertEqual(answer.json["error_codes"], [code])

    def test_a_fitting_token_signs_in(self):
        answer = reply()
        self.assertEqual(answer.status, 200)
        account = cloud.account("rg-many", "aoai-many")
        self.assertEqual(sim.arm(f"{account}/deployments",
                                 answer.json["access_token"],
                                 api_version="2024-10-01").status, 200)

    def test_a_refusal_names_what_was_presented(self):
        self.assertIn("presented assertion subject 'x'.",
                      reply(subject="x").json["error_description"])

    def test_a_wrong_request_to_mint_is_refused(self):
        for body in ({"issuer": ISSUER}, {"issuer": ISSUER, "sub": SUBJECT}):
            with self.subTest(body), self.assertRaises(ValueError):
                sim.control("POST", "/federated-token", body)


class Applications(unittest.TestCase):
    @classmethod
    def tearDownClass(cls):
        with open(f"{cloud.HOME}/scenarios/many.json",
                  encoding="utf-8") as file:
            sim.control("POST", "/scenario", json.load(file))

    def load(self, *federated):
        sim.control("POST", "/scenario", {"tenants": [{
            "id": cloud.TENANT, "apps": [{
                "client_id": cloud.CLIENT, "object_id": cloud.NOBODY,
                "federated": federated}]}]})

    def test_without_federated_credentials_none_fits(self):
        self.load()
        self.assertEqual(reply().json["error_codes"], [70025])

    def test_issuer_and_subject_are_of_the_same_credential(self):
        self.load({"issuer": ISSUER, "subject": "a"},
                  {"issuer": "https://x.example/", "subject": SUBJECT})
        self.assertEqual(reply().json["error_codes"], [700213])

    def test_with_a_secret_the_signature_is_checked(self):
        self.load({"issuer": ISSUER, "subject": SUBJECT, "secret": "s",
                   "audience": "api://mine"})
        for change, status in (({}, 401), ({"secret": "x"}, 401),
                               ({"secret": "s"}, 200)):
            with self.subTest(change):
                self.assertEqual(reply(audience="api://mine",
                                       **change).status, status)
