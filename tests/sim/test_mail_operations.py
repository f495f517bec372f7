# SPDX-License-Identifier: MIT
"""What becomes of a mail: operations, repeats, fates, quotas, faults, and the
inbox that counts each mail once."""

import http.client
import json
import threading
import unittest
from urllib.parse import urlsplit

import cloud
import mailer
from mailer import ID, MESSAGE, spoiled

OTHER = "8540c0de-899f-5cce-acb5-3ec493af3800"


def setUpModule():
    global sim
    sim = cloud.Cloud(mailer.scenario())


def tearDownModule():
    sim.stop()


class Base(unittest.TestCase):
    def setUp(self):
        self.arrange()
        for what in ("/mails", "/faults"):
            sim.control("DELETE", what)

    def arrange(self, **mail):
        sim.control("POST", "/scenario", mailer.scenario(**mail))

    def mails(self):
        return [mail["id"] for mail in sim.control("GET", "/mails")]

    def told(self, reply):
        """Status, body and retry-after of an answer."""
        return (reply.status, reply.json, reply.headers["retry-after"])


class Operations(Base):
    def test_the_shapes_are_those_of_the_specification(self):
        reply = mailer.send(sim, identifier=ID)
        host = urlsplit(sim.endpoints["SIM_MAIL"]).netloc
        self.assertEqual(self.told(reply),
                         (202, {"id": ID, "status": "Running"}, "1"))
        self.assertEqual(
            reply.headers["Operation-Location"],
            f"https://{host}//emails/operations/{ID}?api-version=2023-03-31")
        self.assertEqual(self.told(mailer.status(sim)),
                         (200, {"id": ID, "status": "Succeeded"}, None))

    def test_the_address_that_was_told_can_be_asked(self):
        mailer.send(sim, identifier=ID)
        self.assertEqual(mailer.status(sim, slashes="//").status, 200)

    def test_an_operation_without_a_name_gets_one(self):
        first, second = (mailer.send(sim).json["id"] for _ in range(2))
        self.assertNotEqual(first, second)
        self.assertEqual(mailer.status(sim, first).json["status"], "Succeeded")

    def test_an_operation_runs_its_time(self):
        self.arrange(operation_seconds=100, retry_after=20)
        seen = [mailer.send(sim, identifier=ID)]
        for seconds in (10, 60, 40):
            sim.control("POST", "/clock", {"advance": seconds})
            seen.append(mailer.status(sim))
            self.assertEqual(self.mails(), [ID] if seconds == 40 else [])
        self.assertEqual([(reply.json["status"], reply.headers["retry-after"])
                          for reply in seen],
                         [("NotStarted", "20"), ("NotStarted", "20"),
                          ("Running", "20"), ("Succeeded", None)])

    def test_a_service_that_does_not_say_when_to_ask(self):
        self.arrange(retry_after=None)
        self.assertIsNone(mailer.send(sim).headers["retry-after"])

    def test_an_unknown_operation(self):
        reply = mailer.status(sim, OTHER)
        self.assertEqual((reply.status, reply.code),
                         (404, "OperationNotFound"))


