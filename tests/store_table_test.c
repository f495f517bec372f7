/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* The store in Azure Table Storage: every outcome of a read and of a write,
 * answers that are lost, and services that are none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "state/entity_json.h"
#include "state/store_table.h"
#include "tests/table_rig.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))

#define ETAG_1 "W/\"datetime'2024-10-31T09%3A00%3A00.0000001Z'\""
#define ETAG_2 "W/\"datetime'2024-10-31T09%3A00%3A00.0000002Z'\""
#define ETAG_3 "W/\"datetime'2024-10-31T09%3A00%3A00.0000003Z'\""

/* What is asked, as asked_for() writes it. */
#define GET_ROW                                                                \
    "GET alertstate(PartitionKey='sub%7Ca',RowKey='gpt-4o-2024-10')\n"
#define MERGE_ROW                                                              \
    "PATCH alertstate(PartitionKey='sub%7Ca',RowKey='gpt-4o-2024-10') 1\n"
#define INSERT_ROW "POST alertstate\n"
#define CREATE "POST Tables\n"

#define ERROR(CODE)                                                            \
    "{\"odata.error\":{\"code\":\"" CODE                                       \
    "\",\"message\":{\"lang\":\"en-US\",\"value\":\"x\"}}}"

/* Replies of the script. No answer is tried four times. */
/* clang-format off */
#define NO_TABLE {"", 404, .body = ERROR("TableNotFound")}
#define NO_ROW {"", 404, .body = ERROR("ResourceNotFound")}
#define EXISTS {"", 409, .body = ERROR("EntityAlreadyExists")}
#define STALE {"", 412, .body = ERROR("UpdateConditionNotSatisfied")}
#define WRITTEN {"", 204, .etag = ETAG_2}
#define CREATED {"", .status = 204}
#define CUT {"", 0, .kind = AOAI_ERROR_NETWORK}
#define SILENCE {"", 0, .kind = AOAI_ERROR_NETWORK, .times = 4}
#define OURS {"", 200, .body = ours, .etag = ETAG_3}
#define THEIRS {"", 200, .body = theirs, .etag = ETAG_3}
#define UNCHANGED {"", 200, .body = theirs, .etag = ETAG_1}
/* clang-format on */

static const struct aoai_crypto crypto = {
    .hmac_sha256 = aoai_digest_hmac_sha256,
    .base64_encode = aoai_base64_encode,
    .base64_decode = aoai_base64_decode,
};

static const struct aoai_store_key key = {"sub|a", "gpt-4o-2024-10"};

/* What is written, what it looks like when it is there, and what else may be
 * there: the same but for the owner of the claim. */
static const struct aoai_entity wanted = {
    .sum_token = 9007199254740993,
    .updated = TABLE_NOW,
    .memory = {.claimed = AOAI_ALERT_WARNING, .lease_end = TABLE_NOW + 900},
    .operation = "8540c0de-899f-5cce-acb5-3ec493af3800",
    .owner = "a:1:2",
};
#define CLAIM                                                                  \
    "{\"SumToken\":\"9007199254740993\",\"ActionDone\":false,"                 \
    "\"LastUpdated\":\"2024-10-31T09:00:00Z\",\"ClaimLevel\":\"warning\","     \
    "\"ClaimUntil\":\"2024-10-31T09:15:00Z\","                                 \
    "\"ClaimOperation\":\"8540c0de-899f-5cce-acb5-3ec493af3800\","             \
    "\"Foreign\":[1],\"ClaimOwner\":"
static const char ours[] = CLAIM "\"a:1:2\"}";
static const char theirs[] = CLAIM "\"b:1:2\"}";

/* One line for each request to FAKE: method, what stands behind the host, and
 * the last digit of the ETag in If-Match. */
static void asked_for(struct aoai_buf *out, const struct fake_http *fake)
{
    static const char before[] = "https://contosostate.table.core.windows.net/";

    for (size_t i = 0; i < fake->request_count; i++) {
        const struct fake_request *request = &fake->requests[i];
        const char *match = strstr(request->headers, "If-Match: ");

        assert_int_equal(strncmp(request->url, before, strlen(before)), 0);
        aoai_buf_printf(out, "%s %.*s", request->method,
                        (int)strcspn(request->url + strlen(before), "?"),
                        request->url + strlen(before));
        if (match)
            aoai_buf_printf(out, " %.1s", strstr(match, "Z'\"\n") - 1);
        aoai_buf_putc(out, '\n');
    }
}

