/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* What is sent to Azure Table Storage, and what its answers become. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "tests/table_rig.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))

#define ROW_PATH                                                               \
    "/alertstate(PartitionKey='DeploymentType',RowKey='gpt-4o-2024-10')"
#define ETAG "W/\"datetime'2024-10-31T09%3A00%3A00.0000000Z'\""

static const struct aoai_crypto crypto = {
    .hmac_sha256 = aoai_digest_hmac_sha256,
    .base64_encode = aoai_base64_encode,
    .base64_decode = aoai_base64_decode,
};

/* Sends a GET of one row for RIG and checks afterwards. */
static int send_get(struct table_rig *rig, struct aoai_table_call *call)
{
    int failed;

    call->method = "GET";
    call->path = ROW_PATH;
    call->deadline = TABLE_DEADLINE;
    failed = aoai_table_send(&rig->setup, call, &rig->error);
    table_rig_check(rig);
    return failed;
}

static void each_method_has_its_headers(void **state)
{
    static const struct {
        struct aoai_table_call call;
        const char *headers;
    } rows[] = {
        {{.method = "GET", .path = ROW_PATH},
         "x-ms-date: Thu, 31 Oct 2024 09:00:00 GMT\n"
         "x-ms-version: 2019-02-02\n"
         "DataServiceVersion: 3.0\n"
         "Accept: application/json;odata=nometadata\n"
         "Authorization: SharedKeyLite contosostate:"
         "ARtdbrmfCb51kmCc6rWz063eht+2p4eRWtHyHZdYffA=\n"},
        {{.method = "POST", .path = "/alertstate", .body = "{}"},
         "x-ms-date: Thu, 31 Oct 2024 09:00:00 GMT\n"
         "x-ms-version: 2019-02-02\n"
         "DataServiceVersion: 3.0\n"
         "Accept: application/json;odata=nometadata\n"
         "Content-Type: application/json\n"
         "Prefer: return-no-content\n"
         "Authorization: SharedKeyLite contosostate:"
         "8PKvvanBakbgW8goA59lfVTzCJsWX+y9FTomV0HR7Zo=\n"},
        {{.method = "PATCH", .path = ROW_PATH, .match = ETAG, .body = "{}"},
         "x-ms-date: Thu, 31 Oct 2024 09:00:00 GMT\n"
         "x-ms-version: 2019-02-02\n"
         "DataServiceVersion: 3.0\n"
         "Accept: application/json;odata=nometadata\n"
         "Content-Type: application/json\n"
         "If-Match: " ETAG "\n"
         "Authorization: SharedKeyLite contosostate:"
         "ARtdbrmfCb51kmCc6rWz063eht+2p4eRWtHyHZdYffA=\n"},
    };
    static const struct fake_reply reply[] = {
        {"", 204, .etag = ETAG},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct aoai_table_call call = rows[i].call;
        struct table_rig rig;

        table_rig_begin(&rig, TABLE_URL, TABLE_KEY, &crypto);
        table_rig_script(&rig, reply, COUNT(reply));
        call.deadline = TABLE_DEADLINE;
        assert_int_equal(aoai_table_send(&rig.setup, &call, &rig.error), 0);
        assert_int_equal(call.status, 204);
        assert_string_equal(call.etag, ETAG);
        assert_string_equal(rig.fake.requests[0].headers, rows[i].headers);
        assert_string_equal(rig.fake.requests[0].method, call.method);
        assert_string_equal(rig.fake.requests[0].body,
                            call.body ? call.body : "");
        assert_int_equal(rig.fake.requests[0].deadline, TABLE_DEADLINE);
        assert_true(rig.fake.requests[0].repeatable);
        assert_true(rig.fake.requests[0].try_limit > 0);
        table_rig_check(&rig);
        aoai_table_call_free(&call);
        table_rig_end(&rig);
    }
}

