# SPDX-License-Identifier: MIT
"""The token addresses of App Service, Azure ML, Cloud Shell and Azure Arc
refuse what the hosts refuse."""

import os
import shutil
import tempfile
import unittest
from urllib.parse import urlencode

import cloud

HEADER = "proof~+/&=1"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
META = {"Metadata": "true"}
USER = {"kind": "user", "client_id": "77777777-7777-7777-7777-777777777777",
        "object_id": "88888888-8888-8888-8888-888888888888",
        "resource_id": "/subscriptions/s/resourceGroups/g/providers/"
                       "Microsoft.ManagedIdentity/userAssignedIdentities/u",
        "tenant": cloud.TENANT}
SYSTEM = {**USER, "kind": "system", "client_id": cloud.CLIENT,
          "object_id": "33333333-3333-3333-3333-333333333333",
          "resource_id": ""}


def setUpModule():
    global sim, folder
    folder = tempfile.mkdtemp(prefix="azure-sim-arc-")
    sim = cloud.Cloud(scenario())


def tearDownModule():
    sim.stop()
    shutil.rmtree(folder)


def scenario(*identities, arc=None, **identity):
    return {"tenants": [{"id": cloud.TENANT}],
            "managed_identities": identities or (SYSTEM, USER),
            "roles": [{"principal": one["object_id"], "role": "Reader",
                       "scope": "/"} for one in (SYSTEM, USER)],
            "subscriptions": [{"id": cloud.SUBSCRIPTION.rpartition("/")[2]}],
            "identity": {"header": HEADER, **identity},
            **({"arc": {"folder": folder, **arc}} if arc is not None else {})}


def load(*identities, **settings):
    sim.control("POST", "/scenario", scenario(*identities, **settings))


class Host(unittest.TestCase):
    """What the hosts have in common; `path`, `headers` and `query` make a
    good request of each."""
    path, headers, query, method = None, {}, {}, "GET"

    def setUp(self):
        load()

    def ask(self, headers=None, method=None, **changes):
        query = {**self.query, "resource": cloud.ARM, **{
            name.replace("api_version", "api-version"): value
            for name, value in changes.items()}}
        query = urlencode({k: v for k, v in query.items() if v is not None})
        return sim.ask("IDENTITY", method or self.method,
                       f"{self.path}?{query}",
                       headers={**self.headers, **(headers or {})})

    def check_token(self, reply, identity):
        """The token opens Resource Manager, as that identity."""
        self.assertEqual(reply.status, 200, reply.data)
        sim.control("DELETE", "/requests")
        self.assertEqual(sim.arm("/subscriptions", reply.json["access_token"],
                                 api_version="2022-12-01").status, 200)
        asked, = sim.control("GET", "/requests")
        self.assertEqual(asked["principal"], identity["object_id"])


