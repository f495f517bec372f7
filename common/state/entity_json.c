/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "state/entity_json.h"

#include <stdio.h>
#include <string.h>

#include "core/civil.h"
#include "net/json.h"

/* Appends the property NAME with the text VALUE. */
static void add_text(struct aoai_buf *out, const char *name, const char *value)
{
    aoai_buf_printf(out, ",\"%s\":", name);
    aoai_json_add_string(out, value);
}

/* Appends the property NAME with VALUE. */
static void add_bool(struct aoai_buf *out, const char *name, bool value)
{
    aoai_buf_printf(out, ",\"%s\":%s", name, value ? "true" : "false");
}

/* Appends the property NAME with SECONDS since 1970; 0: "". */
static void add_time(struct aoai_buf *out, const char *name, int64_t seconds)
{
    char text[AOAI_CIVIL_TEXT_SIZE] = "";

    if (seconds != 0)
        aoai_civil_format(seconds, text);
    add_text(out, name, text);
}

void aoai_entity_json_write(struct aoai_buf *out,
                            const struct aoai_store_key *key,
                            const struct aoai_entity *entity)
{
    const struct aoai_alert_memory *memory = &entity->memory;

    aoai_buf_puts(out, "{\"SumToken\":\"");
    aoai_buf_number(out, entity->sum_token);
    aoai_buf_puts(out, "\",\"SumToken@odata.type\":\"Edm.Int64\"");
    if (key) {
        add_text(out, "PartitionKey", key->partition);
        add_text(out, "RowKey", key->row);
    }
    add_bool(out, "ActionDone", memory->critical_done);
    add_time(out, "LastUpdated", entity->updated);
    add_bool(out, "WarningDone", memory->warning_done);
    add_text(out, "ClaimLevel", aoai_alert_level_name(memory->claimed));
    add_bool(out, "ClaimAccepted", memory->accepted);
    add_time(out, "ClaimUntil", memory->lease_end);
    add_text(out, "ClaimOwner", entity->owner);
    add_text(out, "ClaimOperation", entity->operation);
    aoai_buf_puts(out, ",\"ClaimShare\":");
    aoai_buf_number(out, entity->share);
    aoai_buf_puts(out, ",\"ClaimAttempt\":");
    aoai_buf_number(out, entity->attempt);
    aoai_buf_putc(out, '}');
}

/* Says that the property NAME makes no sense: it is not WHAT. */
static int refuse(const char *name, const char *what, struct aoai_error *error)
{
    return aoai_error_set(error, AOAI_ERROR_ANSWER,
                          "its property %s is not %s: correct it there, or "
                          "delete the row",
                          name, what);
}

/* The property NAME of ROW; NULL where it is absent or null. */
static const struct aoai_value *find(const struct aoai_value *row,
                                     const char *name)
{
    const struct aoai_value *value = aoai_json_member(row, name);

    return aoai_json_type(value) == AOAI_JSON_NULL ? NULL : value;
}

/* Reads a whole number of at most MOST: as text, as Int64 is, or as number. */
static int read_count(const struct aoai_value *row, const char *name,
                      uint64_t most, uint64_t *count, struct aoai_error *error)
{
    const struct aoai_value *value = find(row, name);
    int64_t read = 0;

    *count = 0;
    if (!value)
        return 0;
    if (!aoai_json_seconds(value, &read) || (uint64_t)read > most)
        return refuse(name, "a whole number in its bounds", error);
    *count = (uint64_t)read;
    return 0;
}

/* Reads a Boolean. */
static int read_bool(const struct aoai_value *row, const char *name, bool *flag,
                     struct aoai_error *error)
{
    const struct aoai_value *value = find(row, name);

    *flag = false;
    if (!value)
        return 0;
    if (!aoai_json_boolean(value, flag))
        return refuse(name, "true or false", error);
    return 0;
}

/* Reads a text into TEXT of SIZE bytes. */
static int read_text(const struct aoai_value *row, const char *name, char *text,
                     size_t size, struct aoai_error *error)
{
    const struct aoai_value *value = find(row, name);
    const char *found = value ? aoai_json_text(value) : "";
    size_t length = value ? aoai_json_text_length(value) : 0;

    text[0] = '\0';
    if (!found || length >= size || strlen(found) != length)
        return refuse(name, "a text of the length it has", error);
    memcpy(text, found, length + 1);
    return 0;
}

/* Reads the id of a mail, which becomes part of a header and of a URL. */
static int read_operation(const struct aoai_value *row, char *text, size_t size,
                          struct aoai_error *error)
{
    static const char name[] = "ClaimOperation";

    if (read_text(row, name, text, size, error))
        return -1;
    if (text[strspn(text, "0123456789abcdefABCDEF-")] != '\0')
        return refuse(name, "a UUID", error);
    return 0;
}

/* Reads a time; 0 where it is none. */
static int64_t read_time(const struct aoai_value *row, const char *name)
{
    const struct aoai_value *value = find(row, name);
    const char *text = aoai_json_text(value);
    int64_t seconds = 0;

    if (!text || strlen(text) != aoai_json_text_length(value) ||
        !aoai_civil_parse(text, &seconds))
        return 0;
    return seconds;
}

/* Reads what is remembered of mails. */
static int read_memory(struct aoai_alert_memory *memory,
                       const struct aoai_value *row, struct aoai_error *error)
{
    char level[sizeof("critical")];

    memory->lease_end = read_time(row, "ClaimUntil");
    if (read_bool(row, "ActionDone", &memory->critical_done, error) ||
        read_bool(row, "WarningDone", &memory->warning_done, error) ||
        read_bool(row, "ClaimAccepted", &memory->accepted, error) ||
        read_text(row, "ClaimLevel", level, sizeof(level), error))
        return -1;
    if (!aoai_alert_level_parse(level, &memory->claimed))
        return refuse("ClaimLevel", "warning, critical or empty", error);
    return 0;
}

/* Reads the properties of ROW into ENTITY. */
static int read_row(struct aoai_entity *entity, const struct aoai_value *row,
                    struct aoai_error *error)
{
    uint64_t share, attempt;

    if (aoai_json_type(row) != AOAI_JSON_OBJECT)
        return aoai_error_set(error, AOAI_ERROR_ANSWER,
                              "the answer is no entity");
    entity->updated = read_time(row, "LastUpdated");
    if (read_count(row, "SumToken", INT64_MAX, &entity->sum_token, error) ||
        read_memory(&entity->memory, row, error) ||
        read_text(row, "ClaimOwner", entity->owner, sizeof(entity->owner),
                  error) ||
        read_operation(row, entity->operation, sizeof(entity->operation),
                       error) ||
        read_count(row, "ClaimShare", INT32_MAX, &share, error) ||
        read_count(row, "ClaimAttempt", INT32_MAX, &attempt, error))
        return -1;
    entity->share = (uint32_t)share;
    entity->attempt = (uint32_t)attempt;
    return 0;
}

int aoai_entity_json_read(struct aoai_entity *entity,
                          const struct aoai_buf *json, struct aoai_error *error)
{
    AOAI_CLEANUP(aoai_json_close) struct aoai_json *document = NULL;

    *entity = (struct aoai_entity){0};
    if (aoai_json_parse(&document, aoai_buf_text(json), json->length, error))
        return -1;
    return read_row(entity, aoai_json_root(document), error);
}
