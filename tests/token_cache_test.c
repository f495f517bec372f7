/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Tokens kept between runs. */
#define _GNU_SOURCE
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

#include "azure/token_cache.h"
#include "net/file.h"
#include "tests/fake_clock.h"
#include "tests/temp_folder.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))
#define ARM "https://management.azure.com"

/* The time of the first sign-in. */
enum { NOW = 1729425600 };

/* A cached credential round one that counts its sign-ins: it gives token-1,
 * token-2, ... */
struct rig {
    struct temp_folder folder;
    struct fake_clock time;
    struct aoai_clock clock;
    struct aoai_cache cache;
    struct aoai_notes notes;
    struct aoai_credential_setup setup;
    struct aoai_credential credential;
    size_t sign_ins, freed;
    int64_t life;               /* of the next token; 0: not told */
    enum aoai_error_kind fails; /* NONE: succeeds */
};

static int get_inner(void *self, const char *audience, int64_t deadline,
                     struct aoai_token *token, struct aoai_error *error)
{
    struct rig *rig = self;

    (void)audience;
    (void)deadline;
    rig->sign_ins++;
    if (rig->fails)
        return aoai_error_set(error, rig->fails, "no sign-in");
    token->obtained = rig->time.wall;
    token->expires = rig->life ? rig->time.wall + rig->life : 0;
    aoai_buf_printf(&token->text, "token-%zu", rig->sign_ins);
    return 0;
}

static void free_inner(void *self)
{
    ((struct rig *)self)->freed++;
}

static int begin(void **state)
{
    struct rig *rig = calloc(1, sizeof(*rig));

    assert_non_null(rig);
    rig->folder = temp_folder_make();
    rig->time = (struct fake_clock){.wall = NOW};
    rig->clock = fake_clock(&rig->time);
    rig->life = 3600;
    rig->notes.level = AOAI_NOTE_DETAIL;
    rig->setup = (struct aoai_credential_setup){
        .clock = &rig->clock,
        .notes = &rig->notes,
        .authority = "https://login.microsoftonline.com",
        .tenant_id = "tenant",
        .client_id = "client",
    };
    assert_int_equal(aoai_cache_open(&rig->cache, rig->folder.path, NULL), 0);
    assert_int_equal(
        aoai_token_cache_new(
            &rig->credential,
            (struct aoai_credential){"inner", rig, get_inner, NULL, free_inner},
            &rig->cache, &rig->setup, NULL),
        0);
    *state = rig;
    return 0;
}

static int end(void **state)
{
    struct rig *rig = *state;

    aoai_credential_free(&rig->credential);
    assert_int_equal(rig->freed, 1);
    aoai_cache_close(&rig->cache);
    aoai_notes_free(&rig->notes);
    temp_folder_remove(&rig->folder);
    free(rig);
    return 0;
}

/* Asks for a token and expects TEXT. */
static void expect(struct rig *rig, const char *audience, const char *text)
{
    AOAI_CLEANUP(aoai_token_free) struct aoai_token token = {0};

    assert_int_equal(
        rig->credential.get(rig->credential.self, audience, 1000, &token, NULL),
        0);
    assert_string_equal(aoai_buf_text(&token.text), text);
}

static void a_second_run_uses_the_token_of_the_first(void **state)
{
    struct rig *rig = *state;
    char path[TEMP_FOLDER_PATH];
    struct stat status;

    expect(rig, ARM, "token-1");
    expect(rig, ARM, "token-1");
    assert_int_equal(rig->sign_ins, 1);
    temp_folder_find(&rig->folder, "token-", path);
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
}

static void five_minutes_before_its_end_it_is_renewed(void **state)
{
    struct rig *rig = *state;
    static const struct {
        int64_t later; /* seconds after the sign-in */
        bool kept;
    } rows[] = {
        {0, true},
        {3299, true},
        {3300, true},
        {3301, false},
        {3599, false},
        {3600, false},
        {9999, false},
        /* the clock was set back */
        {-1, false},
        {-86400, false},
    };

    static const char *const tenants[COUNT(rows)] = {"0", "1", "2", "3", "4",
                                                     "5", "6", "7", "8"};

    for (size_t i = 0; i < COUNT(rows); i++) {
        rig->time.wall = NOW;
        rig->sign_ins = 0;
        /* each row a token of its own */
        rig->setup.tenant_id = tenants[i];
        expect(rig, ARM, "token-1");
        rig->time.wall = NOW + rows[i].later;
        expect(rig, ARM, rows[i].kept ? "token-1" : "token-2");
    }
}

