# SPDX-License-Identifier: MIT
"""The token endpoint refuses what Entra refuses."""

import unittest

import cloud


def setUpModule():
    global sim
    sim = cloud.Cloud("article")


def tearDownModule():
    sim.stop()


# what, change of the form, status, error, AADSTS code
REFUSALS = (
    ("a wrong secret", {"client_secret": "x"}, 401, "invalid_client", 7000215),
    ("a secret with its plus read as a blank",
     {"client_secret": cloud.SECRET.replace("+", " ")}, 401, "invalid_client",
     7000215),
    ("an expired secret", {"client_secret": "old-secret"}, 401,
     "invalid_client", 7000222),
    ("no secret", {"client_secret": None}, 401, "invalid_client", 7000218),
    ("a secret and an assertion", {"client_assertion": "a.b.c"}, 400,
     "invalid_request", 0),
    ("an unknown application", {"client_id": cloud.NOBODY}, 400,
     "unauthorized_client", 700016),
    ("no client id", {"client_id": None}, 400, "invalid_request", 900144),
    ("no scope", {"scope": None}, 400, "invalid_request", 900144),
    ("no grant type", {"grant_type": None}, 400, "invalid_request", 900144),
    ("another grant", {"grant_type": "password"}, 400,
     "unsupported_grant_type", 70003),
    ("a scope without .default", {"scope": cloud.ARM}, 400, "invalid_scope",
     1002012),
    ("two scopes", {"scope": f"{cloud.ARM}/.default openid"}, 400,
     "invalid_scope", 70011),
    ("an unknown resource", {"scope": "https://x.example/.default"}, 400,
     "invalid_resource", 500011),
    ("the v1 parameter", {"resource": cloud.ARM}, 400, "invalid_request",
     901002),
    ("an unknown parameter", {"secret": "x"}, 400, "invalid_request", 0),
    ("an unknown tenant", {"tenant": cloud.NOBODY}, 400, "invalid_request",
     90002),
    ("a malformed tenant", {"tenant": "a_b"}, 400, "invalid_request", 900023),
)


class TokenEndpoint(unittest.TestCase):
    def test_refusals(self):
        for what, change, status, error, code in REFUSALS:
            with self.subTest(what):
                reply = sim.token_reply(**change)
                self.assertEqual(reply.status, status)
                self.assertEqual(reply.json["error"], error)
                self.assertEqual(reply.json["error_codes"], [code])
                if code:
                    self.assertTrue(reply.json["error_description"]
                                    .startswith(f"AADSTS{code}: "))

    def test_a_token_is_long_and_its_life_a_number(self):
        body = sim.token_reply().json
        self.assertEqual(body["token_type"], "Bearer")
        self.assertEqual(body["expires_in"], 3599)
        self.assertGreater(len(body["access_token"]), 1400)

    def test_a_domain_name_is_a_tenant(self):
        self.assertEqual(sim.token_reply(tenant="momo.example").status, 200)

    def test_a_body_that_is_no_form_lacks_everything(self):
        reply = sim.ask("AUTHORITY", "POST",
                        f"/{cloud.TENANT}/oauth2/v2.0/token", "{}",
                        {"Content-Type": "application/json"})
        self.assertEqual(reply.json["error_codes"], [900144])

    def test_a_repeated_parameter_is_refused(self):
        reply = sim.ask("AUTHORITY", "POST",
                        f"/{cloud.TENANT}/oauth2/v2.0/token", "scope=a&scope=b",
                        {"Content-Type": "application/x-www-form-urlencoded"})
        self.assertEqual(reply.json["error_codes"], [9000410])

    def test_get_is_refused(self):
        reply = sim.ask("AUTHORITY", "GET",
                        f"/{cloud.TENANT}/oauth2/v2.0/token")
        self.assertEqual(reply.json["error_codes"], [900561])

    def test_the_configuration_names_the_token_endpoint(self):
        base = sim.endpoints["SIM_AUTHORITY"]
        reply = sim.ask("AUTHORITY", "GET", f"/{cloud.TENANT}/v2.0/.well-known"
                                            "/openid-configuration")
        self.assertEqual(reply.json["token_endpoint"],
                         f"{base}/{cloud.TENANT}/oauth2/v2.0/token")

    def test_the_configuration_of_an_unknown_tenant_is_refused(self):
        reply = sim.ask("AUTHORITY", "GET", f"/{cloud.NOBODY}/v2.0/.well-known"
                                            "/openid-configuration")
        self.assertEqual(reply.status, 400)
        self.assertEqual(reply.json["error_codes"], [90002])
