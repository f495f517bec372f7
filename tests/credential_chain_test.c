/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* The chain: the credentials in order, until one is configured. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "azure/credential_chain.h"
#include "tests/fake_clock.h"
#include "tests/fake_http.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))
#define ARM "https://management.azure.com"

/* A link that succeeds or fails as told. */
struct link {
    enum aoai_error_kind kind; /* NONE: succeeds */
    const char *why;
    size_t asked, freed;
};

static int get_link(void *self, const char *audience, int64_t deadline,
                    struct aoai_token *token, struct aoai_error *error)
{
    struct link *link = self;

    assert_string_equal(audience, ARM);
    assert_int_equal(deadline, 5000);
    link->asked++;
    /* leftovers of a failure must not reach the next one */
    assert_int_equal(token->text.length, 0);
    aoai_buf_puts(&token->text, "token");
    if (link->kind)
        return aoai_error_set(error, link->kind, "%s", link->why);
    return 0;
}

static void free_link(void *self)
{
    ((struct link *)self)->freed++;
}

/* A chain of two links, and what became of asking it. */
struct outcome {
    int failed;
    struct aoai_error error;
    struct aoai_notes notes;
};

/* Asks a chain of ONE and OTHER. */
static struct outcome ask(struct link *one, struct link *other)
{
    struct outcome outcome = {.notes.level = 1};
    AOAI_CLEANUP(aoai_token_free) struct aoai_token token = {0};
    struct aoai_credential links[] = {
        {"one", one, get_link, NULL, free_link},
        {"other", other, get_link, NULL, free_link},
    };
    struct aoai_credential chain;

    assert_int_equal(
        aoai_credential_chain_new(&chain, links, 2, &outcome.notes, NULL), 0);
    outcome.failed = chain.get(chain.self, ARM, 5000, &token, &outcome.error);
    assert_int_equal(token.text.length, outcome.failed ? 0 : 5);
    aoai_credential_free(&chain);
    assert_int_equal(one->freed, 1);
    assert_int_equal(other->freed, 1);
    return outcome;
}

static void the_first_available_one_answers(void **state)
{
    struct link one = {0}, other = {0};
    struct outcome outcome = ask(&one, &other);

    (void)state;
    assert_int_equal(outcome.failed, 0);
    assert_int_equal(one.asked, 1);
    assert_int_equal(other.asked, 0);
    assert_string_equal(aoai_buf_text(&outcome.notes.text),
                        "signed in by one, for " ARM "\n");
    aoai_notes_free(&outcome.notes);
}

static void an_unavailable_one_is_passed_over(void **state)
{
    struct link one = {.kind = AOAI_ERROR_UNAVAILABLE, .why = "not set"};
    struct link other = {0};
    struct outcome outcome = ask(&one, &other);

    (void)state;
    assert_int_equal(outcome.failed, 0);
    assert_string_equal(aoai_buf_text(&outcome.notes.text),
                        "credential one passed over: not set\n"
                        "signed in by other, for " ARM "\n");
    aoai_notes_free(&outcome.notes);
}

static void any_other_failure_is_final(void **state)
{
    static const enum aoai_error_kind kinds[] = {
        AOAI_ERROR_INPUT,     AOAI_ERROR_MEMORY,  AOAI_ERROR_DENIED,
        AOAI_ERROR_NOT_FOUND, AOAI_ERROR_REFUSED, AOAI_ERROR_THROTTLED,
        AOAI_ERROR_SERVICE,   AOAI_ERROR_NETWORK, AOAI_ERROR_DEADLINE,
        AOAI_ERROR_ANSWER,
    };

    (void)state;
    for (size_t i = 0; i < COUNT(kinds); i++) {
        struct link one = {.kind = kinds[i], .why = "wrong secret"};
        struct link other = {0};
        struct outcome outcome = ask(&one, &other);

        assert_int_equal(outcome.failed, -1);
        assert_int_equal(outcome.error.kind, kinds[i]);
        assert_string_equal(outcome.error.text, "wrong secret");
        assert_int_equal(other.asked, 0);
        aoai_notes_free(&outcome.notes);
    }
}

static void when_none_is_available_each_is_named(void **state)
{
    struct link one = {.kind = AOAI_ERROR_UNAVAILABLE, .why = "not set"};
    struct link other = {.kind = AOAI_ERROR_UNAVAILABLE, .why = "not here"};
    struct outcome outcome = ask(&one, &other);

    (void)state;
    assert_int_equal(outcome.failed, -1);
    assert_int_equal(outcome.error.kind, AOAI_ERROR_DENIED);
    assert_string_equal(outcome.error.text,
                        "no credential is configured: not set, not here");
    aoai_notes_free(&outcome.notes);
}

/* Makes the credential that SETUP asks for and asks it, with the COUNT
 * REPLIES. Returns the failure, kind NONE for none. */
