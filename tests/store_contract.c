/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "tests/entity_rig.h"
#include "tests/store_contract.h"

enum { WRITERS = 5, ROUNDS = 4 };

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))

static const struct aoai_store_key here = {"|subscriptions|s", "gpt-2024-10"};

/* Opens a handle. */
static struct aoai_store open_store(const struct store_bench *bench)
{
    struct aoai_store store = {0};

    bench->open(bench->self, &store);
    assert_non_null(store.place);
    return store;
}

/* When a call that begins now has to end. */
static int64_t deadline(const struct store_bench *bench)
{
    return bench->clock->monotonic(bench->clock->self) + bench->patience;
}

/* Reads KEY, which has to work. */
static struct aoai_entity get(const struct store_bench *bench,
                              const struct aoai_store *store,
                              const struct aoai_store_key *key)
{
    struct aoai_entity entity;
    struct aoai_error error = {0};

    memset(&entity, 'x', sizeof entity); /* nothing of it may stay */
    if (store->get(store->self, key, deadline(bench), &entity, &error) != 0)
        fail_msg("%s", error.text);
    return entity;
}

/* Writes KEY, which has to work. Returns false for a conflict. */
static bool put(const struct store_bench *bench, const struct aoai_store *store,
                const struct aoai_store_key *key, struct aoai_entity *entity)
{
    struct aoai_error error = {0};
    bool conflict = false;

    if (store->put(store->self, key, deadline(bench), entity, &conflict,
                   &error) != 0)
        fail_msg("%s", error.text);
    return !conflict;
}

/* Nothing is there. */
static void assert_nothing(const struct aoai_entity *entity)
{
    const struct aoai_entity nothing = {0};

    entity_rig_same(entity, &nothing);
    assert_string_equal(entity->version, "");
}

static void what_was_never_written_is_read_as_nothing(void **state)
{
    const struct store_bench *bench = *state;
    AOAI_CLEANUP(aoai_store_free) struct aoai_store store = open_store(bench);
    struct aoai_entity entity = get(bench, &store, &here);

    assert_nothing(&entity);
}

/* 127 bytes, the most that fit. */
#define LONG_OWNER                                                             \
    "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"         \
    "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde"

static const struct aoai_entity samples[] = {
    /* a deployment seen for the first time, without tokens */
    {.updated = 1730376540},
    /* the largest sum, and the first that a double can not hold */
    {.sum_token = INT64_MAX, .updated = 1},
    {.sum_token = (UINT64_C(1) << 53) + 1, .updated = 1},
    /* beyond 2^31 and 2^32: no 32-bit number on the way */
    {.sum_token = 2147483648, .updated = 1730376540, .attempt = 1},
    {.sum_token = 4294967296, .updated = 1730376540, .attempt = INT32_MAX},
    /* one flag, the other, both */
    {.sum_token = 7, .updated = 5, .memory = {.warning_done = true}},
    {.sum_token = 7, .updated = 5, .memory = {.critical_done = true}},
    {.sum_token = 7,
     .updated = 5,
     .memory = {.warning_done = true, .critical_done = true}},
    /* a claim, accepted, beside the warning */
    {.sum_token = 123,
     .updated = 1730376540,
     .memory = {.warning_done = true,
                .claimed = AOAI_ALERT_CRITICAL,
                .accepted = true,
                .lease_end = 1730377440},
     .share = 12,
     .attempt = 3,
     .operation = "8540c0de-899f-5cce-acb5-3ec493af3800",
     .owner = "poller1.example 4711 0123456789abcdef"},
    /* a claim for a warning; an owner as long as can be */
    {.sum_token = 1,
     .updated = 253402300799,
     .memory = {.claimed = AOAI_ALERT_WARNING, .lease_end = 253402300799},
     .operation = "8540c0de-899f-5cce-acb5-3ec493af3800",
     .owner = LONG_OWNER},
    /* an owner's host may have any name */
    {.sum_token = 1,
     .updated = 9,
     .owner = "\xe6\x97\xa5\xe6\x9c\xac \"'`;--\\ <b>&amp; %s {}"},
};

