/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* What authorizes the requests of a mail, and what is done when that is
 * refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "azure/acs_sign.h"
#include "tests/acs_rig.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))
#define SEND_URL                                                               \
    "https://contoso.communication.azure.com/emails:send?api-version="         \
    "2023-03-31"
#define DENIED                                                                 \
    .status = 401, .body = "{\"error\":{\"code\":\"Denied\",\"message\":"      \
                           "\"Denied by the resource provider.\"}}"

/* A credential that counts. */
struct counting {
    int given, forgotten;
    int fails_from; /* the number of the token that is not given; 0: never */
    int64_t deadline;
    char refused[16]; /* the token that was forgotten */
};

static int give(void *self, const char *audience, int64_t deadline,
                struct aoai_token *token, struct aoai_error *error)
{
    struct counting *counting = self;

    assert_string_equal(audience, "https://communication.azure.com");
    counting->deadline = deadline;
    counting->given++;
    if (counting->given == counting->fails_from)
        return aoai_error_set(error, AOAI_ERROR_DENIED, "no sign-in");
    token->text.secret = true;
    aoai_buf_printf(&token->text, "eyJ0-number-%d", counting->given);
    return 0;
}

static void forget(void *self, const char *audience, const char *text)
{
    struct counting *counting = self;

    assert_string_equal(audience, "https://communication.azure.com");
    assert_true(strlen(text) < sizeof(counting->refused));
    memcpy(counting->refused, text, strlen(text) + 1);
    counting->forgotten++;
}

/* Lets RIG sign in with COUNTING through CREDENTIAL. */
static void sign_in(struct acs_rig *rig, struct counting *counting,
                    struct aoai_credential *credential)
{
    *credential = (struct aoai_credential){
        .name = "test", .self = counting, .get = give, .forget = forget};
    rig->setup.key = NULL;
    rig->setup.credential = credential;
}

/* Fails the test unless request INDEX, a send, is signed for AT (UTC
 * seconds). */
static void check_signature(const struct acs_rig *rig, size_t index, int64_t at)
{
    AOAI_CLEANUP(aoai_acs_sign_free) struct aoai_acs_sign sign = {0};
    const char *body = rig->fake.requests[index].body;
    const char *headers = rig->fake.requests[index].headers;

    assert_int_equal(aoai_acs_sign_make(&sign, "POST", SEND_URL, body,
                                        strlen(body), at, &rig->key,
                                        &rig->crypto, NULL),
                     0);
    assert_non_null(strstr(headers, aoai_buf_text(&sign.date)));
    assert_non_null(strstr(headers, aoai_buf_text(&sign.hash)));
    assert_non_null(strstr(headers, aoai_buf_text(&sign.authorization)));
}

static void each_further_try_is_signed_for_its_moment(void **state)
{
    static const struct fake_reply replies[] = {
        {ACS_SEND, .status = 429, .retry_after = 9000},
        {ACS_SEND, .status = 503, .retry_after = 400000},
        {ACS_SEND, .status = 202, ACS_RUNNING},
        {.url_part = NULL}};
    struct acs_rig rig;

    (void)state;
    acs_rig_begin(&rig, replies);
    assert_int_equal(acs_rig_submit(&rig, 600000), AOAI_ACS_EMAIL_ACCEPTED);
    assert_string_equal(acs_rig_requests(&rig), "POST 0 POST 9000 POST 409000");
    check_signature(&rig, 0, ACS_NOW);
    check_signature(&rig, 1, ACS_NOW + 9);
    check_signature(&rig, 2, ACS_NOW + 409);
    for (size_t i = 0; i < 3; i++) {
        assert_string_equal(acs_rig_header(&rig, i, "Operation-Id"), ACS_ID);
        assert_string_equal(acs_rig_header(&rig, i, "Content-Type"),
                            "application/json");
    }
    acs_rig_end(&rig);
}

static void a_refused_signature_is_renewed_once(void **state)
{
    static const struct fake_reply replies[] = {
        {ACS_SEND, DENIED},
        {ACS_SEND, .status = 202, ACS_RUNNING},
        {ACS_ASK, .status = 401},
        {ACS_ASK, .status = 200, ACS_SUCCEEDED},
        {.url_part = NULL}};
    struct acs_rig rig;

    (void)state;
    acs_rig_begin(&rig, replies);
    assert_int_equal(acs_rig_submit(&rig, 30000), AOAI_ACS_EMAIL_ACCEPTED);
    assert_int_equal(acs_rig_follow(&rig, 30000), AOAI_ACS_EMAIL_SENT);
    assert_string_equal(acs_rig_requests(&rig),
                        "POST 0 POST 1000 GET 11000 GET 12000");
    check_signature(&rig, 0, ACS_NOW);
    check_signature(&rig, 1, ACS_NOW + 1);
    acs_rig_end(&rig);
}