static void an_emulators_account_is_signed_twice(void **state)
{
    static const struct fake_reply reply[] = {
        {"http://127.0.0.1:10002/devstoreaccount1" ROW_PATH, 200, .body = "{}"},
    };
    AOAI_CLEANUP(aoai_table_call_free) struct aoai_table_call call = {0};
    struct table_rig rig;

    (void)state;
    table_rig_begin(&rig, "http://127.0.0.1:10002/devstoreaccount1/alertstate",
                    "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4"
                    "I6tq/K1SZFPTOtr/KBHBeksoGMGw==",
                    &crypto);
    table_rig_script(&rig, reply, COUNT(reply));
    assert_int_equal(send_get(&rig, &call), 0);
    assert_non_null(strstr(rig.fake.requests[0].headers,
                           "SharedKeyLite devstoreaccount1:"
                           "xC1RIptDbcrcOJ+Yj78NBHq2liKA713WSHol5+3LeR0=\n"));
    table_rig_end(&rig);
}

static void each_try_is_signed_anew(void **state)
{
    static const char signature[] =
        ":ARtdbrmfCb51kmCc6rWz063eht+2p4eRWtHyHZdYffA=\n";
    /* A try is signed before it has to wait: the third one shows it. */
    static const struct fake_reply replies[] = {
        {"", 503, .body = "", .retry_after = 2000},
        {"", 503, .body = "", .retry_after = 2000},
        {"", 200, .body = "{}"},
    };
    AOAI_CLEANUP(aoai_table_call_free) struct aoai_table_call call = {0};
    struct table_rig rig;
    const char *first, *third;

    (void)state;
    table_rig_begin(&rig, TABLE_URL, TABLE_KEY, &crypto);
    table_rig_script(&rig, replies, COUNT(replies));
    assert_int_equal(send_get(&rig, &call), 0);
    assert_int_equal(call.tries, 3);
    first = rig.fake.requests[0].headers;
    third = rig.fake.requests[2].headers;
    assert_non_null(strstr(first, "09:00:00 GMT\n"));
    assert_non_null(strstr(first, signature));
    assert_non_null(strstr(third, "09:00:02 GMT\n"));
    assert_non_null(strstr(third, "SharedKeyLite contosostate:"));
    assert_null(strstr(third, signature));
    table_rig_end(&rig);
}

static void a_sas_is_in_the_url_and_nowhere_else(void **state)
{
    static const struct fake_reply replies[] = {
        /* the URL ends with it */
        {ROW_PATH "?" TABLE_SAS, 0, .kind = AOAI_ERROR_NETWORK},
        {ROW_PATH "?" TABLE_SAS, 200, .body = "{}"},
    };
    AOAI_CLEANUP(aoai_table_call_free) struct aoai_table_call call = {0};
    struct table_rig rig;

    (void)state;
    table_rig_begin(&rig, TABLE_URL, "?" TABLE_SAS, &crypto);
    table_rig_script(&rig, replies, COUNT(replies));
    assert_int_equal(send_get(&rig, &call), 0);
    assert_string_equal(rig.fake.requests[1].headers,
                        "x-ms-date: Thu, 31 Oct 2024 09:00:00 GMT\n"
                        "x-ms-version: 2019-02-02\n"
                        "DataServiceVersion: 3.0\n"
                        "Accept: application/json;odata=nometadata\n");
    assert_int_equal(rig.tokens, 0);
    table_rig_end(&rig);
}

static void without_a_key_a_token_is_asked_for(void **state)
{
    static const struct fake_reply replies[] = {
        {"", 200, .body = "{}"},
    };
    AOAI_CLEANUP(aoai_table_call_free) struct aoai_table_call call = {0};
    struct table_rig rig;

    (void)state;
    table_rig_begin(&rig, TABLE_URL, NULL, &crypto);
    table_rig_script(&rig, replies, COUNT(replies));
    assert_int_equal(send_get(&rig, &call), 0);
    assert_string_equal(rig.audience, "https://storage.azure.com");
    assert_non_null(strstr(rig.fake.requests[0].headers,
                           "Authorization: Bearer token-1-Secret\n"));
    assert_int_equal(rig.forgotten, 0);
    table_rig_end(&rig);
}

