/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* What the variables of Azure's SDKs say, and what chooses an identity. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "azure/credential.h"
#include "tests/sample.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))
#define AT(FIELD) offsetof(struct aoai_credential_setup, FIELD)

/* The text at OFFSET of SETUP. */
static const char **text_at(struct aoai_credential_setup *setup, size_t offset)
{
    return (const char **)(void *)((char *)setup + offset);
}

/* Every variable that is a text taken as it is, and the member it fills. */
static const struct {
    const char *name;
    size_t offset;
} variables[] = {
    {"AZURE_TENANT_ID", AT(tenant_id)},
    {"AZURE_CLIENT_ID", AT(client_id)},
    {"AZURE_CLIENT_SECRET", AT(client_secret)},
    {"AZURE_CLIENT_CERTIFICATE_PATH", AT(client_certificate)},
    {"AZURE_CLIENT_CERTIFICATE_PASSWORD", AT(client_certificate_password)},
    {"AZURE_FEDERATED_TOKEN_FILE", AT(federated_token_file)},
    {"IDENTITY_ENDPOINT", AT(identity_endpoint)},
    {"IDENTITY_HEADER", AT(identity_header)},
    {"IDENTITY_SERVER_THUMBPRINT", AT(identity_thumbprint)},
    {"IMDS_ENDPOINT", AT(imds_endpoint)},
    {"MSI_ENDPOINT", AT(msi_endpoint)},
    {"MSI_SECRET", AT(msi_secret)},
    {"DEFAULT_IDENTITY_CLIENT_ID", AT(default_client_id)},
    {"AZURE_CONFIG_DIR", AT(azure_config_dir)},
};

static void set(const char *name, const char *value)
{
    assert_int_equal(setenv(name, value, 1), 0);
}

/* Expects TEXT to be EXPECTED, both maybe NULL. */
static void expect(const char *text, const char *expected)
{
    if (!text != !expected || (text && strcmp(text, expected) != 0))
        fail_msg("%s instead of %s", text ? text : "nothing",
                 expected ? expected : "nothing");
}

static void each_variable_fills_its_member_alone(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(variables); i++) {
        struct aoai_credential_setup setup = {0};

        sample_clear_environment();
        set(variables[i].name, "value");
        aoai_credential_environment(&setup);
        for (size_t j = 0; j < COUNT(variables); j++)
            expect(*text_at(&setup, variables[j].offset),
                   i == j ? "value" : NULL);
    }
    sample_clear_environment();
}

static void endpoints_are_left_to_who_checks_them(void **state)
{
    struct aoai_credential_setup setup = {0};

    (void)state;
    sample_clear_environment();
    set("AZURE_AUTHORITY_HOST", "http://example.com");
    set("AZURE_POD_IDENTITY_AUTHORITY_HOST", "http://example.com");
    aoai_credential_environment(&setup);
    expect(setup.authority, NULL);
    expect(setup.imds, NULL);
    sample_clear_environment();
}

static void what_is_given_wins_over_the_environment(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(variables); i++) {
        struct aoai_credential_setup setup = {0};

        sample_clear_environment();
        set(variables[i].name, "variable");
        *text_at(&setup, variables[i].offset) = "given";
        aoai_credential_environment(&setup);
        expect(*text_at(&setup, variables[i].offset), "given");
    }
    sample_clear_environment();
}

static void
who_is_logged_in_to_az_is_kept_at_home_unless_elsewhere(void **state)
{
    struct aoai_credential_setup setup = {0};

    (void)state;
    sample_clear_environment();
    set("HOME", "/home/one");
    aoai_credential_environment(&setup);
    expect(setup.azure_config_dir, "/home/one");
    set("AZURE_CONFIG_DIR", "/etc/az");
    setup.azure_config_dir = NULL;
    aoai_credential_environment(&setup);
    expect(setup.azure_config_dir, "/etc/az");
    sample_clear_environment();
}

static void an_empty_variable_is_none(void **state)
{
    struct aoai_credential_setup setup = {0};

    (void)state;
    sample_clear_environment();
    for (size_t i = 0; i < COUNT(variables); i++)
        set(variables[i].name, "");
    aoai_credential_environment(&setup);
    for (size_t i = 0; i < COUNT(variables); i++)
        expect(*text_at(&setup, variables[i].offset), NULL);
    sample_clear_environment();
}

static void one_proof_leaves_the_others_aside(void **state)
{
    static const struct {
        struct aoai_credential_setup given;
        const char *secret, *certificate, *federated;
    } rows[] = {
        /* the SDKs' order: the secret before the certificate; the federated
         * token is another credential's */
        {{0}, "s", NULL, "f"},
        {{.client_secret = "x"}, "x", NULL, NULL},
        {{.client_secret_file = "x"}, NULL, NULL, NULL},
        {{.client_certificate = "x"}, NULL, "x", NULL},
        {{.federated_token_file = "x"}, NULL, NULL, "x"},
    };

    (void)state;
    sample_clear_environment();
    set("AZURE_CLIENT_SECRET", "s");
    set("AZURE_CLIENT_CERTIFICATE_PATH", "c");
    set("AZURE_FEDERATED_TOKEN_FILE", "f");
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct aoai_credential_setup setup = rows[i].given;

        aoai_credential_environment(&setup);
        expect(setup.client_secret, rows[i].secret);
        expect(setup.client_certificate, rows[i].certificate);
        expect(setup.federated_token_file, rows[i].federated);
    }
    sample_clear_environment();
}

