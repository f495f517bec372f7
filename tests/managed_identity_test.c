/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Finding out where managed identities come from. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "azure/credential_arc.h"
#include "azure/managed_identity.h"
#include "net/file.h"
#include "tests/identity_rig.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))

static int ask(const struct aoai_credential_setup *setup, const char *audience,
               int64_t deadline, struct aoai_token *token,
               struct aoai_error *error)
{
    struct aoai_credential credential;
    int failed;

    aoai_managed_identity_new(&credential, setup);
    assert_string_equal(credential.name, "managed-identity");
    failed = credential.get(credential.self, audience, deadline, token, error);
    aoai_credential_free(&credential);
    return failed;
}

static void the_environment_tells_the_source(void **state)
{
    static const struct {
        struct aoai_credential_setup setup;
        const char *url; /* begins so */
        const char *note;
    } rows[] = {
        {{.identity_endpoint = "http://127.0.0.1:1/id", .identity_header = "h"},
         "http://127.0.0.1:1/id?api-version=2019-08-01&",
         "managed identities come from App Service\n"},
        /* App Service sets the older variables too */
        {{.identity_endpoint = "http://127.0.0.1:1/id",
          .identity_header = "h",
          .msi_endpoint = "http://127.0.0.1:2/msi",
          .msi_secret = "s"},
         "http://127.0.0.1:1/id?api-version=2019-08-01&",
         "managed identities come from App Service\n"},
        {{.identity_endpoint = "http://127.0.0.1:1/id",
          .identity_header = "h",
          .imds_endpoint = "http://127.0.0.1:3"},
         "http://127.0.0.1:1/id?api-version=2019-08-01&",
         "managed identities come from App Service\n"},
        {{.msi_endpoint = "http://127.0.0.1:2/msi", .msi_secret = "s"},
         "http://127.0.0.1:2/msi?api-version=2017-09-01&",
         "managed identities come from Machine Learning\n"},
        {{.msi_endpoint = "http://127.0.0.1:2/msi"},
         "http://127.0.0.1:2/msi",
         "managed identities come from Cloud Shell\n"},
        /* before Arc, as in Microsoft's order */
        {{.msi_endpoint = "http://127.0.0.1:2/msi",
          .identity_endpoint = "http://127.0.0.1:1/id",
          .imds_endpoint = "http://127.0.0.1:3"},
         "http://127.0.0.1:2/msi",
         "managed identities come from Cloud Shell\n"},
        {{.identity_endpoint = "http://127.0.0.1:1/id",
          .imds_endpoint = "http://127.0.0.1:3"},
         "http://127.0.0.1:1/id?api-version=2020-06-01&",
         "managed identities come from Azure Arc\n"},
    };
    static const struct fake_reply reply = {"", .status = 200,
                                            .body = IDENTITY_TOKEN};
    static struct fake_http fake;
    struct aoai_error error;

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct aoai_notes notes = {.level = AOAI_NOTE_DECISION};
        struct aoai_credential_setup setup = rows[i].setup;

        setup.notes = &notes;
        assert_int_equal(identity_sign_in(&fake, ask, setup, &reply, 1, &error),
                         0);
        assert_int_equal(fake.request_count, 1);
        assert_memory_equal(fake.requests[0].url, rows[i].url,
                            strlen(rows[i].url));
        assert_string_equal(aoai_buf_text(&notes.text), rows[i].note);
        aoai_notes_free(&notes);
    }
    fake_http_free(&fake);
}

static void what_fits_no_source_is_a_virtual_machine(void **state)
{
    static const struct aoai_credential_setup rows[] = {
        {0},
        /* an endpoint, and nothing beside it */
        {.identity_endpoint = "http://127.0.0.1:1/id"},
        {.identity_header = "h"},
        {.imds_endpoint = "http://127.0.0.1:3"},
        {.msi_secret = "s"},
        {.identity_endpoint = "http://127.0.0.1:1/id",
         .identity_thumbprint = "t"},
    };
    static const struct fake_reply replies[] = {
        {"http://169.254.169.254/", .status = 400},
        {"http://169.254.169.254/", .status = 200, .body = IDENTITY_TOKEN}};
    /* where the tests run on one of Azure Arc's machines */
    static const struct fake_reply arc = {
        "http://127.0.0.1:40342/", .status = 200, .body = IDENTITY_TOKEN};
    bool is_arc = aoai_file_exists(AOAI_CREDENTIAL_ARC_AGENT);
    static struct fake_http fake;
    struct aoai_error error;

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_int_equal(identity_sign_in(&fake, ask, rows[i],
                                          is_arc ? &arc : replies,
                                          is_arc ? 1 : 2, &error),
                         0);
    fake_http_free(&fake);
}

static void service_fabric_is_told_and_passed_over(void **state)
{
    struct aoai_credential_setup setup = {
        .identity_endpoint = "https://127.0.0.1:1/id",
        .identity_header = "h",
        .identity_thumbprint = "t",
    };
    static struct fake_http fake;
    struct aoai_error error;

    (void)state;
    assert_int_equal(identity_sign_in(&fake, ask, setup, NULL, 0, &error), -1);
    assert_int_equal(error.kind, AOAI_ERROR_UNAVAILABLE);
    assert_string_equal(error.text, "Service Fabric is not supported");
    setup.pinned = "managed-identity";
    assert_int_equal(identity_sign_in(&fake, ask, setup, NULL, 0, &error), -1);
    assert_int_equal(error.kind, AOAI_ERROR_DENIED);
    assert_string_equal(error.text, "Service Fabric is not supported: choose "
                                    "another credential");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_environment_tells_the_source),
        cmocka_unit_test(what_fits_no_source_is_a_virtual_machine),
        cmocka_unit_test(service_fabric_is_told_and_passed_over),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
