/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Asking what became of a mail, never faster than the service wants. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "tests/acs_rig.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))
#define ONLY_IN(SECONDS)                                                       \
    "the service has taken the mail and wants to be asked only in " SECONDS    \
    " s how it ended"
#define NOT_ASKED "the service can not be asked what became of the mail: "
#define TAKEN                                                                  \
    "the service has taken the mail, but can not be asked how it ended: "
#define OWN_ERROR "the service answers with an error of its own"

enum { REPLIES = 10 };

struct row {
    const char *why; /* it exists */
    int64_t wait;    /* that the service wants before the first question */
    struct fake_reply replies[REPLIES];
    int64_t ms; /* until the deadline; 0: 60 s */
    enum aoai_acs_email_fate fate;
    const char *requests; /* with the ms at which they were sent */
    const char *text;     /* the sentence; NULL: none */
};

static const struct row ended[] = {
    {"asked as soon as the service wants, to the millisecond",
     20001,
     {{ACS_ASK, .status = 200, ACS_SUCCEEDED}},
     .fate = AOAI_ACS_EMAIL_SENT,
     .requests = "GET 20001"},
    {"a mail of an earlier run is asked for at once",
     0,
     {{ACS_ASK, .status = 200, ACS_SUCCEEDED}},
     .fate = AOAI_ACS_EMAIL_SENT,
     .requests = "GET 0"},
    {"ten seconds where nothing was told",
     -1,
     {{ACS_ASK, .status = 200, ACS_SUCCEEDED}},
     .fate = AOAI_ACS_EMAIL_SENT,
     .requests = "GET 10000"},
    {"each answer tells the next wait; none, and 0, are ten seconds",
     1500,
     {{ACS_ASK, .status = 200, ACS_RUNNING, .retry_after = 7001},
      {ACS_ASK, .status = 200, ACS_RUNNING},
      {ACS_ASK, .status = 200, .body = "{\"status\":\"NotStarted\"}"},
      {ACS_ASK, .status = 200, ACS_SUCCEEDED}},
     .fate = AOAI_ACS_EMAIL_SENT,
     .requests = "GET 1500 GET 8501 GET 18501 GET 28501"},
    {"all recipients are suppressed",
     1000,
     {{ACS_ASK, .status = 200, ACS_RUNNING, .retry_after = 1000},
      {ACS_ASK, .status = 200, ACS_SUPPRESSED}},
     .fate = AOAI_ACS_EMAIL_REFUSED,
     .requests = "GET 1000 GET 2000",
     .text = "the service took the mail and then did not send it: Failed "
             "EmailDroppedAllRecipientsSuppressed: the service does not send "
             "to addresses that bounced before: check the recipients and the "
             "suppression lists of the sender's domain"},
    {"canceled, without a reason",
     0,
     {{ACS_ASK, .status = 200, ACS_CANCELED}},
     .fate = AOAI_ACS_EMAIL_REFUSED,
     .requests = "GET 0",
     .text = "the service took the mail and then did not send it: Canceled: "
             "no reason is given"},
    {"never seen",
     0,
     {{ACS_ASK, .status = 404}},
     .fate = AOAI_ACS_EMAIL_UNSEEN,
     .requests = "GET 0",
     .text = "the service knows of no such mail: 404: not found: check the "
             "endpoint"},
};

static const struct row unfinished[] = {
    {"a wait beyond the deadline is not begun",
     60000,
     {{.url_part = NULL}},
     .fate = AOAI_ACS_EMAIL_ACCEPTED,
     .requests = "",
     .text = ONLY_IN("60")},
    {"nor is one of ten seconds that nobody told",
     -1,
     {{.url_part = NULL}},
     .ms = 10000,
     .fate = AOAI_ACS_EMAIL_ACCEPTED,
     .requests = "",
     .text = ONLY_IN("10")},
    {"100 s, as in Microsoft's example",
     1000,
     {{ACS_ASK, .status = 200, ACS_RUNNING, .retry_after = 100000}},
     .fate = AOAI_ACS_EMAIL_LATE,
     .requests = "GET 1000",
     .text = ONLY_IN("100")},
    {"a service in a hurry is asked five times, no more",
     100,
     {{ACS_ASK, .status = 200, ACS_RUNNING, .retry_after = 100, .times = 5}},
     .fate = AOAI_ACS_EMAIL_LATE,
     .requests = "GET 100 GET 200 GET 300 GET 400 GET 500",
     .text = ONLY_IN("1")},
    {"without time nothing is known of an earlier run's mail",
     0,
     {{.url_part = NULL}},
     .ms = -1,
     .fate = AOAI_ACS_EMAIL_UNKNOWN,
     .requests = "",
     .text = "no time is left to ask what became of the mail"},
};

