/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Deliveries against a store and a mail service in memory, of which every step
 * can fail, lose its answer, or be the last one of the process: afterwards one
 * clean run leaves exactly one mail about each deployment. The stand-ins for
 * azure/acs_email.c and net/uuid.c stand here, so the real ones are not
 * linked. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "state/delivery.h"
#include "tests/fake_clock.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))

enum { ITEMS = 4, OPERATIONS = 64, MINUTE = 60, RUN_MS = 30000 };

/* What happens at the step that is struck. */
enum strike {
    LOST_BEFORE, /* it fails and does nothing */
    LOST_AFTER,  /* it does its work and the answer is lost */
    DIE_BEFORE,  /* it and all that would follow do nothing */
    DIE_AFTER,   /* it does its work; nothing follows */
    MEANWHILE,   /* another process makes a whole run before it */
    STALL,       /* the same, after the lease has ended */
    STRIKES
};

/* An operation of the mail service. */
struct operation {
    char id[AOAI_UUID_SIZE];
    bool about[ITEMS]; /* whom its mail is about */
    enum aoai_acs_email_fate fate;
};

struct world {
    struct fake_clock time;
    struct aoai_clock clock;
    struct aoai_entity entities[ITEMS];
    unsigned writes; /* makes versions */
    struct operation operations[OPERATIONS];
    size_t operation_count;
    enum aoai_acs_email_fate ends_as; /* of new operations */
    bool digest;
    enum aoai_alert_level levels[ITEMS];
    size_t known; /* items that the next run knows of, from the first */
    uint64_t tokens;

    int step, strike_at; /* 0: never */
    enum strike strike;
    bool dead;
    bool about[ITEMS]; /* of the mail being written */
};

/* The world of the running test: the stand-ins get no context. */
static struct world *world;

static const char *const rows[ITEMS] = {"a-2024-10", "b-2024-10", "c-2024-10",
                                        "d-2024-10"};

static int run_once(struct aoai_delivery_item items[ITEMS]);

/* Another process runs while this one stands still. */
static void run_meanwhile(int64_t minutes)
{
    struct world *now = world;
    int step = now->step;
    struct aoai_delivery_item items[ITEMS];

    now->strike_at = 0;
    now->time.wall += minutes * MINUTE;
    now->time.monotonic += minutes * MINUTE * 1000;
    assert_int_equal(run_once(items), 0);
    aoai_delivery_free(items, ITEMS);
    now->step = step;
}

/* Begins a step. Returns false when it does not happen. */
static bool begin_step(void)
{
    if (world->dead)
        return false;
    if (++world->step != world->strike_at)
        return true;
    if (world->strike == MEANWHILE)
        run_meanwhile(0);
    if (world->strike == STALL)
        run_meanwhile(20);
    world->dead = world->strike == DIE_BEFORE;
    return world->strike != LOST_BEFORE && world->strike != DIE_BEFORE;
}

/* Ends a step that happened. Returns false when its answer is lost. */
static bool end_step(void)
{
    if (world->step != world->strike_at)
        return true;
    world->dead = world->strike == DIE_AFTER;
    return world->strike != LOST_AFTER && world->strike != DIE_AFTER;
}

static int gone(struct aoai_error *error)
{
    return aoai_error_set(error, AOAI_ERROR_NETWORK, "the store is gone");
}

/* The entity of KEY. */
static struct aoai_entity *find(const struct aoai_store_key *key)
{
    for (size_t i = 0; i < ITEMS; i++)
        if (strcmp(rows[i], key->row) == 0)
            return &world->entities[i];
    fail_msg("no entity %s", key->row);
    return NULL;
}

static int get(void *self, const struct aoai_store_key *key, int64_t deadline,
               struct aoai_entity *entity, struct aoai_error *error)
{
    (void)self;
    (void)deadline;
    if (!begin_step())
        return gone(error);
    *entity = *find(key);
    return end_step() ? 0 : gone(error);
}

static int put(void *self, const struct aoai_store_key *key, int64_t deadline,
               struct aoai_entity *entity, bool *conflict,
               struct aoai_error *error)
{
    struct aoai_entity *stored = find(key);

