/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "state/alert_log.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/buf.h"

enum {
    ROUNDS = 100,     /* of one write, before it is given up */
    LEASE_MARGIN = 60 /* seconds beyond the end of the run */
};

void aoai_alert_log_init(struct aoai_alert_log *log, struct aoai_store *store,
                         const struct aoai_clock *clock,
                         const struct aoai_crypto *crypto, int64_t deadline)
{
    char process[AOAI_ENTITY_OWNER_SIZE - 24];

    *log = (struct aoai_alert_log){store, clock, crypto, deadline, ""};
    aoai_platform_process_name(process, sizeof(process));
    (void)snprintf(log->owner, sizeof(log->owner), "%s/%016" PRIx64, process,
                   aoai_platform_random());
}

/* The time, UTC seconds. */
static int64_t wall(const struct aoai_alert_log *log)
{
    return log->clock->wall(log->clock->self);
}

int aoai_alert_log_look(const struct aoai_alert_log *log,
                        struct aoai_alert_entry *entry,
                        struct aoai_error *error)
{
    if (log->store->get(log->store->self, &entry->key, log->deadline,
                        &entry->entity, error))
        return -1;
    entry->decision =
        aoai_alert_decide(&entry->entity.memory, entry->level, wall(log));
    return 0;
}

int aoai_alert_log_operation(const struct aoai_alert_log *log,
                             const struct aoai_alert_entry *entry,
                             char text[AOAI_UUID_SIZE],
                             struct aoai_error *error)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf name = {0};

    /* Keys hold no control characters. */
    aoai_buf_printf(
        &name, "%s\n%s\n%s\n%" PRIu32, entry->key.partition, entry->key.row,
        aoai_alert_level_name(entry->decision.level), entry->entity.attempt);
    if (aoai_buf_check(&name, error))
        return -1;
    return aoai_uuid_of_name(text, aoai_buf_text(&name), log->crypto, error);
}

/* Until when a claim made now holds: beyond the end of the run. */
static int64_t lease_end(const struct aoai_alert_log *log)
{
    int64_t left = log->deadline - log->clock->monotonic(log->clock->self);
    int64_t seconds = left / 1000 + LEASE_MARGIN;

    return wall(log) +
           (seconds < AOAI_ALERT_LEASE_MOST ? seconds : AOAI_ALERT_LEASE_MOST);
}

/* Writes ENTRY's entity, with tokens that never fall. */
static int put(const struct aoai_alert_log *log, struct aoai_alert_entry *entry,
               bool *conflict, struct aoai_error *error)
{
    struct aoai_entity *entity = &entry->entity;

    if (entity->sum_token < entry->tokens)
        entity->sum_token = entry->tokens;
    entity->updated = wall(log);
    return log->store->put(log->store->self, &entry->key, log->deadline, entity,
                           conflict, error);
}

/* Says that a write found somebody else's each time. */
static int give_up(const struct aoai_alert_entry *entry,
                   struct aoai_error *error)
{
    return aoai_error_set(error, AOAI_ERROR_REFUSED,
                          "the entity %s changes faster than it can be "
                          "written: try again",
                          entry->key.row);
}

int aoai_alert_log_claim(const struct aoai_alert_log *log,
                         struct aoai_alert_entry *entry, const char *operation,
                         uint32_t share, bool *won, struct aoai_error *error)
{
    const struct aoai_alert_decision wish = entry->decision;
    char taken[AOAI_UUID_SIZE];

    memcpy(taken, entry->entity.operation, sizeof(taken));
    *won = false;
    for (int i = 0; i < ROUNDS; i++) {
        struct aoai_entity *entity = &entry->entity;
        bool conflict = false;

        entity->memory.claimed = wish.level;
        entity->memory.lease_end = lease_end(log);
        memcpy(entity->owner, log->owner, sizeof(entity->owner));
        if (operation) {
            entity->share = share;
            (void)snprintf(entity->operation, sizeof(entity->operation), "%s",
                           operation);
        }
        if (put(log, entry, &conflict, error))
            return -1;
        *won = !conflict;
        if (*won)
            return 0;
        if (aoai_alert_log_look(log, entry, error))
            return -1;
        if (entry->decision.action != wish.action ||
            entry->decision.level != wish.level)
            return 0;
        if (!operation && strcmp(entry->entity.operation, taken) != 0)
            return 0;
    }
    return give_up(entry, error);
}