static void a_token_is_bound_to_what_chose_it(void **state)
{
    struct rig *rig = *state;
    struct aoai_credential_setup before = rig->setup;

    expect(rig, ARM, "token-1");
    expect(rig, "https://communication.azure.com", "token-2");
#define OTHER(FIELD, TEXT)                                                     \
    rig->setup.FIELD = "else";                                                 \
    expect(rig, ARM, TEXT);                                                    \
    rig->setup = before;                                                       \
    expect(rig, ARM, "token-1")
    OTHER(authority, "token-3");
    OTHER(tenant_id, "token-4");
    OTHER(client_id, "token-5");
    OTHER(client_secret_file, "token-6");
    OTHER(managed_identity_id, "token-7");
    OTHER(imds, "token-8");
    OTHER(pinned, "token-9");
    /* what tells the source of a managed identity */
    OTHER(identity_endpoint, "token-10");
    OTHER(identity_header, "token-11");
    OTHER(identity_thumbprint, "token-12");
    OTHER(imds_endpoint, "token-13");
    OTHER(msi_endpoint, "token-14");
    OTHER(msi_secret, "token-15");
    OTHER(default_client_id, "token-16");
#undef OTHER
}

static void a_key_in_the_file_must_be_the_one_asked_for(void **state)
{
    struct rig *rig = *state;
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf bytes = {0};
    char path[TEMP_FOLDER_PATH];
    char *tenant;

    /* as if two keys had the same hash: "tenant" becomes "tenanT" inside */
    expect(rig, ARM, "token-1");
    temp_folder_find(&rig->folder, "token-", path);
    assert_int_equal(aoai_file_read(&bytes, path, NULL), 0);
    tenant = memmem(bytes.data, bytes.length, "tenant", 6);
    assert_non_null(tenant);
    tenant[5] = 'T';
    temp_folder_write(&rig->folder, strrchr(path, '/') + 1, bytes.data,
                      bytes.length);
    expect(rig, ARM, "token-2");
}

static void a_damaged_file_is_no_token(void **state)
{
    struct rig *rig = *state;
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf bytes = {0};
    char path[TEMP_FOLDER_PATH];
    const char *name;

    expect(rig, ARM, "token-1");
    temp_folder_find(&rig->folder, "token-", path);
    name = strrchr(path, '/') + 1;
    assert_int_equal(aoai_file_read(&bytes, path, NULL), 0);
    for (size_t length = 0; length < bytes.length; length++) {
        AOAI_CLEANUP(aoai_token_free) struct aoai_token token = {0};
        size_t before = rig->sign_ins;

        temp_folder_write(&rig->folder, name, bytes.data, length);
        assert_int_equal(
            rig->credential.get(rig->credential.self, ARM, 1000, &token, NULL),
            0);
        assert_int_equal(rig->sign_ins, before + 1);
    }
    /* An edited byte may make another token or time, but nothing that could
     * not stand in a header or has ended. */
    for (size_t at = 0; at < bytes.length; at++) {
        static const char edits[] = "\0\n\r 09:xZ\xff";
        char kept = bytes.data[at];

        for (size_t i = 0; i < sizeof(edits) - 1; i++) {
            AOAI_CLEANUP(aoai_token_free) struct aoai_token token = {0};

            bytes.data[at] = edits[i];
            temp_folder_write(&rig->folder, name, bytes.data, bytes.length);
            assert_int_equal(rig->credential.get(rig->credential.self, ARM,
                                                 1000, &token, NULL),
                             0);
            assert_true(aoai_token_is_bearer(aoai_buf_text(&token.text)));
            assert_true(token.expires - NOW >= AOAI_TOKEN_CACHE_MARGIN);
            assert_true(token.obtained <= NOW);
        }
        bytes.data[at] = kept;
    }
}

