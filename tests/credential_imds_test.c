/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Managed identities of virtual machines. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "azure/credential_imds.h"
#include "tests/identity_rig.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))
#define PATH "http://169.254.169.254/metadata/identity/oauth2/token"
#define ASK PATH "?api-version=2018-02-01&" IDENTITY_RESOURCE
#define TOKEN IDENTITY_TOKEN
#define NO_IDENTITY                                                            \
    "{\"error\":\"invalid_request\",\"error_description\":"                    \
    "\"Identity not found\"}"

/* Signs in as SETUP says with a script of COUNT REPLIES, all of which are
 * given. */
static int sign_in(struct fake_http *fake, struct aoai_credential_setup setup,
                   const struct fake_reply *replies, size_t count,
                   struct aoai_error *error)
{
    struct aoai_error ignored;

    return identity_sign_in(fake, aoai_credential_imds_ask, setup, replies,
                            count, error ? error : &ignored);
}

static void in_a_chain_a_harmless_probe_comes_first(void **state)
{
    static const struct fake_reply replies[] = {
        {"", .status = 400}, {"", .status = 200, .body = TOKEN}};
    struct fake_http fake = {0};

    (void)state;
    assert_int_equal(
        sign_in(&fake, (struct aoai_credential_setup){0}, replies, 2, NULL), 0);
    assert_int_equal(fake.request_count, 2);
    /* without the header that is demanded: refused by the service */
    assert_string_equal(fake.requests[0].method, "GET");
    assert_string_equal(fake.requests[0].url, PATH);
    assert_string_equal(fake.requests[0].headers, "");
    assert_true(fake.requests[0].no_retry);
    assert_int_equal(fake.requests[0].try_limit, 1000);
    assert_string_equal(fake.requests[1].url, ASK);
    assert_string_equal(fake.requests[1].headers, "Metadata: true\n");
    assert_false(fake.requests[1].no_retry);
    assert_int_equal(fake.requests[1].deadline, IDENTITY_DEADLINE);
    /* and not for long where nobody answers: four tries in 30 s */
    assert_int_equal(fake.requests[1].try_limit, 5000);
    assert_int_equal(fake.requests[1].rules, AOAI_HTTP_IMDS);
    fake_http_free(&fake);
}

static void without_an_answer_to_the_probe_it_is_unavailable(void **state)
{
    static const struct {
        enum aoai_error_kind failure, kind;
    } rows[] = {
        {AOAI_ERROR_NETWORK, AOAI_ERROR_UNAVAILABLE},
        /* what is no sign of a missing service stays what it is */
        {AOAI_ERROR_DEADLINE, AOAI_ERROR_DEADLINE},
        {AOAI_ERROR_MEMORY, AOAI_ERROR_MEMORY},
        {AOAI_ERROR_INPUT, AOAI_ERROR_INPUT},
    };
    struct fake_http fake = {0};

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct fake_reply reply = {"", .kind = rows[i].failure};
        struct aoai_error error = {0};

        assert_int_equal(sign_in(&fake, (struct aoai_credential_setup){0},
                                 &reply, 1, &error),
                         -1);
        assert_int_equal(error.kind, rows[i].kind);
        if (error.kind == AOAI_ERROR_UNAVAILABLE)
            assert_string_equal(error.text, "no metadata service here");
    }
    fake_http_free(&fake);
}

static void
what_the_probe_meets_tells_whether_that_is_azures_service(void **state)
{
    static const struct {
        int status;
        const char *body;
        bool there;
    } rows[] = {
        {400, "{\"error\":\"bad_request_102\"}", true},
        {200, "", true},
        {410, "", true},
        {503, "", true},
        /* the services of other clouds, at the same address */
        {404, "", false},
        {401, "", false},
        {403, "{\"error\":\"forbidden\"}", true},
        {403, "A socket operation was attempted to an unreachable network.",
         false},
        {403, "connecting to 169.254.169.254:80: host unreachable", false},
        {400, "unreachable", true},
    };
    struct fake_http fake = {0};

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct fake_reply replies[] = {
            {"", .status = rows[i].status, .body = rows[i].body},
            {"", .status = 200, .body = TOKEN}};
        struct aoai_error error;

        assert_int_equal(sign_in(&fake, (struct aoai_credential_setup){0},
                                 replies, rows[i].there ? 2 : 1, &error),
                         rows[i].there ? 0 : -1);
        if (!rows[i].there)
            assert_int_equal(error.kind, AOAI_ERROR_UNAVAILABLE);
    }
    fake_http_free(&fake);
}

