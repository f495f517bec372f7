# SPDX-License-Identifier: MIT
"""Resource Manager refuses before a provider sees the request."""

import unittest

import cloud

OPEN = cloud.account("rg-momo", "aoai-momo")
CLOSED = cloud.account("rg-closed", "aoai-closed")
DEPLOYMENTS = {"api_version": "2024-10-01"}


def setUpModule():
    global sim
    sim = cloud.Cloud("article")


def tearDownModule():
    sim.stop()


class Bearer(unittest.TestCase):
    def refused(self, headers, code):
        reply = sim.ask("ARM", "GET", OPEN + "?api-version=2024-10-01",
                        headers=headers)
        self.assertEqual((reply.status, reply.code), (401, code))
        challenge = reply.headers["WWW-Authenticate"]
        self.assertTrue(challenge.startswith(
            f'Bearer authorization_uri="{sim.endpoints["SIM_AUTHORITY"]}/'
            f'{cloud.TENANT}"'))

    def test_no_header(self):
        self.refused({}, "AuthenticationFailed")

    def test_another_scheme(self):
        self.refused({"Authorization": "Basic eA=="},
                     "AuthenticationFailedInvalidHeader")

    def test_nonsense(self):
        self.refused({"Authorization": "Bearer x"},
                     "InvalidAuthenticationToken")

    def test_a_changed_signature(self):
        token = sim.token()
        self.refused({"Authorization": f"Bearer {token[:-4]}AAAA"},
                     "InvalidAuthenticationToken")

    def test_another_audience(self):
        token = sim.token(scope="https://storage.azure.com/.default")
        self.refused({"Authorization": f"Bearer {token}"},
                     "InvalidAuthenticationTokenAudience")

    def test_the_audience_may_end_in_a_slash(self):
        token = sim.token(scope=f"{cloud.ARM}//.default")
        self.assertEqual(sim.arm(OPEN, token, **DEPLOYMENTS).status, 200)

    def test_an_expired_token(self):
        token = sim.token()
        sim.control("POST", "/clock", {"advance": 3600})
        self.addCleanup(sim.control, "POST", "/clock", {"advance": -3600})
        self.refused({"Authorization": f"Bearer {token}"},
                     "ExpiredAuthenticationToken")

    def test_a_token_of_the_future(self):
        sim.control("POST", "/clock", {"advance": 3000})
        token = sim.token()
        sim.control("POST", "/clock", {"advance": -3000})
        self.refused({"Authorization": f"Bearer {token}"},
                     "InvalidAuthenticationToken")

    def test_a_revoked_token(self):
        token = sim.token()
        sim.control("POST", "/revoke")
        self.refused({"Authorization": f"Bearer {token}"},
                     "InvalidAuthenticationToken")


# what, path, parameters, status, code
REFUSALS = (
    ("no api-version", OPEN, {"api_version": None}, 400,
     "MissingApiVersionParameter"),
    ("an odd api-version", OPEN, {"api_version": "latest"}, 400,
     "InvalidApiVersionParameter"),
    ("an unknown api-version", OPEN, {"api_version": "2001-01-01"}, 400,
     "NoRegisteredProviderFound"),
    ("an unknown api-version of metrics",
     OPEN + "/providers/Microsoft.Insights/metrics",
     {"api_version": "2001-01-01"}, 400, "InvalidResourceType"),
    ("an unknown subscription",
     OPEN.replace("66666666-6", "00000000-6"), DEPLOYMENTS, 404,
     "SubscriptionNotFound"),
    ("no role", CLOSED, DEPLOYMENTS, 403, "AuthorizationFailed"),
    ("no role on the deployments", CLOSED + "/deployments", DEPLOYMENTS, 403,
     "AuthorizationFailed"),
    ("an unknown group", cloud.account("rg-none", "x"), DEPLOYMENTS, 403,
     "AuthorizationFailed"),
    ("an unknown account", cloud.account("rg-momo", "x"), DEPLOYMENTS, 404,
     "ResourceNotFound"),
    ("an unknown deployment", OPEN + "/deployments/x", DEPLOYMENTS, 404,
     "DeploymentNotFound"),
    ("an unknown parameter", OPEN + "/deployments",
     {**DEPLOYMENTS, "$top": "5"}, 400, "SimUnknownParameter"),
    ("a bad skip token", OPEN + "/deployments",
     {**DEPLOYMENTS, "$skiptoken": "x"}, 400, "InvalidSkipToken"),
    ("a doubled slash", "/" + OPEN, DEPLOYMENTS, 404, "SimUnknownPath"),
    ("an unknown path", OPEN + "/models", DEPLOYMENTS, 404, "SimUnknownPath"),
)


class Paths(unittest.TestCase):
    def test_refusals(self):
        token = sim.token()
        for what, path, parameters, status, code in REFUSALS:
            with self.subTest(what):
                reply = sim.arm(path, token, **parameters)
                self.assertEqual((reply.status, reply.code), (status, code))

    def test_a_refusal_names_client_action_and_scope(self):
        message = sim.metrics(CLOSED).json["error"]["message"]
        for part in (cloud.CLIENT, "'Microsoft.Insights/metrics/read'",
                     f"'{CLOSED}'"):
            self.assertIn(part, message)

    def test_case_does_not_matter(self):
        self.assertEqual(sim.arm(OPEN.upper(), **DEPLOYMENTS).status, 200)

    def test_a_scope_ends_at_a_segment(self):
        reply = sim.arm(cloud.account("rg-momo2", "x"), **DEPLOYMENTS)
        self.assertEqual(reply.status, 403)

    def test_writing_is_refused(self):
        reply = sim.ask("ARM", "PUT", OPEN + "?api-version=2024-10-01", "{}",
                        {"Authorization": f"Bearer {sim.token()}"})
        self.assertEqual(reply.status, 405)


class Groups(unittest.TestCase):
    def test_a_group_may_be_unknown(self):
        sim = cloud.Cloud({
            "tenants": [{"id": cloud.TENANT, "apps": [
                {"client_id": cloud.CLIENT, "object_id": cloud.NOBODY,
                 "secrets": [{"value": cloud.SECRET}]}]}],
            "subscriptions": [{"id": cloud.SUBSCRIPTION.split("/")[2]}],
            "roles": [{"principal": cloud.NOBODY, "role": "Reader",
                       "scope": cloud.SUBSCRIPTION}]})
        self.addCleanup(sim.stop)
        reply = sim.arm(OPEN, **DEPLOYMENTS)
        self.assertEqual((reply.status, reply.code),
                         (404, "ResourceGroupNotFound"))
