/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Handing a mail over: what is sent, and what each answer means. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "net/json.h"
#include "tests/acs_rig.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))
#define UNKNOWN_BEGIN "whether the service took the mail is not known: "
#define LOST_TEXT UNKNOWN_BEGIN "no answer"
#define SUPPRESSED_TEXT                                                        \
    "the service took the mail and then did not send it: Failed "              \
    "EmailDroppedAllRecipientsSuppressed: the service does not send to "       \
    "addresses that bounced before: check the recipients and the suppression " \
    "lists of the sender's domain"

enum { REPLIES = 10 };

struct row {
    const char *why; /* it exists */
    struct fake_reply replies[REPLIES];
    int64_t ms; /* until the deadline; 0: 30 s */
    enum aoai_acs_email_fate fate;
    const char *requests; /* with the ms at which they were sent */
    const char *text;     /* the sentence; NULL: none */
    int64_t wait;         /* of the operation afterwards; 0: not told */
};

static const struct row answered[] = {
    {"the usual way",
     {{ACS_SEND, .status = 202, ACS_RUNNING, .retry_after = 20000}},
     .fate = AOAI_ACS_EMAIL_ACCEPTED,
     .requests = "POST 0",
     .wait = 20000},
    {"no Retry-After beside it",
     {{ACS_SEND, .status = 202, ACS_RUNNING}},
     .fate = AOAI_ACS_EMAIL_ACCEPTED,
     .requests = "POST 0"},
    {"done at once",
     {{ACS_SEND, .status = 202, ACS_SUCCEEDED}},
     .fate = AOAI_ACS_EMAIL_SENT,
     .requests = "POST 0"},
    {"over at once",
     {{ACS_SEND, .status = 202, ACS_SUPPRESSED}},
     .fate = AOAI_ACS_EMAIL_REFUSED,
     .requests = "POST 0",
     .text = SUPPRESSED_TEXT},
    {"202 means that the service has it, whatever stands beside it",
     {{ACS_SEND, .status = 202, .body = "{\"id\":", .retry_after = 7000}},
     .fate = AOAI_ACS_EMAIL_ACCEPTED,
     .requests = "POST 0",
     .wait = 7000},
    {"a status of the future",
     {{ACS_SEND, .status = 202, .body = "{\"status\":\"Queued\"}"}},
     .fate = AOAI_ACS_EMAIL_ACCEPTED,
     .requests = "POST 0"},
    {"a page that some door on the way shows is not the service's word",
     {{ACS_SEND, .status = 200, .body = "<html>please log in</html>"},
      {ACS_ASK, .status = 404},
      {ACS_SEND, .status = 202, ACS_RUNNING}},
     .fate = AOAI_ACS_EMAIL_ACCEPTED,
     .requests = "POST 0 GET 2000 POST 2000"},
    {"a redirect is not followed",
     {{ACS_SEND, .status = 302}},
     .fate = AOAI_ACS_EMAIL_REFUSED,
     .requests = "POST 0",
     .text = "302: a redirect, which is not followed: check the endpoint"},
    {"a sender whose domain is not linked",
     {{ACS_SEND, .status = 404,
       .body =
           "{\"error\":{\"code\":\"DomainNotLinked\",\"message\":\"no\"}}"}},
     .fate = AOAI_ACS_EMAIL_REFUSED,
     .requests = "POST 0",
     .text = "404 DomainNotLinked: the domain of the sender is not linked to "
             "the Communication Services resource: verify the domain and "
             "connect it there, or send --from an address of one that is"},
    {"a mail that is refused",
     {{ACS_SEND, .status = 400,
       .body = "{\"error\":{\"code\":\"BadRequest\",\"message\":\"bad\"}}"}},
     .fate = AOAI_ACS_EMAIL_REFUSED,
     .requests = "POST 0",
     .text = "400 BadRequest: 'bad'"},
};