    (void)self;
    (void)deadline;
    if (!begin_step())
        return gone(error);
    *conflict = strcmp(stored->version, entity->version) != 0;
    if (!*conflict) {
        assert_true(entity->sum_token >= stored->sum_token);
        (void)snprintf(entity->version, sizeof(entity->version), "%u",
                       ++world->writes);
        *stored = *entity;
    }
    return end_step() ? 0 : gone(error);
}

/* The operation ID; NULL when the service knows none. */
static struct operation *find_operation(const char *id)
{
    for (size_t i = 0; i < world->operation_count; i++)
        if (strcmp(world->operations[i].id, id) == 0)
            return &world->operations[i];
    return NULL;
}

enum aoai_acs_email_fate
aoai_acs_email_submit(const struct aoai_acs_email_setup *setup,
                      const struct aoai_acs_email *mail,
                      struct aoai_acs_email_operation *operation,
                      int64_t deadline, struct aoai_error *error)
{
    bool about[ITEMS]; /* as written, whoever writes meanwhile */

    (void)setup;
    assert_string_equal(mail->subject, "over");
    memcpy(about, world->about, sizeof(about));
    aoai_error_set(error, AOAI_ERROR_NETWORK, "no answer from the service");
    if (!begin_step() || world->time.monotonic >= deadline)
        return AOAI_ACS_EMAIL_UNKNOWN;
    if (!find_operation(operation->id)) {
        struct operation *fresh = &world->operations[world->operation_count++];

        assert_true(world->operation_count < OPERATIONS);
        *fresh = (struct operation){.fate = world->ends_as};
        memcpy(fresh->id, operation->id, sizeof(fresh->id));
        memcpy(fresh->about, about, sizeof(about));
    }
    operation->wait = 1000;
    return end_step() ? AOAI_ACS_EMAIL_ACCEPTED : AOAI_ACS_EMAIL_UNKNOWN;
}

enum aoai_acs_email_fate
aoai_acs_email_follow(const struct aoai_acs_email_setup *setup,
                      struct aoai_acs_email_operation *operation,
                      int64_t deadline, struct aoai_error *error)
{
    const struct operation *known = find_operation(operation->id);

    (void)setup;
    aoai_error_set(error, AOAI_ERROR_NETWORK, "no answer from the service");
    if (!begin_step() || world->time.monotonic >= deadline || !end_step())
        return AOAI_ACS_EMAIL_UNKNOWN;
    return known ? known->fate : AOAI_ACS_EMAIL_UNSEEN;
}

int aoai_uuid_of_name(char text[AOAI_UUID_SIZE], const char *name,
                      const struct aoai_crypto *crypto,
                      struct aoai_error *error)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);

    (void)crypto;
    (void)error;
    for (; *name; name++)
        hash = (hash ^ (unsigned char)*name) * UINT64_C(0x100000001b3);
    (void)snprintf(text, AOAI_UUID_SIZE, "%016llx", (unsigned long long)hash);
    return 0;
}

/* Notes whom the mail is about. */
static int write_mail(void *context, struct aoai_delivery_item *const *items,
                      size_t count, struct aoai_acs_email *mail,
                      struct aoai_error *error)
{
    (void)context;
    (void)error;
    memset(world->about, 0, sizeof(world->about));
    assert_true(world->digest || count == 1);
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < ITEMS; j++)
            if (strcmp(rows[j], items[i]->entry.key.row) == 0) {
                assert_int_equal(items[i]->due.level, world->levels[j]);
                assert_int_not_equal(items[i]->due.action, AOAI_ALERT_REST);
                world->about[j] = true;
            }
    *mail = (struct aoai_acs_email){.subject = "over"};
    return 0;
}

/* One process makes one run. */
static int run_once(struct aoai_delivery_item items[ITEMS])
{
    struct aoai_store store = {.self = world, .get = get, .put = put};
    struct aoai_alert_log log;
    const struct aoai_delivery delivery = {
        .log = &log, .write = write_mail, .digest = world->digest};
    struct aoai_error error;

    memset(items, 0, ITEMS * sizeof(items[0]));
    for (size_t i = 0; i < ITEMS; i++)
        items[i].entry = (struct aoai_alert_entry){.key = {"p", rows[i]},
                                                   .tokens = world->tokens,
                                                   .level = world->levels[i]};
    world->step = 0;
    world->dead = false;
    aoai_alert_log_init(&log, &store, &world->clock, NULL,
                        world->time.monotonic + RUN_MS);
    return aoai_delivery_run(&delivery, items, world->known, &error);
}

