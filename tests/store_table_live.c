/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Reads or writes one row of a table, as the programs do it, for the tests
 * against a service that is real:
 *
 *   store_table_live get PARTITION ROW
 *   store_table_live put PARTITION ROW VERSION [NAME=VALUE...]
 *
 * The environment: AZURITE_TABLE_URL; AZURITE_DEADLINE, ms; see also
 * tests/table_live.h.
 *
 * get prints a line NAME=VALUE for each member of the entity, put "written"
 * with the new version, or "conflict". What fails is "failed:" with its
 * sentence, and exit code 1. Notes go to standard error. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/table_live.h"

enum { DEADLINE = 20000 };

/* Takes NAME=VALUE into ENTITY. */
static void set_member(struct aoai_entity *entity, const char *text)
{
    const char *value = strchr(text, '=') ? strchr(text, '=') + 1 : "";
    unsigned long long number = strtoull(value, NULL, 10);

    if (strncmp(text, "sum=", 4) == 0)
        entity->sum_token = number;
    else if (strncmp(text, "updated=", 8) == 0)
        entity->updated = (int64_t)number;
    else if (strncmp(text, "critical=", 9) == 0)
        entity->memory.critical_done = number != 0;
    else if (strncmp(text, "warning=", 8) == 0)
        entity->memory.warning_done = number != 0;
    else if (strncmp(text, "accepted=", 9) == 0)
        entity->memory.accepted = number != 0;
    else if (strncmp(text, "until=", 6) == 0)
        entity->memory.lease_end = (int64_t)number;
    else if (strncmp(text, "attempt=", 8) == 0)
        entity->attempt = (uint32_t)number;
    else if (strncmp(text, "owner=", 6) == 0)
        (void)snprintf(entity->owner, sizeof(entity->owner), "%s", value);
    else if (strncmp(text, "operation=", 10) == 0)
        (void)snprintf(entity->operation, sizeof(entity->operation), "%s",
                       value);
    else if (strncmp(text, "level=", 6) != 0 ||
             !aoai_alert_level_parse(value, &entity->memory.claimed))
        (void)fprintf(stderr, "no member: %s\n", text);
}

/* Prints ENTITY, a line for each member. */
static void print_entity(const struct aoai_entity *entity)
{
    const struct aoai_alert_memory *memory = &entity->memory;

    (void)printf("version=%s\nsum=%llu\nupdated=%lld\ncritical=%d\nwarning=%d\n"
                 "level=%s\naccepted=%d\nuntil=%lld\nattempt=%u\nowner=%s\n"
                 "operation=%s\n",
                 entity->version, (unsigned long long)entity->sum_token,
                 (long long)entity->updated, memory->critical_done,
                 memory->warning_done, aoai_alert_level_name(memory->claimed),
                 memory->accepted, (long long)memory->lease_end,
                 entity->attempt, entity->owner, entity->operation);
}

/* Does what WORDS, COUNT of them, ask for until DEADLINE. */
static int run(struct aoai_store *store, int count, char **words,
               int64_t deadline, struct aoai_error *error)
{
    const struct aoai_store_key key = {words[2], words[3]};
    struct aoai_entity entity = {0};
    bool conflict = false;

    if (strcmp(words[1], "get") == 0) {
        if (store->get(store->self, &key, deadline, &entity, error))
            return -1;
        print_entity(&entity);
        return 0;
    }
    (void)snprintf(entity.version, sizeof(entity.version), "%s",
                   count > 4 ? words[4] : "");
    for (int i = 5; i < count; i++)
        set_member(&entity, words[i]);
    if (store->put(store->self, &key, deadline, &entity, &conflict, error))
        return -1;
    if (conflict)
        (void)puts("conflict");
    else
        (void)printf("written %s\n", entity.version);
    return 0;
}

int main(int count, char **words)
{
    const char *url = getenv("AZURITE_TABLE_URL");
    const char *limit = getenv("AZURITE_DEADLINE");
    struct aoai_error error = {0};
    struct table_live live = {0};
    int64_t deadline;
    int failed;

    if (count < 4)
        return 2;
    failed = table_live_open(&live, url ? url : "", &error);
    if (!failed) {
        deadline = live.clock.monotonic(live.clock.self) +
                   (limit ? strtol(limit, NULL, 10) : DEADLINE);
        failed = run(&live.store, count, words, deadline, &error);
    }
    if (failed)
        (void)printf("failed: %s\n", error.text);
    (void)fputs(aoai_buf_text(&live.notes.text), stderr);
    table_live_close(&live);
    return failed ? 1 : 0;
}