/* Fails the test unless RIG's requests were EXPECTED. */
static void check_requests(const struct table_rig *rig, const char *expected)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf asked = {0};

    table_rig_check(rig);
    asked_for(&asked, &rig->fake);
    assert_string_equal(aoai_buf_text(&asked), expected);
}

static void the_place_is_told_without_any_secret(void **state)
{
    struct aoai_store store;
    struct table_rig rig;

    (void)state;
    table_rig_begin(&rig, TABLE_URL "?partition=x", TABLE_SAS, &crypto);
    assert_int_equal(aoai_store_table_open(&store, &rig.setup, NULL), 0);
    assert_string_equal(store.place, TABLE_URL);
    aoai_store_free(&store);
    table_rig_end(&rig);
}

/* Reads the row once with each kind of key. */
static void get_with(const char *proof, const struct fake_reply *replies,
                     size_t count, const char *asked, int expected,
                     struct aoai_entity *entity, struct aoai_error *error)
{
    struct aoai_store store;
    struct table_rig rig;

    memset(entity, 'x', sizeof(*entity));
    table_rig_begin(&rig, TABLE_URL, proof, &crypto);
    table_rig_script(&rig, replies, count);
    assert_int_equal(aoai_store_table_open(&store, &rig.setup, NULL), 0);
    if (store.get(store.self, &key, TABLE_DEADLINE, entity, &rig.error) !=
        expected)
        fail_msg("%s", rig.error.text);
    check_requests(&rig, asked);
    *error = rig.error;
    aoai_store_free(&store);
    table_rig_end(&rig);
}

static void a_row_is_read_with_its_version(void **state)
{
    static const struct {
        struct fake_reply replies[2];
        size_t count;
        const char *asked;
        uint64_t sum_token;
        const char *version;
    } rows[] = {
        {{OURS}, 1, GET_ROW, 9007199254740993, ETAG_3},
        /* nothing there yet */
        {{NO_ROW}, 1, GET_ROW, 0, ""},
        {{NO_TABLE}, 1, GET_ROW, 0, ""},
        /* a lost answer to a question is no matter */
        {{CUT, OURS}, 2, GET_ROW GET_ROW, 9007199254740993, ETAG_3},
        /* after a byte order mark, and a strong ETag */
        {{{"", 200, .body = "\xef\xbb\xbf{\"SumToken\":5}", .etag = "\"1\""}},
         1,
         GET_ROW,
         5,
         "\"1\""},
    };
    static const char *const proofs[] = {TABLE_KEY, TABLE_SAS, NULL};

    (void)state;
    for (size_t i = 0; i < COUNT(rows) * COUNT(proofs); i++) {
        size_t row = i / COUNT(proofs);
        struct aoai_entity entity;
        struct aoai_error error;

        get_with(proofs[i % COUNT(proofs)], rows[row].replies, rows[row].count,
                 rows[row].asked, 0, &entity, &error);
        assert_true(entity.sum_token == rows[row].sum_token);
        assert_string_equal(entity.version, rows[row].version);
        if (rows[row].version[0] == '\0')
            assert_memory_equal(&entity, &(struct aoai_entity){0},
                                sizeof(entity));
    }
}

