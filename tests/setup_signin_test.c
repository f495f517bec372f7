/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Which credential: options, AZURE_TOKEN_CREDENTIALS, and what contradicts. */
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
#include "tests/sample.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))

/* Sets AZURE_TOKEN_CREDENTIALS in an environment that is empty else. */
static void set_selection(const char *text)
{
    sample_clear_environment();
    assert_int_equal(setenv("AZURE_TOKEN_CREDENTIALS", text, 1), 0);
}

/* Expects TEXT to be EXPECTED, both maybe NULL. */
static void expect(const char *text, const char *expected)
{
    if (!text != !expected || (text && strcmp(text, expected) != 0))
        fail_msg("%s instead of %s", text ? text : "nothing",
                 expected ? expected : "nothing");
}

static void the_variable_selects_as_for_the_sdks(void **state)
{
    static const struct {
        const char *text, *pinned, *group;
    } rows[] = {
        {"prod", NULL, "prod"},
        {"dev", NULL, "dev"},
        {"PROD", NULL, "prod"},
        {"DEV", NULL, "dev"},
        {"\tdev\r\n", NULL, "dev"},
        {"EnvironmentCredential", "environment", NULL},
        {"WorkloadIdentityCredential", "workload-identity", NULL},
        {" ManagedIdentityCredential ", "managed-identity", NULL},
        {"managedidentitycredential", "managed-identity", NULL},
        {"AZURECLICREDENTIAL", "azure-cli", NULL},
        /* nothing but blanks is not set, as in the SDKs */
        {"", NULL, NULL},
        {"  ", NULL, NULL},
        {"\n", NULL, NULL},
    };
    static const char *const plain[] = {NULL};

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct sample sample;

        sample_begin(&sample, plain);
        set_selection(rows[i].text);
        sample_set_up(&sample, SAMPLE_NOW);
        expect(sample.setup.credential.pinned, rows[i].pinned);
        expect(sample.setup.credential.group, rows[i].group);
        sample_end(&sample);
    }
    sample_clear_environment();
}

static void what_the_variable_may_not_say_is_a_mistake(void **state)
{
    static const char *const texts[] = {
        "production", "pro", "prod dev", "prod,dev", "managed-identity",
        /* known to the SDKs, but not offered here */
        "VisualStudioCodeCredential", "AzurePowerShellCredential",
        "AzureDeveloperCliCredential", "InteractiveBrowserCredential",
        "token-file"};
    static const char *const words[] = {"resource=" SAMPLE_ID, NULL};

    (void)state;
    for (size_t i = 0; i < COUNT(texts); i++) {
        char *text;

        set_selection(texts[i]);
        text = sample_mistakes(words, AOAI_SETTING_COMMAND_LINE);
        if (strncmp(text, "AZURE_TOKEN_CREDENTIALS: '", 26) != 0 ||
            !strstr(text, texts[i]) || !strstr(text, "AzureCliCredential") ||
            strchr(text, '\n') != text + strlen(text) - 1)
            fail_msg("%s: %s", texts[i], text);
        free(text);
    }
    sample_clear_environment();
}

