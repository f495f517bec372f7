/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Signing in by the Azure CLI: a script called az in a folder that is all of
 * $PATH plays its part. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "azure/credential_azure_cli.h"
#include "azure/credential_chain.h"
#include "net/file.h"
#include "tests/temp_folder.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))
#define ARM "https://management.azure.com"
#define SH "#!/bin/sh\nPATH=/usr/bin:/bin\n"

/* The time of the answers. */
enum { NOW = 1729425600 };

/* What the operator is told to do. */
#define ADVICE "run az login as this user"

struct fixture {
    struct temp_folder folder;
    struct aoai_clock clock, real;
    int64_t speed; /* of the monotonic clock */
    struct aoai_credential_setup setup;
};

static int64_t wall(void *self)
{
    (void)self;
    return NOW;
}

static int64_t monotonic(void *self)
{
    const struct fixture *fixture = self;

    return fixture->real.monotonic(fixture->real.self) * fixture->speed;
}

static void pass(void *self, int64_t milliseconds)
{
    const struct fixture *fixture = self;

    fixture->real.sleep(fixture->real.self, milliseconds);
}

static int begin(void **state)
{
    static struct fixture fixture;

    fixture = (struct fixture){.folder = temp_folder_make(),
                               .real = aoai_platform_clock(),
                               .speed = 1};
    fixture.clock = (struct aoai_clock){&fixture, wall, monotonic, pass};
    fixture.setup.clock = &fixture.clock;
    assert_int_equal(setenv("PATH", fixture.folder.path, 1), 0);
    *state = &fixture;
    return 0;
}

static int end(void **state)
{
    temp_folder_remove(&((struct fixture *)*state)->folder);
    return 0;
}

/* Makes SCRIPT what az does. */
static void write_az(const struct fixture *fixture, const char *script)
{
    char path[TEMP_FOLDER_PATH];

    temp_folder_write(&fixture->folder, "az", script, strlen(script));
    temp_folder_path(&fixture->folder, "az", path);
    assert_int_equal(chmod(path, 0755), 0);
}

/* Asks for a token of AUDIENCE within MILLISECONDS. */
static int ask(const struct fixture *fixture, const char *audience,
               int64_t milliseconds, struct aoai_token *token,
               struct aoai_error *error)
{
    struct aoai_credential credential;
    int failed;

    aoai_credential_azure_cli_new(&credential, &fixture->setup);
    assert_string_equal(credential.name, "azure-cli");
    failed = credential.get(credential.self, audience,
                            fixture->clock.monotonic(fixture->clock.self) +
                                milliseconds,
                            token, error);
    aoai_credential_free(&credential);
    return failed;
}

/* Expects az, being SCRIPT, to fail with KIND and TEXT in a chain. */
static void expect_failure(const struct fixture *fixture, const char *script,
                           enum aoai_error_kind kind, const char *text)
{
    AOAI_CLEANUP(aoai_token_free) struct aoai_token token = {0};
    struct aoai_error error = {0};

    write_az(fixture, script);
    assert_int_equal(ask(fixture, ARM, 20000, &token, &error), -1);
    assert_string_equal(error.text, text);
    assert_int_equal(error.kind, kind);
    assert_int_equal(token.text.length, 0);
}

#define ANSWER(MEMBERS)                                                        \
    SH "cat <<'END'\n{\n  \"accessToken\": \"eyJ0.e30.x\",\n" MEMBERS          \
       "  \"subscription\": \"0000\",\n  \"tenant\": \"t\",\n"                 \
       "  \"tokenType\": \"Bearer\"\n}\nEND\n"

#define LOCAL "  \"expiresOn\": \"2024-10-20 14:59:59.000000\",\n"

