/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "state/store_table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/buf.h"
#include "state/entity_json.h"

struct table_store {
    const struct aoai_table_setup *setup;
    struct aoai_buf place;
};

/* A write of one row on its way. */
struct write {
    const struct table_store *store;
    const struct aoai_store_key *key;
    int64_t deadline;
    struct aoai_entity *entity; /* what is to be there afterwards */
    bool *conflict;
};

/* Prepends to ERROR which row it is about. */
static int wrap(const struct table_store *store,
                const struct aoai_store_key *key, struct aoai_error *error)
{
    return aoai_error_wrap(error, "the row %s of the table %s",
                           aoai_error_quote(key->row).text,
                           aoai_buf_text(&store->place));
}

/* Copies ETAG, which a later If-Match repeats, into VERSION. Returns false for
 * what is none: "*" would match whatever is there. */
static bool take_version(char version[AOAI_ENTITY_VERSION_SIZE],
                         const char *etag)
{
    if (etag[0] != '"' && strncmp(etag, "W/\"", 3) != 0)
        return false;
    (void)snprintf(version, AOAI_ENTITY_VERSION_SIZE, "%s", etag);
    return true;
}

/* Reads the row in the answer to CALL. */
static int take_row(const struct aoai_table_call *call,
                    struct aoai_entity *entity, struct aoai_error *error)
{
    if (call->status != 200)
        return aoai_error_set(error, AOAI_ERROR_ANSWER,
                              "answered with %d instead of an entity",
                              call->status);
    if (aoai_entity_json_read(entity, &call->answer, error))
        return -1;
    if (take_version(entity->version, call->etag))
        return 0;
    return aoai_error_set(error, AOAI_ERROR_ANSWER, "came without an ETag");
}

/* The store's get. */
static int get(void *self, const struct aoai_store_key *key, int64_t deadline,
               struct aoai_entity *entity, struct aoai_error *error)
{
    const struct table_store *store = self;
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf path = {0};
    AOAI_CLEANUP(aoai_table_call_free)
    struct aoai_table_call call = {.method = "GET", .deadline = deadline};
    struct aoai_error reason = {0};

    *entity = (struct aoai_entity){0};
    aoai_table_entity_path(&path, store->setup->place->table, key->partition,
                           key->row);
    call.path = aoai_buf_text(&path);
    if (aoai_buf_check(&path, error) ||
        aoai_table_send(store->setup, &call, error))
        return -1;
    if (call.status == 404) /* of the row, or of the whole table */
        return 0;
    if (take_row(&call, entity, &reason) == 0)
        return 0;
    *entity = (struct aoai_entity){0};
    aoai_error_set(error, reason.kind, "%s", reason.text);
    return wrap(store, key, error);
}

/* True when ONE and OTHER say the same, whatever their versions. */
static bool is_same(const struct aoai_entity *one,
                    const struct aoai_entity *other)
{
    const struct aoai_alert_memory *a = &one->memory;
    const struct aoai_alert_memory *b = &other->memory;

    return one->sum_token == other->sum_token &&
           one->updated == other->updated &&
           a->warning_done == b->warning_done &&
           a->critical_done == b->critical_done && a->claimed == b->claimed &&
           a->accepted == b->accepted && a->lease_end == b->lease_end &&
           one->attempt == other->attempt && one->share == other->share &&
           strcmp(one->operation, other->operation) == 0 &&
           strcmp(one->owner, other->owner) == 0;
}

/* What is known of a write before it is looked up. */
enum hint {
    REFUSED, /* the last try was: the row is not what it was */
    DONE,    /* it is in, but its version was not told */
    LOST     /* no answer came */
};

/* Reads what became of WRITE, of which HINT is known. What is there as it was
 * to be counts as written by it: a claim's owner makes it unlike any other.
 * After HINT LOST, ERROR says why on entry. */
static int look_up(const struct write *write, enum hint hint,
                   struct aoai_error *error)
{
    void *self = (void *)(uintptr_t)write->store;
    struct aoai_entity found;
    struct aoai_error reason = {0};

    if (get(self, write->key, write->deadline, &found, &reason)) {
        if (hint != LOST)
            aoai_error_set(error, reason.kind, "%s", reason.text);
        return aoai_error_wrap(error,
                               "it is not known whether the row %s was "
                               "written",
                               aoai_error_quote(write->key->row).text);
    }
    if (found.version[0] != '\0' && is_same(&found, write->entity)) {
        memcpy(write->entity->version, found.version, sizeof(found.version));
        return 0;
    }
    /* Still as it was read: the write has not come through. */
    if (hint == LOST && strcmp(found.version, write->entity->version) == 0)
        return -1;
    *write->conflict = true;
    return 0;
}