static void a_refused_token_is_replaced_once(void **state)
{
    static const struct {
        struct fake_reply replies[3];
        size_t count;
        bool forgets; /* the credential can drop a token */
        int status, tries;
    } rows[] = {
        {{{"", .status = 401}, {"", 200, .body = "{}"}}, 2, true, 200, 2},
        {{{"", .status = 401}, {"", .status = 401}}, 2, true, 401, 2},
        /* of a file there is no other */
        {{{"", .status = 401}}, 1, false, 401, 1},
        /* tries before it count: they may have done what was asked */
        {{{"", 500, .body = "", .retry_after = 1},
          {"", .status = 401},
          {"", 200, .body = "{}"}},
         3,
         true,
         200,
         3},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        AOAI_CLEANUP(aoai_table_call_free) struct aoai_table_call call = {0};
        struct table_rig rig;

        table_rig_begin(&rig, TABLE_URL, NULL, &crypto);
        if (!rows[i].forgets)
            rig.credential.forget = NULL;
        table_rig_script(&rig, rows[i].replies, rows[i].count);
        assert_int_equal(send_get(&rig, &call), rows[i].status == 401 ? -1 : 0);
        assert_int_equal(call.tries, rows[i].tries);
        assert_int_equal(rig.forgotten, rows[i].forgets);
        if (rows[i].forgets)
            assert_non_null(strstr(rig.fake.requests[rows[i].count - 1].headers,
                                   "Bearer token-2-Secret\n"));
        if (rows[i].status == 401)
            assert_string_equal(
                rig.error.text,
                "the table alertstate of contosostate: 401: Azure does not "
                "accept the token: check tenant, --cloud and --token-file");
        table_rig_end(&rig);
    }
}

/* {"odata.error":...} as the service sends it. */
#define ODATA(CODE, TEXT)                                                      \
    "{\"odata.error\":{\"code\":\"" CODE "\",\"message\":{\"lang\":\"en-US\"," \
    "\"value\":\"" TEXT                                                        \
    "\\nRequestId:1\\nTime:2024-10-31T09:00:00.0000000Z\"}}}"

/* The same of its front door. */
#define XML(CODE, TEXT)                                                        \
    "\xef\xbb\xbf<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>" CODE \
    "</Code><Message>" TEXT "\nRequestId:1</Message></Error>"

static void some_answers_are_for_the_caller(void **state)
{
    static const struct {
        struct fake_reply reply;
        const char *code;
    } rows[] = {
        {{"", 200, .body = "{}"}, ""},
        {{"", 404, .body = ODATA("ResourceNotFound", "x")}, "ResourceNotFound"},
        {{"", 404, .body = ODATA("TableNotFound", "x")}, "TableNotFound"},
        {{"", 404, .body = XML("ResourceNotFound", "x")}, "ResourceNotFound"},
        /* a header says it where the body does not */
        {{"", 404, .body = "", .error_code = "ResourceNotFound"},
         "ResourceNotFound"},
        {{"", 409, .body = "\xef\xbb\xbf" ODATA("EntityAlreadyExists", "x")},
         "EntityAlreadyExists"},
        {{"", 409, .body = ODATA("TableAlreadyExists", "x")},
         "TableAlreadyExists"},
        {{"", 412, .body = ODATA("UpdateConditionNotSatisfied", "x")},
         "UpdateConditionNotSatisfied"},
        {{"", 412, .body = ""}, ""},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        AOAI_CLEANUP(aoai_table_call_free) struct aoai_table_call call = {0};
        struct table_rig rig;

        table_rig_begin(&rig, TABLE_URL, TABLE_KEY, &crypto);
        table_rig_script(&rig, &rows[i].reply, 1);
        if (send_get(&rig, &call))
            fail_msg("row %zu: %s", i, rig.error.text);
        assert_int_equal(call.status, rows[i].reply.status);
        assert_string_equal(call.code, rows[i].code);
        table_rig_end(&rig);
    }
}

/* What is said behind the name of the table, and how REPLY came about. */
struct refusal {
    const char *key; /* as for table_rig_begin() */
    struct fake_reply reply;
    enum aoai_error_kind kind;
    const char *text;
};