static void az_gives_a_token_and_its_end(void **state)
{
    static const struct {
        const char *script;
        int64_t expires;
    } rows[] = {
        {ANSWER(LOCAL "  \"expires_on\": 1729429200,\n"), 1729429200},
        {ANSWER("  \"expires_on\": \"1729429200\",\n"), 1729429200},
        /* before 2.54.0: local time can not be read safely */
        {ANSWER(LOCAL), 0},
        {ANSWER(""), 0},
        {ANSWER("  \"expires_on\": null,\n"), 0},
        {ANSWER("  \"expires_on\": -5,\n"), 0},
        {ANSWER("  \"expires_on\": \"soon\",\n"), 0},
        /* warnings are no failure */
        {ANSWER("  \"expires_on\": 1729429200,\n") "echo 'WARNING: old' >&2\n",
         1729429200},
    };

    for (size_t i = 0; i < COUNT(rows); i++) {
        AOAI_CLEANUP(aoai_token_free) struct aoai_token token = {0};
        struct aoai_error error = {0};

        write_az(*state, rows[i].script);
        if (ask(*state, ARM, 20000, &token, &error))
            fail_msg("%s", error.text);
        assert_string_equal(aoai_buf_text(&token.text), "eyJ0.e30.x");
        assert_true(token.text.secret);
        assert_int_equal(token.obtained, NOW);
        assert_int_equal(token.expires, rows[i].expires);
    }
}

static void az_is_asked_exactly_this(void **state)
{
    static const struct {
        const char *tenant, *audience, *arguments;
    } rows[] = {
        {NULL, ARM,
         "account\nget-access-token\n--output\njson\n--resource\n" ARM "\n"},
        {"momo.example", "https://storage.azure.com",
         "account\nget-access-token\n--output\njson\n--resource\n"
         "https://storage.azure.com\n--tenant\nmomo.example\n"},
        {"11111111-2222-3333-4444-555555555555", "api://A_b-1:2/x.y",
         "account\nget-access-token\n--output\njson\n--resource\n"
         "api://A_b-1:2/x.y\n--tenant\n11111111-2222-3333-4444-"
         "555555555555\n"},
    };
    struct fixture *fixture = *state;
    char path[TEMP_FOLDER_PATH];

    temp_folder_path(&fixture->folder, "arguments", path);
    write_az(fixture, SH "printf '%s\\n' \"$@\" >\"${0%/*}/arguments\"\n"
                         "echo '{\"accessToken\":\"x\"}'\n");
    for (size_t i = 0; i < COUNT(rows); i++) {
        AOAI_CLEANUP(aoai_token_free) struct aoai_token token = {0};
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf arguments = {0};

        fixture->setup.tenant_id = rows[i].tenant;
        assert_int_equal(ask(fixture, rows[i].audience, 20000, &token, NULL),
                         0);
        assert_int_equal(aoai_file_read(&arguments, path, NULL), 0);
        assert_string_equal(aoai_buf_text(&arguments), rows[i].arguments);
    }
}

static void what_az_could_misread_is_refused(void **state)
{
    static const char *const texts[] = {
        "",      "-x",   "--debug", "a b", "a;b", "$(id)",       "a\nb",
        "t'",    "t\"",  "t&x",     "t|x", "t@x", "caf\xc3\xa9", "a=b",
        "a%20b", "\x7f", "*",       "~",   "a,b",
    };
    struct fixture *fixture = *state;

    /* it would be found out if az ran */
    write_az(fixture, SH "echo '{\"accessToken\":\"x\"}'\n");
    for (size_t i = 0; i < COUNT(texts); i++) {
        AOAI_CLEANUP(aoai_token_free) struct aoai_token token = {0};
        struct aoai_error error = {0};

        fixture->setup.tenant_id = texts[i];
        assert_int_equal(ask(fixture, ARM, 20000, &token, &error), -1);
        assert_int_equal(error.kind, AOAI_ERROR_INPUT);
        assert_memory_equal(error.text, "the tenant id '", 15);
        assert_null(strchr(error.text, '\n'));
        fixture->setup.tenant_id = NULL;
        assert_int_equal(ask(fixture, texts[i], 20000, &token, &error), -1);
        assert_int_equal(error.kind, AOAI_ERROR_INPUT);
        assert_memory_equal(error.text, "the audience '", 14);
    }
}

static void without_az_the_chain_goes_on(void **state)
{
    struct fixture *fixture = *state;
    AOAI_CLEANUP(aoai_token_free) struct aoai_token token = {0};
    struct aoai_error error = {0};

    assert_int_equal(ask(fixture, ARM, 20000, &token, &error), -1);
    assert_int_equal(error.kind, AOAI_ERROR_UNAVAILABLE);
    assert_string_equal(error.text, "no az here");

    fixture->setup.pinned = "azure-cli";
    assert_int_equal(ask(fixture, ARM, 20000, &token, &error), -1);
    assert_int_equal(error.kind, AOAI_ERROR_DENIED);
    assert_string_equal(error.text,
                        "there is no az in $PATH: install the Azure CLI, or "
                        "choose another --credential");
}

