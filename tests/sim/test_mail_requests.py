# SPDX-License-Identifier: MIT
"""A mail whose form the service would not take is refused."""

import json
import unittest

import cloud
import mailer
from mailer import MESSAGE, spoiled

PERSON = {"address": mailer.TO}
FILE = {"name": "a.txt", "contentType": "text/plain", "contentInBase64": "YQ=="}


def setUpModule():
    global sim
    sim = cloud.Cloud(mailer.scenario(senders=[
        "azure-sim.test", "alerts@contoso.example"]))


def tearDownModule():
    sim.stop()


def attached(**changes):
    return spoiled("attachments", [{**FILE, **changes}])


# what, message, code
REFUSALS = (
    ("no sender", spoiled("senderAddress", None), "BadRequest"),
    ("a sender that is no address", spoiled("senderAddress", "me"),
     "InvalidEmailAddress"),
    ("a sender with a name", spoiled("senderAddress", f"A <{mailer.FROM}>"),
     "InvalidEmailAddress"),
    ("no content", spoiled("content", None), "BadRequest"),
    ("content that is a text", spoiled("content", "x"), "BadRequest"),
    ("no subject", spoiled("content.subject", None), "BadRequest"),
    ("an empty subject", spoiled("content.subject", " "), "BadRequest"),
    ("a subject that is a number", spoiled("content.subject", 5),
     "BadRequest"),
    ("a subject of two lines", spoiled("content.subject", "a\r\nBcc: b@c.de"),
     "BadRequest"),
    ("a subject with a lone CR", spoiled("content.subject", "a\rb"),
     "BadRequest"),
    ("a subject with a control character",
     spoiled("content.subject", "a\x00b"), "BadRequest"),
    ("a subject with half a surrogate pair",
     spoiled("content.subject", "a\ud800"), "BadRequest"),
    ("no text at all", spoiled("content.plainText", None), "BadRequest"),
    ("an empty text", spoiled("content.plainText", ""), "BadRequest"),
    ("a text that is null", spoiled("content", {
        "subject": "a", "plainText": None, "html": "b"}), "BadRequest"),
    ("an unknown field", spoiled("importance", "high"), "SimUnknownField"),
    ("an unknown field of the content", spoiled("content.text", "x"),
     "SimUnknownField"),
    ("another case", spoiled("content.plaintext", "x"), "SimUnknownField"),
    ("no recipients", spoiled("recipients", None), "BadRequest"),
    ("nobody to send to", spoiled("recipients.to", []), "BadRequest"),
    ("copies only", spoiled("recipients", {"cc": [PERSON]}), "BadRequest"),
    ("a recipient that is a text", spoiled("recipients.to.0", mailer.TO),
     "BadRequest"),
    ("a recipient without an address",
     spoiled("recipients.to.0", {"displayName": "Ops"}), "BadRequest"),
    ("an unknown field of a recipient",
     spoiled("recipients.to.0.name", "Ops"), "SimUnknownField"),
    ("a name of two lines", spoiled("recipients.to.0.displayName", "a\nb"),
     "BadRequest"),
    *((f"the address {address!r}", spoiled("recipients.to.0.address", address),
       "InvalidEmailAddress") for address in (
           "", "ops", "@contoso.example", "ops@", "ops@contoso", "a@b@c.de",
           "ops@contoso.example\r\nBcc: b@c.de", "ops@contoso.example\n",
           "ops @contoso.example", "a@b.de, c@d.de", "a@b.de;c@d.de",
           "<ops@contoso.example>", "ops@contoso..example", "ops@-a.example",
           "x" * 65 + "@contoso.example", "o@" + "a." * 130 + "de")),
    ("51 recipients", spoiled("recipients", {
        "to": [PERSON] * 17, "cc": [PERSON] * 17, "bcc": [PERSON] * 17}),
     "BadRequest"),
    ("replyTo that is one address", spoiled("replyTo", PERSON), "BadRequest"),
    ("headers in a list", spoiled("headers", []), "BadRequest"),
    ("a header that is a number", spoiled("headers", {"X-A": 1}),
     "BadRequest"),
    ("a header of two lines", spoiled("headers", {"X-A": "a\nb"}),
     "BadRequest"),
    ("a header with an odd name", spoiled("headers", {"X A": "a"}),
     "BadRequest"),
    ("tracking that is a text",
     spoiled("userEngagementTrackingDisabled", "true"), "BadRequest"),
    ("an attachment without a name", spoiled("attachments", [
        {"contentType": "text/plain", "contentInBase64": "YQ=="}]),
     "BadRequest"),
    ("an attachment that is not base64", attached(contentInBase64="?"),
     "BadRequest"),
    ("an attachment's contentId, which came later", attached(contentId="a"),
     "SimUnknownField"),
    ("a field that comes twice",
     json.dumps(MESSAGE).replace("{", '{"senderAddress":"a@b.de",', 1).encode(),
     "SimRepeatedField"),
    ("no JSON", b"{", "BadRequest"),
    ("nothing", b"", "BadRequest"),
    ("a list", b"[]", "BadRequest"),
    ("JSON in Latin-1", json.dumps(spoiled("content.subject", "\xe9"),
                                   ensure_ascii=False).encode("latin-1"),
     "BadRequest"),
    ("very deep nesting", b"[" * 100_000, "BadRequest"),
    ("another sender of a domain that has a list",
     spoiled("senderAddress", "other@contoso.example"),
     "InvalidSenderUserName"),
)