/* A step with a claim that we hold. */
typedef void apply(struct aoai_entity *entity, const char *operation);

/* Takes the step DO in ENTRY's entity while the claim is ours. */
static int step(const struct aoai_alert_log *log,
                struct aoai_alert_entry *entry, apply *change,
                const char *operation, struct aoai_error *error)
{
    for (int i = 0; i < ROUNDS; i++) {
        bool conflict = false;

        if (strcmp(entry->entity.owner, log->owner) != 0 ||
            entry->entity.memory.claimed == AOAI_ALERT_NO_LEVEL)
            return 0;
        change(&entry->entity, operation);
        if (put(log, entry, &conflict, error))
            return -1;
        if (!conflict)
            return 0;
        if (aoai_alert_log_look(log, entry, error))
            return -1;
    }
    return give_up(entry, error);
}

/* The service has taken the mail as OPERATION. */
static void accept(struct aoai_entity *entity, const char *operation)
{
    entity->memory.accepted = true;
    (void)snprintf(entity->operation, sizeof(entity->operation), "%s",
                   operation);
}

/* There is no claim any more. */
static void clear(struct aoai_entity *entity)
{
    entity->memory.claimed = AOAI_ALERT_NO_LEVEL;
    entity->memory.accepted = false;
    entity->memory.lease_end = 0;
    entity->owner[0] = '\0';
}

/* The mail is out; its operation stays, to be found again. */
static void confirm(struct aoai_entity *entity, const char *operation)
{
    (void)operation;
    entity->memory.warning_done = true;
    if (entity->memory.claimed == AOAI_ALERT_CRITICAL)
        entity->memory.critical_done = true;
    clear(entity);
}

/* The mail was not sent. */
static void release(struct aoai_entity *entity, const char *operation)
{
    (void)operation;
    entity->attempt++;
    entity->operation[0] = '\0';
    clear(entity);
}

/* The claim ends, and stays for whoever comes next. */
static void leave(struct aoai_entity *entity, const char *operation)
{
    (void)operation;
    entity->memory.lease_end = 0;
}

int aoai_alert_log_accept(const struct aoai_alert_log *log,
                          struct aoai_alert_entry *entry, const char *operation,
                          struct aoai_error *error)
{
    return step(log, entry, accept, operation, error);
}

int aoai_alert_log_confirm(const struct aoai_alert_log *log,
                           struct aoai_alert_entry *entry,
                           struct aoai_error *error)
{
    return step(log, entry, confirm, NULL, error);
}

int aoai_alert_log_release(const struct aoai_alert_log *log,
                           struct aoai_alert_entry *entry,
                           struct aoai_error *error)
{
    if (step(log, entry, release, NULL, error))
        return -1;
    entry->decision =
        aoai_alert_decide(&entry->entity.memory, entry->level, wall(log));
    return 0;
}

int aoai_alert_log_leave(const struct aoai_alert_log *log,
                         struct aoai_alert_entry *entry,
                         struct aoai_error *error)
{
    return step(log, entry, leave, NULL, error);
}

int aoai_alert_log_total(const struct aoai_alert_log *log,
                         struct aoai_alert_entry *entry,
                         struct aoai_error *error)
{
    for (int i = 0; i < ROUNDS; i++) {
        bool conflict = false;

        if (entry->entity.version[0] != '\0' &&
            entry->entity.sum_token >= entry->tokens)
            return 0;
        if (put(log, entry, &conflict, error))
            return -1;
        if (!conflict)
            return 0;
        if (aoai_alert_log_look(log, entry, error))
            return -1;
    }
    return give_up(entry, error);
}