class Repeats(Base):
    def test_a_repeat_is_the_same_operation_and_no_second_mail(self):
        mailer.send(sim, identifier=ID)
        again = mailer.send(sim, spoiled("content.subject", "Another"),
                            identifier=ID.lower())
        self.assertEqual(self.told(again),
                         (202, {"id": ID, "status": "Succeeded"}, None))
        self.assertIn(ID, again.headers["Operation-Location"])
        mail, = sim.control("GET", "/mails")
        self.assertEqual(mail["subject"], MESSAGE["content"]["subject"])

    def test_a_repeat_may_be_a_conflict(self):
        self.arrange(repeat="conflict")
        replies = [mailer.send(sim, identifier=ID) for _ in range(2)]
        self.assertEqual([reply.status for reply in replies], [202, 409])
        self.assertEqual(self.mails(), [ID])

    def test_many_at_once_are_one_mail(self):
        replies = []
        threads = [threading.Thread(target=lambda: replies.append(
            mailer.send(sim, identifier=ID).status)) for _ in range(10)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(replies, [202] * 10)
        self.assertEqual(self.mails(), [ID])

    def test_ids_are_remembered_as_long_as_the_scenario_says(self):
        self.arrange(remembers=60)
        mailer.send(sim, identifier=ID)
        sim.control("POST", "/clock", {"advance": 50})
        mailer.send(sim, identifier=ID)
        self.assertEqual(self.mails(), [ID])
        sim.control("POST", "/clock", {"advance": 20})
        self.assertEqual(mailer.status(sim).status, 404)
        mailer.send(sim, identifier=ID)
        self.assertEqual(self.mails(), [ID, ID])
        self.assertEqual(mailer.status(sim).status, 200)

    def test_forgotten_ids_leave_their_mails(self):
        mailer.send(sim, identifier=ID)
        sim.control("DELETE", "/operations")
        self.assertEqual(mailer.status(sim).status, 404)
        self.assertEqual(self.mails(), [ID])
        self.assertEqual([o["known"] for o in sim.control("GET",
                                                          "/operations")],
                         [False])

    def test_a_service_that_names_operations_itself(self):
        self.arrange(ignores_operation_id=True)
        named = {mailer.send(sim, identifier=ID).json["id"] for _ in range(2)}
        self.assertEqual(len(named - {ID}), 2)
        self.assertEqual(set(self.mails()), named)

    def test_operations_and_mails_outlive_a_scenario(self):
        mailer.send(sim, identifier=ID)
        self.arrange()
        self.assertEqual(mailer.status(sim).status, 200)
        self.assertEqual(self.mails(), [ID])


class Inbox(Base):
    def test_a_mail_is_all_there(self):
        mailer.send(sim, {
            "senderAddress": mailer.FROM, "headers": {"X-Prio": "1"},
            "content": {"subject": "\u00dcber\u2013Budget", "plainText": "a\n",
                        "html": "<p>\u65e5</p>"},
            "recipients": {name: [{"address": f"{name}{n}@contoso.example",
                                   "displayName": name} for n in (1, 2)]
                           for name in ("to", "cc", "bcc")},
            "replyTo": [{"address": "reply@contoso.example"}]},
            identifier=ID)
        mail, = sim.control("GET", "/mails")
        time = mail.pop("time")
        self.assertRegex(time, r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
        self.assertEqual(mail, {
            "id": ID, "from": mailer.FROM, "principal": "access-key",
            "subject": "\u00dcber\u2013Budget", "plain": "a\n",
            "html": "<p>\u65e5</p>", "headers": {"X-Prio": "1"},
            **{name: [f"{name}{n}@contoso.example" for n in (1, 2)]
               for name in ("to", "cc", "bcc")},
            "reply_to": ["reply@contoso.example"]})

    def test_it_can_be_emptied(self):
        mailer.send(sim, identifier=ID)
        sim.control("DELETE", "/mails")
        self.assertEqual(self.mails(), [])
        self.assertEqual(mailer.status(sim).status, 404)


class Fates(Base):
    def test_suppressed_recipients(self):
        self.arrange(suppressed=[mailer.TO])
        mailer.send(sim, spoiled("recipients.to.0.address",
                                 mailer.TO.upper()), identifier=ID)
        self.assertEqual(mailer.status(sim).json, {
            "id": ID, "status": "Failed", "error": {
                "code": "EmailDroppedAllRecipientsSuppressed",
                "message": "Message dropped because all recipients were "
                           "suppressed"}})
        self.assertEqual(self.mails(), [])

    def test_one_recipient_who_is_not_suppressed_is_enough(self):
        self.arrange(suppressed=[mailer.TO])
        mailer.send(sim, spoiled("recipients.cc", [
            {"address": "other@contoso.example"}]), identifier=ID)
        self.assertEqual(self.mails(), [ID])

    def test_an_operation_that_fails(self):
        mailer.send(sim, identifier=ID)
        sim.control("POST", "/operations", {"id": ID, "status": "Failed"})
        self.assertEqual(mailer.status(sim).json, {
            "id": ID, "status": "Failed", "error": {
                "code": "EmailDropped",
                "message": "Email was dropped after several attempts to "
                           "deliver."}})
        self.assertEqual(self.mails(), [])

    def test_one_that_is_still_to_come(self):
        sim.control("POST", "/operations", {
            "id": ID.lower(), "status": "Failed", "code": "A", "message": "b"})
        self.assertEqual(mailer.send(sim, identifier=ID).json, {
            "id": ID, "status": "Failed",
            "error": {"code": "A", "message": "b"}})

    def test_one_that_never_ends(self):
        mailer.send(sim, identifier=ID)
        sim.control("POST", "/operations", {"id": ID, "status": "Running"})
        sim.control("POST", "/clock", {"advance": 86400})
        self.assertEqual(self.told(mailer.status(sim)),
                         (200, {"id": ID, "status": "Running"}, "1"))
        self.assertEqual(self.mails(), [])
        sim.control("POST", "/operations", {"id": ID, "status": "Succeeded"})
        self.assertEqual(self.mails(), [ID])

    def test_the_next_ones(self):
        for count, wanted in (
                (2, ["Canceled", "Canceled", "Succeeded"]),
                (0, ["Canceled", "Canceled", "Canceled"])):
            sim.control("POST", "/operations",
                        {"next": count, "status": "Canceled"})
            ids = [mailer.send(sim).json["id"] for _ in range(3)]
            self.assertEqual([mailer.status(sim, one).json["status"]
                              for one in ids], wanted)
        sim.control("DELETE", "/mails")
        self.assertEqual(len(self.mails()), 0)
        mailer.send(sim)
        self.assertEqual(len(self.mails()), 1, "no fate is left")

    def test_mistakes_are_refused(self):
        for value in ({"id": ID, "status": "Sent"}, {"status": "Failed"},
                      {"id": ID, "next": 1, "status": "Failed"},
                      {"id": ID, "status": "Canceled", "code": "A"},
                      {"id": ID, "status": "Failed", "kode": "A"}):
            with self.subTest(value), self.assertRaises(ValueError):
                sim.control("POST", "/operations", value)


class Quotas(Base):
    def too_many(self, reply):
        self.assertEqual((reply.status, reply.code), (429, "TooManyRequests"))
        return int(reply.headers["Retry-After"])

    def test_a_minute_is_used_up_and_early_retries_count(self):
        self.arrange(quota={"send": {"minute": 2}})
        self.assertEqual([mailer.send(sim).status for _ in range(2)],
                         [202, 202])
        self.assertIn(self.too_many(mailer.send(sim)), range(58, 61))
        sim.control("POST", "/clock", {"advance": 50})
        self.assertIn(self.too_many(mailer.send(sim)), range(8, 12))
        self.assertIn(self.too_many(mailer.send(sim)), range(58, 61))
        self.assertEqual(len(self.mails()), 2, "what is refused is not sent")
        sim.control("POST", "/clock", {"advance": 61})
        self.assertEqual(mailer.send(sim).status, 202)

    def test_waiting_as_told_helps(self):
        self.arrange(quota={"send": {"minute": 2, "hour": 4}})
        for _ in range(2):
            mailer.send(sim)
        for window in (60, 3600):
            wait = self.too_many(mailer.send(sim))
            self.assertIn(wait, range(window - 61, window + 1))
            sim.control("POST", "/clock", {"advance": wait})
            self.assertEqual(mailer.send(sim).status, 202)

    def test_questions_have_a_quota_of_their_own(self):
        self.arrange(quota={"status": {"hour": 1}, "send": {"hour": 0}})
        self.assertEqual(mailer.status(sim).status, 404)
        self.too_many(mailer.status(sim))
        self.assertEqual(self.too_many(mailer.send(sim)), 3600)

    def test_a_stranger_uses_nothing_up(self):
        self.arrange(quota={"send": {"minute": 1}})
        self.assertEqual(mailer.send(sim, key="AAAA").status, 401)
        self.assertEqual(mailer.send(sim).status, 202)


class Faults(Base):
    def test_an_answer_lost_before_and_after_the_work(self):
        for kind, settings, error in (
                ("reset", {}, ConnectionResetError),
                ("hang", {}, TimeoutError),
                ("garbage", {"wire": True}, http.client.BadStatusLine)):
            for done, mails in ((False, []), (True, [ID])):
                with self.subTest(kind, done=done):
                    self.setUp()
                    sim.fault("mail", kind, done=done, **settings)
                    with self.assertRaises(error):
                        self.impatient()
                    self.assertEqual(self.mails(), mails)
                    mailer.send(sim, identifier=ID)
                    self.assertEqual(self.mails(), [ID])

    def impatient(self):
        body = json.dumps(MESSAGE).encode()
        sim.ask("MAIL", "POST", mailer.SEND, body, {
            "Content-Type": "application/json", "Operation-Id": ID,
            **mailer.signed(sim, "POST", mailer.SEND, body)}, timeout=0.5)

    def test_a_500_before_and_after_the_work(self):
        for done, mails in ((False, []), (True, [ID])):
            self.setUp()
            sim.fault("mail", "status", status=500, done=done)
            self.assertEqual(mailer.send(sim, identifier=ID).status, 500)
            self.assertEqual(self.mails(), mails)

    def test_a_cut_answer_comes_after_the_work(self):
        sim.fault("mail", "cut", keep=5)
        with self.assertRaises(http.client.IncompleteRead):
            mailer.send(sim, identifier=ID)
        self.assertEqual(self.mails(), [ID])

    def test_a_fault_of_the_questions_alone(self):
        sim.control("POST", "/faults", {
            "server": "mail", "path": "operations",
            "fault": {"kind": "status", "status": 503}})
        self.assertEqual(mailer.send(sim, identifier=ID).status, 202)
        self.assertEqual([mailer.status(sim).status for _ in range(2)],
                         [503, 200])

    def test_only_faults_that_make_no_answer_of_their_own_are_done(self):
        with self.assertRaises(ValueError):
            sim.fault("mail", "cut", keep=5, done=True)
