/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Managed identities of Azure Machine Learning's compute. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "azure/credential_machine_learning.h"
#include "tests/identity_rig.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))
#define ENDPOINT "http://127.0.0.1:41561/msi/token"
#define ASK ENDPOINT "?api-version=2017-09-01&" IDENTITY_RESOURCE
#define HERE .msi_endpoint = ENDPOINT, .msi_secret = "mlsecret"

static void the_identity_is_the_chosen_one_or_the_default(void **state)
{
    static const struct {
        struct aoai_credential_setup setup;
        const char *url;
    } rows[] = {
        {{HERE, .default_client_id = "defcid"}, ASK "&clientid=defcid"},
        {{HERE, .default_client_id = "defcid", .client_id = IDENTITY_CLIENT},
         ASK "&clientid=" IDENTITY_CLIENT},
        {{HERE, .default_client_id = "defcid",
          .managed_identity_id = IDENTITY_CLIENT, .client_id = "other"},
         ASK "&clientid=" IDENTITY_CLIENT},
        {{HERE}, ASK},
        /* as the compute instances write it: the slash belongs to the path */
        {{.msi_endpoint = "http://127.0.0.1:46808/MSI/auth/",
          .msi_secret = "mlsecret"},
         "http://127.0.0.1:46808/MSI/auth/?api-version=2017-09-01"
         "&" IDENTITY_RESOURCE},
    };
    static const struct fake_reply reply = {"", .status = 200,
                                            .body = IDENTITY_TOKEN};
    static struct fake_http fake;
    struct aoai_error error;

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_int_equal(identity_sign_in(&fake,
                                          aoai_credential_machine_learning_ask,
                                          rows[i].setup, &reply, 1, &error),
                         0);
        assert_string_equal(fake.requests[0].method, "GET");
        assert_string_equal(fake.requests[0].url, rows[i].url);
        assert_string_equal(fake.requests[0].headers,
                            "Metadata: true\nsecret: mlsecret\n");
        assert_int_equal(fake.requests[0].rules, AOAI_HTTP_IDENTITY);
    }
    fake_http_free(&fake);
}

static void client_ids_alone_can_be_chosen(void **state)
{
    static const struct fake_reply unknown = {"&clientid=id", .status = 400};
    static struct fake_http fake;
    struct aoai_error error;

    (void)state;
    /* a resource id is told at once, and nothing is asked for another one */
    assert_int_equal(
        identity_sign_in(&fake, aoai_credential_machine_learning_ask,
                         (struct aoai_credential_setup){
                             HERE, .default_client_id = "defcid",
                             .managed_identity_id = "/subscriptions/s"},
                         NULL, 0, &error),
        -1);
    assert_int_equal(error.kind, AOAI_ERROR_INPUT);
    assert_string_equal(error.text,
                        "Azure Machine Learning knows client ids alone, so the "
                        "managed identity can not be chosen by "
                        "/subscriptions/s");
    /* an object id looks like a client id: it is unknown as such, and the end
     */
    assert_int_equal(
        identity_sign_in(
            &fake, aoai_credential_machine_learning_ask,
            (struct aoai_credential_setup){HERE, .default_client_id = "defcid",
                                           .managed_identity_id = "id"},
            &unknown, 1, &error),
        -1);
    assert_int_equal(error.kind, AOAI_ERROR_DENIED);
    assert_string_equal(error.text, "the managed identity is not assigned to "
                                    "this compute: id (answered 400)");
    fake_http_free(&fake);
}

static void a_secret_goes_to_no_doubtful_place(void **state)
{
    static const struct {
        const char *endpoint, *secret, *part;
    } rows[] = {
        {"http://10.1.2.3/", "hunter2", "MSI_ENDPOINT: the URL"},
        {ENDPOINT, "hunter2\n", "MSI_SECRET holds"},
    };
    static struct fake_http fake;

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct aoai_error error;

        assert_int_equal(
            identity_sign_in(
                &fake, aoai_credential_machine_learning_ask,
                (struct aoai_credential_setup){.msi_endpoint = rows[i].endpoint,
                                               .msi_secret = rows[i].secret},
                NULL, 0, &error),
            -1);
        assert_int_equal(error.kind, AOAI_ERROR_INPUT);
        assert_non_null(strstr(error.text, rows[i].part));
        assert_null(strstr(error.text, "hunter2"));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_identity_is_the_chosen_one_or_the_default),
        cmocka_unit_test(client_ids_alone_can_be_chosen),
        cmocka_unit_test(a_secret_goes_to_no_doubtful_place),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
