# SPDX-License-Identifier: MIT
"""Who may send mail: signatures as Microsoft's client makes them, and tokens
with a role; everybody else is refused."""

import json
import unittest
from email.utils import formatdate

import cloud
import mailer

# Signed by Microsoft's @azure/communication-common 2.4.2 with its clock stood
# still at DATE and the key of mailer.py.
DATE = "Thu, 31 Oct 2024 09:00:00 GMT"
HOST, LOCAL = "contoso.communication.azure.com", "localhost:8443"
SEND = "/emails:send?api-version=2025-09-01"
ASK = ("/emails/operations/8540c0de-899f-5cce-acb5-3ec493af3800"
       "?api-version=2025-09-01")
ASCII = (b'{"senderAddress":"donotreply@contoso.example","content":{"subject":'
         b'"[Alert!] gpt-4o exceeded","plainText":"total 1183"},"recipients":'
         b'{"to":[{"address":"ops@contoso.example","displayName":"Ops"}]}}')
UTF8 = ('{"headers":{"X-Prio":"1"},"senderAddress":"donotreply@contoso.example'
        '","content":{"subject":"\u4f7f\u7528\u91cf\u30a2\u30e9\u30fc\u30c8 '
        '\u2013 \u00e9 \u20ac","plainText":"\u5408\u8a08\u30c8\u30fc\u30af'
        '\u30f3 1,183"},"recipients":{"to":[{"address":"ops@contoso.example"}]'
        ',"cc":[{"address":"cc@contoso.example"}]},"replyTo":[{"address":'
        '"r@contoso.example"}],"userEngagementTrackingDisabled":true}').encode()
ASCII_HASH = "iTcTmZDCLEK1J3i+KnCck7TYb7et9YAjRyBqAv5Q9P4="
UTF8_HASH = "Jz7eNXrOuJAb4gCq+ExCCVyOBeaLymkTz+KlhpJ2fXw="
MAIL = "https://communication.azure.com"
NO_HASH = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
GET_SIGNED = "+f32iNxegXREXr/Ciwi3cyV58Bi3n+D7j8NbKZxkTT0="

# method, host, body, its hash, signature
VECTORS = (
    ("POST", HOST, ASCII, ASCII_HASH,
     "Ver4cVGSvIJZ60QHNPlCUmyVdvQPJIBwJiY8WwN93O8="),
    ("GET", HOST, b"", NO_HASH, GET_SIGNED),
    ("POST", HOST, UTF8, UTF8_HASH,
     "0u1bvFnQ5JmCQD8SNvagHztyw+EaL/gXT4ruyvrjuFo="),
    ("GET", HOST, b"", NO_HASH, GET_SIGNED),
    ("POST", LOCAL, ASCII, ASCII_HASH,
     "1iA0ME5CPM8+BTHDmkvZfAKejlMvAeKzL7hRubAOAsI="),
    ("GET", LOCAL, b"", NO_HASH,
     "1cL9qR3oAXe2ejF1NS44OhYcxUH5EpHpb4m9tiWR8EY="),
)


def setUpModule():
    global sim
    sim = cloud.Cloud(mailer.scenario())


def tearDownModule():
    sim.stop()


class Vectors(unittest.TestCase):
    def setUp(self):
        scenario = mailer.scenario(senders=["contoso.example"])
        sim.control("POST", "/scenario",
                    {**scenario, "now": "2024-10-31T09:00:00Z"})
        self.addCleanup(sim.control, "POST", "/scenario", mailer.scenario())

    def ask(self, method, host, body, body_hash, signature):
        path = SEND if method == "POST" else ASK
        return sim.ask("MAIL", method, path, body, {
            "Host": host, "Content-Type": "application/json",
            "x-ms-date": DATE, "x-ms-content-sha256": body_hash,
            "Authorization":
                "HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256"
                f"&Signature={signature}"})

    def test_the_published_signatures_are_accepted(self):
        for row in VECTORS:
            with self.subTest(row[:2]):
                reply = self.ask(*row)
                if row[0] == "POST":
                    self.assertEqual(reply.status, 202)
                else:
                    self.assertEqual((reply.status, reply.code),
                                     (404, "OperationNotFound"))

    def test_none_of_them_fits_another_host_or_body(self):
        for method, host, body, body_hash, signature in VECTORS:
            other = LOCAL if host == HOST else HOST
            for what, row in (
                    ("host", (method, other, body, body_hash, signature)),
                    ("body", (method, host, body + b" ", body_hash,
                              signature))):
                with self.subTest(method, host=host, other=what):
                    reply = self.ask(*row)
                    self.assertEqual((reply.status, reply.code),
                                     (401, "Denied"))


def at(offset):
    return formatdate(mailer.sim_now(sim) + offset, usegmt=True)