static void every_property_comes_back_as_it_was_written(void **state)
{
    const struct store_bench *bench = *state;
    AOAI_CLEANUP(aoai_store_free) struct aoai_store store = open_store(bench);
    AOAI_CLEANUP(aoai_store_free) struct aoai_store other = open_store(bench);

    for (size_t i = 0; i < COUNT(samples); i++) {
        char row[32];
        const struct aoai_store_key key = {here.partition, row};
        struct aoai_entity entity = samples[i];

        (void)snprintf(row, sizeof row, "sample-%zu", i);
        assert_true(put(bench, &store, &key, &entity));
        assert_string_not_equal(entity.version, "");
        entity_rig_same(&entity, &samples[i]);

        struct aoai_entity found = get(bench, &other, &key);
        entity_rig_same(&found, &samples[i]);
        assert_string_equal(found.version, entity.version);
    }
}

static void an_update_replaces_every_property(void **state)
{
    const struct store_bench *bench = *state;
    AOAI_CLEANUP(aoai_store_free) struct aoai_store store = open_store(bench);
    struct aoai_entity entity = samples[0];

    assert_true(put(bench, &store, &here, &entity));
    for (size_t i = COUNT(samples); i-- > 0;) { /* back to empty ones too */
        struct aoai_entity next = samples[i];

        memcpy(next.version, entity.version, sizeof next.version);
        assert_true(put(bench, &store, &here, &next));
        entity = get(bench, &store, &here);
        entity_rig_same(&entity, &samples[i]);
        assert_string_equal(entity.version, next.version);
    }
}

static void keys_of_any_kind_tell_entities_apart(void **state)
{
    static char longest[AOAI_ENTITY_KEY_MOST + 1];
    static char nearly[AOAI_ENTITY_KEY_MOST + 1];
    static const struct aoai_store_key keys[] = {
        {"p", "r"},
        {"p", "R"}, /* case counts */
        {"P", "r"},
        {"p", "r-2024-10"},
        {"p", "r-2024-11"},
        {"pr", "-2024-10"}, /* no joining of the two */
        {"O'Brien & co", "it''s \"quoted\"; DROP TABLE entity"},
        {"O''Brien & co", "it's"},
        {"|subscriptions|s|resourcegroups|g", "gpt%2F4-2024-10"},
        {"|subscriptions|s|resourcegroups|g", "gpt%2f4-2024-10"},
        {"\xc3\xa9", "\xe6\x97\xa5\xe6\x9c\xac-2024-10"}, /* UTF-8 */
        {"e\xcc\x81", "\xf0\x9f\x98\x80+=,;:@$()!*~^{}[]<>`-2024-10"},
        {"p", longest},
        {longest, nearly},
        {longest, longest},
    };
    const struct store_bench *bench = *state;
    AOAI_CLEANUP(aoai_store_free) struct aoai_store store = open_store(bench);

    memset(longest, 'k', sizeof longest - 1);
    memset(nearly, 'k', sizeof nearly - 1);
    nearly[sizeof nearly - 2] = 'l'; /* the last byte counts */
    for (size_t i = 0; i < COUNT(keys); i++) {
        struct aoai_entity entity = {.sum_token = i + 1, .updated = 1};

        if (!put(bench, &store, &keys[i], &entity))
            fail_msg("key %zu was there", i);
    }
    for (size_t i = 0; i < COUNT(keys); i++)
        assert_int_equal(get(bench, &store, &keys[i]).sum_token, i + 1);
}

static void an_insert_does_not_replace_what_is_there(void **state)
{
    const struct store_bench *bench = *state;
    AOAI_CLEANUP(aoai_store_free) struct aoai_store store = open_store(bench);
    struct aoai_entity entity = samples[8];
    struct aoai_entity other = samples[1];

    assert_true(put(bench, &store, &here, &entity));
    assert_false(put(bench, &store, &here, &other));
    assert_string_equal(other.version, "");

    struct aoai_entity found = get(bench, &store, &here);
    entity_rig_same(&found, &samples[8]);
    assert_string_equal(found.version, entity.version);
}

static void an_update_of_an_older_version_changes_nothing(void **state)
{
    const struct store_bench *bench = *state;
    AOAI_CLEANUP(aoai_store_free) struct aoai_store store = open_store(bench);
    struct aoai_entity first = {.sum_token = 1, .updated = 1};

    assert_true(put(bench, &store, &here, &first));
    struct aoai_entity second = first;
    second.sum_token = 2;
    assert_true(put(bench, &store, &here, &second));
    assert_string_not_equal(second.version, first.version);

    struct aoai_entity late = first;
    late.sum_token = 3;
    assert_false(put(bench, &store, &here, &late));
    assert_string_equal(late.version, first.version);
    struct aoai_entity found = get(bench, &store, &here);
    assert_int_equal(found.sum_token, 2);
    assert_string_equal(found.version, second.version);

    /* who has read again may write again */
    found.sum_token = 4;
    assert_true(put(bench, &store, &here, &found));
    assert_int_equal(get(bench, &store, &here).sum_token, 4);
}

