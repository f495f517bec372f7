/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Managed identities of machines that Azure Arc knows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "azure/credential_arc.h"
#include "tests/identity_rig.h"
#include "tests/temp_folder.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))
#define ENDPOINT "http://127.0.0.1:40342/metadata/identity/oauth2/token"
#define ASK ENDPOINT "?api-version=2020-06-01&" IDENTITY_RESOURCE
#define HERE .identity_endpoint = ENDPOINT, .imds_endpoint = "http://x"

/* The agent's keys, for the tests. */
static struct temp_folder folder;

enum { CHALLENGE_SIZE = TEMP_FOLDER_PATH + 32 };

/* The challenge that names the key NAME. */
static const char *challenge_of(const char *name)
{
    static char text[CHALLENGE_SIZE];

    (void)snprintf(text, sizeof(text), "Basic realm=%s/%s", folder.path, name);
    return text;
}

static int ask(const struct aoai_credential_setup *setup, const char *audience,
               int64_t deadline, struct aoai_token *token,
               struct aoai_error *error)
{
    return aoai_credential_arc_ask(setup, folder.path, audience, deadline,
                                   token, error);
}

static int make_folder(void **state)
{
    (void)state;
    folder = temp_folder_make();
    temp_folder_write(&folder, "a.key", "arcsecret", 9);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    temp_folder_remove(&folder);
    return 0;
}

static void the_key_that_is_named_proves_us(void **state)
{
    static const struct {
        struct aoai_credential_setup setup;
        const char *url, *token;
    } rows[] = {
        {{HERE}, ASK, IDENTITY_TOKEN},
        /* the agent is installed, nothing in the environment */
        {{0}, ASK, IDENTITY_TOKEN},
        /* one variable of the two is not the agent's */
        {{.identity_endpoint = "https://x"}, ASK, IDENTITY_TOKEN},
        {{.identity_endpoint = "http://localhost:40343/t",
          .imds_endpoint = "http://x"},
         "http://localhost:40343/t?api-version=2020-06-01&" IDENTITY_RESOURCE,
         IDENTITY_TOKEN},
        {{HERE, .client_id = IDENTITY_CLIENT},
         ASK "&client_id=" IDENTITY_CLIENT,
         "{\"access_token\":\"eyJ0\",\"expires_in\":\"3599\","
         "\"client_id\":\"" IDENTITY_CLIENT "\"}"},
        {{HERE, .managed_identity_id = IDENTITY_RESOURCE_ID},
         ASK "&msi_res_id=" IDENTITY_RESOURCE_ID_ESCAPED,
         /* ids are the same in any case */
         "{\"access_token\":\"eyJ0\",\"expires_in\":\"3599\",\"msi_res_id\":"
         "\"/SUBSCRIPTIONS/s/resourceGroups/g/providers/"
         "Microsoft.ManagedIdentity/userAssignedIdentities/u\"}"},
    };
    static struct fake_http fake;
    struct aoai_error error;

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct fake_reply replies[] = {
            {"", .status = 401, .challenge = challenge_of("a.key")},
            {"", .status = 200, .body = rows[i].token}};

        assert_int_equal(
            identity_sign_in(&fake, ask, rows[i].setup, replies, 2, &error), 0);
        assert_int_equal(fake.request_count, 2);
        for (size_t j = 0; j < 2; j++) {
            assert_string_equal(fake.requests[j].method, "GET");
            assert_string_equal(fake.requests[j].url, rows[i].url);
            assert_int_equal(fake.requests[j].rules, AOAI_HTTP_IDENTITY);
        }
        assert_string_equal(fake.requests[0].headers, "Metadata: true\n");
        assert_string_equal(fake.requests[1].headers,
                            "Metadata: true\nAuthorization: Basic arcsecret\n");
    }
    fake_http_free(&fake);
}

