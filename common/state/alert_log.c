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

/* Changes ENTRY's entity before it is written; false: there is nothing to be
 * written, as it stands now. */
typedef bool change(const struct aoai_alert_log *log,
                    struct aoai_alert_entry *entry, const void *context);

/* Writes ENTRY's entity as ALTER, called with CONTEXT, leaves it: anew, as
 * often as somebody else was faster. *WRITTEN tells whether it was. */
static int rewrite(const struct aoai_alert_log *log,
                   struct aoai_alert_entry *entry, change *alter,
                   const void *context, bool *written, struct aoai_error *error)
{
    *written = false;
    for (int i = 0; i < ROUNDS; i++) {
        bool conflict = false;

        if (!alter(log, entry, context))
            return 0;
        if (put(log, entry, &conflict, error))
            return -1;
        *written = !conflict;
        if (*written)
            return 0;
        if (aoai_alert_log_look(log, entry, error))
            return -1;
    }
    return aoai_error_set(error, AOAI_ERROR_REFUSED,
                          "the entity %s changes faster than it can be "
                          "written: try again",
                          entry->key.row);
}

/* A claim to be made. */
struct claim {
    struct aoai_alert_decision wish;
    const char *operation; /* NULL: the one that is taken over */
    uint32_t share;
    char taken[AOAI_UUID_SIZE]; /* the operation that was there */
};

/* Claims the mail, while it is still called for. */
static bool claim(const struct aoai_alert_log *log,
                  struct aoai_alert_entry *entry, const void *context)
{
    const struct claim *wanted = context;
    struct aoai_entity *entity = &entry->entity;

    if (entry->decision.action != wanted->wish.action ||
        entry->decision.level != wanted->wish.level ||
        (!wanted->operation && strcmp(entity->operation, wanted->taken) != 0))
        return false;
    entity->memory.claimed = wanted->wish.level;
    entity->memory.lease_end = lease_end(log);
    memcpy(entity->owner, log->owner, sizeof(entity->owner));
    if (!wanted->operation)
        return true;
    entity->share = wanted->share;
    (void)snprintf(entity->operation, sizeof(entity->operation), "%s",
                   wanted->operation);
    return true;
}

int aoai_alert_log_claim(const struct aoai_alert_log *log,
                         struct aoai_alert_entry *entry, const char *operation,
                         uint32_t share, bool *won, struct aoai_error *error)
{
    struct claim wanted = {entry->decision, operation, share, ""};

    memcpy(wanted.taken, entry->entity.operation, sizeof(wanted.taken));
    return rewrite(log, entry, claim, &wanted, won, error);
}

/* A step with a claim that is ours. */
struct step {
    void (*take)(struct aoai_entity *entity);
    const char *operation; /* that the entity gets; NULL: none */
};

/* Takes the step, while the claim is ours. */
static bool take_step(const struct aoai_alert_log *log,
                      struct aoai_alert_entry *entry, const void *context)
{
    const struct step *wanted = context;
    struct aoai_entity *entity = &entry->entity;

    if (strcmp(entity->owner, log->owner) != 0 ||
        entity->memory.claimed == AOAI_ALERT_NO_LEVEL)
        return false;
    wanted->take(entity);
    if (wanted->operation)
        (void)snprintf(entity->operation, sizeof(entity->operation), "%s",
                       wanted->operation);
    return true;
}

/* Writes ENTRY's entity after TAKE. */
static int step(const struct aoai_alert_log *log,
                struct aoai_alert_entry *entry,
                void (*take)(struct aoai_entity *entity), const char *operation,
                struct aoai_error *error)
{
    const struct step wanted = {take, operation};
    bool written;

    return rewrite(log, entry, take_step, &wanted, &written, error);
}

/* The service has taken the mail. */
static void accept(struct aoai_entity *entity)
{
    entity->memory.accepted = true;
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
static void confirm(struct aoai_entity *entity)
{
    entity->memory.warning_done = true;
    if (entity->memory.claimed == AOAI_ALERT_CRITICAL)
        entity->memory.critical_done = true;
    clear(entity);
}

/* The mail was not sent. */
static void release(struct aoai_entity *entity)
{
    entity->attempt++;
    entity->operation[0] = '\0';
    clear(entity);
}

/* The claim ends, and stays for whoever comes next. */
static void leave(struct aoai_entity *entity)
{
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

/* Has the tokens written, unless as many are remembered. */
static bool is_news(const struct aoai_alert_log *log,
                    struct aoai_alert_entry *entry, const void *context)
{
    (void)log;
    (void)context;
    return entry->entity.version[0] == '\0' ||
           entry->entity.sum_token < entry->tokens;
}

int aoai_alert_log_total(const struct aoai_alert_log *log,
                         struct aoai_alert_entry *entry,
                         struct aoai_error *error)
{
    bool written;

    return rewrite(log, entry, is_news, NULL, &written, error);
}
