/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Signing in with a certificate. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "azure/credential_certificate.h"
#include "net/json.h"
#include "net/module.h"
#include "tests/application_rig.h"
#include "tests/fixture.h"
#include "tests/temp_folder.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))
#define ASSERTION "&client_assertion="
#define FOLDER "certificates/"

enum { PARTS = 4 };

static const char *const key_and_certificate[] = {
    FOLDER "key.pem", FOLDER "certificate.pem", NULL};
static const char *const encrypted[] = {FOLDER "key_encrypted.pem",
                                        FOLDER "certificate.pem", NULL};

static const struct fake_reply granted = {"", .status = 200,
                                          .body = APPLICATION_TOKEN};

/* Makes a setup whose certificate's file holds the fixtures PARTS. */
static void begin(struct application_rig *rig, const char *const *parts)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf file = {0};

    application_begin(rig, "app.pem");
    fixture_add(&file, parts);
    temp_folder_write(&rig->folder, "app.pem", file.data, file.length);
    rig->setup.tenant_id = "tenant/../x";
    rig->setup.client_id = "client";
    rig->setup.client_certificate = rig->path;
}

/* Signs in; the answer is REPLY, NULL where nothing may be asked. */
static int sign_in(struct application_rig *rig, const struct fake_reply *reply)
{
    struct aoai_credential credential;

    aoai_credential_certificate_new(&credential, &rig->setup);
    assert_string_equal(credential.name, "environment");
    return application_sign_in(rig, &credential, reply);
}

/* Part NUMBER, from 0, of the assertion that was sent, as JSON. */
static struct aoai_json *sent_part(const struct application_rig *rig,
                                   int number)
{
    const char *at = strstr(rig->fake.requests[0].body, ASSERTION);
    struct aoai_crypto crypto;
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf text = {0};
    struct aoai_json *json = NULL;

    assert_non_null(at);
    at += strlen(ASSERTION);
    for (; number > 0; number--)
        at += strcspn(at, ".") + 1;
    assert_int_equal(aoai_module_crypto(&crypto, NULL), 0);
    assert_int_equal(
        crypto.base64_url_decode(&text, at, strcspn(at, "."), NULL), 0);
    assert_int_equal(
        aoai_json_parse(&json, aoai_buf_text(&text), text.length, NULL), 0);
    return json;
}

/* True when TEXT is a UUID of version 4: x any digit, v one of 8, 9, a, b. */
static bool is_random_id(const char *text)
{
    static const char form[] = "xxxxxxxx-xxxx-4xxx-vxxx-xxxxxxxxxxxx";

    if (strlen(text) != strlen(form))
        return false;
    for (size_t i = 0; form[i]; i++) {
        const char one[] = {form[i], '\0'};
        const char *may = form[i] == 'x'   ? "0123456789abcdef"
                          : form[i] == 'v' ? "89ab"
                                           : one;

        if (!strchr(may, text[i]))
            return false;
    }
    return true;
}

