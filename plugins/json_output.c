/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "plugins/json_output.h"

#include <inttypes.h>

#include "core/civil.h"
#include "net/json.h"

/* Appends ,"NAME":"TEXT", or null for a NULL TEXT. */
static void add_member(struct aoai_buf *out, const char *name, const char *text)
{
    aoai_buf_printf(out, ",\"%s\":", name);
    if (text)
        aoai_json_add_string(out, text);
    else
        aoai_buf_puts(out, "null");
}

/* Appends one element of "deployments". */
static void add_row(struct aoai_buf *out, const struct aoai_report *report,
                    const struct aoai_report_row *row)
{
    const struct aoai_verdict *verdict = &row->verdict;

    aoai_buf_puts(out, "{\"resource\":");
    aoai_json_add_string(out, row->resource->text);
    add_member(out, "account", row->resource->name);
    add_member(out, "deployment", row->deployment);
    add_member(out, "metric", report->setup->query.metrics[0]);
    aoai_buf_printf(out, ",\"tokens\":%" PRIu64, row->tokens);
    add_member(out, "state", aoai_state_name(verdict->state));
    add_member(out, "warning", verdict->warning.text);
    add_member(out, "critical", verdict->critical.text);
    if (verdict->budget)
        aoai_buf_printf(out, ",\"budget\":%" PRIu64 "}", verdict->budget);
    else
        aoai_buf_puts(out, ",\"budget\":null}");
}

/* Appends one element of "errors"; RESOURCE may be NULL. */
static void add_error(struct aoai_buf *out,
                      const struct aoai_resource_id *resource,
                      const char *message)
{
    aoai_buf_puts(out, "{\"resource\":");
    if (resource)
        aoai_json_add_string(out, resource->text);
    else
        aoai_buf_puts(out, "null");
    add_member(out, "message", message);
    aoai_buf_putc(out, '}');
}

/* Appends the object up to "deployments":[ . */
static void add_head(struct aoai_buf *out, const struct aoai_report *report)
{
    const struct aoai_setup *setup = report->setup;
    const struct aoai_span *span = &setup->month.span;
    char start[AOAI_CIVIL_TEXT_SIZE], end[AOAI_CIVIL_TEXT_SIZE];

    aoai_civil_format(span->start, start);
    aoai_civil_format(span->end < setup->now ? span->end : setup->now, end);
    aoai_buf_printf(out, "{\"state\":\"%s\"", aoai_state_name(report->state));
    add_member(out, "month", setup->month.text);
    add_member(out, "timezone", setup->settings->timezone);
    add_member(out, "start", start);
    add_member(out, "end", end);
    aoai_buf_puts(out, ",\"deployments\":[");
}

void aoai_json_output(struct aoai_buf *out, const struct aoai_report *report)
{
    add_head(out, report);
    for (size_t i = 0; i < report->count; i++) {
        if (i)
            aoai_buf_putc(out, ',');
        add_row(out, report, &report->rows[i]);
    }
    aoai_buf_puts(out, "],\"errors\":[");
    for (size_t i = 0; i < report->failure_count; i++) {
        if (i)
            aoai_buf_putc(out, ',');
        add_error(out, report->failures[i].resource, report->failures[i].text);
    }
    aoai_buf_puts(out, "]}\n");
}

void aoai_json_mistakes(struct aoai_buf *out,
                        const struct aoai_text_list *sentences)
{
    aoai_buf_puts(out, AOAI_JSON_OUTPUT_BARE("UNKNOWN"));
    for (size_t i = 0; i < sentences->count; i++) {
        if (i)
            aoai_buf_putc(out, ',');
        add_error(out, NULL, sentences->items[i]);
    }
    aoai_buf_puts(out, "]}\n");
}