/* Fails the test unless each of COUNT ROWS has its sentence. */
static void check_refusals(const struct refusal *rows, size_t count)
{
    static const char before[] = "the table alertstate of contosostate: ";

    for (size_t i = 0; i < count; i++) {
        AOAI_CLEANUP(aoai_table_call_free) struct aoai_table_call call = {0};
        struct table_rig rig;

        table_rig_begin(&rig, TABLE_URL, rows[i].key, &crypto);
        rig.credential.forget = NULL;
        table_rig_script(&rig, &rows[i].reply, 1);
        if (send_get(&rig, &call) == 0)
            fail_msg("row %zu was no failure", i);
        assert_int_equal(strncmp(rig.error.text, before, strlen(before)), 0);
        assert_string_equal(rig.error.text + strlen(before), rows[i].text);
        assert_int_equal(rig.error.kind, rows[i].kind);
        table_rig_end(&rig);
    }
}

static void a_refused_identity_says_what_to_do(void **state)
{
    static const char key[] =
        "the key is none of this account, or its firewall keeps this machine "
        "out: check --state-key-file, then the account's networking";
    static const char failed[] = XML("AuthenticationFailed", "x");
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf text = {0};

    (void)state;
    aoai_buf_printf(&text, "403 AuthenticationFailed: %s", key);
    const struct refusal rows[] = {
        {TABLE_KEY,
         {"", 403, .body = failed, .server_date = TABLE_NOW + 900},
         AOAI_ERROR_DENIED,
         aoai_buf_text(&text)},
        /* one second more than the service allows, in both directions */
        {TABLE_KEY,
         {"", 403, .body = failed, .server_date = TABLE_NOW + 901},
         AOAI_ERROR_DENIED,
         "403 AuthenticationFailed: this machine's clock is 901 s behind the "
         "service's, which allows 900 s: set it right"},
        {TABLE_KEY,
         {"", 403, .body = failed, .server_date = TABLE_NOW - 7200},
         AOAI_ERROR_DENIED,
         "403 AuthenticationFailed: this machine's clock is 7200 s ahead of "
         "the service's, which allows 900 s: set it right"},
        /* the emulator's word for a wrong key */
        {TABLE_KEY,
         {"", 403, .body = XML("AuthorizationFailure", "x")},
         AOAI_ERROR_DENIED,
         "403 AuthorizationFailure: the key is none of this account, or its "
         "firewall keeps this machine out: check --state-key-file, then the "
         "account's networking"},
        {TABLE_KEY,
         {"", 403, .body = ODATA("KeyBasedAuthenticationNotPermitted", "x")},
         AOAI_ERROR_DENIED,
         "403 KeyBasedAuthenticationNotPermitted: the account takes no keys: "
         "leave --state-key-file out, to sign in with Entra"},
        {TABLE_SAS,
         {"", 403, .body = failed, .server_date = TABLE_NOW - 7200},
         AOAI_ERROR_DENIED,
         "403 AuthenticationFailed: the SAS is none of this account: make one "
         "for its tables, with read, add, update and create, and put it into "
         "--state-key-file"},
        /* 2024-12-01 by the service's clock */
        {TABLE_SAS,
         {"", 403, .body = failed, .server_date = 1733011200},
         AOAI_ERROR_DENIED,
         "403 AuthenticationFailed: the SAS has expired at "
         "2024-12-01T00:00:00Z: put a new one into --state-key-file"},
        {TABLE_SAS,
         {"", 403, .body = ODATA("AuthorizationPermissionMismatch", "x")},
         AOAI_ERROR_DENIED,
         "403 AuthorizationPermissionMismatch: the SAS does not allow this: "
         "make one for services Table, resource types Container and Object, "
         "with read, add, update and create"},
        {NULL,
         {"", 403, .body = ODATA("AuthorizationPermissionMismatch", "x")},
         AOAI_ERROR_DENIED,
         "403 AuthorizationPermissionMismatch: grant Storage Table Data "
         "Contributor on the account or its table"},
        {NULL,
         {"", 401, .body = XML("InvalidAuthenticationInfo", "x")},
         AOAI_ERROR_DENIED,
         "401 InvalidAuthenticationInfo: Azure does not accept the token: "
         "check tenant, --cloud and --token-file"},
        {NULL,
         {"", 403, .body = "<html>"},
         AOAI_ERROR_DENIED,
         "403: grant Storage Table Data Contributor on the account or its "
         "table"},
        {NULL,
         {"", 403, .body = XML("AccountIsDisabled", "x")},
         AOAI_ERROR_DENIED,
         "403 AccountIsDisabled: the storage account is disabled"},
    };
    check_refusals(rows, COUNT(rows));
}