/* A clean run whose results nobody looks at. */
static void run_clean(void)
{
    struct aoai_delivery_item items[ITEMS];

    world->strike_at = 0;
    assert_int_equal(run_once(items), 0);
    aoai_delivery_free(items, ITEMS);
}

/* How many mails about item INDEX have arrived. */
static size_t count_mails(size_t index)
{
    size_t count = 0;

    for (size_t i = 0; i < world->operation_count; i++)
        if (world->operations[i].fate == AOAI_ACS_EMAIL_SENT)
            count += world->operations[i].about[index];
    return count;
}

/* Begins the world anew: a and b critical, c warned, d below. */
static void create(struct world *fresh, bool digest)
{
    *fresh = (struct world){.time = {.wall = 1730376540, .monotonic = 1000000},
                            .ends_as = AOAI_ACS_EMAIL_SENT,
                            .digest = digest,
                            .levels = {AOAI_ALERT_CRITICAL, AOAI_ALERT_CRITICAL,
                                       AOAI_ALERT_WARNING, AOAI_ALERT_NO_LEVEL},
                            .known = ITEMS,
                            .tokens = 1261};
    fresh->clock = fake_clock(&fresh->time);
    world = fresh;
}

/* Everything has been told once and is remembered. */
static void expect_all_told(void)
{
    for (size_t i = 0; i < ITEMS; i++) {
        const struct aoai_entity *entity = &world->entities[i];
        enum aoai_alert_level level = world->levels[i];

        assert_int_equal(count_mails(i), level != AOAI_ALERT_NO_LEVEL);
        assert_int_equal(entity->sum_token, world->tokens);
        assert_int_equal(entity->memory.warning_done,
                         level >= AOAI_ALERT_WARNING);
        assert_int_equal(entity->memory.critical_done,
                         level >= AOAI_ALERT_CRITICAL);
        assert_int_equal(entity->memory.claimed, AOAI_ALERT_NO_LEVEL);
        assert_int_equal(entity->memory.accepted, false);
        assert_string_equal(entity->owner, "");
        assert_int_equal(entity->updated != 0, 1);
    }
}

static void a_clean_run_tells_each_once_and_the_next_one_none(void **state)
{
    (void)state;
    for (int digest = 0; digest < 2; digest++) {
        struct world here;

        create(&here, digest);
        run_clean();
        expect_all_told();
        assert_int_equal(here.operation_count, digest ? 1 : 3);
        run_clean();
        expect_all_told();
        assert_int_equal(here.operation_count, digest ? 1 : 3);
    }
}

static void worse_is_told_once_more(void **state)
{
    struct world here;

    (void)state;
    create(&here, false);
    run_clean();
    here.levels[2] = AOAI_ALERT_CRITICAL;
    here.tokens = 2000;
    run_clean();
    run_clean();
    assert_int_equal(count_mails(0), 1);
    assert_int_equal(count_mails(2), 2);
    assert_int_equal(here.entities[2].memory.critical_done, true);
    assert_int_equal(here.entities[2].sum_token, 2000);
}

static void tokens_never_fall(void **state)
{
    struct world here;

    (void)state;
    create(&here, false);
    run_clean();
    here.tokens = 5;
    here.levels[2] = AOAI_ALERT_CRITICAL; /* a claim is written too */
    run_clean();
    assert_int_equal(count_mails(2), 2);
    for (size_t i = 0; i < ITEMS; i++)
        assert_int_equal(here.entities[i].sum_token, 1261);
}