static const struct row unasked[] = {
    {"a failing service and network are left alone for ten seconds",
     1000,
     {{ACS_ASK, .status = 503},
      {ACS_ASK, ACS_LOST},
      {ACS_ASK, .status = 200, ACS_SUCCEEDED}},
     .fate = AOAI_ACS_EMAIL_SENT,
     .requests = "GET 1000 GET 11000 GET 21000"},
    {"and as long as they say",
     1000,
     {{ACS_ASK, .status = 503, .retry_after = 12345},
      {ACS_ASK, .status = 200, ACS_SUCCEEDED}},
     .fate = AOAI_ACS_EMAIL_SENT,
     .requests = "GET 1000 GET 13345"},
    {"a quota is not tried again in a hurry, whatever it says",
     1000,
     {{ACS_ASK, .status = 429, .retry_after = 1000},
      {ACS_ASK, .status = 200, ACS_SUCCEEDED}},
     .fate = AOAI_ACS_EMAIL_SENT,
     .requests = "GET 1000 GET 11000"},
    {"a quota beyond the deadline",
     1000,
     {{ACS_ASK, .status = 429, .retry_after = 600000}},
     .fate = AOAI_ACS_EMAIL_UNKNOWN,
     .requests = "GET 1000",
     .text = NOT_ASKED "429: the quota of the sender's domain is used up: try "
                       "again in 600 s"},
    {"the same after it was seen",
     1000,
     {{ACS_ASK, .status = 200, ACS_RUNNING, .retry_after = 1000},
      {ACS_ASK, .status = 429, .retry_after = 600000}},
     .fate = AOAI_ACS_EMAIL_LATE,
     .requests = "GET 1000 GET 2000",
     .text = TAKEN "429: the quota of the sender's domain is used up: try "
                   "again in 600 s"},
    {"five questions in vain are enough",
     1000,
     {{ACS_ASK, .status = 500, .times = 5}},
     .ms = 3600000,
     .fate = AOAI_ACS_EMAIL_UNKNOWN,
     .requests = "GET 1000 GET 11000 GET 21000 GET 31000 GET 41000",
     .text = NOT_ASKED "500: " OWN_ERROR},
    {"a refusal will not pass",
     1000,
     {{ACS_ASK, .status = 400}},
     .fate = AOAI_ACS_EMAIL_UNKNOWN,
     .requests = "GET 1000",
     .text = NOT_ASKED "400: " OWN_ERROR},
    {"what was running is not forgotten a moment later",
     1000,
     {{ACS_ASK, .status = 200, ACS_RUNNING, .retry_after = 1000},
      {ACS_ASK, .status = 404}},
     .fate = AOAI_ACS_EMAIL_LATE,
     .requests = "GET 1000 GET 2000",
     .text = TAKEN "404: not found: check the endpoint"},
    {"no JSON, cut JSON, no status, a status of another type, no object",
     1000,
     {{ACS_ASK, .status = 200, .body = "<html>"},
      {ACS_ASK, .status = 200, .body = "{\"status\":\"Succ"},
      {ACS_ASK, .status = 200, .body = "{\"id\":\"x\"}"},
      {ACS_ASK, .status = 200, .body = "{\"status\":1}"},
      {ACS_ASK, .status = 200, .body = "[\"Succeeded\"]"}},
     .fate = AOAI_ACS_EMAIL_UNKNOWN,
     .requests = "GET 1000 GET 11000 GET 21000 GET 31000 GET 41000",
     .text = NOT_ASKED "what the service says of the mail is not understood: "
                       "it has no status"},
    {"an answer too large, then one that is understood",
     1000,
     {{ACS_ASK, .kind = AOAI_ERROR_ANSWER},
      {ACS_ASK, .status = 200, ACS_RUNNING, .retry_after = 90000}},
     .fate = AOAI_ACS_EMAIL_LATE,
     .requests = "GET 1000 GET 11000",
     .text = ONLY_IN("90")},
    {"a success of another kind says nothing",
     1000,
     {{ACS_ASK, .status = 204}},
     .ms = 5000,
     .fate = AOAI_ACS_EMAIL_UNKNOWN,
     .requests = "GET 1000",
     .text = NOT_ASKED "204: the answer is none to what was asked"},
};

