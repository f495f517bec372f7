/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Entities as Azure Table Storage carries them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "state/entity_json.h"
#include "tests/entity_rig.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))

#define OPERATION "8540c0de-899f-5cce-acb5-3ec493af3800"

/* An entity in which nothing is zero. */
static const struct aoai_entity full = {
    .sum_token = 9007199254740993, /* 2^53+1: a double has no such number */
    .updated = 1730365200,
    .memory = {.warning_done = true,
               .critical_done = true,
               .claimed = AOAI_ALERT_CRITICAL,
               .accepted = true,
               .lease_end = 1730366100},
    .share = 12,
    .attempt = 3,
    .operation = OPERATION,
    .owner = "nagios.example:4711:00c0ffee",
};

/* One in which all is, but for the largest number of tokens. */
static const struct aoai_entity most = {.sum_token = INT64_MAX};

/* The properties of the first. */
#define FULL                                                                   \
    "\"ActionDone\":true,\"LastUpdated\":\"2024-10-31T09:00:00Z\","            \
    "\"WarningDone\":true,\"ClaimLevel\":\"critical\",\"ClaimAccepted\":true," \
    "\"ClaimUntil\":\"2024-10-31T09:15:00Z\","                                 \
    "\"ClaimOwner\":\"nagios.example:4711:00c0ffee\","                         \
    "\"ClaimOperation\":\"" OPERATION "\",\"ClaimShare\":12,"                  \
    "\"ClaimAttempt\":3}"

/* Both are the same, of the same version. */
static void assert_same(const struct aoai_entity *one,
                        const struct aoai_entity *other)
{
    entity_rig_same(one, other);
    assert_string_equal(one->version, other->version);
}

/* Reads TEXT into ENTITY. */
static int read_text(struct aoai_entity *entity, const char *text,
                     struct aoai_error *error)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf json = {0};

    aoai_buf_puts(&json, text);
    return aoai_entity_json_read(entity, &json, error);
}