static void every_other_refusal_has_its_sentence(void **state)
{
    static const struct refusal rows[] = {
        {TABLE_KEY,
         {"", 503, .body = ODATA("ServerBusy", "x"), .retry_after = 99000},
         AOAI_ERROR_SERVICE,
         "503 ServerBusy: the service is busy: try later"},
        {TABLE_KEY,
         {"", 500, .body = ODATA("OperationTimedOut", "x"),
          .retry_after = 99000},
         AOAI_ERROR_SERVICE,
         "500 OperationTimedOut: the service did not get it done in its time: "
         "try later"},
        {TABLE_KEY,
         {"", 429, .body = "", .retry_after = 99001},
         AOAI_ERROR_THROTTLED,
         "429: the service throttles for another 100 s"},
        /* it passes, and is nobody's row */
        {TABLE_KEY,
         {"", 409, .body = ODATA("TableBeingDeleted", "x")},
         AOAI_ERROR_SERVICE,
         "409 TableBeingDeleted: the table is being deleted, which can take "
         "some minutes: try later or name another"},
        {TABLE_KEY,
         {"", 400,
          .body = ODATA("InvalidInput", "One of the request inputs is wrong")},
         AOAI_ERROR_REFUSED,
         "400 InvalidInput: the service does not take a key or a value of the "
         "row"},
        /* the service's own words where there are none of ours */
        {TABLE_KEY,
         {"", 400,
          .body = ODATA("PropertyNameInvalid", "The name is invalid.")},
         AOAI_ERROR_REFUSED,
         "400 PropertyNameInvalid: The name is invalid."},
        {TABLE_KEY,
         {"", 400,
          .body = XML("InvalidHeaderValue", "The version is no good.")},
         AOAI_ERROR_REFUSED,
         "400 InvalidHeaderValue: The version is no good."},
        {TABLE_KEY,
         {"", 400,
          .body = "{\"error\":{\"code\":\"Odd\",\"message\":\"of OData 4\"}}"},
         AOAI_ERROR_REFUSED,
         "400 Odd: of OData 4"},
        /* conflicts that no row is the reason of, and 404 of somebody else */
        {TABLE_KEY,
         {"", 409, .body = "<html>"},
         AOAI_ERROR_REFUSED,
         "409: no answer of Azure Table Storage: check the URL of --state"},
        {TABLE_KEY,
         {"", 404, .body = "<html>Not Found</html>"},
         AOAI_ERROR_NOT_FOUND,
         "404: nothing that Azure Table Storage says: check the URL of "
         "--state"},
        {TABLE_KEY,
         {"", 302, .body = ""},
         AOAI_ERROR_REFUSED,
         "302: a redirect, which is not followed: check the URL of --state"},
        {TABLE_KEY,
         {"", 100, .body = ""},
         AOAI_ERROR_ANSWER,
         "100: no answer of Azure Table Storage: check the URL of --state"},
        /* what is no code is none */
        {TABLE_KEY,
         {"", 400, .body = ODATA("a b", "x")},
         AOAI_ERROR_REFUSED,
         "400 a: x"},
        {TABLE_KEY,
         {"", 400, .body = ODATA("\\u0007", "x"), .error_code = "<b>"},
         AOAI_ERROR_REFUSED,
         "400: no answer of Azure Table Storage: check the URL of --state"},
        {TABLE_KEY,
         {"", 0, .kind = AOAI_ERROR_DEADLINE},
         AOAI_ERROR_DEADLINE,
         "no answer"},
    };

    (void)state;
    check_refusals(rows, COUNT(rows));
}