static const struct row put_off[] = {
    {"a quota that is free again in time",
     {{ACS_SEND, .status = 429, .retry_after = 9000},
      {ACS_SEND, .status = 202, ACS_RUNNING}},
     .fate = AOAI_ACS_EMAIL_ACCEPTED,
     .requests = "POST 0 POST 9000"},
    {"a quota that is free again too late",
     {{ACS_SEND, .status = 429, .retry_after = 30001}},
     .fate = AOAI_ACS_EMAIL_REFUSED,
     .requests = "POST 0",
     .text = "429: the quota of the sender's domain is used up: try again in "
             "31 s"},
    {"503 with Retry-After has not begun",
     {{ACS_SEND, .status = 503, .retry_after = 3000},
      {ACS_SEND, .status = 202, ACS_RUNNING}},
     .fate = AOAI_ACS_EMAIL_ACCEPTED,
     .requests = "POST 0 POST 3000"},
    {"the same beyond the deadline: asked, but not sent again",
     {{ACS_SEND, .status = 503, .retry_after = 40000},
      {ACS_ASK, .status = 404}},
     .fate = AOAI_ACS_EMAIL_UNKNOWN,
     .requests = "POST 0 GET 2000",
     .text = UNKNOWN_BEGIN "503: the service answers with an error of its own"},
    {"a lost answer after a quota",
     {{ACS_SEND, .status = 429, .retry_after = 1000},
      {ACS_SEND, ACS_LOST},
      {ACS_ASK, .status = 200, ACS_RUNNING, .retry_after = 20000}},
     .fate = AOAI_ACS_EMAIL_ACCEPTED,
     .requests = "POST 0 POST 1000 GET 3000",
     .wait = 20000},
};