static void a_link_in_its_place_is_not_followed(void **state)
{
    struct rig *rig = *state;
    char path[TEMP_FOLDER_PATH], other[TEMP_FOLDER_PATH];

    expect(rig, ARM, "token-1");
    temp_folder_find(&rig->folder, "token-", path);
    temp_folder_path(&rig->folder, "elsewhere", other);
    assert_int_equal(rename(path, other), 0);
    assert_int_equal(symlink(other, path), 0);
    expect(rig, ARM, "token-2");
}

static void only_the_token_that_was_refused_is_forgotten(void **state)
{
    struct rig *rig = *state;

    expect(rig, ARM, "token-1");
    /* another run has renewed it meanwhile */
    rig->credential.forget(rig->credential.self, ARM, "token-0");
    expect(rig, ARM, "token-1");
    rig->credential.forget(rig->credential.self, "https://other", "token-1");
    expect(rig, ARM, "token-1");
    rig->credential.forget(rig->credential.self, ARM, "token-1");
    expect(rig, ARM, "token-2");
    expect(rig, ARM, "token-2");
}

static void a_token_of_unknown_life_is_not_kept(void **state)
{
    struct rig *rig = *state;

    rig->life = 0;
    expect(rig, ARM, "token-1");
    expect(rig, ARM, "token-2");
}

static void a_failure_is_handed_on_and_not_kept(void **state)
{
    struct rig *rig = *state;
    AOAI_CLEANUP(aoai_token_free) struct aoai_token token = {0};
    struct aoai_error error;

    rig->fails = AOAI_ERROR_DENIED;
    assert_int_equal(
        rig->credential.get(rig->credential.self, ARM, 1000, &token, &error),
        -1);
    assert_int_equal(error.kind, AOAI_ERROR_DENIED);
    assert_string_equal(error.text, "no sign-in");
    rig->fails = AOAI_ERROR_NONE;
    expect(rig, ARM, "token-2");
}

static void without_a_folder_it_signs_in_each_time(void **state)
{
    struct rig *rig = *state;

    aoai_cache_close(&rig->cache);
    rig->cache = AOAI_CACHE_NONE;
    expect(rig, ARM, "token-1");
    expect(rig, ARM, "token-2");
    rig->credential.forget(rig->credential.self, ARM, "token-2");
    expect(rig, ARM, "token-3");
}

static void a_folder_that_became_read_only_is_a_remark(void **state)
{
    struct rig *rig = *state;
    bool root = geteuid() == 0;

    assert_int_equal(chmod(rig->folder.path, 0500), 0);
    if (root) /* who may write everywhere, so: somebody else */
        assert_int_equal(seteuid(65534), 0);
    expect(rig, ARM, "token-1");
    expect(rig, ARM, "token-2");
    if (root)
        assert_int_equal(seteuid(0), 0);
    assert_non_null(strstr(aoai_buf_text(&rig->notes.text), "is not kept"));
    assert_null(strstr(aoai_buf_text(&rig->notes.text), "token-1"));
    assert_int_equal(chmod(rig->folder.path, 0700), 0);
}

static void a_folder_that_went_away_is_a_remark(void **state)
{
    struct rig *rig = *state;

    assert_int_equal(rmdir(rig->folder.path), 0);
    expect(rig, ARM, "token-1");
    expect(rig, ARM, "token-2");
    assert_non_null(strstr(aoai_buf_text(&rig->notes.text), "is not kept"));
}

#define WITH(TEST) cmocka_unit_test_setup_teardown(TEST, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH(a_second_run_uses_the_token_of_the_first),
        WITH(five_minutes_before_its_end_it_is_renewed),
        WITH(a_token_is_bound_to_what_chose_it),
        WITH(a_key_in_the_file_must_be_the_one_asked_for),
        WITH(a_damaged_file_is_no_token),
        WITH(a_link_in_its_place_is_not_followed),
        WITH(only_the_token_that_was_refused_is_forgotten),
        WITH(a_token_of_unknown_life_is_not_kept),
        WITH(a_failure_is_handed_on_and_not_kept),
        WITH(without_a_folder_it_signs_in_each_time),
        WITH(a_folder_that_became_read_only_is_a_remark),
        WITH(a_folder_that_went_away_is_a_remark),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