static void the_form_holds_a_signed_assertion(void **state)
{
    static const char begins[] =
        "grant_type=client_credentials&client_id=client"
        "&scope=https%3A%2F%2Fmanagement.azure.com%2F.default"
        "&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-"
        "assertion-type%3Ajwt-bearer&client_assertion=eyJ";
    struct application_rig rig;
    AOAI_CLEANUP(aoai_json_close) struct aoai_json *header = NULL;
    AOAI_CLEANUP(aoai_json_close) struct aoai_json *claims = NULL;
    const struct aoai_value *root;
    uint64_t expires = 0;

    (void)state;
    begin(&rig, key_and_certificate);
    assert_int_equal(sign_in(&rig, &granted), 0);
    assert_memory_equal(rig.fake.requests[0].body, begins, strlen(begins));
    assert_null(strstr(rig.fake.requests[0].body, "client_secret"));
    assert_string_equal(rig.fake.requests[0].method, "POST");
    assert_true(rig.fake.requests[0].repeatable);
    assert_int_equal(rig.fake.requests[0].deadline, 5000);

    header = sent_part(&rig, 0);
    root = aoai_json_root(header);
    assert_string_equal(aoai_json_member_text(root, "alg"), "PS256");
    assert_null(aoai_json_member(root, "x5c"));
    claims = sent_part(&rig, 1);
    root = aoai_json_root(claims);
    /* the audience is the URL asked, as it was asked */
    assert_string_equal(rig.fake.requests[0].url,
                        "https://login.microsoftonline.com/tenant%2F..%2Fx/"
                        "oauth2/v2.0/token");
    assert_string_equal(aoai_json_member_text(root, "aud"),
                        rig.fake.requests[0].url);
    assert_string_equal(aoai_json_member_text(root, "iss"), "client");
    assert_true(aoai_json_count_value(aoai_json_member(root, "exp"), &expires));
    assert_int_equal(expires, APPLICATION_NOW + 600);
    assert_true(is_random_id(aoai_json_member_text(root, "jti")));
    application_end(&rig);
}

static void each_assertion_has_its_own_id(void **state)
{
    struct application_rig rig;
    AOAI_CLEANUP(aoai_json_close) struct aoai_json *one = NULL;
    AOAI_CLEANUP(aoai_json_close) struct aoai_json *other = NULL;

    (void)state;
    begin(&rig, key_and_certificate);
    assert_int_equal(sign_in(&rig, &granted), 0);
    one = sent_part(&rig, 1);
    assert_int_equal(sign_in(&rig, &granted), 0);
    other = sent_part(&rig, 1);
    assert_string_not_equal(
        aoai_json_member_text(aoai_json_root(one), "jti"),
        aoai_json_member_text(aoai_json_root(other), "jti"));
    application_end(&rig);
}

static void algorithm_and_chain_are_as_set_up(void **state)
{
    static const struct {
        const char *algorithm;
        bool with_chain;
        const char *thumbprint;
        const char *told; /* the algorithm in the header */
    } rows[] = {
        {NULL, false, "x5t#S256", "PS256"},
        {"PS256", true, "x5t#S256", "PS256"},
        {"RS256", false, "x5t", "RS256"},
        {"RS256", true, "x5t", "RS256"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct application_rig rig;
        AOAI_CLEANUP(aoai_json_close) struct aoai_json *header = NULL;
        const struct aoai_value *root;

        begin(&rig, key_and_certificate);
        rig.setup.assertion_algorithm = rows[i].algorithm;
        rig.setup.send_certificate_chain = rows[i].with_chain;
        assert_int_equal(sign_in(&rig, &granted), 0);
        header = sent_part(&rig, 0);
        root = aoai_json_root(header);
        assert_string_equal(aoai_json_member_text(root, "alg"), rows[i].told);
        assert_non_null(aoai_json_member_text(root, rows[i].thumbprint));
        assert_int_equal(aoai_json_count(aoai_json_member(root, "x5c")),
                         rows[i].with_chain);
        application_end(&rig);
    }
}

static void the_password_is_the_files_before_the_variables(void **state)
{
    struct application_rig rig;
    char path[TEMP_FOLDER_PATH];

    (void)state;
    begin(&rig, encrypted);
    rig.setup.client_certificate_password = "open sesame";
    assert_int_equal(sign_in(&rig, &granted), 0);
    temp_folder_write(&rig.folder, "password", "open sesame\n", 12);
    temp_folder_path(&rig.folder, "password", path);
    rig.setup.client_certificate_password_file = path;
    rig.setup.client_certificate_password = "wrong";
    assert_int_equal(sign_in(&rig, &granted), 0);
    application_end(&rig);
}

static void the_file_is_read_each_time(void **state)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf file = {0};
    struct application_rig rig;

    (void)state;
    begin(&rig, encrypted);
    assert_int_equal(sign_in(&rig, NULL), -1);
    fixture_add(&file, key_and_certificate);
    temp_folder_write(&rig.folder, "app.pem", file.data, file.length);
    assert_int_equal(sign_in(&rig, &granted), 0);
    application_end(&rig);
}