static const struct row lost[] = {
    {"taken",
     {{ACS_SEND, ACS_LOST},
      {ACS_ASK, .status = 200, ACS_RUNNING, .retry_after = 20000}},
     .fate = AOAI_ACS_EMAIL_ACCEPTED,
     .requests = "POST 0 GET 2000",
     .wait = 20000},
    {"taken and sent",
     {{ACS_SEND, ACS_LOST}, {ACS_ASK, .status = 200, ACS_SUCCEEDED}},
     .fate = AOAI_ACS_EMAIL_SENT,
     .requests = "POST 0 GET 2000"},
    {"taken and dropped",
     {{ACS_SEND, ACS_LOST}, {ACS_ASK, .status = 200, ACS_SUPPRESSED}},
     .fate = AOAI_ACS_EMAIL_REFUSED,
     .requests = "POST 0 GET 2000",
     .text = SUPPRESSED_TEXT},
    {"a failing service may have taken it",
     {{ACS_SEND, .status = 500}, {ACS_ASK, .status = 200, ACS_SUCCEEDED}},
     .fate = AOAI_ACS_EMAIL_SENT,
     .requests = "POST 0 GET 2000"},
    {"an answer too large, or of no HTTP",
     {{ACS_SEND, .kind = AOAI_ERROR_ANSWER},
      {ACS_ASK, .status = 200, ACS_SUCCEEDED}},
     .fate = AOAI_ACS_EMAIL_SENT,
     .requests = "POST 0 GET 2000"},
    {"408",
     {{ACS_SEND, .status = 408}, {ACS_ASK, .status = 200, ACS_SUCCEEDED}},
     .fate = AOAI_ACS_EMAIL_SENT,
     .requests = "POST 0 GET 2000"},
    {"not seen: the same once more",
     {{ACS_SEND, .status = 503},
      {ACS_ASK, .status = 404},
      {ACS_SEND, .status = 202, ACS_RUNNING}},
     .fate = AOAI_ACS_EMAIL_ACCEPTED,
     .requests = "POST 0 GET 2000 POST 2000"},
    {"three sends are enough",
     {{ACS_SEND, ACS_LOST, .times = 3}, {ACS_ASK, .status = 404, .times = 3}},
     .fate = AOAI_ACS_EMAIL_UNKNOWN,
     .requests = "POST 0 GET 2000 POST 2000 GET 6000 POST 6000 GET 14000",
     .text = LOST_TEXT},
    {"the network is back with the third question",
     {{ACS_SEND, ACS_LOST},
      {ACS_ASK, ACS_LOST},
      {ACS_ASK, .status = 502},
      {ACS_ASK, .status = 200, ACS_SUCCEEDED}},
     .fate = AOAI_ACS_EMAIL_SENT,
     .requests = "POST 0 GET 2000 GET 6000 GET 14000"},
    {"the network does not come back before the deadline",
     {{ACS_SEND, ACS_LOST}, {ACS_ASK, ACS_LOST, .times = 3}},
     .fate = AOAI_ACS_EMAIL_UNKNOWN,
     .requests = "POST 0 GET 2000 GET 6000 GET 14000",
     .text = LOST_TEXT},
    {"five questions are enough",
     {{ACS_SEND, ACS_LOST}, {ACS_ASK, ACS_LOST, .times = 5}},
     .ms = 3600000,
     .fate = AOAI_ACS_EMAIL_UNKNOWN,
     .requests = "POST 0 GET 2000 GET 6000 GET 14000 GET 30000 GET 62000",
     .text = LOST_TEXT},
    {"the quota of questions is used up until later",
     {{ACS_SEND, ACS_LOST},
      {ACS_ASK, .status = 429, .retry_after = 12000},
      {ACS_ASK, .status = 200, ACS_SUCCEEDED}},
     .fate = AOAI_ACS_EMAIL_SENT,
     .requests = "POST 0 GET 2000 GET 14000"},
    {"no right to ask",
     {{ACS_SEND, ACS_LOST}, {ACS_ASK, .status = 403}},
     .fate = AOAI_ACS_EMAIL_UNKNOWN,
     .requests = "POST 0 GET 2000",
     .text = LOST_TEXT},
    {"what is said of it is cut",
     {{ACS_SEND, ACS_LOST},
      {ACS_ASK, .status = 200, .body = "{\"status\":\"Runn"},
      {ACS_ASK, .status = 200, .body = "{\"state\":\"Succeeded\"}"},
      {ACS_ASK, .status = 200, ACS_SUCCEEDED}},
     .fate = AOAI_ACS_EMAIL_SENT,
     .requests = "POST 0 GET 2000 GET 6000 GET 14000"},
    {"no time to ask",
     {{ACS_SEND, ACS_LOST}},
     .ms = 2000,
     .fate = AOAI_ACS_EMAIL_UNKNOWN,
     .requests = "POST 0",
     .text = LOST_TEXT},
    {"a certificate that is not trusted is not for the next request either",
     {{ACS_SEND, ACS_LOST, .lasting = true}},
     .fate = AOAI_ACS_EMAIL_UNKNOWN,
     .requests = "POST 0",
     .text = LOST_TEXT},
    {"what never left can not have been taken",
     {{ACS_SEND, .kind = AOAI_ERROR_DEADLINE, .unsent = true}},
     .fate = AOAI_ACS_EMAIL_REFUSED,
     .requests = "POST 0",
     .text = "no answer"},
};