static void a_pinned_one_is_asked_without_a_probe(void **state)
{
    static const struct fake_reply good = {"", .status = 200, .body = TOKEN};
    static const struct fake_reply away = {"", .kind = AOAI_ERROR_NETWORK};
    static const struct fake_reply none = {"", .status = 400,
                                           .body = NO_IDENTITY};
    const struct aoai_credential_setup setup = {.pinned = "managed-identity"};
    struct fake_http fake = {0};
    struct aoai_error error = {0};

    (void)state;
    assert_int_equal(sign_in(&fake, setup, &good, 1, &error), 0);
    /* and nothing is unavailable: there is no next one */
    assert_int_equal(sign_in(&fake, setup, &away, 1, &error), -1);
    assert_int_equal(error.kind, AOAI_ERROR_NETWORK);
    assert_string_equal(error.text,
                        "managed identity: no answer: choose another "
                        "--credential where this machine is not in Azure");
    assert_int_equal(sign_in(&fake, setup, &none, 1, &error), -1);
    assert_int_equal(error.kind, AOAI_ERROR_DENIED);
    assert_string_equal(error.text,
                        "no managed identity is assigned to this machine: "
                        "assign one, or choose another credential");
    fake_http_free(&fake);
}

static void no_identity_where_none_was_chosen_is_unavailable(void **state)
{
    static const struct fake_reply replies[] = {
        {"", .status = 400}, {"", .status = 400, .body = NO_IDENTITY}};
    struct fake_http fake = {0};
    struct aoai_error error = {0};

    (void)state;
    assert_int_equal(
        sign_in(&fake, (struct aoai_credential_setup){0}, replies, 2, &error),
        -1);
    assert_int_equal(error.kind, AOAI_ERROR_UNAVAILABLE);
    assert_string_equal(error.text,
                        "no managed identity is assigned to this machine");
    fake_http_free(&fake);
}

static void entra_refuses_no_identity(void **state)
{
    static const struct fake_reply replies[] = {
        {"", .status = 400},
        {"", .status = 400,
         .body = "{\"error\":\"invalid_resource\",\"error_description\":"
                 "\"AADSTS500011: The resource principal\"}"}};
    const struct aoai_credential_setup rows[] = {
        {0}, {.managed_identity_id = "id"}, {.client_id = "id"}};
    struct fake_http fake = {0};

    (void)state;
    /* who is asked about an audience knows the identity */
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct aoai_error error;

        assert_int_equal(sign_in(&fake, rows[i], replies, 2, &error), -1);
        assert_int_equal(error.kind, AOAI_ERROR_DENIED);
        assert_memory_equal(error.text, "managed identity: AADSTS500011", 30);
    }
    fake_http_free(&fake);
}

static void a_chosen_identity_that_is_missing_is_final(void **state)
{
    static const struct fake_reply replies[] = {
        {"", .status = 400},
        {"client_id=", .status = 400, .body = NO_IDENTITY},
        {"object_id=", .status = 400, .body = NO_IDENTITY}};
    struct fake_http fake = {0};
    struct aoai_error error = {0};

    (void)state;
    assert_int_equal(
        sign_in(&fake,
                (struct aoai_credential_setup){.managed_identity_id = "id&1",
                                               .client_id = "other"},
                replies, 3, &error),
        -1);
    assert_int_equal(error.kind, AOAI_ERROR_DENIED);
    assert_non_null(strstr(error.text, "the managed identity is not assigned "
                                       "to this machine: id&1 ("));
    assert_string_equal(fake.requests[1].url, ASK "&client_id=id%261");
    assert_string_equal(fake.requests[2].url, ASK "&object_id=id%261");
    fake_http_free(&fake);
}

static void an_id_no_client_has_is_tried_as_an_object(void **state)
{
    static const struct fake_reply replies[] = {
        {"", .status = 400},
        {"client_id=id", .status = 400, .body = NO_IDENTITY},
        {"object_id=id", .status = 200, .body = TOKEN}};
    struct fake_http fake = {0};

    (void)state;
    assert_int_equal(
        sign_in(&fake,
                (struct aoai_credential_setup){.managed_identity_id = "id"},
                replies, 3, NULL),
        0);
    fake_http_free(&fake);
}

static void a_client_id_of_the_environment_is_one_only(void **state)
{
    static const struct fake_reply replies[] = {
        {"", .status = 400},
        {"client_id=c", .status = 400, .body = NO_IDENTITY}};
    struct fake_http fake = {0};
    struct aoai_error error = {0};

    (void)state;
    assert_int_equal(sign_in(&fake,
                             (struct aoai_credential_setup){.client_id = "c"},
                             replies, 2, &error),
                     -1);
    assert_int_equal(error.kind, AOAI_ERROR_DENIED);
    fake_http_free(&fake);
}