# what, message
ACCEPTED = (
    ("html only", spoiled("content", {"subject": "a", "html": "<p>b</p>"})),
    ("a subject in any script",
     spoiled("content.subject", "\u4f7f\u7528\u91cf \u2013 \u00e9 \U0001f4e8")),
    ("a text of several lines", spoiled("content.plainText", "a\r\nb\n\tc")),
    ("the sender of a list, in another case",
     spoiled("senderAddress", "Alerts@Contoso.Example")),
    ("50 recipients", spoiled("recipients", {
        "to": [PERSON] * 25, "cc": [PERSON] * 25, "bcc": []})),
    ("everything", {
        **MESSAGE, "headers": {"X-Prio": "1"}, "attachments": [FILE],
        "replyTo": [{**PERSON, "displayName": "Ops"}],
        "userEngagementTrackingDisabled": True}),
)


class Messages(unittest.TestCase):
    def test_refusals(self):
        sim.control("DELETE", "/mails")
        for what, message, code in REFUSALS:
            with self.subTest(what):
                reply = mailer.send(sim, message)
                self.assertEqual((reply.status, reply.code), (400, code))
                self.assertEqual(reply.headers["x-ms-error-code"], code)
        self.assertEqual(sim.control("GET", "/operations"), [])

    def test_what_is_right(self):
        for what, message in ACCEPTED:
            with self.subTest(what):
                self.assertEqual(mailer.send(sim, message).status, 202)

    def test_content_ids_came_with_the_later_version(self):
        reply = mailer.send(sim, attached(contentId="a"),
                            path="/emails:send?api-version=2025-09-01")
        self.assertEqual(reply.status, 202)

    def test_ten_megabytes_and_no_more(self):
        body = json.dumps(MESSAGE).encode()
        whole = body + b" " * (10 * 1024 * 1024 - len(body))
        self.assertEqual(mailer.send(sim, whole).status, 202)
        reply = mailer.send(sim, whole + b" ")
        self.assertEqual((reply.status, reply.code), (413, "ContentTooLarge"))

    def test_the_content_type_must_say_json(self):
        for kind, status in (("application/json; charset=utf-8", 202),
                             ("application/json; charset=latin-1", 415),
                             ("text/plain", 415), ("", 415)):
            with self.subTest(kind):
                self.assertEqual(mailer.send(sim, headers={
                    "Content-Type": kind}).status, status)

    def test_a_sender_whose_domain_is_not_linked(self):
        for sender in ("donotreply@contoso2.example",
                       "donotreply@sub.azure-sim.test",
                       "azure-sim.test@elsewhere.example"):
            reply = mailer.send(sim, spoiled("senderAddress", sender))
            self.assertEqual((reply.status, reply.code),
                             (404, "DomainNotLinked"))
            self.assertEqual(reply.json, {"error": {
                "code": "DomainNotLinked",
                "message": "The specified sender domain has not been "
                           "linked."}})


# what, path, status, code
PATHS = (
    ("an old preview", "/emails:send?api-version=2021-10-01-preview", 400,
     "UnsupportedApiVersion"),
    ("no api-version", "/emails:send", 400, "ApiVersionUnspecified"),
    ("an empty api-version", "/emails:send?api-version=", 400,
     "ApiVersionUnspecified"),
    ("an unknown parameter", mailer.SEND + "&wait=true", 400,
     "SimUnknownParameter"),
    ("a repeated parameter", mailer.SEND + "&api-version=2023-03-31", 400,
     "SimRepeatedParameter"),
    ("a doubled slash", "/" + mailer.SEND, 404, "SimUnknownPath"),
    ("an escaped colon", mailer.SEND.replace(":", "%3A"), 404,
     "SimUnknownPath"),
    ("another path", "/sms?api-version=2021-03-07", 404, "SimUnknownPath"),
    ("a question that is posted",
     f"/emails/operations/{mailer.ID}?api-version=2023-03-31", 405,
     "MethodNotAllowed"),
)


class Requests(unittest.TestCase):
    def test_paths(self):
        for what, path, status, code in PATHS:
            with self.subTest(what):
                reply = mailer.send(sim, path=path)
                self.assertEqual((reply.status, reply.code), (status, code))

    def test_ids_must_be_uuids(self):
        for name in ("Operation-Id", "x-ms-client-request-id"):
            for value in ("5", mailer.ID[:-1], f"{{{mailer.ID}}}", ""):
                with self.subTest(name, value=value):
                    reply = mailer.send(sim, headers={name: value})
                    self.assertEqual((reply.status, reply.code),
                                     (400, "BadRequest"))
                    self.assertIn(name, reply.json["error"]["message"])

    def test_a_host_has_one_port_at_most(self):
        for host in ("localhost:1:1", "localhost:", "https://localhost",
                     "a b", ""):
            with self.subTest(host):
                reply = mailer.send(sim, host=host or " ",
                                    headers={"Host": host})
                self.assertEqual((reply.status, reply.code),
                                 (400, "SimBadHost"))

    def test_a_mail_is_not_got(self):
        headers = mailer.signed(sim, "GET", mailer.SEND)
        reply = sim.ask("MAIL", "GET", mailer.SEND, None, headers)
        self.assertEqual((reply.status, reply.headers["Allow"]), (405, "POST"))


class Scenarios(unittest.TestCase):
    def test_mistakes_in_a_scenario_are_refused(self):
        for mail in ({"key": []}, {"keys": ["?"]}, {"keys": [""]},
                     {"repeat": "perhaps"}, {"quota": {"sends": {}}},
                     {"quota": {"send": {"day": 1}}}):
            with self.subTest(mail), self.assertRaises(ValueError):
                sim.control("POST", "/scenario", mailer.scenario(**mail))
