/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "poll/answer.h"

#include <string.h>

#include "core/record.h"

#define FORMAT "aoai-tokens answer 1"

/* Appends TEXT, which may be NULL. */
static void add(struct aoai_buf *out, const char *text)
{
    aoai_record_add_text(out, text ? text : "");
}

void aoai_answer_write_question(struct aoai_buf *out,
                                const struct aoai_setup *setup)
{
    aoai_credential_write_identity(out, &setup->credential);
    add(out, setup->arm);
    add(out, setup->audience);
    add(out, setup->settings->month);
    add(out, setup->settings->timezone);
    add(out, setup->query.metric_namespace);
    add(out, setup->query.dimension);
    for (size_t i = 0; i < setup->query.metric_count; i++)
        add(out, setup->query.metrics[i]);
    for (size_t i = 0; i < setup->resource_count; i++)
        add(out, setup->resources[i].text);
}

/* Appends one reading. */
static void write_reading(struct aoai_buf *out,
                          const struct aoai_reading *reading)
{
    aoai_record_add_number(out, (uint64_t)reading->read_at);
    aoai_record_add_number(out, reading->usage.count);
    for (size_t i = 0; i < reading->usage.count; i++) {
        aoai_record_add_text(out, reading->usage.rows[i].deployment);
        aoai_record_add_number(out, reading->usage.rows[i].tokens[0]);
    }
    aoai_record_add_number(out, (uint64_t)reading->listed_at);
    aoai_record_add_number(out, reading->deployments.count);
    for (size_t i = 0; i < reading->deployments.count; i++)
        aoai_record_add_text(out, reading->deployments.items[i]);
}

void aoai_answer_write(struct aoai_buf *out, const struct aoai_answer *answer,
                       const char *question, const char *month)
{
    aoai_record_add_text(out, FORMAT);
    aoai_record_add_text(out, question);
    aoai_record_add_text(out, month);
    for (size_t i = 0; i < answer->count; i++)
        write_reading(out, &answer->readings[i]);
    aoai_record_add_text(out, "end");
}

/* Reads the totals of a reading. */
static bool read_usage(struct aoai_record *record, struct aoai_usage *usage)
{
    struct aoai_error ignored;
    uint64_t count, tokens;

    if (!aoai_record_number(record, &count))
        return false;
    /* No more than there are bytes for: "1:a", "0" and their line ends. */
    if (count <= (uint64_t)(record->end - record->at) / 6)
        aoai_usage_expect(usage, count);
    for (uint64_t i = 0; i < count; i++) {
        const char *name = aoai_record_text(record);

        if (!name || !aoai_record_number(record, &tokens) ||
            aoai_usage_add(usage, name, 0, tokens, i, &ignored))
            return false;
    }
    return aoai_usage_settle(usage, &ignored) == 0;
}

/* Reads the names of a reading's deployments. */
static bool read_names(struct aoai_record *record, struct aoai_text_list *names)
{
    struct aoai_error ignored;
    uint64_t count;

    if (!aoai_record_number(record, &count))
        return false;
    for (uint64_t i = 0; i < count; i++) {
        const char *name = aoai_record_text(record);

        if (!name || aoai_text_list_add(names, name, &ignored))
            return false;
    }
    return true;
}

static bool read_reading(struct aoai_record *record,
                         struct aoai_reading *reading)
{
    uint64_t at;

    if (!aoai_record_number(record, &at))
        return false;
    reading->read_at = (int64_t)at;
    if (!read_usage(record, &reading->usage) ||
        !aoai_record_number(record, &at))
        return false;
    reading->listed_at = (int64_t)at;
    return read_names(record, &reading->deployments);
}

/* Drops what lies outside [OLDEST, NOW]. */
static void drop_old(struct aoai_reading *reading, int64_t oldest, int64_t now)
{
    if (reading->read_at < oldest || reading->read_at > now)
        aoai_reading_clear(reading);
    if (reading->listed_at < oldest || reading->listed_at > now) {
        aoai_text_list_free(&reading->deployments);
        reading->listed_at = 0;
    }
}

/* Reads the whole record. */
static bool read_all(struct aoai_answer *answer, struct aoai_buf *bytes,
                     const char *question, const char *month)
{
    struct aoai_record record = aoai_record_open(bytes);

    if (!aoai_record_expect(&record, FORMAT) ||
        !aoai_record_expect(&record, question) ||
        !aoai_record_expect(&record, month))
        return false;
    for (size_t i = 0; i < answer->count; i++)
        if (!read_reading(&record, &answer->readings[i]))
            return false;
    return aoai_record_expect(&record, "end");
}

int aoai_answer_read(struct aoai_answer *answer, struct aoai_buf *bytes,
                     const char *question, const char *month, int64_t oldest,
                     int64_t now)
{
    bool whole = read_all(answer, bytes, question, month);

    for (size_t i = 0; i < answer->count; i++) {
        if (whole)
            drop_old(&answer->readings[i], oldest, now);
        else
            aoai_reading_clear(&answer->readings[i]);
    }
    return whole ? 0 : -1;
}