static void another_identity_than_the_chosen_one_is_a_failure(void **state)
{
    static const struct {
        const char *id, *body;
    } rows[] = {
        /* what agents answer that know the machine's own alone */
        {IDENTITY_CLIENT, IDENTITY_TOKEN},
        {IDENTITY_CLIENT, "{\"access_token\":\"eyJ0\",\"expires_in\":1,"
                          "\"client_id\":\"other\"}"},
        {IDENTITY_CLIENT,
         "{\"access_token\":\"eyJ0\",\"expires_in\":1,\"client_id\":null}"},
        {"/subscriptions/s", "{\"access_token\":\"eyJ0\",\"expires_in\":1,"
                             "\"client_id\":\"/subscriptions/s\"}"},
        {"x", "no JSON"},
    };
    static struct fake_http fake;

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct fake_reply replies[] = {
            {"", .status = 401, .challenge = challenge_of("a.key")},
            {"", .status = 200, .body = rows[i].body}};
        struct aoai_error error;

        assert_int_equal(
            identity_sign_in(&fake, ask,
                             (struct aoai_credential_setup){
                                 HERE, .managed_identity_id = rows[i].id},
                             replies, 2, &error),
            -1);
        assert_int_equal(error.kind, AOAI_ERROR_DENIED);
        assert_non_null(strstr(error.text, "Azure Arc did not confirm"));
        assert_non_null(strstr(error.text, rows[i].id));
    }
    fake_http_free(&fake);
}

static void an_object_id_is_confirmed_as_such(void **state)
{
    static struct fake_http fake;
    struct aoai_error error;
    const struct fake_reply replies[] = {
        {"&client_id=o", .status = 401, .challenge = challenge_of("a.key")},
        {"&client_id=o", .status = 400},
        {"&object_id=o", .status = 401, .challenge = challenge_of("a.key")},
        {"&object_id=o", .status = 200,
         .body = "{\"access_token\":\"eyJ0\",\"expires_in\":3599,"
                 "\"object_id\":\"o\"}"}};

    (void)state;
    assert_int_equal(identity_sign_in(&fake, ask,
                                      (struct aoai_credential_setup){
                                          HERE, .managed_identity_id = "o"},
                                      replies, 4, &error),
                     0);
    fake_http_free(&fake);
}

static void what_proves_nothing_is_refused(void **state)
{
    static const struct fake_reply good = {"", .status = 200,
                                           .body = IDENTITY_TOKEN};
    static struct fake_http fake;
    struct aoai_error error;
    const struct fake_reply twice[] = {
        {"", .status = 401, .challenge = challenge_of("a.key")},
        {"", .status = 401, .challenge = challenge_of("a.key")}};
    const struct fake_reply bare = {"", .status = 401};
    const struct fake_reply away = {"", .kind = AOAI_ERROR_NETWORK};

    (void)state;
    /* an agent that asks for no proof is none of our concern */
    assert_int_equal(identity_sign_in(&fake, ask,
                                      (struct aoai_credential_setup){HERE},
                                      &good, 1, &error),
                     0);
    /* a key that does not convince is not sent a second time */
    assert_int_equal(identity_sign_in(&fake, ask,
                                      (struct aoai_credential_setup){HERE},
                                      twice, 2, &error),
                     -1);
    assert_int_equal(error.kind, AOAI_ERROR_DENIED);
    assert_string_equal(error.text, "managed identity: answered 401");
    assert_int_equal(identity_sign_in(&fake, ask,
                                      (struct aoai_credential_setup){HERE},
                                      &bare, 1, &error),
                     -1);
    assert_int_equal(error.kind, AOAI_ERROR_ANSWER);
    assert_int_equal(identity_sign_in(&fake, ask,
                                      (struct aoai_credential_setup){HERE},
                                      &away, 1, &error),
                     -1);
    assert_int_equal(error.kind, AOAI_ERROR_NETWORK);
    fake_http_free(&fake);
}

