# SPDX-License-Identifier: MIT
"""The metadata service refuses what IMDS refuses."""

import json
import unittest
from urllib.parse import urlencode

import cloud

USER = {"kind": "user", "client_id": "77777777-7777-7777-7777-777777777777",
        "object_id": "88888888-8888-8888-8888-888888888888",
        "resource_id": "/subscriptions/s/resourceGroups/g/providers/"
                       "Microsoft.ManagedIdentity/userAssignedIdentities/u",
        "tenant": cloud.TENANT}
OTHER = {**USER, "client_id": cloud.NOBODY, "object_id": cloud.NOBODY,
         "resource_id": "/x"}


def setUpModule():
    global sim
    sim = cloud.Cloud("article")


def tearDownModule():
    sim.stop()


def ask(headers=None, method="GET", **changes):
    query = {"api-version": "2018-02-01", "resource": cloud.ARM + "/",
             **{k.replace("_version", "-version"): v
                for k, v in changes.items()}}
    query = urlencode({k: v for k, v in query.items() if v is not None})
    return sim.ask("IMDS", method, f"/metadata/identity/oauth2/token?{query}",
                   headers={"Metadata": "true"} if headers is None else headers)


def load(*identities):
    sim.control("POST", "/scenario", {"managed_identities": identities,
                                      "tenants": [{"id": cloud.TENANT}]})


class Metadata(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with open(f"{cloud.HOME}/scenarios/article.json",
                  encoding="utf-8") as file:
            sim.control("POST", "/scenario", json.load(file))

    def test_refusals(self):
        for what, settings, status, error in (
                ("no header", {"headers": {}}, 400, "bad_request_102"),
                ("a header that is not true", {"headers": {"Metadata": "1"}},
                 400, "bad_request_102"),
                ("a forwarded request",
                 {"headers": {"Metadata": "true", "X-Forwarded-For": "::1"}},
                 400, "bad_request"),
                ("no resource", {"resource": None}, 400, "invalid_request"),
                ("POST", {"method": "POST"}, 405, "method_not_allowed"),
                ("an unknown client id", {"client_id": cloud.NOBODY}, 400,
                 "invalid_request"),
                ("an unknown resource", {"resource": "https://x.example"},
                 400, "invalid_resource")):
            with self.subTest(what):
                reply = ask(**settings)
                self.assertEqual(reply.status, status)
                self.assertEqual(reply.json["error"], error)

    def test_the_version_is_checked(self):
        for version in (None, "2018-02-02"):
            with self.subTest(version):
                reply = ask(api_version=version)
                self.assertEqual(reply.status, 400)
                self.assertIn("newest-versions", reply.json)

    def test_an_unknown_parameter_is_refused(self):
        self.assertEqual(ask(clientid="x").json["code"], "SimUnknownParameter")

    def test_numbers_are_strings(self):
        body = ask().json
        self.assertEqual(body["expires_in"], "86399")
        self.assertRegex(body["expires_on"], r"^\d{10}$")
        self.assertEqual(body["resource"], cloud.ARM + "/")

    def test_the_token_opens_the_account(self):
        token = ask().json["access_token"]
        reply = sim.metrics(cloud.account("rg-momo", "aoai-momo"), token)
        self.assertEqual(reply.status, 200)


class Identities(unittest.TestCase):
    def test_without_identities_none_is_found(self):
        load()
        self.assertEqual(ask().json, {"error": "invalid_request",
                                      "error_description":
                                          "Identity not found"})

    def test_the_only_user_assigned_identity_needs_no_name(self):
        load(USER)
        self.assertEqual(ask().json["client_id"], USER["client_id"])

    def test_one_of_several_must_be_named(self):
        load(USER, OTHER)
        self.assertIn("Multiple user assigned identities",
                      ask().json["error_description"])
        for name, value in (("client_id", USER["client_id"]),
                            ("object_id", USER["object_id"]),
                            ("msi_res_id", USER["resource_id"])):
            with self.subTest(name):
                self.assertEqual(ask(**{name: value}).json["client_id"],
                                 USER["client_id"])