/* Makes the table. Somebody else may have made it at the same moment. */
static int create_table(const struct write *write, struct aoai_error *error)
{
    const struct aoai_table_setup *setup = write->store->setup;
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf body = {0};
    AOAI_CLEANUP(aoai_table_call_free)
    struct aoai_table_call call = {
        .method = "POST", .path = "/Tables", .deadline = write->deadline};

    aoai_buf_printf(&body, "{\"TableName\":\"%s\"}", setup->place->table);
    call.body = aoai_buf_text(&body);
    if (aoai_buf_check(&body, error))
        return -1;
    if (aoai_table_send(setup, &call, error))
        return aoai_error_wrap(error, "there is no table yet, and it could not "
                                      "be created");
    if (call.status / 100 == 2 || call.status == 409)
        return 0;
    return aoai_error_set(
        error, AOAI_ERROR_NOT_FOUND, "the table %s could not be created: %d %s",
        aoai_buf_text(&write->store->place), call.status, call.code);
}

/* Judges the answer to CALL, which carried WRITE. */
static int settle(const struct write *write, const struct aoai_table_call *call,
                  struct aoai_error *error)
{
    if (call->status / 100 == 2)
        return take_version(write->entity->version, call->etag)
                   ? 0
                   : look_up(write, DONE, error);
    /* Of several tries the first may have been the one that counted. */
    if (call->status != 404 && call->tries > 1)
        return look_up(write, REFUSED, error);
    if (call->status == 404 && !call->match)
        return aoai_error_set(error, AOAI_ERROR_NOT_FOUND,
                              "the table %s was created and is not there: is "
                              "somebody deleting it?",
                              aoai_buf_text(&write->store->place));
    *write->conflict = true;
    return 0;
}

/* Sends CALL, which carries WRITE, and looks up what can not be known. */
static int deliver(const struct write *write, struct aoai_table_call *call,
                   struct aoai_error *error)
{
    const struct aoai_table_setup *setup = write->store->setup;
    struct aoai_error reason = {0};
    int failed = aoai_table_send(setup, call, &reason);

    if (!failed && call->status == 404 && !call->match) {
        if (create_table(write, error))
            return -1;
        failed = aoai_table_send(setup, call, &reason);
    }
    if (!failed)
        return settle(write, call, error);
    aoai_error_set(error, reason.kind, "%s", reason.text);
    if (call->tries == 0 || !aoai_error_is_passing(reason.kind))
        return -1;
    return look_up(write, LOST, error);
}

/* The store's put. */
static int put(void *self, const struct aoai_store_key *key, int64_t deadline,
               struct aoai_entity *entity, bool *conflict,
               struct aoai_error *error)
{
    const struct table_store *store = self;
    const char *table = store->setup->place->table;
    const struct write write = {store, key, deadline, entity, conflict};
    bool insert = entity->version[0] == '\0';
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf path = {0};
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf body = {0};
    char match[AOAI_ENTITY_VERSION_SIZE];
    AOAI_CLEANUP(aoai_table_call_free)
    struct aoai_table_call call = {.method = insert ? "POST" : "PATCH",
                                   .match = insert ? NULL : match,
                                   .deadline = deadline};

    *conflict = false;
    memcpy(match, entity->version, sizeof(match));
    if (insert)
        aoai_buf_printf(&path, "/%s", table);
    else
        aoai_table_entity_path(&path, table, key->partition, key->row);
    aoai_entity_json_write(&body, insert ? key : NULL, entity);
    call.path = aoai_buf_text(&path);
    call.body = aoai_buf_text(&body);
    if (aoai_buf_check(&path, error) || aoai_buf_check(&body, error))
        return -1;
    return deliver(&write, &call, error);
}

/* The store's free. */
static void release(void *self)
{
    struct table_store *store = self;

    aoai_buf_free(&store->place);
    free(store);
}

int aoai_store_table_open(struct aoai_store *store,
                          const struct aoai_table_setup *setup,
                          struct aoai_error *error)
{
    struct table_store *self = calloc(1, sizeof(*self));

    *store = (struct aoai_store){0};
    if (!self)
        return aoai_error_memory(error);
    self->setup = setup;
    aoai_buf_printf(&self->place, "%s/%s", setup->place->endpoint,
                    setup->place->table);
    if (aoai_buf_check(&self->place, error)) {
        release(self);
        return -1;
    }
    *store = (struct aoai_store){.self = self,
                                 .place = aoai_buf_text(&self->place),
                                 .get = get,
                                 .put = put,
                                 .free = release};
    return 0;
}