static void a_doubtful_endpoint_is_not_asked(void **state)
{
    static struct fake_http fake;
    struct aoai_error error;

    (void)state;
    assert_int_equal(
        identity_sign_in(&fake, ask,
                         (struct aoai_credential_setup){
                             .identity_endpoint = "http://10.1.2.3/",
                             .imds_endpoint = "http://x"},
                         NULL, 0, &error),
        -1);
    assert_int_equal(error.kind, AOAI_ERROR_INPUT);
    assert_memory_equal(error.text, "IDENTITY_ENDPOINT: ", 19);
}

static void a_challenge_can_name_keys_alone(void **state)
{
    static const struct {
        const char *before, *name; /* round the folder's path */
    } rows[] = {
        {"Basic realm=", "/a.txt"},
        {"Basic realm=", "/a.key/"},
        {"Basic realm=", "/.key"},
        {"Basic realm=", "/"},
        {"Basic realm=", ""},
        {"Basic realm=", ".key"}, /* a file beside the folder */
        {"Basic realm=", "/below/a.key"},
        {"Basic realm=", "//a.key"},
        {"Basic realm=", "/../a.key"},
        {"Basic realm=", "/a..key"},
        {"Basic realm=", "/a.key "},
        {"Basic realm=", "/a=.key"}, /* exactly one "=" */
        {"Basic realm==", "/a.key"},
        {"Basic realm=\"", "/a.key\""},
        {"Basic realm=x", "/a.key"},
        {"Basic realm= ", "/a.key"},
        {"Basic realm=/..", "/a.key"},
        {"Bearer realm=", "/a.key"},
        {"realm=", "/a.key"},
        {"", "/a.key"},
    };
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf header = {0};
    struct aoai_error error;

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        char text[CHALLENGE_SIZE];

        (void)snprintf(text, sizeof(text), "%s%s%s", rows[i].before,
                       folder.path, rows[i].name);
        assert_int_equal(
            aoai_credential_arc_key(folder.path, text, &header, &error), -1);
        if (error.kind != AOAI_ERROR_ANSWER)
            print_error("%s\n", text);
        assert_int_equal(error.kind, AOAI_ERROR_ANSWER);
        assert_int_equal(header.length, 0);
    }
    assert_int_equal(aoai_credential_arc_key(folder.path, "", &header, &error),
                     -1);
    assert_int_equal(aoai_credential_arc_key(folder.path, "Basic realm=a.key",
                                             &header, &error),
                     -1);
    assert_int_equal(aoai_credential_arc_key(folder.path,
                                             "Basic realm=/etc/shadow.key",
                                             &header, &error),
                     -1);
    assert_int_equal(error.kind, AOAI_ERROR_ANSWER);
    assert_int_equal(aoai_credential_arc_key(folder.path, challenge_of("a.key"),
                                             &header, &error),
                     0);
    assert_string_equal(aoai_buf_text(&header),
                        "Authorization: Basic arcsecret");
    assert_true(header.secret);
}

static void a_key_is_a_small_plain_file_that_a_header_can_hold(void **state)
{
    static char large[4097];
    static const struct {
        const char *bytes;
        size_t length;
        bool good;
    } rows[] = {
        {"s3cret", 6, true},        {"s3cret\n", 7, true},
        {"s3cret\r\n", 8, true},    {"s3\ncret", 7, false},
        {"s3 cret", 7, false},      {"s3\0cret", 7, false},
        {"s3cr\xc3\xa4", 6, false}, {"", 0, false},
        {"\n", 1, false},           {large, 4096, true},
        {large, 4097, false},
    };

    (void)state;
    memset(large, 's', sizeof(large));
    for (size_t i = 0; i < COUNT(rows); i++) {
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf header = {0};
        struct aoai_error error = {0};

        temp_folder_write(&folder, "b.key", rows[i].bytes, rows[i].length);
        assert_int_equal(aoai_credential_arc_key(folder.path,
                                                 challenge_of("b.key"), &header,
                                                 &error),
                         rows[i].good ? 0 : -1);
        assert_int_equal(error.kind,
                         rows[i].good ? AOAI_ERROR_NONE : AOAI_ERROR_INPUT);
        assert_null(strstr(error.text, "s3"));
    }
}