static const struct row repeated[] = {
    {"an id that is known: the mail was taken",
     {{ACS_SEND, .status = 409}, {ACS_ASK, .status = 200, ACS_SUCCEEDED}},
     .fate = AOAI_ACS_EMAIL_SENT,
     .requests = "POST 0 GET 2000"},
    {"a conflict about something else",
     {{ACS_SEND, .status = 409}, {ACS_ASK, .status = 404}},
     .fate = AOAI_ACS_EMAIL_REFUSED,
     .requests = "POST 0 GET 2000",
     .text = "409: the service answers with an error of its own"},
    {"a conflict that can not be looked up",
     {{ACS_SEND, .status = 409}, {ACS_ASK, ACS_LOST, .times = 3}},
     .fate = AOAI_ACS_EMAIL_UNKNOWN,
     .requests = "POST 0 GET 2000 GET 6000 GET 14000",
     .text = UNKNOWN_BEGIN "409: the service answers with an error of its own"},
    {"a repeat is refused as the first one came in between",
     {{ACS_SEND, ACS_LOST},
      {ACS_ASK, .status = 404},
      {ACS_SEND, .status = 400},
      {ACS_ASK, .status = 200, ACS_RUNNING, .retry_after = 20000}},
     .fate = AOAI_ACS_EMAIL_ACCEPTED,
     .requests = "POST 0 GET 2000 POST 2000 GET 6000",
     .wait = 20000},
    {"a repeat is refused and nothing is there",
     {{ACS_SEND, ACS_LOST},
      {ACS_ASK, .status = 404},
      {ACS_SEND, .status = 400},
      {ACS_ASK, .status = 404}},
     .fate = AOAI_ACS_EMAIL_REFUSED,
     .requests = "POST 0 GET 2000 POST 2000 GET 6000",
     .text = "400: the service answers with an error of its own"},
    {"a repeat comes into the quota, and the first can not be asked for",
     {{ACS_SEND, ACS_LOST},
      {ACS_ASK, .status = 404},
      {ACS_SEND, .status = 429, .retry_after = 60000},
      {ACS_ASK, .status = 403}},
     .fate = AOAI_ACS_EMAIL_UNKNOWN,
     .requests = "POST 0 GET 2000 POST 2000 GET 6000",
     .text = UNKNOWN_BEGIN "429: the quota of the sender's domain is used up: "
                           "try again in 60 s"},
    {"a repeat that never left says nothing of the first",
     {{ACS_SEND, ACS_LOST},
      {ACS_ASK, .status = 404},
      {ACS_SEND, ACS_LOST, .unsent = true},
      {ACS_ASK, .status = 200, ACS_SUCCEEDED}},
     .fate = AOAI_ACS_EMAIL_SENT,
     .requests = "POST 0 GET 2000 POST 2000 GET 6000"},
};

/* Goes through COUNT rows. */
static void go_through(const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct row *row = &rows[i];
        enum aoai_acs_email_fate fate;
        struct acs_rig rig;

        acs_rig_begin(&rig, row->replies);
        fate = acs_rig_submit(&rig, row->ms ? row->ms : 30000);
        acs_rig_check(&rig, row->why, fate, row->fate, row->text);
        assert_string_equal(acs_rig_requests(&rig), row->requests);
        if (fate == AOAI_ACS_EMAIL_ACCEPTED)
            assert_int_equal(rig.operation.wait, row->wait ? row->wait : -1);
        for (size_t j = 0; j < rig.fake.request_count; j++)
            if (strcmp(rig.fake.requests[j].method, "POST") == 0)
                assert_string_equal(acs_rig_header(&rig, j, "Operation-Id"),
                                    ACS_ID);
        acs_rig_end(&rig);
    }
}

static void each_answer_has_its_fate(void **state)
{
    (void)state;
    go_through(answered, COUNT(answered));
}

static void what_is_put_off_waits_as_it_is_told(void **state)
{
    (void)state;
    go_through(put_off, COUNT(put_off));
}

static void
a_lost_answer_is_looked_up_before_anything_is_sent_again(void **state)
{
    (void)state;
    go_through(lost, COUNT(lost));
}

static void a_refusal_is_not_believed_where_the_mail_may_be_there(void **state)
{
    (void)state;
    go_through(repeated, COUNT(repeated));
}