class AppService(Host):
    path, headers = "/msi/token", {"X-IDENTITY-HEADER": HEADER}
    query = {"api-version": "2019-08-01"}

    def test_refusals(self):
        for what, change, status in (
                ("no proof", {"headers": {"X-IDENTITY-HEADER": ""}}, 401),
                ("another proof", {"headers": {"X-IDENTITY-HEADER": "x"}},
                 401),
                ("POST", {"method": "POST"}, 405),
                ("no version", {"api_version": None}, 400),
                ("the older version", {"api_version": "2017-09-01"}, 400),
                ("no resource", {"resource": None}, 400),
                ("an unknown identity", {"client_id": cloud.NOBODY}, 400),
                ("two names of identities", {
                    "client_id": USER["client_id"],
                    "object_id": USER["object_id"]}, 400),
                ("an unknown resource", {"resource": "https://x.example"},
                 500)):
            with self.subTest(what):
                reply = self.ask(**change)
                self.assertEqual(reply.status, status)
                self.assertEqual(reply.json["statusCode"], status)
                self.assertIn("correlationId", reply.json)

    def test_the_answer_does_not_say_for_how_long(self):
        self.assertEqual(set(self.ask().json), {
            "access_token", "client_id", "expires_on", "resource",
            "token_type"})

    def test_without_a_header_in_the_scenario_nobody_may_ask(self):
        sim.control("POST", "/scenario", {"managed_identities": [SYSTEM]})
        self.assertEqual(self.ask().status, 401)

    def test_the_older_parameter_is_unknown(self):
        self.assertEqual(self.ask(clientid="x").json["code"],
                         "SimUnknownParameter")

    def test_identities_are_chosen(self):
        self.check_token(self.ask(), SYSTEM)
        for name, value in (("client_id", USER["client_id"]),
                            ("object_id", USER["object_id"]),
                            ("principal_id", USER["object_id"]),
                            ("mi_res_id", USER["resource_id"])):
            with self.subTest(name):
                self.check_token(self.ask(**{name: value}), USER)

    def test_the_forms_of_the_expiry(self):
        day = r"2\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d"
        for form, wanted in (
                ("seconds", r'"\d{10}"'), ("number", r"\d{10}"),
                ("iso", rf'"{day}\.0000000\+00:00"'),
                ("iso-z", rf'"{day}\.000Z"'),
                ("us", r'"\d+/\d+/2\d{3} \d+:\d\d:\d\d [AP]M \+00:00"'),
                ("rfc1123", r'"\w{3}, \d\d \w{3} 2\d{3} [0-9:]{8} GMT"')):
            with self.subTest(form):
                load(expires_on=form)
                self.assertRegex(self.ask().data.decode(),
                                 rf'"expires_on":{wanted},')
        with self.assertRaisesRegex(ValueError, "identity.expires_on"):
            load(expires_on="soon")

    def test_the_journal_does_not_keep_the_proof(self):
        sim.control("DELETE", "/requests")
        self.ask()
        asked, = sim.control("GET", "/requests")
        self.assertEqual(asked["server"], "identity")
        self.assertNotIn(HEADER, repr(asked))

    def test_faults_strike(self):
        sim.fault("identity", "status", status=503)
        self.assertEqual([self.ask().status, self.ask().status], [503, 200])


class MachineLearning(Host):
    path, headers = "/ml/token", {**META, "secret": HEADER}
    query = {"api-version": "2017-09-01"}

    def test_refusals(self):
        for what, change, status in (
                ("no proof", {"headers": {"secret": ""}}, 401),
                ("no metadata header", {"headers": {"Metadata": ""}}, 400),
                ("the newer version", {"api_version": "2019-08-01"}, 400),
                ("an unknown identity", {"clientid": cloud.NOBODY}, 400)):
            with self.subTest(what):
                self.assertEqual(self.ask(**change).status, status)

    def test_only_the_client_id_names_an_identity(self):
        self.check_token(self.ask(), SYSTEM)
        self.check_token(self.ask(clientid=USER["client_id"]), USER)
        for name in ("client_id", "object_id", "mi_res_id"):
            with self.subTest(name):
                self.assertEqual(self.ask(**{name: "x"}).json["code"],
                                 "SimUnknownParameter")


class CloudShell(Host):
    path, headers, method = "/cloudshell/token", {**META, **FORM}, "POST"

    def ask(self, headers=None, method="POST", query="", **changes):
        form = {"resource": cloud.ARM, **changes}
        form = urlencode({k: v for k, v in form.items() if v is not None})
        return sim.ask("IDENTITY", method, self.path + query, form,
                       {**self.headers, **(headers or {})})

    def test_refusals(self):
        for what, change, status, code in (
                ("no metadata header", {"headers": {"Metadata": ""}}, 400,
                 "bad_request_102"),
                ("GET", {"method": "GET"}, 405, "method_not_allowed"),
                ("no resource", {"resource": None}, 400, "invalid_request"),
                ("JSON", {"headers": {"Content-Type": "application/json"}},
                 400, "invalid_request"),
                ("an unknown resource", {"resource": "https://x.example"},
                 400, "AudienceNotSupported"),
                ("an identity", {"client_id": USER["client_id"]}, 400,
                 "SimUnknownParameter"),
                ("an address with a query", {"query": "?api-version=x"}, 400,
                 "SimUnknownParameter")):
            with self.subTest(what):
                reply = self.ask(**change)
                self.assertEqual((reply.status, reply.code), (status, code))

    def test_whoever_is_signed_in_gets_a_token(self):
        self.check_token(self.ask(), SYSTEM)