static void what_only_looks_like_a_key_is_not_read(void **state)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf header = {0};
    char path[TEMP_FOLDER_PATH];
    struct aoai_error error;

    (void)state;
    temp_folder_path(&folder, "link.key", path);
    assert_int_equal(symlink("a.key", path), 0);
    assert_int_equal(aoai_credential_arc_key(folder.path,
                                             challenge_of("link.key"), &header,
                                             &error),
                     -1);
    assert_non_null(strstr(error.text, "link.key: a symbolic link"));
    temp_folder_path(&folder, "fifo.key", path);
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_int_equal(aoai_credential_arc_key(folder.path,
                                             challenge_of("fifo.key"), &header,
                                             &error),
                     -1);
    assert_non_null(strstr(error.text, "fifo.key: not a regular file"));
    assert_int_equal(aoai_credential_arc_key(folder.path,
                                             challenge_of("none.key"), &header,
                                             &error),
                     -1);
    assert_int_equal(error.kind, AOAI_ERROR_NOT_FOUND);
    assert_int_equal(header.length, 0);
}

static void who_may_not_read_the_key_is_told_the_group(void **state)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf header = {0};
    char path[TEMP_FOLDER_PATH];
    struct aoai_error error;
    bool root = geteuid() == 0;

    (void)state;
    temp_folder_write(&folder, "c.key", "s3cret", 6);
    temp_folder_path(&folder, "c.key", path);
    assert_int_equal(chmod(path, 0), 0);
    if (root) /* who may read everything, so: somebody else */
        assert_int_equal(seteuid(65534), 0);
    assert_int_equal(aoai_credential_arc_key(folder.path, challenge_of("c.key"),
                                             &header, &error),
                     -1);
    if (root)
        assert_int_equal(seteuid(0), 0);
    assert_int_equal(error.kind, AOAI_ERROR_DENIED);
    assert_non_null(strstr(error.text, "c.key: permission denied: add the user "
                                       "that runs this to the group himds"));
}

static void the_agent_is_found_by_variables_or_program(void **state)
{
    static const struct {
        struct aoai_credential_setup setup;
        const char *name; /* of a program in the folder */
        bool here;
    } rows[] = {
        {{HERE}, "none", true},
        {{0}, "none", false},
        {{0}, "a.key", true},
        {{.identity_endpoint = "x"}, "none", false},
        {{.imds_endpoint = "x"}, "none", false},
        {{.imds_endpoint = "x"}, "a.key", true},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        char path[TEMP_FOLDER_PATH];

        temp_folder_path(&folder, rows[i].name, path);
        assert_int_equal(aoai_credential_arc_is_here(&rows[i].setup, path),
                         rows[i].here);
    }
    assert_string_equal(AOAI_CREDENTIAL_ARC_KEYS, "/var/opt/azcmagent/tokens");
    assert_string_equal(AOAI_CREDENTIAL_ARC_AGENT, "/opt/azcmagent/bin/himds");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_key_that_is_named_proves_us),
        cmocka_unit_test(another_identity_than_the_chosen_one_is_a_failure),
        cmocka_unit_test(an_object_id_is_confirmed_as_such),
        cmocka_unit_test(what_proves_nothing_is_refused),
        cmocka_unit_test(a_doubtful_endpoint_is_not_asked),
        cmocka_unit_test(a_challenge_can_name_keys_alone),
        cmocka_unit_test(a_key_is_a_small_plain_file_that_a_header_can_hold),
        cmocka_unit_test(what_only_looks_like_a_key_is_not_read),
        cmocka_unit_test(who_may_not_read_the_key_is_told_the_group),
        cmocka_unit_test(the_agent_is_found_by_variables_or_program),
    };

    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