/* Goes through COUNT rows. */
static void go_through(const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct row *row = &rows[i];
        enum aoai_acs_email_fate fate;
        struct acs_rig rig;

        acs_rig_begin(&rig, row->replies);
        rig.operation.wait = row->wait;
        fate = acs_rig_follow(&rig, row->ms ? row->ms : 60000);
        acs_rig_check(&rig, row->why, fate, row->fate, row->text);
        assert_string_equal(acs_rig_requests(&rig), row->requests);
        acs_rig_end(&rig);
    }
}

static void a_mail_ends_in_a_fate(void **state)
{
    (void)state;
    go_through(ended, COUNT(ended));
}

static void what_takes_longer_is_left_for_the_next_run(void **state)
{
    (void)state;
    go_through(unfinished, COUNT(unfinished));
}

static void what_can_not_be_asked_is_asked_again_slowly(void **state)
{
    (void)state;
    go_through(unasked, COUNT(unasked));
}

static void the_question_is_the_one_that_the_service_documents(void **state)
{
    static const struct fake_reply replies[] = {
        {ACS_ASK, .status = 200, ACS_SUCCEEDED}, {.url_part = NULL}};
    const struct fake_request *request;
    struct acs_rig rig;

    (void)state;
    acs_rig_begin(&rig, replies);
    rig.operation.wait = 20000;
    assert_int_equal(acs_rig_follow(&rig, 60000), AOAI_ACS_EMAIL_SENT);
    request = &rig.fake.requests[0];
    assert_string_equal(request->url,
                        "https://contoso.communication.azure.com/emails/"
                        "operations/" ACS_ID "?api-version=2023-03-31");
    assert_string_equal(request->method, "GET");
    assert_string_equal(request->body, "");
    assert_true(request->no_retry);
    /* of when it goes out, not of when the wait for that begins */
    assert_string_equal(acs_rig_header(&rig, 0, "x-ms-date"),
                        "Thu, 31 Oct 2024 09:00:20 GMT");
    assert_string_equal(acs_rig_header(&rig, 0, "x-ms-content-sha256"),
                        "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    assert_string_equal(acs_rig_header(&rig, 0, "Content-Type"), "");
    acs_rig_end(&rig);
}

static void an_id_that_is_none_is_not_asked_for(void **state)
{
    static const struct fake_reply none[] = {{.url_part = NULL}};
    struct acs_rig rig;

    (void)state;
    acs_rig_begin(&rig, none);
    memcpy(rig.operation.id, "../../x", sizeof("../../x"));
    acs_rig_check(&rig, "no id", acs_rig_follow(&rig, 60000),
                  AOAI_ACS_EMAIL_UNSEEN,
                  "the service gives no mail such an operation id");
    acs_rig_end(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_mail_ends_in_a_fate),
        cmocka_unit_test(what_takes_longer_is_left_for_the_next_run),
        cmocka_unit_test(what_can_not_be_asked_is_asked_again_slowly),
        cmocka_unit_test(the_question_is_the_one_that_the_service_documents),
        cmocka_unit_test(an_id_that_is_none_is_not_asked_for),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