static void several_identities_and_no_choice_is_final(void **state)
{
    static const struct fake_reply replies[] = {
        {"", .status = 400},
        {"", .status = 400,
         .body = "{\"error\":\"invalid_request\",\"error_description\":"
                 "\"Multiple user assigned identities exist, please specify "
                 "the clientId / resourceId of the identity in the token "
                 "request\"}"}};
    struct fake_http fake = {0};
    struct aoai_error error = {0};

    (void)state;
    assert_int_equal(
        sign_in(&fake, (struct aoai_credential_setup){0}, replies, 2, &error),
        -1);
    assert_int_equal(error.kind, AOAI_ERROR_DENIED);
    assert_non_null(strstr(error.text, "--managed-identity-id"));
    fake_http_free(&fake);
}

static void a_resource_id_is_asked_for_as_such(void **state)
{
    static const struct fake_reply replies[] = {
        {"", .status = 400}, {"", .status = 200, .body = TOKEN}};
    static const struct fake_reply unknown[] = {
        {"", .status = 400}, {"", .status = 400, .body = NO_IDENTITY}};
    const struct aoai_credential_setup setup = {.managed_identity_id =
                                                    IDENTITY_RESOURCE_ID};
    struct fake_http fake = {0};

    (void)state;
    assert_int_equal(sign_in(&fake, setup, replies, 2, NULL), 0);
    assert_string_equal(fake.requests[1].url,
                        ASK "&msi_res_id=" IDENTITY_RESOURCE_ID_ESCAPED);
    /* and as nothing else */
    assert_int_equal(sign_in(&fake, setup, unknown, 2, NULL), -1);
    fake_http_free(&fake);
}

static void another_endpoint_may_be_named(void **state)
{
    static const struct fake_reply reply = {
        "http://localhost:8081/metadata/identity/oauth2/token?", .status = 200,
        .body = TOKEN};
    static const struct fake_reply away = {
        "http://localhost:8081/metadata/identity/oauth2/token",
        .kind = AOAI_ERROR_NETWORK};
    struct fake_http fake = {0};
    struct aoai_error error;

    (void)state;
    /* it is probed as the usual one is */
    assert_int_equal(
        sign_in(&fake,
                (struct aoai_credential_setup){.imds = "http://localhost:8081"},
                &away, 1, &error),
        -1);
    assert_int_equal(error.kind, AOAI_ERROR_UNAVAILABLE);
    assert_int_equal(fake.requests[0].try_limit, 1000);
    assert_int_equal(
        sign_in(&fake,
                (struct aoai_credential_setup){.pinned = "managed-identity",
                                               .imds = "http://localhost:8081"},
                &reply, 1, NULL),
        0);
    fake_http_free(&fake);
}

static void a_failing_service_is_final(void **state)
{
    static const struct {
        int status;
        enum aoai_error_kind kind;
    } rows[] = {
        {429, AOAI_ERROR_THROTTLED}, {500, AOAI_ERROR_SERVICE},
        {403, AOAI_ERROR_DENIED},    {404, AOAI_ERROR_DENIED},
        {204, AOAI_ERROR_ANSWER},
    };
    struct fake_http fake = {0};

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct fake_reply replies[] = {{"", .status = 400},
                                       {"", .status = rows[i].status}};
        struct aoai_error error = {0};

        assert_int_equal(sign_in(&fake, (struct aoai_credential_setup){0},
                                 replies, 2, &error),
                         -1);
        assert_int_equal(error.kind, rows[i].kind);
        assert_memory_equal(error.text, "managed identity: ", 18);
    }
    fake_http_free(&fake);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(in_a_chain_a_harmless_probe_comes_first),
        cmocka_unit_test(without_an_answer_to_the_probe_it_is_unavailable),
        cmocka_unit_test(
            what_the_probe_meets_tells_whether_that_is_azures_service),
        cmocka_unit_test(a_pinned_one_is_asked_without_a_probe),
        cmocka_unit_test(no_identity_where_none_was_chosen_is_unavailable),
        cmocka_unit_test(entra_refuses_no_identity),
        cmocka_unit_test(a_chosen_identity_that_is_missing_is_final),
        cmocka_unit_test(an_id_no_client_has_is_tried_as_an_object),
        cmocka_unit_test(a_client_id_of_the_environment_is_one_only),
        cmocka_unit_test(several_identities_and_no_choice_is_final),
        cmocka_unit_test(a_resource_id_is_asked_for_as_such),
        cmocka_unit_test(another_endpoint_may_be_named),
        cmocka_unit_test(a_failing_service_is_final),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