static void no_version_comes_twice(void **state)
{
    const struct store_bench *bench = *state;
    AOAI_CLEANUP(aoai_store_free) struct aoai_store store = open_store(bench);
    struct aoai_entity written[6] = {{.sum_token = 1, .updated = 1}};

    assert_true(put(bench, &store, &here, &written[0]));
    for (size_t i = 1; i < COUNT(written); i++) {
        written[i] = written[i - 1]; /* the same content, too */
        assert_true(put(bench, &store, &here, &written[i]));
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(written[i].version, written[j].version);
    }
}

static void an_update_of_what_is_not_there_is_no_insert(void **state)
{
    static const struct aoai_store_key there = {"|subscriptions|s", "other"};
    const struct store_bench *bench = *state;
    AOAI_CLEANUP(aoai_store_free) struct aoai_store store = open_store(bench);
    struct aoai_entity entity = {.sum_token = 1, .updated = 1};

    assert_true(put(bench, &store, &here, &entity));
    assert_false(put(bench, &store, &there, &entity));
    struct aoai_entity found = get(bench, &store, &there);
    assert_nothing(&found);
}

/* All of WRITERS have read the same; each writes. One may win. */
static void compete(const struct store_bench *bench,
                    const struct aoai_store *stores, int round)
{
    struct aoai_entity entities[WRITERS];
    int winner = -1;

    for (int i = 0; i < WRITERS; i++)
        entities[i] = get(bench, &stores[i], &here);
    for (int i = 0; i < WRITERS; i++) {
        int turn = (i + round) % WRITERS;

        entities[turn].sum_token = (uint64_t)(round * WRITERS + turn);
        entities[turn].updated = 1;
        if (!put(bench, &stores[turn], &here, &entities[turn]))
            continue;
        assert_int_equal(winner, -1);
        winner = turn;
    }
    assert_true(winner >= 0);

    struct aoai_entity found =
        get(bench, &stores[(winner + 1) % WRITERS], &here);
    assert_int_equal(found.sum_token, round * WRITERS + winner);
    assert_string_equal(found.version, entities[winner].version);
}

static void of_many_who_read_the_same_one_writes(void **state)
{
    const struct store_bench *bench = *state;
    struct aoai_store stores[WRITERS];

    for (int i = 0; i < WRITERS; i++)
        stores[i] = open_store(bench);
    for (int round = 0; round < ROUNDS; round++) /* the first is an insert */
        compete(bench, stores, round);
    for (int i = 0; i < WRITERS; i++)
        aoai_store_free(&stores[i]);
}

static void what_was_written_is_there_for_who_comes_later(void **state)
{
    const struct store_bench *bench = *state;
    struct aoai_store store = open_store(bench);
    struct aoai_entity entity = samples[8];

    assert_true(put(bench, &store, &here, &entity));
    aoai_store_free(&store);
    aoai_store_free(&store); /* nothing is left to release */

    store = open_store(bench);
    struct aoai_entity found = get(bench, &store, &here);
    entity_rig_same(&found, &samples[8]);
    found.sum_token++;
    assert_true(put(bench, &store, &here, &found));
    aoai_store_free(&store);
}

static int begin(void **state)
{
    const struct store_bench *bench = *state;

    bench->begin(bench->self);
    return 0;
}

static int end(void **state)
{
    const struct store_bench *bench = *state;

    bench->end(bench->self);
    return 0;
}

#define TEST(FUNCTION) cmocka_unit_test_setup_teardown(FUNCTION, begin, end)

int store_contract_run(const struct store_bench *bench)
{
    struct CMUnitTest tests[] = {
        TEST(what_was_never_written_is_read_as_nothing),
        TEST(every_property_comes_back_as_it_was_written),
        TEST(an_update_replaces_every_property),
        TEST(keys_of_any_kind_tell_entities_apart),
        TEST(an_insert_does_not_replace_what_is_there),
        TEST(an_update_of_an_older_version_changes_nothing),
        TEST(no_version_comes_twice),
        TEST(an_update_of_what_is_not_there_is_no_insert),
        TEST(of_many_who_read_the_same_one_writes),
        TEST(what_was_written_is_there_for_who_comes_later),
    };

    for (size_t i = 0; i < COUNT(tests); i++)
        tests[i].initial_state = (void *)(uintptr_t)bench;
    return cmocka_run_group_tests_name(bench->name, tests, NULL, NULL);
}