static void whatever_fails_one_clean_run_tells_each_once(void **state)
{
    (void)state;
    for (int digest = 0; digest < 2; digest++)
        for (int strike = 0; strike < STRIKES; strike++) {
            int at = 0;
            bool struck = true;

            while (struck) {
                struct world here;
                struct aoai_delivery_item items[ITEMS];

                create(&here, digest);
                here.strike_at = ++at;
                here.strike = (enum strike)strike;
                (void)!run_once(items);
                struck = here.step >= at;
                aoai_delivery_free(items, ITEMS);
                here.time.wall += 16 * MINUTE;
                here.time.monotonic += 16 * MINUTE * 1000;
                run_clean();
                expect_all_told();
            }
            assert_true(at > 15); /* there were steps to strike at */
        }
}

static void failures_twice_in_a_row_are_survived_too(void **state)
{
    (void)state;
    for (int digest = 0; digest < 2; digest++)
        for (int first = 1; first < 24; first++)
            for (int second = 1; second < 24; second++)
                for (int strike = 0; strike <= DIE_AFTER; strike++) {
                    struct world here;
                    struct aoai_delivery_item items[ITEMS];

                    create(&here, digest);
                    here.strike = (enum strike)strike;
                    here.strike_at = first;
                    (void)!run_once(items);
                    aoai_delivery_free(items, ITEMS);
                    here.time.wall += 16 * MINUTE;
                    here.strike_at = second;
                    (void)!run_once(items);
                    aoai_delivery_free(items, ITEMS);
                    here.time.wall += 16 * MINUTE;
                    run_clean();
                    expect_all_told();
                }
}

static void what_failed_is_released_and_sent_under_a_new_id(void **state)
{
    (void)state;
    for (int digest = 0; digest < 2; digest++) {
        struct world here;
        struct aoai_delivery_item items[ITEMS];

        create(&here, digest);
        here.ends_as = AOAI_ACS_EMAIL_REFUSED;
        assert_int_equal(run_once(items), 0);
        for (size_t i = 0; i < 3; i++) {
            assert_int_equal(items[i].result, AOAI_DELIVERY_FAILED);
            assert_non_null(items[i].sentence);
            assert_int_equal(here.entities[i].memory.claimed,
                             AOAI_ALERT_NO_LEVEL);
            assert_int_equal(here.entities[i].attempt, 1);
        }
        aoai_delivery_free(items, ITEMS);
        here.ends_as = AOAI_ACS_EMAIL_SENT;
        run_clean(); /* at once: nothing is claimed any more */
        expect_all_told();
        assert_int_equal(here.operation_count, digest ? 2 : 6);
    }
}

static void what_is_accepted_is_finished_by_the_next_run(void **state)
{
    static const struct {
        enum aoai_acs_email_fate fate;
        enum aoai_delivery_result result;
    } cases[] = {
        {AOAI_ACS_EMAIL_ACCEPTED, AOAI_DELIVERY_ACCEPTED},
        {AOAI_ACS_EMAIL_LATE, AOAI_DELIVERY_LATE},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct world here;
        struct aoai_delivery_item items[ITEMS];

        create(&here, false);
        here.ends_as = cases[i].fate;
        assert_int_equal(run_once(items), 0);
        assert_int_equal(items[0].result, cases[i].result);
        assert_int_equal(here.entities[0].memory.accepted, true);
        assert_int_equal(here.entities[0].memory.critical_done, false);
        aoai_delivery_free(items, ITEMS);
        for (size_t j = 0; j < here.operation_count; j++)
            here.operations[j].fate = AOAI_ACS_EMAIL_SENT;
        assert_int_equal(run_once(items), 0);
        assert_int_equal(items[0].result, AOAI_DELIVERY_SETTLED);
        assert_string_equal(items[0].operation, here.operations[0].id);
        aoai_delivery_free(items, ITEMS);
        expect_all_told();
        assert_int_equal(here.operation_count, 3);
    }
}

static void
what_was_accepted_and_failed_later_is_sent_by_the_next_run(void **state)
{
    struct world here;

    (void)state;
    create(&here, false);
    here.ends_as = AOAI_ACS_EMAIL_ACCEPTED;
    run_clean();
    for (size_t i = 0; i < here.operation_count; i++)
        here.operations[i].fate = AOAI_ACS_EMAIL_REFUSED;
    here.ends_as = AOAI_ACS_EMAIL_SENT;
    run_clean();
    expect_all_told();
    assert_int_equal(here.operation_count, 6);
}