static void options_win_over_the_variable(void **state)
{
    static const struct {
        const char *words[3];
        const char *variable, *pinned;
    } rows[] = {
        {{"credential=environment"}, "AzureCliCredential", "environment"},
        {{"credential=managed-identity"}, "dev", "managed-identity"},
        {{"token-file=/t"}, "dev", "token-file"},
        /* not looked at, and so no mistake */
        {{"credential=azure-cli"}, "nonsense", "azure-cli"},
        {{"token-file=/t"}, "nonsense", "token-file"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct sample sample;

        sample_begin(&sample, rows[i].words);
        set_selection(rows[i].variable);
        sample_set_up(&sample, SAMPLE_NOW);
        expect(sample.setup.credential.pinned, rows[i].pinned);
        expect(sample.setup.credential.group, NULL);
        sample_end(&sample);
    }
    sample_clear_environment();
}

static void each_credential_can_be_pinned(void **state)
{
    static const char *const names[] = {"environment", "workload-identity",
                                        "managed-identity", "azure-cli"};

    (void)state;
    for (size_t i = 0; i < COUNT(names); i++) {
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf word = {0};
        const char *words[2] = {NULL};
        struct sample sample;

        aoai_buf_printf(&word, "credential=%s", names[i]);
        words[0] = aoai_buf_text(&word);
        sample_begin(&sample, words);
        expect(sample.setup.credential.pinned, names[i]);
        sample_end(&sample);
    }
}

static void an_application_has_one_proof(void **state)
{
#define SECRET "client-secret-file=/s"
#define CERTIFICATE "client-certificate=/c"
#define FEDERATED "federated-token-file=/f"
    static const struct {
        const char *words[4];
        bool good;
    } rows[] = {
        {{NULL}, true},
        {{SECRET}, true},
        {{CERTIFICATE}, true},
        {{FEDERATED}, true},
        {{SECRET, CERTIFICATE}, false},
        {{SECRET, FEDERATED}, false},
        {{CERTIFICATE, FEDERATED}, false},
        {{SECRET, CERTIFICATE, FEDERATED}, false},
    };

    (void)state;
    sample_clear_environment();
    for (size_t i = 0; i < COUNT(rows); i++) {
        const char *words[8] = {"resource=" SAMPLE_ID, "tenant-id=t",
                                "client-id=c"};
        char *text;

        memcpy(words + 3, rows[i].words, sizeof(rows[i].words));
        text = sample_mistakes(words, AOAI_SETTING_COMMAND_LINE);
        expect(text, rows[i].good
                         ? ""
                         : "--client-secret-file, --client-certificate and "
                           "--federated-token-file: give one of them\n");
        free(text);
    }
}

static void an_option_that_proves_wants_the_application_named(void **state)
{
    static const struct {
        const char *words[4];
        const char *mistake;
    } rows[] = {
        {{SECRET},
         "--client-secret-file: needs --tenant-id too, or $AZURE_TENANT_ID\n"},
        {{CERTIFICATE, "tenant-id=t"},
         "--client-certificate: needs --client-id too, or $AZURE_CLIENT_ID\n"},
        {{FEDERATED, "client-id=c"},
         "--federated-token-file: needs --tenant-id too, or "
         "$AZURE_TENANT_ID\n"},
        {{FEDERATED, "client-id=c", "tenant-id=t"}, ""},
    };

    (void)state;
    sample_clear_environment();
    for (size_t i = 0; i < COUNT(rows); i++) {
        const char *words[6] = {"resource=" SAMPLE_ID};
        char *text;

        memcpy(words + 1, rows[i].words, sizeof(rows[i].words));
        text = sample_mistakes(words, AOAI_SETTING_COMMAND_LINE);
        expect(text, rows[i].mistake);
        free(text);
    }
}

static void an_options_proof_leaves_the_variables_aside(void **state)
{
    static const char *const words[] = {SECRET, "client-id=c",
                                        "tenant-id=tenant", NULL};
    struct sample sample;

    (void)state;
    sample_begin(&sample, words);
    assert_int_equal(setenv("AZURE_CLIENT_SECRET", "x", 1), 0);
    assert_int_equal(setenv("AZURE_CLIENT_CERTIFICATE_PATH", "x", 1), 0);
    assert_int_equal(setenv("AZURE_FEDERATED_TOKEN_FILE", "x", 1), 0);
    assert_int_equal(setenv("AZURE_TENANT_ID", "x", 1), 0);
    sample_set_up(&sample, SAMPLE_NOW);
    expect(sample.setup.credential.client_secret_file, "/s");
    expect(sample.setup.credential.client_secret, NULL);
    expect(sample.setup.credential.client_certificate, NULL);
    expect(sample.setup.credential.federated_token_file, NULL);
    expect(sample.setup.credential.tenant_id, "tenant");
    sample_end(&sample);
    sample_clear_environment();
}

/* The failure of the credential that SETUP makes on a machine where nothing is
 * configured and nothing answers. */
static struct aoai_error fail_with(struct aoai_credential_setup setup)
{
    static const struct fake_reply nobody[] = {
        {"", .kind = AOAI_ERROR_NETWORK, .times = 99}};
    static struct fake_http fake;
    struct fake_clock time = {.wall = SAMPLE_NOW};
    struct aoai_clock clock = fake_clock(&time);
    struct aoai_http http = fake_http(&fake);
    AOAI_CLEANUP(aoai_token_free) struct aoai_token token = {0};
    struct aoai_credential credential;
    struct aoai_error error = {0};

    assert_int_equal(setenv("PATH", "/nowhere", 1), 0); /* no az */
    fake_http_script(&fake, nobody, 1);
    setup.http = &http;
    setup.clock = &clock;
    setup.authority = "https://login.example";
    assert_int_equal(aoai_credential_default_new(&credential, &setup, NULL), 0);
    assert_int_equal(credential.get(credential.self, "https://audience.example",
                                    60000, &token, &error),
                     -1);
    aoai_credential_free(&credential);
    fake_http_free(&fake);
    return error;
}

/* Expects TEXT to hold each of the names that IS says, and no other. */
static void expect_names(const char *text, const bool is[4])
{
    static const char *const names[] = {"no AZURE_TENANT_ID",
                                        "no metadata service", "no az here",
                                        "--token-file"};

    for (size_t i = 0; i < COUNT(names); i++)
        if ((strstr(text, names[i]) != NULL) != is[i])
            fail_msg("'%s': %s", names[i], text);
}

static void a_part_of_the_chain_is_asked_alone(void **state)
{
    struct aoai_error error;

    (void)state;
    error = fail_with((struct aoai_credential_setup){0});
    expect_names(error.text, (const bool[]){true, true, true, false});
    error = fail_with((struct aoai_credential_setup){.group = "prod"});
    expect_names(error.text, (const bool[]){true, true, false, false});
    error = fail_with((struct aoai_credential_setup){.group = "dev"});
    expect_names(error.text, (const bool[]){false, false, true, false});
    /* what is pinned is in no part */
    error = fail_with(
        (struct aoai_credential_setup){.group = "dev", .pinned = "token-file"});
    expect_names(error.text, (const bool[]){false, false, false, true});
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_variable_selects_as_for_the_sdks),
        cmocka_unit_test(what_the_variable_may_not_say_is_a_mistake),
        cmocka_unit_test(options_win_over_the_variable),
        cmocka_unit_test(each_credential_can_be_pinned),
        cmocka_unit_test(an_application_has_one_proof),
        cmocka_unit_test(an_option_that_proves_wants_the_application_named),
        cmocka_unit_test(an_options_proof_leaves_the_variables_aside),
        cmocka_unit_test(a_part_of_the_chain_is_asked_alone),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