static void a_second_refusal_says_whether_clock_or_key_is_wrong(void **state)
{
    static const struct {
        int64_t server_date; /* of the second refusal, 1 s later */
        const char *text;
    } rows[] = {
        {0, "401 Denied: the access key is wrong: copy the connection string "
            "anew from the page Keys of the resource"},
        {ACS_NOW + 1, "401 Denied: the access key is wrong: copy the "
                      "connection string anew from the page Keys of the "
                      "resource"},
        {ACS_NOW + 61, "401 Denied: the access key is wrong: copy the "
                       "connection string anew from the page Keys of the "
                       "resource"},
        {ACS_NOW + 62,
         "401 Denied: the signature is not accepted, as this machine's clock "
         "is 61 s behind Azure's: set it right"},
        {ACS_NOW - 59, "401 Denied: the access key is wrong: copy the "
                       "connection string anew from the page Keys of the "
                       "resource"},
        {ACS_NOW - 60,
         "401 Denied: the signature is not accepted, as this machine's clock "
         "is 61 s ahead of Azure's: set it right"},
        {ACS_NOW - 3599,
         "401 Denied: the signature is not accepted, as this machine's clock "
         "is 3600 s ahead of Azure's: set it right"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct fake_reply replies[] = {
            {ACS_SEND, DENIED},
            {ACS_SEND, DENIED, .server_date = rows[i].server_date},
            {.url_part = NULL}};
        struct acs_rig rig;

        acs_rig_begin(&rig, replies);
        acs_rig_check(&rig, rows[i].text, acs_rig_submit(&rig, 30000),
                      AOAI_ACS_EMAIL_REFUSED, rows[i].text);
        assert_int_equal(rig.error.kind, AOAI_ERROR_DENIED);
        acs_rig_end(&rig);
    }
}

static void a_refusal_just_before_the_deadline_is_the_last(void **state)
{
    static const struct fake_reply replies[] = {{ACS_SEND, .status = 401},
                                                {.url_part = NULL}};
    struct acs_rig rig;

    (void)state;
    acs_rig_begin(&rig, replies);
    assert_int_equal(acs_rig_submit(&rig, 1000), AOAI_ACS_EMAIL_REFUSED);
    acs_rig_end(&rig);
}

static void a_lost_answer_to_the_renewed_send_is_looked_up(void **state)
{
    static const struct fake_reply replies[] = {
        {ACS_SEND, .status = 401},
        {ACS_SEND, ACS_LOST},
        {ACS_ASK, .status = 200, ACS_SUCCEEDED},
        {.url_part = NULL}};
    struct acs_rig rig;

    (void)state;
    acs_rig_begin(&rig, replies);
    assert_int_equal(acs_rig_submit(&rig, 30000), AOAI_ACS_EMAIL_SENT);
    acs_rig_end(&rig);
}

static void without_a_key_a_token_is_sent(void **state)
{
    static const struct fake_reply replies[] = {
        {ACS_SEND, .status = 202, ACS_RUNNING}, {.url_part = NULL}};
    static const struct aoai_buf empty;
    const struct aoai_buf *const keys[] = {NULL, &empty};

    (void)state;
    for (size_t i = 0; i < COUNT(keys); i++) {
        struct aoai_credential credential;
        struct counting counting = {0};
        struct acs_rig rig;

        acs_rig_begin(&rig, replies);
        sign_in(&rig, &counting, &credential);
        rig.setup.key = keys[i];
        assert_int_equal(acs_rig_submit(&rig, 30000), AOAI_ACS_EMAIL_ACCEPTED);
        assert_string_equal(acs_rig_header(&rig, 0, "Authorization"),
                            "Bearer eyJ0-number-1");
        assert_string_equal(acs_rig_header(&rig, 0, "x-ms-date"), "");
        assert_string_equal(acs_rig_header(&rig, 0, "Operation-Id"), ACS_ID);
        assert_int_equal(counting.deadline, ACS_START + 30000);
        acs_rig_end(&rig);
    }
}

static void a_refused_token_is_forgotten_and_asked_for_once_more(void **state)
{
    static const struct fake_reply replies[] = {
        {ACS_SEND, .status = 401},
        {ACS_SEND, .status = 202, ACS_RUNNING},
        {.url_part = NULL}};
    struct aoai_credential credential;
    struct counting counting = {0};
    struct acs_rig rig;

    (void)state;
    acs_rig_begin(&rig, replies);
    sign_in(&rig, &counting, &credential);
    assert_int_equal(acs_rig_submit(&rig, 30000), AOAI_ACS_EMAIL_ACCEPTED);
    assert_string_equal(acs_rig_requests(&rig), "POST 0 POST 0");
    assert_string_equal(counting.refused, "eyJ0-number-1");
    assert_string_equal(acs_rig_header(&rig, 1, "Authorization"),
                        "Bearer eyJ0-number-2");
    acs_rig_end(&rig);
}

static void what_a_token_can_not_do_is_said(void **state)
{
    static const struct {
        struct fake_reply replies[3];
        int fails_from;
        bool forgetful; /* the credential can forget */
        const char *text;
        int given;
    } rows[] = {
        {{{ACS_SEND, .status = 401, .times = 2}},
         0,
         true,
         "401: Azure does not accept the token: check tenant, --cloud and "
         "--token-file",
         2},
        /* a token file has nothing to forget */
        {{{ACS_SEND, .status = 401}},
         0,
         false,
         "401: Azure does not accept the token: check tenant, --cloud and "
         "--token-file",
         1},
        {{{ACS_SEND, .status = 401}}, 2, true, "no sign-in", 2},
        {{{.url_part = NULL}}, 1, true, "no sign-in", 1},
        /* no role; the token is not repeated where the service does */
        {{{ACS_SEND, .status = 403}},
         0,
         true,
         "403: grant the role Communication and Email Service Owner on the "
         "Communication Services resource",
         1},
        {{{ACS_SEND, .status = 400,
           .body = "{\"error\":{\"code\":\"Bad\",\"message\":\"Bearer "
                   "eyJ0-number-1 is bad\"}}"}},
         0,
         true,
         "400 Bad: 'Bearer *** is bad'",
         1},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct aoai_credential credential;
        struct counting counting = {.fails_from = rows[i].fails_from};
        struct acs_rig rig;

        acs_rig_begin(&rig, rows[i].replies);
        sign_in(&rig, &counting, &credential);
        if (!rows[i].forgetful)
            credential.forget = NULL;
        acs_rig_check(&rig, rows[i].text, acs_rig_submit(&rig, 30000),
                      AOAI_ACS_EMAIL_REFUSED, rows[i].text);
        assert_int_equal(counting.given, rows[i].given);
        acs_rig_end(&rig);
    }
}

static void a_mail_that_may_be_there_survives_a_failed_sign_in(void **state)
{
    static const struct fake_reply replies[] = {{ACS_SEND, ACS_LOST},
                                                {.url_part = NULL}};
    struct aoai_credential credential;
    struct counting counting = {.fails_from = 2};
    struct acs_rig rig;

    (void)state;
    acs_rig_begin(&rig, replies);
    sign_in(&rig, &counting, &credential);
    acs_rig_check(&rig, "lost", acs_rig_submit(&rig, 30000),
                  AOAI_ACS_EMAIL_UNKNOWN,
                  "whether the service took the mail is not known: no answer");
    acs_rig_end(&rig);
}

static void a_signature_is_not_repeated(void **state)
{
    static char body[256];
    const struct fake_reply replies[] = {
        {ACS_SEND, .status = 202, ACS_RUNNING},
        {ACS_SEND, .status = 400, .body = body},
        {.url_part = NULL}};
    struct acs_rig rig;
    const char *signature;

    (void)state;
    acs_rig_begin(&rig, replies);
    assert_int_equal(acs_rig_submit(&rig, 30000), AOAI_ACS_EMAIL_ACCEPTED);
    signature = strstr(acs_rig_header(&rig, 0, "Authorization"), "Signature=");
    assert_non_null(signature);
    (void)snprintf(body, sizeof(body),
                   "{\"error\":{\"code\":\"Bad\",\"message\":\"%s\"}}",
                   signature);
    acs_rig_check(&rig, "echo", acs_rig_submit(&rig, 30000),
                  AOAI_ACS_EMAIL_REFUSED, "400 Bad: 'Signature=***'");
    acs_rig_end(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_further_try_is_signed_for_its_moment),
        cmocka_unit_test(a_refused_signature_is_renewed_once),
        cmocka_unit_test(a_second_refusal_says_whether_clock_or_key_is_wrong),
        cmocka_unit_test(a_refusal_just_before_the_deadline_is_the_last),
        cmocka_unit_test(a_lost_answer_to_the_renewed_send_is_looked_up),
        cmocka_unit_test(without_a_key_a_token_is_sent),
        cmocka_unit_test(a_refused_token_is_forgotten_and_asked_for_once_more),
        cmocka_unit_test(what_a_token_can_not_do_is_said),
        cmocka_unit_test(a_mail_that_may_be_there_survives_a_failed_sign_in),
        cmocka_unit_test(a_signature_is_not_repeated),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