static void what_was_accepted_and_is_forgotten_counts_as_sent(void **state)
{
    struct world here;

    (void)state;
    create(&here, false);
    here.ends_as = AOAI_ACS_EMAIL_ACCEPTED;
    run_clean();
    here.operation_count = 0;
    run_clean();
    assert_int_equal(here.operation_count, 0);
    assert_int_equal(here.entities[0].memory.critical_done, true);
    assert_int_equal(here.entities[2].memory.warning_done, true);
}

static void a_takeover_keeps_the_id(void **state)
{
    struct world here;
    struct aoai_delivery_item items[ITEMS];
    char id[AOAI_UUID_SIZE];

    (void)state;
    create(&here, false);
    here.strike = DIE_BEFORE;
    here.strike_at = ITEMS + 2; /* a is claimed, and not yet sent */
    assert_int_equal(run_once(items), -1);
    aoai_delivery_free(items, ITEMS);
    assert_int_equal(here.operation_count, 0);
    memcpy(id, here.entities[0].operation, sizeof(id));
    assert_true(id[0] != '\0');

    here.strike_at = 0; /* while the lease holds, others keep away */
    assert_int_equal(run_once(items), 0);
    assert_int_equal(items[0].entry.decision.reason, AOAI_ALERT_CLAIMED);
    assert_int_equal(count_mails(0), 0);
    assert_int_equal(count_mails(1), 1);
    aoai_delivery_free(items, ITEMS);

    here.time.wall += AOAI_ALERT_LEASE_MOST;
    run_clean();
    assert_non_null(find_operation(id));
    expect_all_told();
}

static void a_claim_that_nothing_calls_for_any_more_is_released(void **state)
{
    struct world here;
    struct aoai_delivery_item items[ITEMS];

    (void)state;
    create(&here, false);
    here.strike = DIE_BEFORE;
    here.strike_at = ITEMS + 2;
    assert_int_equal(run_once(items), -1);
    aoai_delivery_free(items, ITEMS);
    here.time.wall += AOAI_ALERT_LEASE_MOST;
    here.levels[0] = AOAI_ALERT_NO_LEVEL; /* its threshold was raised */
    run_clean();
    expect_all_told();
    assert_int_equal(count_mails(0), 0);
}

static void a_part_of_a_digest_is_not_sent_as_the_whole(void **state)
{
    struct world here;
    struct aoai_delivery_item items[ITEMS];

    (void)state;
    create(&here, true);
    here.strike = DIE_BEFORE;
    here.strike_at = ITEMS + 4; /* all three are claimed */
    assert_int_equal(run_once(items), -1);
    aoai_delivery_free(items, ITEMS);
    assert_int_equal(here.operation_count, 0);
    assert_string_equal(here.entities[0].operation, here.entities[2].operation);
    here.time.wall += AOAI_ALERT_LEASE_MOST;
    here.known = 1; /* this poller is told about one of them */
    run_clean();
    assert_int_equal(count_mails(0), 1);
    here.known = ITEMS;
    run_clean();
    expect_all_told();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_clean_run_tells_each_once_and_the_next_one_none),
        cmocka_unit_test(worse_is_told_once_more),
        cmocka_unit_test(tokens_never_fall),
        cmocka_unit_test(whatever_fails_one_clean_run_tells_each_once),
        cmocka_unit_test(failures_twice_in_a_row_are_survived_too),
        cmocka_unit_test(what_failed_is_released_and_sent_under_a_new_id),
        cmocka_unit_test(what_is_accepted_is_finished_by_the_next_run),
        cmocka_unit_test(
            what_was_accepted_and_failed_later_is_sent_by_the_next_run),
        cmocka_unit_test(what_was_accepted_and_is_forgotten_counts_as_sent),
        cmocka_unit_test(a_takeover_keeps_the_id),
        cmocka_unit_test(a_part_of_a_digest_is_not_sent_as_the_whole),
        cmocka_unit_test(a_claim_that_nothing_calls_for_any_more_is_released),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