class Arc(Host):
    path, headers = "/metadata/identity/oauth2/token", META
    query = {"api-version": "2020-06-01"}

    def setUp(self):
        load(arc={})

    def path_of(self, reply):
        """The file that a challenge names."""
        self.assertEqual(reply.status, 401)
        realm = reply.headers["WWW-Authenticate"]
        start = "Basic realm=/var/opt/azcmagent/tokens/"
        self.assertTrue(realm.startswith(start))
        return os.path.join(folder, realm.removeprefix(start))

    def key(self, reply):
        """What the file of a challenge holds."""
        path = self.path_of(reply)
        self.assertEqual(os.stat(path).st_mode & 0o777, 0o440)
        with open(path, encoding="ascii") as file:
            return file.read()

    def bring(self, key, **changes):
        return self.ask({"Authorization": f"Basic {key}"}, **changes)

    def test_refusals_before_the_challenge(self):
        for what, change, status, error in (
                ("no metadata header", {"headers": {"Metadata": ""}}, 400,
                 "bad_request_102"),
                ("POST", {"method": "POST"}, 405, "method_not_allowed"),
                ("no version", {"api_version": None}, 400,
                 "invalid_request"),
                ("the version of IMDS", {"api_version": "2018-02-01"}, 400,
                 "invalid_request"),
                ("no resource", {"resource": None}, 400, "invalid_request")):
            with self.subTest(what):
                reply = self.ask(**change)
                self.assertEqual((reply.status, reply.json["error"]),
                                 (status, error))

    def test_without_an_agent_there_is_nothing(self):
        load()
        self.assertEqual(self.ask().status, 404)

    def test_the_key_opens_once(self):
        challenge = self.ask()
        key = self.key(challenge)
        self.check_token(self.bring(key), SYSTEM)
        self.assertFalse(os.path.exists(self.path_of(challenge)))
        self.key(self.bring(key))

    def test_a_wrong_key_is_challenged_anew(self):
        key = self.key(self.ask())
        for wrong in ("x", f"{key}\t", key.swapcase()):
            with self.subTest(wrong):
                self.key(self.bring(wrong))

    def test_each_challenge_has_its_own_key(self):
        first, second = self.key(self.ask()), self.key(self.ask())
        self.assertNotEqual(first, second)
        self.assertEqual([self.bring(first).status,
                          self.bring(second).status], [200, 200])

    def test_an_unknown_resource_shows_after_the_challenge(self):
        change = {"resource": "https://x.example"}
        key = self.key(self.ask(**change))
        self.assertEqual(self.bring(key, **change).json["error"],
                         "invalid_resource")

    def test_an_old_agent_ignores_the_name_of_an_identity(self):
        change = {"client_id": USER["client_id"]}
        reply = self.bring(self.key(self.ask(**change)), **change)
        self.check_token(reply, SYSTEM)
        self.assertNotIn("client_id", reply.json)

    def test_a_new_agent_repeats_the_name_of_an_identity(self):
        load(arc={"echoes": True})
        for name, value in (("client_id", USER["client_id"]),
                            ("object_id", USER["object_id"]),
                            ("msi_res_id", USER["resource_id"])):
            with self.subTest(name):
                change = {name: value}
                reply = self.bring(self.key(self.ask(**change)), **change)
                self.check_token(reply, USER)
                self.assertEqual(reply.json[name], value)

    def test_a_new_agent_knows_at_once_that_there_is_no_such_identity(self):
        load(arc={"echoes": True})
        self.assertEqual(self.ask(client_id=cloud.NOBODY).status, 400)

    def test_the_folder_must_be_there(self):
        with self.assertRaisesRegex(ValueError, "arc.folder"):
            load(arc={"folder": "/nowhere"})

    def test_the_realm_can_be_anything(self):
        load(arc={"realm": "/var/opt/azcmagent/tokens/../{name}=.key"})
        self.assertRegex(self.ask().headers["WWW-Authenticate"],
                         r"^Basic realm=/var/opt/azcmagent/tokens/\.\./"
                         r"[0-9a-f-]{36}=\.key$")


class Elsewhere(unittest.TestCase):
    def test_other_paths_are_not_there(self):
        for path in ("/", "/msi/token/", "/oauth2/token"):
            with self.subTest(path):
                self.assertEqual(sim.ask("IDENTITY", "GET", path).status, 404)


del Host