static void each_mistake_names_application_and_file(void **state)
{
    static const struct {
        const char *parts[PARTS];
        const char *password;
        enum aoai_error_kind kind;
        const char *text; /* behind the name of the file */
    } rows[] = {
        {{FOLDER "certificate.pem"},
         NULL,
         AOAI_ERROR_INPUT,
         "no private key in it: put the key into the file of its certificate"},
        {{FOLDER "key.pem"},
         NULL,
         AOAI_ERROR_INPUT,
         "no certificate in it: put the certificate into the file of its key"},
        {{FOLDER "key_encrypted.pem", FOLDER "certificate.pem"},
         NULL,
         AOAI_ERROR_INPUT,
         "encrypted: give its password by --client-certificate-password-file "
         "or AZURE_CLIENT_CERTIFICATE_PASSWORD"},
        {{FOLDER "key_encrypted.pem", FOLDER "certificate.pem"},
         "hunter2",
         AOAI_ERROR_INPUT,
         "the password does not open it: check "
         "--client-certificate-password-file or "
         "AZURE_CLIENT_CERTIFICATE_PASSWORD"},
        /* Entra would refuse it with a number */
        {{FOLDER "key.pem", FOLDER "expired.pem"},
         NULL,
         AOAI_ERROR_DENIED,
         "its certificate expired on 2020-01-31: make a new one and register "
         "it for the application"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct application_rig rig;
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf wanted = {0};

        begin(&rig, rows[i].parts);
        rig.setup.client_certificate_password = rows[i].password;
        aoai_buf_printf(&wanted, "sign-in: %s: %s (application client)",
                        rig.path, rows[i].text);
        assert_int_equal(sign_in(&rig, NULL), -1);
        assert_string_equal(rig.error.text, aoai_buf_text(&wanted));
        assert_int_equal(rig.error.kind, rows[i].kind);
        application_end(&rig);
    }
}

static void a_file_that_can_not_be_read_is_named(void **state)
{
    struct application_rig rig;

    (void)state;
    begin(&rig, key_and_certificate);
    rig.setup.client_certificate_password_file = "/nowhere/password";
    assert_int_equal(sign_in(&rig, NULL), -1);
    assert_string_equal(rig.error.text,
                        "sign-in: /nowhere/password: no such file "
                        "(application client)");
    rig.setup.client_certificate = "/nowhere/app.pem";
    assert_int_equal(sign_in(&rig, NULL), -1);
    assert_string_equal(rig.error.text,
                        "sign-in: /nowhere/app.pem: no such file "
                        "(application client)");
    assert_int_equal(rig.error.kind, AOAI_ERROR_NOT_FOUND);
    application_end(&rig);
}

static void what_entra_refuses_is_wrapped_too(void **state)
{
    static const struct fake_reply reply = {"", .status = 429};
    struct application_rig rig;

    (void)state;
    begin(&rig, key_and_certificate);
    assert_int_equal(sign_in(&rig, &reply), -1);
    assert_string_equal(rig.error.text,
                        "sign-in: answered 429: asked too often: try again "
                        "later (application client)");
    assert_int_equal(rig.error.kind, AOAI_ERROR_THROTTLED);
    application_end(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_form_holds_a_signed_assertion),
        cmocka_unit_test(each_assertion_has_its_own_id),
        cmocka_unit_test(algorithm_and_chain_are_as_set_up),
        cmocka_unit_test(the_password_is_the_files_before_the_variables),
        cmocka_unit_test(the_file_is_read_each_time),
        cmocka_unit_test(each_mistake_names_application_and_file),
        cmocka_unit_test(a_file_that_can_not_be_read_is_named),
        cmocka_unit_test(what_entra_refuses_is_wrapped_too),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