static void what_is_no_row_is_never_read_as_an_empty_one(void **state)
{
    static const struct {
        struct fake_reply reply;
        enum aoai_error_kind kind;
        const char *text;
    } rows[] = {
        {{"", 200, .body = "{\"ActionDone\":\"yes\"}", .etag = ETAG_1},
         AOAI_ERROR_ANSWER,
         "the row 'gpt-4o-2024-10' of the table " TABLE_URL
         ": its property ActionDone is not true or false: correct it there, or "
         "delete the row"},
        {{"", 200, .body = "{\"ActionDone\":tr", .etag = ETAG_1},
         AOAI_ERROR_ANSWER,
         "JSON that ends too early"},
        {{"", 200, .body = "<html>", .etag = ETAG_1},
         AOAI_ERROR_ANSWER,
         "not JSON"},
        {{"", 200, .body = "", .etag = ETAG_1}, AOAI_ERROR_ANSWER, "JSON"},
        {{"", 204, .etag = ETAG_1},
         AOAI_ERROR_ANSWER,
         "answered with 204 instead of an entity"},
        /* without a version it could not be written again */
        {{"", 200, .body = "{}"}, AOAI_ERROR_ANSWER, "came without an ETag"},
        /* with this one it would be, whatever is there */
        {{"", 200, .body = "{}", .etag = "*"},
         AOAI_ERROR_ANSWER,
         "came without an ETag"},
        {{"", 404, .body = "<html>"}, AOAI_ERROR_NOT_FOUND, "404: "},
        {{"", 404, .body = ""}, AOAI_ERROR_NOT_FOUND, "404: "},
        {{"", 404, .body = ERROR("AccountNotFound")},
         AOAI_ERROR_NOT_FOUND,
         "404 AccountNotFound"},
        {{"", 403, .body = "<Error><Code>AuthenticationFailed</Code></Error>"},
         AOAI_ERROR_DENIED,
         "403 AuthenticationFailed"},
        {{"", 409, .body = ERROR("TableBeingDeleted")},
         AOAI_ERROR_SERVICE,
         "409 TableBeingDeleted"},
        {{"", 412, .body = ""}, AOAI_ERROR_ANSWER, "answered with 412"},
        {{"", 0, .kind = AOAI_ERROR_DEADLINE},
         AOAI_ERROR_DEADLINE,
         "no answer"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct aoai_entity entity;
        struct aoai_error error;

        get_with(TABLE_KEY, &rows[i].reply, 1, GET_ROW, -1, &entity, &error);
        assert_int_equal(error.kind, rows[i].kind);
        if (!strstr(error.text, rows[i].text))
            fail_msg("row %zu: %s", i, error.text);
        assert_memory_equal(&entity, &(struct aoai_entity){0}, sizeof(entity));
    }
}

/* A write, and what comes of it. */
struct write_row {
    const char *version; /* "" inserts */
    struct fake_reply replies[6];
    size_t count;
    const char *asked;
    const char *result; /* the version afterwards; NULL: conflict */
};

/* Fails the test unless each of COUNT ROWS ends as it should, whatever proves
 * who asks. */
static void check_writes(const struct write_row *rows, size_t count)
{
    static const char *const proofs[] = {TABLE_KEY, TABLE_SAS, NULL};

    for (size_t i = 0; i < count * COUNT(proofs); i++) {
        const struct write_row *row = &rows[i / COUNT(proofs)];
        struct aoai_entity entity = wanted;
        struct aoai_store store;
        struct table_rig rig;
        bool conflict = row->result != NULL;

        memcpy(entity.version, row->version, strlen(row->version) + 1);
        table_rig_begin(&rig, TABLE_URL, proofs[i % COUNT(proofs)], &crypto);
        table_rig_script(&rig, row->replies, row->count);
        assert_int_equal(aoai_store_table_open(&store, &rig.setup, NULL), 0);
        if (store.put(store.self, &key, TABLE_DEADLINE, &entity, &conflict,
                      &rig.error))
            fail_msg("row %zu: %s", i / COUNT(proofs), rig.error.text);
        check_requests(&rig, row->asked);
        assert_int_equal(conflict, row->result == NULL);
        assert_string_equal(entity.version,
                            row->result ? row->result : row->version);
        aoai_store_free(&store);
        table_rig_end(&rig);
    }
}

static void an_insert_ends_in_one_of_two_ways(void **state)
{
    static const struct write_row rows[] = {
        {"", {WRITTEN}, 1, INSERT_ROW, ETAG_2},
        {"", {EXISTS}, 1, INSERT_ROW, NULL},
        /* a table is made when it is missing, by whomever */
        {"",
         {NO_TABLE, CREATED, WRITTEN},
         3,
         INSERT_ROW CREATE INSERT_ROW,
         ETAG_2},
        {"",
         {NO_TABLE, {"", 201, .body = "{}"}, EXISTS},
         3,
         INSERT_ROW CREATE INSERT_ROW,
         NULL},
        {"",
         {NO_TABLE, {"", 409, .body = ERROR("TableAlreadyExists")}, WRITTEN},
         3,
         INSERT_ROW CREATE INSERT_ROW,
         ETAG_2},
        /* an answer without a version is looked up */
        {"", {CREATED, OURS}, 2, INSERT_ROW GET_ROW, ETAG_3},
        {"", {{"", 204, .etag = "*"}, THEIRS}, 2, INSERT_ROW GET_ROW, NULL},
    };

    (void)state;
    check_writes(rows, COUNT(rows));
}

static void a_merge_ends_in_one_of_two_ways(void **state)
{
    static const struct write_row rows[] = {
        {ETAG_1, {WRITTEN}, 1, MERGE_ROW, ETAG_2},
        {ETAG_1, {STALE}, 1, MERGE_ROW, NULL},
        /* the row, or all of the table, has gone */
        {ETAG_1, {NO_ROW}, 1, MERGE_ROW, NULL},
        {ETAG_1, {NO_TABLE}, 1, MERGE_ROW, NULL},
        {ETAG_1, {CREATED, OURS}, 2, MERGE_ROW GET_ROW, ETAG_3},
    };

    (void)state;
    check_writes(rows, COUNT(rows));
}

static void a_write_whose_answer_was_lost_is_looked_up(void **state)
{
    static const struct write_row rows[] = {
        /* the first try was written, the second finds it there */
        {"", {CUT, EXISTS, OURS}, 3, INSERT_ROW INSERT_ROW GET_ROW, ETAG_3},
        {ETAG_1, {CUT, STALE, OURS}, 3, MERGE_ROW MERGE_ROW GET_ROW, ETAG_3},
        /* or somebody else was faster */
        {"", {CUT, EXISTS, THEIRS}, 3, INSERT_ROW INSERT_ROW GET_ROW, NULL},
        {ETAG_1, {CUT, STALE, THEIRS}, 3, MERGE_ROW MERGE_ROW GET_ROW, NULL},
        /* and then deleted it */
        {"", {CUT, EXISTS, NO_ROW}, 3, INSERT_ROW INSERT_ROW GET_ROW, NULL},
        /* an error of the service is as good as a lost answer */
        {ETAG_1,
         {{"", 500, .body = ERROR("OperationTimedOut")}, STALE, OURS},
         3,
         MERGE_ROW MERGE_ROW GET_ROW,
         ETAG_3},
        /* the first try was not written */
        {"", {CUT, WRITTEN}, 2, INSERT_ROW INSERT_ROW, ETAG_2},
        {ETAG_1, {CUT, WRITTEN}, 2, MERGE_ROW MERGE_ROW, ETAG_2},
        /* no answer came to any try */
        {"",
         {SILENCE, OURS},
         2,
         INSERT_ROW INSERT_ROW INSERT_ROW INSERT_ROW GET_ROW,
         ETAG_3},
        {ETAG_1,
         {SILENCE, OURS},
         2,
         MERGE_ROW MERGE_ROW MERGE_ROW MERGE_ROW GET_ROW,
         ETAG_3},
        {ETAG_1,
         {SILENCE, THEIRS},
         2,
         MERGE_ROW MERGE_ROW MERGE_ROW MERGE_ROW GET_ROW,
         NULL},
        /* lost while the table is made, and after */
        {"",
         {NO_TABLE,
          CUT,
          {"", 409, .body = ERROR("TableAlreadyExists")},
          CUT,
          EXISTS,
          OURS},
         6,
         INSERT_ROW CREATE CREATE INSERT_ROW INSERT_ROW GET_ROW,
         ETAG_3},
        /* the answer to looking it up is lost as well */
        {"",
         {CUT, EXISTS, CUT, OURS},
         4,
         INSERT_ROW INSERT_ROW GET_ROW GET_ROW,
         ETAG_3},
    };

    (void)state;
    check_writes(rows, COUNT(rows));
}

static void a_write_that_failed_or_can_not_be_known_is_an_error(void **state)
{
    static const struct {
        const char *version;
        struct fake_reply replies[3];
        size_t count;
        const char *asked;
        enum aoai_error_kind kind;
        const char *text;
    } rows[] = {
        /* looked up: it is not there */
        {"",
         {SILENCE, NO_ROW},
         2,
         INSERT_ROW INSERT_ROW INSERT_ROW INSERT_ROW GET_ROW,
         AOAI_ERROR_NETWORK,
         "the table alertstate of contosostate: no answer"},
        {ETAG_1,
         {SILENCE, UNCHANGED},
         2,
         MERGE_ROW MERGE_ROW MERGE_ROW MERGE_ROW GET_ROW,
         AOAI_ERROR_NETWORK,
         "the table alertstate of contosostate: no answer"},
        /* could not be looked up */
        {"",
         {SILENCE, SILENCE},
         2,
         INSERT_ROW INSERT_ROW INSERT_ROW INSERT_ROW GET_ROW GET_ROW GET_ROW
             GET_ROW,
         AOAI_ERROR_NETWORK,
         "it is not known whether the row 'gpt-4o-2024-10' was written: the "
         "table alertstate of contosostate: no answer"},
        {ETAG_1,
         {{"", 0, .kind = AOAI_ERROR_DEADLINE, .times = 2}},
         1,
         MERGE_ROW GET_ROW,
         AOAI_ERROR_DEADLINE,
         "it is not known whether"},
        {ETAG_1,
         {CUT, STALE, {"", 403, .body = ""}},
         3,
         MERGE_ROW MERGE_ROW GET_ROW,
         AOAI_ERROR_DENIED,
         "it is not known whether the row 'gpt-4o-2024-10' was written: the "
         "table alertstate of contosostate: 403"},
        {"",
         {CREATED, {"", 200, .body = "<html>", .etag = ETAG_1}},
         2,
         INSERT_ROW GET_ROW,
         AOAI_ERROR_ANSWER,
         "it is not known whether"},
        /* a definite no needs no look */
        {"",
         {{"", 400, .body = ERROR("InvalidInput")}},
         1,
         INSERT_ROW,
         AOAI_ERROR_REFUSED,
         "400 InvalidInput"},
        {ETAG_1,
         {{"", 403, .body = ERROR("AuthorizationPermissionMismatch")}},
         1,
         MERGE_ROW,
         AOAI_ERROR_DENIED,
         "403 AuthorizationPermissionMismatch"},
        /* a 409 that is no conflict */
        {"",
         {{"", 409, .body = ERROR("TableBeingDeleted")}, NO_TABLE},
         2,
         INSERT_ROW GET_ROW,
         AOAI_ERROR_SERVICE,
         "409 TableBeingDeleted: the table is being deleted"},
        /* the table can not be made */
        {"",
         {NO_TABLE, {"", 403, .body = ERROR("AuthorizationFailure")}},
         2,
         INSERT_ROW CREATE,
         AOAI_ERROR_DENIED,
         "there is no table yet, and it could not be created: the table "
         "alertstate of contosostate: 403 AuthorizationFailure"},
        {"",
         {NO_TABLE, {"", 409, .body = ERROR("TableBeingDeleted")}},
         2,
         INSERT_ROW CREATE,
         AOAI_ERROR_SERVICE,
         "there is no table yet, and it could not be created: the table "
         "alertstate of contosostate: 409 TableBeingDeleted"},
        {"",
         {NO_TABLE, NO_ROW},
         2,
         INSERT_ROW CREATE,
         AOAI_ERROR_NOT_FOUND,
         "could not be created: 404 ResourceNotFound"},
        {"",
         {NO_TABLE, CREATED, NO_TABLE},
         3,
         INSERT_ROW CREATE INSERT_ROW,
         AOAI_ERROR_NOT_FOUND,
         "was created and is not there"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct aoai_entity entity = wanted;
        struct aoai_store store;
        struct table_rig rig;
        bool conflict = true;

        memcpy(entity.version, rows[i].version, strlen(rows[i].version) + 1);
        table_rig_begin(&rig, TABLE_URL, TABLE_SAS, &crypto);
        table_rig_script(&rig, rows[i].replies, rows[i].count);
        assert_int_equal(aoai_store_table_open(&store, &rig.setup, NULL), 0);
        assert_int_equal(store.put(store.self, &key, TABLE_DEADLINE, &entity,
                                   &conflict, &rig.error),
                         -1);
        check_requests(&rig, rows[i].asked);
        assert_false(conflict);
        assert_int_equal(rig.error.kind, rows[i].kind);
        if (!strstr(rig.error.text, rows[i].text))
            fail_msg("row %zu: %s", i, rig.error.text);
        assert_string_equal(entity.version, rows[i].version);
        aoai_store_free(&store);
        table_rig_end(&rig);
    }
}

static void what_is_sent_is_the_entity(void **state)
{
    static const struct fake_reply reply[] = {WRITTEN};
    static const char *const versions[] = {"", ETAG_1};

    (void)state;
    for (size_t i = 0; i < COUNT(versions); i++) {
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf expected = {0};
        struct aoai_entity entity = wanted;
        struct aoai_store store;
        struct table_rig rig;
        bool conflict;

        memcpy(entity.version, versions[i], strlen(versions[i]) + 1);
        aoai_entity_json_write(&expected, i == 0 ? &key : NULL, &wanted);
        table_rig_begin(&rig, TABLE_URL, TABLE_KEY, &crypto);
        table_rig_script(&rig, reply, COUNT(reply));
        assert_int_equal(aoai_store_table_open(&store, &rig.setup, NULL), 0);
        assert_int_equal(store.put(store.self, &key, TABLE_DEADLINE, &entity,
                                   &conflict, &rig.error),
                         0);
        assert_string_equal(rig.fake.requests[0].body,
                            aoai_buf_text(&expected));
        /* never an upsert: an insert has no If-Match, a merge always has */
        assert_int_equal(
            strstr(rig.fake.requests[0].headers, "If-Match: ") != NULL, i == 1);
        aoai_store_free(&store);
        table_rig_end(&rig);
    }
}

/* Changes of WANTED, one by one: each makes it another entity. */
static const struct change {
    const char *name;
    size_t offset;
} changes[] = {
    {"sum_token", offsetof(struct aoai_entity, sum_token)},
    {"updated", offsetof(struct aoai_entity, updated)},
    {"warning_done", offsetof(struct aoai_entity, memory.warning_done)},
    {"critical_done", offsetof(struct aoai_entity, memory.critical_done)},
    {"claimed", offsetof(struct aoai_entity, memory.claimed)},
    {"accepted", offsetof(struct aoai_entity, memory.accepted)},
    {"lease_end", offsetof(struct aoai_entity, memory.lease_end)},
    {"share", offsetof(struct aoai_entity, share)},
    {"attempt", offsetof(struct aoai_entity, attempt)},
    {"operation", offsetof(struct aoai_entity, operation)},
    {"owner", offsetof(struct aoai_entity, owner)},
};

static void each_property_tells_our_write_from_theirs(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(changes); i++) {
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf body = {0};
        struct aoai_entity other = wanted;
        struct fake_reply replies[] = {
            CUT, EXISTS, {"", 200, .body = "", .etag = ETAG_3}};
        struct aoai_entity entity = wanted;
        struct aoai_store store;
        struct table_rig rig;
        bool conflict = false;

        ((unsigned char *)&other)[changes[i].offset] ^= 1;
        aoai_entity_json_write(&body, &key, &other);
        replies[2].body = aoai_buf_text(&body);
        table_rig_begin(&rig, TABLE_URL, TABLE_KEY, &crypto);
        table_rig_script(&rig, replies, COUNT(replies));
        assert_int_equal(aoai_store_table_open(&store, &rig.setup, NULL), 0);
        assert_int_equal(store.put(store.self, &key, TABLE_DEADLINE, &entity,
                                   &conflict, &rig.error),
                         0);
        if (!conflict)
            fail_msg("another %s counts as ours", changes[i].name);
        aoai_store_free(&store);
        table_rig_end(&rig);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_place_is_told_without_any_secret),
        cmocka_unit_test(a_row_is_read_with_its_version),
        cmocka_unit_test(what_is_no_row_is_never_read_as_an_empty_one),
        cmocka_unit_test(an_insert_ends_in_one_of_two_ways),
        cmocka_unit_test(a_merge_ends_in_one_of_two_ways),
        cmocka_unit_test(a_write_whose_answer_was_lost_is_looked_up),
        cmocka_unit_test(a_write_that_failed_or_can_not_be_known_is_an_error),
        cmocka_unit_test(what_is_sent_is_the_entity),
        cmocka_unit_test(each_property_tells_our_write_from_theirs),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