static void a_service_that_repeats_a_secret_does_not_show_it(void **state)
{
    static const struct refusal rows[] = {
        {TABLE_SAS,
         {"", 400, .body = XML("Odd", "no " TABLE_SAS " please")},
         AOAI_ERROR_REFUSED,
         "400 Odd: no *** please"},
        {TABLE_SAS,
         {"", 400, .body = ODATA("Odd", "no SecretSecret/Secret= please")},
         AOAI_ERROR_REFUSED,
         "400 Odd: no *** please"},
        {NULL,
         {"", 400, .body = ODATA("Odd", "no Bearer token-1-Secret please")},
         AOAI_ERROR_REFUSED,
         "400 Odd: no Bearer *** please"},
    };

    (void)state;
    check_refusals(rows, COUNT(rows));
}

static void long_words_of_the_service_are_cut(void **state)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf body = {0};
    AOAI_CLEANUP(aoai_table_call_free) struct aoai_table_call call = {0};
    struct fake_reply reply = {"", 400, .body = ""};
    struct table_rig rig;

    (void)state;
    aoai_buf_puts(&body, "<Error><Code>Odd</Code><Message>");
    for (int i = 0; i < 299; i++)
        aoai_buf_putc(&body, 'x');
    for (int i = 0; i < 3000; i++)
        aoai_buf_puts(&body, "\xc3\xa4");
    reply.body = aoai_buf_text(&body);
    table_rig_begin(&rig, TABLE_URL, TABLE_KEY, &crypto);
    table_rig_script(&rig, &reply, 1);
    assert_int_equal(send_get(&rig, &call), -1);
    assert_int_equal(strlen(strstr(rig.error.text, "Odd: ")), 5 + 299);
    table_rig_end(&rig);
}

static void an_answer_that_is_too_large_is_none(void **state)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf body = {.max = 3 << 20};
    AOAI_CLEANUP(aoai_table_call_free) struct aoai_table_call call = {0};
    struct fake_reply reply = {"", 200, .body = ""};
    struct table_rig rig;

    (void)state;
    for (int i = 0; i < 2 << 20; i++)
        aoai_buf_putc(&body, ' ');
    reply.body = aoai_buf_text(&body);
    table_rig_begin(&rig, TABLE_URL, TABLE_KEY, &crypto);
    table_rig_script(&rig, &reply, 1);
    assert_int_equal(send_get(&rig, &call), -1);
    assert_int_equal(rig.error.kind, AOAI_ERROR_ANSWER);
    table_rig_end(&rig);
}

static void a_call_can_be_sent_again(void **state)
{
    static const struct fake_reply replies[] = {
        {"", 404, .body = ODATA("TableNotFound", "x")},
        {"", 200, .body = "{}", .etag = ETAG},
    };
    AOAI_CLEANUP(aoai_table_call_free) struct aoai_table_call call = {0};
    struct table_rig rig;

    (void)state;
    table_rig_begin(&rig, TABLE_URL, TABLE_KEY, &crypto);
    table_rig_script(&rig, replies, COUNT(replies));
    call.method = "GET";
    call.path = ROW_PATH;
    call.deadline = TABLE_DEADLINE;
    assert_int_equal(aoai_table_send(&rig.setup, &call, &rig.error), 0);
    assert_int_equal(aoai_table_send(&rig.setup, &call, &rig.error), 0);
    assert_int_equal(call.status, 200);
    assert_int_equal(call.tries, 1);
    assert_string_equal(call.code, "");
    assert_string_equal(aoai_buf_text(&call.answer), "{}");
    table_rig_check(&rig);
    table_rig_end(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_method_has_its_headers),
        cmocka_unit_test(an_emulators_account_is_signed_twice),
        cmocka_unit_test(each_try_is_signed_anew),
        cmocka_unit_test(a_sas_is_in_the_url_and_nowhere_else),
        cmocka_unit_test(without_a_key_a_token_is_asked_for),
        cmocka_unit_test(a_refused_token_is_replaced_once),
        cmocka_unit_test(some_answers_are_for_the_caller),
        cmocka_unit_test(a_refused_identity_says_what_to_do),
        cmocka_unit_test(every_other_refusal_has_its_sentence),
        cmocka_unit_test(a_service_that_repeats_a_secret_does_not_show_it),
        cmocka_unit_test(long_words_of_the_service_are_cut),
        cmocka_unit_test(an_answer_that_is_too_large_is_none),
        cmocka_unit_test(a_call_can_be_sent_again),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