class Signatures(unittest.TestCase):
    def denied(self, reply, reason):
        self.assertEqual((reply.status, reply.code), (401, "Denied"))
        self.assertEqual(reply.headers["x-ms-error-code"], "Denied")
        self.assertIn(reason, reply.json["error"]["details"][0]["message"])

    def tearDown(self):
        self.assertEqual(mailer.send(sim).status, 202, "all else is right")

    def test_another_key(self):
        self.denied(mailer.send(sim, key="AAAA" + mailer.KEY[4:]),
                    "no access key")

    def test_another_host_and_one_without_its_port(self):
        for host in ("contoso.communication.azure.com", "localhost"):
            self.denied(mailer.send(sim, host=host), "no access key")

    def test_a_hash_that_is_not_that_of_the_body(self):
        self.denied(mailer.send(sim, body_hash=NO_HASH), "not the hash")

    def test_five_minutes_of_skew_are_allowed_and_no_more(self):
        for offset in (-290, 290):
            self.assertEqual(mailer.send(sim, date=at(offset)).status, 202)
        for offset in (-310, 310):
            reply = mailer.send(sim, date=at(offset))
            self.denied(reply, "from the service's clock")
            self.assertIn("allowed margin of 5 minutes",
                          reply.json["error"]["message"])

    def test_dates_that_are_not_as_they_should_be(self):
        right = at(0)
        for date, reason in (
                ("now", "is no date"), (right[5:], "RFC 1123"),
                (right.replace("GMT", "+0000"), "RFC 1123")):
            with self.subTest(date):
                self.denied(mailer.send(sim, date=date), reason)

    def test_another_form_of_authorization(self):
        right = mailer.signed(sim, "GET", ASK)["Authorization"]
        for header, reason in (
                (right.replace("x-ms-date;host", "host;x-ms-date"),
                 "another form"),
                (right[:-1], "another form"),
                (right.replace("HMAC-SHA256", "HMAC-SHA512"), "the scheme"),
                (mailer.KEY, "the scheme")):
            with self.subTest(header):
                self.denied(mailer.send(
                    sim, headers={"Authorization": header}), reason)

    def test_missing_headers(self):
        headers = mailer.signed(sim, "GET", ASK)
        for name, reason in (("x-ms-date", "0 times"),
                             ("x-ms-content-sha256", "0 times"),
                             ("Authorization", "no Authorization")):
            with self.subTest(name):
                self.denied(sim.ask("MAIL", "GET", ASK, None, {
                    k: v for k, v in headers.items() if k != name}), reason)

    def test_a_query_that_was_not_signed(self):
        headers = mailer.signed(sim, "GET", ASK.partition("?")[0])
        self.denied(sim.ask("MAIL", "GET", ASK, None, headers),
                    "no access key")

    def test_the_second_key_is_as_good_as_the_first(self):
        second = "c2Vjb25k"
        sim.control("POST", "/scenario",
                    mailer.scenario(keys=[mailer.KEY, second]))
        self.assertEqual(mailer.send(sim, key=second).status, 202)

    def test_without_a_resource_nobody_is_known(self):
        self.addCleanup(sim.control, "POST", "/scenario", mailer.scenario())
        sim.control("POST", "/scenario", {})
        self.denied(mailer.send(sim), "no access key")
        sim.control("POST", "/scenario", mailer.scenario())


class Tokens(unittest.TestCase):
    def send(self, role=None, at=mailer.RESOURCE, service=MAIL):
        scenario = mailer.scenario()
        if role:
            scenario["roles"] = [{"principal": cloud.CLIENT, "role": role,
                                  "scope": at}]
        sim.control("POST", "/scenario", scenario)
        self.addCleanup(sim.control, "POST", "/scenario", mailer.scenario())
        token = sim.token(scope=f"{service}/.default")
        return sim.ask("MAIL", "POST", mailer.SEND, json.dumps(mailer.MESSAGE),
                       {"Content-Type": "application/json",
                        "Authorization": f"Bearer {token}"})

    def test_roles_that_send(self):
        for role in ("Contributor", "Owner",
                     "Communication and Email Service Owner"):
            with self.subTest(role):
                self.assertEqual(self.send(role).status, 202)
        self.assertEqual(self.send("Contributor",
                                   cloud.SUBSCRIPTION).status, 202)
        self.assertEqual(sim.control("GET", "/mails")[-1]["principal"],
                         cloud.NOBODY)

    def test_roles_that_do_not(self):
        for role, at in ((None, "/"), ("Reader", "/"),
                         ("Monitoring Contributor", "/"),
                         ("Contributor", mailer.RESOURCE + "2")):
            with self.subTest(role):
                reply = self.send(role, at)
                self.assertEqual((reply.status, reply.code),
                                 (403, "Forbidden"))

    def test_both_spellings_of_the_audience(self):
        reply = self.send("Contributor", service=f"{MAIL}/")
        self.assertEqual(reply.status, 202)

    def test_a_token_for_another_service(self):
        reply = self.send("Contributor", service=cloud.ARM)
        self.assertEqual((reply.status, reply.code), (401, "Denied"))

    def test_a_revoked_and_a_nonsense_token(self):
        token = sim.token(scope=f"{MAIL}/.default")
        sim.control("POST", "/revoke")
        for text in (token, "x"):
            reply = sim.ask("MAIL", "GET", ASK, None,
                            {"Authorization": f"Bearer {text}"})
            self.assertEqual((reply.status, reply.code), (401, "Denied"))


class Watching(unittest.TestCase):
    def test_the_journal_shows_the_operation_and_no_signature(self):
        sim.control("DELETE", "/requests")
        mailer.send(sim, identifier=mailer.ID)
        asked, = sim.control("GET", "/requests")
        self.assertEqual(
            [asked["server"], asked["method"], asked["path"], asked["status"],
             asked["principal"], asked["headers"]["operation-id"],
             asked["headers"]["authorization"]],
            ["mail", "POST", mailer.SEND, 202, "access-key", mailer.ID,
             "HMAC-SHA256"])
        self.assertNotIn("Signature", repr(asked))