static void without_a_login_the_chain_goes_on(void **state)
{
    static const char *const scripts[] = {
        SH "echo \"ERROR: Please run 'az login' to setup account.\" >&2\n"
           "exit 1\n",
        SH "echo 'WARNING: a new release is there' >&2\n"
           "echo \"ERROR: User 'x' does not exist in MSAL token cache. Run "
           "\\`az login\\`.\" >&2\nexit 1\n",
        /* before knack coloured and marked its errors */
        SH "echo \"Please run 'az login' to setup account.\" >&2\nexit 1\n",
    };
    struct fixture *fixture = *state;

    for (size_t i = 0; i < COUNT(scripts); i++) {
        fixture->setup.pinned = NULL;
        expect_failure(fixture, scripts[i], AOAI_ERROR_UNAVAILABLE,
                       "az is not logged in");
        fixture->setup.pinned = "azure-cli";
        expect_failure(fixture, scripts[i], AOAI_ERROR_DENIED,
                       "az is not logged in: " ADVICE);
    }
}

#define FAILS(MESSAGE) SH "cat >&2 <<'END'\n" MESSAGE "\nEND\nexit 1\n"

static void any_other_failure_repeats_what_az_says(void **state)
{
    static const struct {
        const char *script, *text;
    } rows[] = {
        {FAILS("ERROR: No subscription found."), "az: No subscription found."},
        {FAILS("WARNING: old\n\nERROR: the first\nERROR: the second"),
         "az: the first"},
        /* logged in once: the remedy, and Entra's reason, which may be long */
        {FAILS("ERROR: AADSTS700082: The refresh token has expired due to "
               "inactivity. Trace ID: 1 Correlation ID: 2\n"
               "Interactive authentication is needed. Please run:\n"
               "az login --scope https://management.azure.com/.default"),
         "az: " ADVICE ": AADSTS700082: The refresh token has expired due to "
         "inactivity."},
        {FAILS("Traceback (most recent call last):\n  File \"x\", line 1\n"
               "    import azure\nModuleNotFoundError: No module named "
               "'azure'"),
         "az: ModuleNotFoundError: No module named 'azure'"},
        {FAILS("something else"), "az: something else"},
        {SH "printf 'ERROR: a\\tb\\033[31m\\177c\\r\\nmore' >&2; exit 1\n",
         "az: a?b?[31m?c"},
        /* what stood in standard output is never repeated */
        {SH "echo hunter2; echo 'ERROR: no' >&2; exit 1\n", "az: no"},
    };

    for (size_t i = 0; i < COUNT(rows); i++)
        expect_failure(*state, rows[i].script, AOAI_ERROR_DENIED, rows[i].text);
}

static void a_long_message_is_cut(void **state)
{
    AOAI_CLEANUP(aoai_token_free) struct aoai_token token = {0};
    struct aoai_error error = {0};

    write_az(*state, SH "{ printf 'ERROR: '; head -c 100000 /dev/zero |"
                        " tr '\\0' x; } >&2; exit 1\n");
    assert_int_equal(ask(*state, ARM, 20000, &token, &error), -1);
    assert_memory_equal(error.text, "az: xxx", 7);
    assert_int_equal(strlen(error.text), 4 + 300);
}

static void an_end_without_a_reason_is_told(void **state)
{
    expect_failure(*state, SH "exit 3\n", AOAI_ERROR_ANSWER,
                   "az gave no token and no reason (exit status 3)");
    expect_failure(*state, SH "exit 0\n", AOAI_ERROR_ANSWER,
                   "az gave no token and no reason (exit status 0)");
    expect_failure(*state, SH "echo hunter2; exit 3\n", AOAI_ERROR_ANSWER,
                   "az gave no token and no reason (exit status 3)");
    expect_failure(*state, SH "kill -KILL $$\n", AOAI_ERROR_ANSWER,
                   "az was ended by signal 9");
}