static void the_request_is_the_one_that_the_service_documents(void **state)
{
    static const struct fake_reply replies[] = {
        {ACS_SEND, .status = 202, ACS_RUNNING}, {.url_part = NULL}};
    const struct fake_request *request;
    struct acs_rig rig;

    (void)state;
    acs_rig_begin(&rig, replies);
    assert_int_equal(acs_rig_submit(&rig, 30000), AOAI_ACS_EMAIL_ACCEPTED);
    request = &rig.fake.requests[0];
    assert_string_equal(request->url, "https://contoso.communication.azure.com/"
                                      "emails:send?api-version=2023-03-31");
    assert_false(request->repeatable);
    assert_false(request->no_retry);
    assert_int_equal(request->deadline, ACS_START + 30000);
    assert_int_equal(request->try_limit, 10000);
    assert_string_equal(acs_rig_header(&rig, 0, "x-ms-date"),
                        "Thu, 31 Oct 2024 09:00:00 GMT");
    assert_string_equal(acs_rig_header(&rig, 0, "Content-Type"),
                        "application/json");
    assert_string_equal(acs_rig_header(&rig, 0, "Accept"), "application/json");
    assert_string_equal(
        request->body,
        "{\"senderAddress\":\"donotreply@contoso.example\",\"recipients\":{"
        "\"to\":[{\"address\":\"ops@contoso.example\"}]},\"content\":{"
        "\"subject\":\"gpt-4o exceeded\",\"plainText\":\"total 1183\"},"
        "\"userEngagementTrackingDisabled\":true}");
    acs_rig_end(&rig);
}

/* Adds TEXT to LIST. */
static void add(struct aoai_text_list *list, const char *text)
{
    assert_int_equal(aoai_text_list_add(list, text, NULL), 0);
}

static void everything_a_mail_has_is_in_the_body(void **state)
{
    static const struct fake_reply replies[] = {
        {ACS_SEND, .status = 202, ACS_RUNNING}, {.url_part = NULL}};
    AOAI_CLEANUP(aoai_text_list_free) struct aoai_text_list cc = {0};
    AOAI_CLEANUP(aoai_text_list_free) struct aoai_text_list bcc = {0};
    AOAI_CLEANUP(aoai_text_list_free) struct aoai_text_list reply = {0};
    AOAI_CLEANUP(aoai_text_list_free) struct aoai_text_list none = {0};
    AOAI_CLEANUP(aoai_json_close) struct aoai_json *json = NULL;
    struct acs_rig rig;

    (void)state;
    acs_rig_begin(&rig, replies);
    add(&rig.to, "second@contoso.example");
    add(&cc, "cc@contoso.example");
    add(&bcc, "bcc@contoso.example");
    add(&reply, "r@contoso.example");
    rig.mail.cc = &cc;
    rig.mail.bcc = &bcc;
    rig.mail.reply_to = &reply;
    /* what would be header, markup or the end of the text elsewhere */
    rig.mail.subject = "\xe4\xbd\xbf\xe7\x94\xa8 \"\\\r\nBcc: x@y";
    rig.mail.plain = "a\tb\xff";
    rig.mail.html = "<p>\xe2\x82\xac</p>";
    assert_int_equal(acs_rig_submit(&rig, 30000), AOAI_ACS_EMAIL_ACCEPTED);
    assert_string_equal(
        rig.fake.requests[0].body,
        "{\"senderAddress\":\"donotreply@contoso.example\",\"recipients\":{"
        "\"to\":[{\"address\":\"ops@contoso.example\"},"
        "{\"address\":\"second@contoso.example\"}],"
        "\"cc\":[{\"address\":\"cc@contoso.example\"}],"
        "\"bcc\":[{\"address\":\"bcc@contoso.example\"}]},\"content\":{"
        "\"subject\":\"\xe4\xbd\xbf\xe7\x94\xa8 \\\"\\\\\\r\\nBcc: x@y\","
        "\"plainText\":\"a\\tb\xef\xbf\xbd\","
        "\"html\":\"<p>\xe2\x82\xac</p>\"},"
        "\"replyTo\":[{\"address\":\"r@contoso.example\"}],"
        "\"userEngagementTrackingDisabled\":true}");
    assert_int_equal(aoai_json_parse(&json, rig.fake.requests[0].body,
                                     strlen(rig.fake.requests[0].body), NULL),
                     0);
    acs_rig_end(&rig);

    /* lists without entries are as none */
    acs_rig_begin(&rig, replies);
    rig.mail.cc = rig.mail.bcc = rig.mail.reply_to = &none;
    assert_int_equal(acs_rig_submit(&rig, 30000), AOAI_ACS_EMAIL_ACCEPTED);
    assert_null(strstr(rig.fake.requests[0].body, "cc\""));
    assert_null(strstr(rig.fake.requests[0].body, "replyTo"));
    acs_rig_end(&rig);
}