static struct aoai_error ask_default(struct aoai_credential_setup setup,
                                     const struct fake_reply *replies,
                                     size_t count)
{
    struct fake_clock time = {.wall = 1729425600};
    struct aoai_clock clock = fake_clock(&time);
    static struct fake_http fake;
    struct aoai_http http = fake_http(&fake);
    AOAI_CLEANUP(aoai_token_free) struct aoai_token token = {0};
    struct aoai_credential credential;
    struct aoai_error error = {0};

    assert_int_equal(setenv("PATH", "/nowhere", 1), 0); /* no az */
    setup.http = &http;
    setup.clock = &clock;
    setup.authority = "https://login.microsoftonline.com";
    fake_http_script(&fake, replies, count);
    assert_int_equal(aoai_credential_default_new(&credential, &setup, NULL), 0);
    if (credential.get(credential.self, ARM, 5000, &token, &error) == 0)
        error.kind = AOAI_ERROR_NONE;
    assert_true(fake_http_is_over(&fake));
    fake_http_free(&fake);
    aoai_credential_free(&credential);
    return error;
}

#define TOKEN "{\"access_token\":\"t\",\"expires_in\":3599}"

static void the_environment_comes_before_the_managed_identity(void **state)
{
    static const struct fake_reply replies[] = {
        {"login.microsoftonline.com", .status = 200, .body = TOKEN}};

    (void)state;
    assert_int_equal(
        ask_default((struct aoai_credential_setup){.tenant_id = "t",
                                                   .client_id = "c",
                                                   .client_secret = "s"},
                    replies, 1)
            .kind,
        AOAI_ERROR_NONE);
}

static void a_wrong_secret_is_not_made_good_by_the_identity(void **state)
{
    static const struct fake_reply replies[] = {
        {"login.microsoftonline.com", .status = 401,
         .body = "{\"error_description\":\"AADSTS7000215: no\"}"}};

    (void)state;
    assert_int_equal(
        ask_default((struct aoai_credential_setup){.tenant_id = "t",
                                                   .client_id = "c",
                                                   .client_secret = "s"},
                    replies, 1)
            .kind,
        AOAI_ERROR_DENIED);
}

static void the_federated_token_comes_before_the_managed_identity(void **state)
{
    struct aoai_error error =
        ask_default((struct aoai_credential_setup){.tenant_id = "t",
                                                   .client_id = "c",
                                                   .federated_token_file =
                                                       "/nowhere/token"},
                    NULL, 0);

    (void)state;
    assert_int_equal(error.kind, AOAI_ERROR_NOT_FOUND);
    assert_string_equal(
        error.text, "sign-in: /nowhere/token: no such file (application c)");
}

static void without_a_secret_the_managed_identity_is_next(void **state)
{
    static const struct fake_reply replies[] = {
        {"169.254.169.254", .status = 400, .body = NULL},
        {"169.254.169.254", .status = 200, .body = TOKEN}};

    (void)state;
    assert_int_equal(
        ask_default((struct aoai_credential_setup){0}, replies, 2).kind,
        AOAI_ERROR_NONE);
}

static void on_a_bare_machine_the_error_names_all_ways(void **state)
{
    static const struct fake_reply replies[] = {
        {"169.254.169.254", .kind = AOAI_ERROR_NETWORK}};
    struct aoai_error error =
        ask_default((struct aoai_credential_setup){0}, replies, 1);

    (void)state;
    assert_int_equal(error.kind, AOAI_ERROR_DENIED);
    assert_string_equal(
        error.text,
        "no credential is configured: no AZURE_TENANT_ID, no "
        "AZURE_FEDERATED_TOKEN_FILE, no metadata service here, no az here");
}

static void a_pinned_one_is_asked_alone(void **state)
{
    struct aoai_error error = ask_default(
        (struct aoai_credential_setup){.pinned = "environment"}, NULL, 0);

    (void)state;
    assert_int_equal(error.kind, AOAI_ERROR_DENIED);
    assert_string_equal(
        error.text,
        "credential environment is not configured: no AZURE_TENANT_ID");
    error = ask_default(
        (struct aoai_credential_setup){
            .pinned = "workload-identity", .tenant_id = "t", .client_id = "c"},
        NULL, 0);
    assert_string_equal(error.text,
                        "credential workload-identity is not configured: no "
                        "AZURE_FEDERATED_TOKEN_FILE");
    error = ask_default((struct aoai_credential_setup){.pinned = "token-file"},
                        NULL, 0);
    assert_non_null(strstr(error.text, "--token-file is not given"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_available_one_answers),
        cmocka_unit_test(an_unavailable_one_is_passed_over),
        cmocka_unit_test(any_other_failure_is_final),
        cmocka_unit_test(when_none_is_available_each_is_named),
        cmocka_unit_test(the_environment_comes_before_the_managed_identity),
        cmocka_unit_test(a_wrong_secret_is_not_made_good_by_the_identity),
        cmocka_unit_test(the_federated_token_comes_before_the_managed_identity),
        cmocka_unit_test(without_a_secret_the_managed_identity_is_next),
        cmocka_unit_test(on_a_bare_machine_the_error_names_all_ways),
        cmocka_unit_test(a_pinned_one_is_asked_alone),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