static void an_entity_is_written_with_its_types(void **state)
{
    static const struct aoai_store_key key = {"DeploymentType", "a\"b-2024-10"};
    static const struct {
        const struct aoai_store_key *key;
        const struct aoai_entity *entity;
        const char *json;
    } rows[] = {
        {NULL, &full,
         "{\"SumToken\":\"9007199254740993\","
         "\"SumToken@odata.type\":\"Edm.Int64\"," FULL},
        {&key, &full,
         "{\"SumToken\":\"9007199254740993\","
         "\"SumToken@odata.type\":\"Edm.Int64\","
         "\"PartitionKey\":\"DeploymentType\","
         "\"RowKey\":\"a\\\"b-2024-10\"," FULL},
        /* what is zero is written too: a merge would leave the old one */
        {NULL, &most,
         "{\"SumToken\":\"9223372036854775807\","
         "\"SumToken@odata.type\":\"Edm.Int64\",\"ActionDone\":false,"
         "\"LastUpdated\":\"\",\"WarningDone\":false,\"ClaimLevel\":\"\","
         "\"ClaimAccepted\":false,\"ClaimUntil\":\"\",\"ClaimOwner\":\"\","
         "\"ClaimOperation\":\"\",\"ClaimShare\":0,\"ClaimAttempt\":0}"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf out = {0};
        struct aoai_entity again;

        aoai_entity_json_write(&out, rows[i].key, rows[i].entity);
        assert_string_equal(aoai_buf_text(&out), rows[i].json);
        assert_int_equal(aoai_entity_json_read(&again, &out, NULL), 0);
        assert_same(&again, rows[i].entity);
    }
}

static void what_is_missing_is_zero(void **state)
{
    static const struct {
        const char *json;
        struct aoai_entity entity;
    } rows[] = {
        {"{}", {0}},
        /* the five of the program that went before */
        {"{\"PartitionKey\":\"DeploymentType\",\"RowKey\":\"gpt-4o-2024-10\","
         "\"SumToken\":\"1183\",\"ActionDone\":true,"
         "\"LastUpdated\":\"2024-10-31T09:00:00.123Z\","
         "\"Timestamp\":\"2024-10-31T09:00:00.1234567Z\"}",
         {.sum_token = 1183,
          .updated = 1730365200,
          .memory.critical_done = true}},
        /* Int64, Int32 and Double, with and without marks of their type */
        {"{\"SumToken\":\"9223372036854775807\","
         "\"SumToken@odata.type\":\"Edm.Int64\"}",
         {.sum_token = INT64_MAX}},
        {"{\"SumToken\":1183}", {.sum_token = 1183}},
        {"{\"SumToken\":9223372036854775807}", {.sum_token = INT64_MAX}},
        {"{\"SumToken\":1183.0,\"SumToken@odata.type\":\"Edm.Double\"}",
         {.sum_token = 1183}},
        {"{\"SumToken\":null,\"ActionDone\":null,\"LastUpdated\":null,"
         "\"WarningDone\":null,\"ClaimLevel\":null,\"ClaimAccepted\":null,"
         "\"ClaimUntil\":null,\"ClaimOwner\":null,\"ClaimOperation\":null,"
         "\"ClaimAttempt\":null}",
         {0}},
        /* an owner's host may have any name */
        {"{\"ClaimOwner\":\"\\u65e5 'a' 1\"}", {.owner = "\xe6\x97\xa5 'a' 1"}},
        /* foreign properties may be anything */
        {"{\"Note\":{\"a\":[1]},\"N\":1e400,\"odata.etag\":\"W/x\","
         "\"sumtoken\":\"x\",\"WarningDone\":true}",
         {.memory.warning_done = true}},
        /* times that are none */
        {"{\"LastUpdated\":\"yesterday\",\"ClaimUntil\":1730366100}", {0}},
        {"{\"LastUpdated\":true,\"ClaimUntil\":\"2024-13-01T00:00:00Z\"}", {0}},
        {"{\"LastUpdated\":\"2024-10-31T09:00:00Z\\u0000x\"}", {0}},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct aoai_entity entity;
        struct aoai_error error = {0};

        if (read_text(&entity, rows[i].json, &error))
            fail_msg("%s: %s", rows[i].json, error.text);
        assert_same(&entity, &rows[i].entity);
    }
}

static void
what_makes_no_sense_is_named_and_never_taken_as_not_mailed(void **state)
{
    static const struct {
        const char *json, *text;
    } rows[] = {
        {"{\"SumToken\":\"-1\"}", "SumToken"},
        {"{\"SumToken\":\"9223372036854775808\"}", "SumToken"},
        {"{\"SumToken\":1.5}", "SumToken"},
        {"{\"SumToken\":\"many\"}", "SumToken"},
        {"{\"SumToken\":\"\"}", "SumToken"},
        {"{\"SumToken\":\"1\\u00002\"}", "SumToken"},
        {"{\"SumToken\":true}", "SumToken"},
        {"{\"ActionDone\":\"true\"}", "ActionDone"},
        {"{\"ActionDone\":1}", "ActionDone"},
        {"{\"ActionDone\":\"\"}", "ActionDone"},
        {"{\"ActionDone\":{}}", "ActionDone"},
        {"{\"WarningDone\":0}", "WarningDone"},
        {"{\"ClaimAccepted\":\"no\"}", "ClaimAccepted"},
        {"{\"ClaimLevel\":\"worse\"}", "ClaimLevel"},
        {"{\"ClaimLevel\":\"criticality\"}", "ClaimLevel"},
        {"{\"ClaimLevel\":2}", "ClaimLevel"},
        {"{\"ClaimOwner\":[]}", "ClaimOwner"},
        {"{\"ClaimOwner\":\"a\\u0000b\"}", "ClaimOwner"},
        /* it becomes a header */
        {"{\"ClaimOperation\":\"a b\"}", "ClaimOperation"},
        {"{\"ClaimOperation\":\"a\\r\\nX-Evil: 1\"}", "ClaimOperation"},
        {"{\"ClaimOperation\":\"a\\u0000b\"}", "ClaimOperation"},
        {"{\"ClaimOperation\":\"" OPERATION "0\"}", "ClaimOperation"},
        {"{\"ClaimShare\":-1}", "ClaimShare"},
        {"{\"ClaimAttempt\":-1}", "ClaimAttempt"},
        {"{\"ClaimAttempt\":2147483648}", "ClaimAttempt"},
        /* what is no entity at all */
        {"", "JSON"},
        {"{\"SumToken\":\"1\",\"ActionDone\":tr", "JSON"},
        {"<html>", "JSON"},
        {"{} {}", "JSON"},
        {"null", "no entity"},
        {"[]", "no entity"},
        {"\"x\"", "no entity"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct aoai_entity entity;
        struct aoai_error error = {0};

        if (read_text(&entity, rows[i].json, &error) == 0)
            fail_msg("taken: %s", rows[i].json);
        assert_int_equal(error.kind, AOAI_ERROR_ANSWER);
        if (!strstr(error.text, rows[i].text))
            fail_msg("%s: %s", rows[i].json, error.text);
    }
}

static void a_text_may_be_as_long_as_its_room(void **state)
{
    (void)state;
    for (size_t length = AOAI_ENTITY_OWNER_SIZE - 1;
         length <= AOAI_ENTITY_OWNER_SIZE; length++) {
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf json = {0};
        struct aoai_entity entity;

        aoai_buf_puts(&json, "{\"ClaimOwner\":\"");
        for (size_t i = 0; i < length; i++)
            aoai_buf_putc(&json, 'x');
        aoai_buf_puts(&json, "\"}");
        assert_int_equal(aoai_entity_json_read(&entity, &json, NULL),
                         length < AOAI_ENTITY_OWNER_SIZE ? 0 : -1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_entity_is_written_with_its_types),
        cmocka_unit_test(what_is_missing_is_zero),
        cmocka_unit_test(
            what_makes_no_sense_is_named_and_never_taken_as_not_mailed),
        cmocka_unit_test(a_text_may_be_as_long_as_its_room),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