static void the_service_may_choose_the_id(void **state)
{
    static const struct {
        const char *body;
        const char *id;
    } rows[] = {
        {"{\"id\":\"" ACS_OTHER_ID "\",\"status\":\"Running\"}", ACS_OTHER_ID},
        /* the same in capitals is no other */
        {"{\"id\":\"96680BD5-6D75-5B5A-88F8-A30D6C176A07\",\"status\":\"x\"}",
         ACS_ID},
        {"{\"id\":\"../../x\",\"status\":\"Running\"}", ACS_ID},
        {"{\"id\":\"\",\"status\":\"Running\"}", ACS_ID},
        {"{\"id\":7,\"status\":\"Running\"}", ACS_ID},
        {"{\"status\":\"Running\"}", ACS_ID},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct fake_reply replies[] = {
            {ACS_SEND, .status = 202, .body = rows[i].body},
            {.url_part = NULL}};
        struct acs_rig rig;

        acs_rig_begin(&rig, replies);
        assert_int_equal(acs_rig_submit(&rig, 30000), AOAI_ACS_EMAIL_ACCEPTED);
        assert_string_equal(rig.operation.id, rows[i].id);
        acs_rig_end(&rig);
    }
}

static void what_can_not_be_a_mail_is_not_sent(void **state)
{
    static const struct fake_reply none[] = {{.url_part = NULL}};
    static char large[AOAI_BUF_MAX + 1];
    struct aoai_text_list nobody = {0};
    struct acs_rig rig;

    (void)state;
    acs_rig_begin(&rig, none);
    rig.mail.to = &nobody;
    acs_rig_check(&rig, "nobody", acs_rig_submit(&rig, 30000),
                  AOAI_ACS_EMAIL_REFUSED,
                  "the mail has no recipient: name one with --to");
    rig.mail.to = &rig.to;
    for (int i = 0; i < 25; i++)
        add(&rig.to, "more@contoso.example");
    rig.mail.bcc = &rig.to;
    acs_rig_check(&rig, "too many", acs_rig_submit(&rig, 30000),
                  AOAI_ACS_EMAIL_REFUSED,
                  "the mail has 52 recipients: the service takes 50 at most");
    rig.mail.bcc = NULL;
    memset(large, 'x', sizeof(large) - 1);
    rig.mail.plain = large;
    acs_rig_check(&rig, "too large", acs_rig_submit(&rig, 30000),
                  AOAI_ACS_EMAIL_REFUSED,
                  "the mail: larger than 1048576 bytes");
    rig.mail.plain = "x";
    memcpy(rig.operation.id, "a\r\nb: c", sizeof("a\r\nb: c"));
    acs_rig_check(&rig, "no id", acs_rig_submit(&rig, 30000),
                  AOAI_ACS_EMAIL_REFUSED, "the mail's operation id is no UUID");
    acs_rig_end(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_answer_has_its_fate),
        cmocka_unit_test(what_is_put_off_waits_as_it_is_told),
        cmocka_unit_test(
            a_lost_answer_is_looked_up_before_anything_is_sent_again),
        cmocka_unit_test(a_refusal_is_not_believed_where_the_mail_may_be_there),
        cmocka_unit_test(the_request_is_the_one_that_the_service_documents),
        cmocka_unit_test(everything_a_mail_has_is_in_the_body),
        cmocka_unit_test(the_service_may_choose_the_id),
        cmocka_unit_test(what_can_not_be_a_mail_is_not_sent),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