static void an_answer_that_is_no_token_is_final(void **state)
{
    static const struct {
        const char *script, *text;
    } rows[] = {
        {SH "echo hunter2\n", "the answer of az: not JSON at byte 0"},
        {SH "printf '{\"accessToken\":\"hunter2'\n",
         "the answer of az: JSON that ends too early, at byte 23"},
        {SH "echo '{}'\n", "the answer of az holds no usable accessToken"},
        {SH "echo '[]'\n", "the answer of az holds no usable accessToken"},
        {SH "echo '{\"accessToken\":null}'\n",
         "the answer of az holds no usable accessToken"},
        {SH "echo '{\"accessToken\":\"\"}'\n",
         "the answer of az holds no usable accessToken"},
        {SH "echo '{\"accessToken\":\"hunter2 x\"}'\n",
         "the answer of az holds no usable accessToken"},
        {SH "echo '{\"accessToken\":\"hunter2\\u0000x\"}'\n",
         "the answer of az holds no usable accessToken"},
        {SH "exec yes hunter2\n", "the output of az: larger than 65536 bytes"},
    };

    for (size_t i = 0; i < COUNT(rows); i++)
        expect_failure(*state, rows[i].script, AOAI_ERROR_ANSWER, rows[i].text);
}

static void az_that_takes_too_long_is_ended(void **state)
{
    struct fixture *fixture = *state;
    AOAI_CLEANUP(aoai_token_free) struct aoai_token token = {0};
    struct aoai_error error = {0};

    fixture->speed = 50;
    write_az(fixture, SH "exec sleep 60\n");
    assert_int_equal(ask(fixture, ARM, 30000, &token, &error), -1);
    assert_int_equal(error.kind, AOAI_ERROR_NETWORK);
    assert_string_equal(error.text, "az took longer than 13 s: try az account "
                                    "get-access-token as this user");

    /* the run's own time is over */
    assert_int_equal(ask(fixture, ARM, 4200, &token, &error), -1);
    assert_int_equal(error.kind, AOAI_ERROR_DEADLINE);
    assert_string_equal(error.text, "az took longer than 5 s: try az account "
                                    "get-access-token as this user");
}

static void az_that_can_not_be_started_is_final(void **state)
{
    const struct fixture *fixture = *state;
    AOAI_CLEANUP(aoai_token_free) struct aoai_token token = {0};
    struct aoai_error error = {0};
    char path[TEMP_FOLDER_PATH];

    write_az(fixture, SH);
    temp_folder_path(&fixture->folder, "az", path);
    assert_int_equal(chmod(path, 0600), 0);
    assert_int_equal(ask(fixture, ARM, 20000, &token, &error), -1);
    assert_int_equal(error.kind, AOAI_ERROR_INPUT);
    assert_string_equal(error.text, "az can not be run: permission denied");
}

static void the_chain_of_developers_is_az_alone(void **state)
{
    struct fixture *fixture = *state;
    struct aoai_credential chain;
    AOAI_CLEANUP(aoai_token_free) struct aoai_token token = {0};
    struct aoai_error error = {0};

    fixture->setup.group = "dev";
    assert_int_equal(aoai_credential_default_new(&chain, &fixture->setup, NULL),
                     0);
    assert_int_equal(
        chain.get(chain.self, ARM, monotonic(fixture) + 20000, &token, &error),
        -1);
    assert_string_equal(error.text,
                        "credential azure-cli is not configured: no az here");

    write_az(fixture, ANSWER(""));
    assert_int_equal(
        chain.get(chain.self, ARM, monotonic(fixture) + 20000, &token, &error),
        0);
    assert_string_equal(token.credential, "azure-cli");
    aoai_credential_free(&chain);
}

#define TEST(NAME) cmocka_unit_test_setup_teardown(NAME, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(az_gives_a_token_and_its_end),
        TEST(az_is_asked_exactly_this),
        TEST(what_az_could_misread_is_refused),
        TEST(without_az_the_chain_goes_on),
        TEST(without_a_login_the_chain_goes_on),
        TEST(any_other_failure_repeats_what_az_says),
        TEST(a_long_message_is_cut),
        TEST(an_end_without_a_reason_is_told),
        TEST(an_answer_that_is_no_token_is_final),
        TEST(az_that_takes_too_long_is_ended),
        TEST(az_that_can_not_be_started_is_final),
        TEST(the_chain_of_developers_is_az_alone),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