static void a_passwords_file_leaves_the_variable_aside(void **state)
{
    struct aoai_credential_setup setup = {.client_certificate_password_file =
                                              "file"};

    (void)state;
    sample_clear_environment();
    set("AZURE_CLIENT_CERTIFICATE_PASSWORD", "variable");
    aoai_credential_environment(&setup);
    expect(setup.client_certificate_password, NULL);
    expect(setup.client_certificate_password_file, "file");
    sample_clear_environment();
}

static void the_chain_is_sent_where_the_variable_says_so(void **state)
{
    static const struct {
        const char *value;
        bool sent;
    } rows[] = {
        {"1", true},   {"true", true}, {"True", true},   {"TRUE", true},
        {"0", false},  {"no", false},  {"false", false}, {"11", false},
        {" 1", false}, {"yes", false}, {"", false},
    };

    (void)state;
    sample_clear_environment();
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct aoai_credential_setup setup = {0};

        set("AZURE_CLIENT_SEND_CERTIFICATE_CHAIN", rows[i].value);
        aoai_credential_environment(&setup);
        assert_int_equal(setup.send_certificate_chain, rows[i].sent);
        /* the option is not undone */
        setup.send_certificate_chain = true;
        aoai_credential_environment(&setup);
        assert_true(setup.send_certificate_chain);
    }
    sample_clear_environment();
}

/* Members that choose the identity. */
static const size_t choosing[] = {
    AT(pinned),
    AT(group),
    AT(authority),
    AT(tenant_id),
    AT(client_id),
    AT(client_secret_file),
    AT(client_certificate),
    AT(federated_token_file),
    AT(token_file),
    AT(managed_identity_id),
    AT(imds),
    AT(identity_endpoint),
    AT(imds_endpoint),
    AT(msi_endpoint),
    AT(default_client_id),
    AT(azure_config_dir),
};

/* Writes what chooses the identity of SETUP. */
static char *identity_of(const struct aoai_credential_setup *setup)
{
    struct aoai_buf out = {0};
    char *text;

    aoai_credential_write_identity(&out, setup);
    text = aoai_buf_take(&out, NULL);
    assert_non_null(text);
    return text;
}

static void each_choice_makes_another_identity(void **state)
{
    char *texts[COUNT(choosing) + 1];

    (void)state;
    for (size_t i = 0; i <= COUNT(choosing); i++) {
        struct aoai_credential_setup setup = {0};

        if (i < COUNT(choosing))
            *text_at(&setup, choosing[i]) = "value";
        texts[i] = identity_of(&setup);
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(texts[i], texts[j]);
    }
    for (size_t i = 0; i <= COUNT(choosing); i++)
        free(texts[i]);
}

static void who_uses_az_counts_only_where_it_may_be_asked(void **state)
{
    static const struct {
        struct aoai_credential_setup setup;
        bool counts;
    } rows[] = {
        {{.pinned = "azure-cli", .client_secret = "s"}, true},
        {{.group = "dev"}, true},
        {{.client_id = "c", .client_secret = "s"}, true}, /* no tenant */
        {{.tenant_id = "t", .client_id = "c"}, true},
        {{.pinned = "environment"}, false},
        {{.group = "prod"}, false},
        /* an application that signs in, or fails for good */
        {{.tenant_id = "t", .client_id = "c", .client_secret = "s"}, false},
        {{.tenant_id = "t", .client_id = "c", .client_certificate = "f"},
         false},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct aoai_credential_setup one = rows[i].setup, other = one;
        char *first, *second;

        one.azure_config_dir = "/home/one";
        other.azure_config_dir = "/home/other";
        first = identity_of(&one);
        second = identity_of(&other);
        assert_int_equal(strcmp(first, second) != 0, rows[i].counts);
        free(first);
        free(second);
    }
}

static void no_two_members_run_into_each_other(void **state)
{
    const struct aoai_credential_setup one = {.tenant_id = "a\n1:b",
                                              .client_id = "c"};
    const struct aoai_credential_setup other = {.tenant_id = "a",
                                                .client_id = "b\n1:c"};
    char *first = identity_of(&one), *second = identity_of(&other);

    (void)state;
    assert_string_not_equal(first, second);
    free(first);
    free(second);
}

static void secrets_are_no_part_of_the_identity(void **state)
{
    const struct aoai_credential_setup setup = {
        .client_secret = "hunter2",
        .client_certificate_password = "hunter2",
        .identity_header = "hunter2",
        .msi_secret = "hunter2",
    };
    const struct aoai_credential_setup other = {
        .client_secret = "swordfish",
        .client_certificate_password = "swordfish",
        .identity_header = "swordfish",
        .msi_secret = "swordfish",
    };
    char *text = identity_of(&setup), *same = identity_of(&other);

    (void)state;
    assert_null(strstr(text, "hunter2"));
    assert_string_equal(text, same);
    free(text);
    free(same);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_variable_fills_its_member_alone),
        cmocka_unit_test(endpoints_are_left_to_who_checks_them),
        cmocka_unit_test(what_is_given_wins_over_the_environment),
        cmocka_unit_test(
            who_is_logged_in_to_az_is_kept_at_home_unless_elsewhere),
        cmocka_unit_test(an_empty_variable_is_none),
        cmocka_unit_test(one_proof_leaves_the_others_aside),
        cmocka_unit_test(a_passwords_file_leaves_the_variable_aside),
        cmocka_unit_test(the_chain_is_sent_where_the_variable_says_so),
        cmocka_unit_test(each_choice_makes_another_identity),
        cmocka_unit_test(who_uses_az_counts_only_where_it_may_be_asked),
        cmocka_unit_test(no_two_members_run_into_each_other),
        cmocka_unit_test(secrets_are_no_part_of_the_identity),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
