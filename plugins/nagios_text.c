/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "plugins/nagios_text.h"

#include <inttypes.h>
#include <string.h>

#include "plugins/clean_text.h"
#include "plugins/nagios_output.h"

/* Room kept in the first line for ", 123456 more". */
enum { MORE_ROOM = 16 };

/* Appends the name of ROW: with its account where there are several. */
static void add_name(struct aoai_buf *out, const struct aoai_report *report,
                     const struct aoai_report_row *row)
{
    if (report->setup->resource_count > 1) {
        aoai_clean_text(out, row->resource->name);
        aoai_buf_putc(out, '/');
    }
    aoai_clean_text(out, row->deployment);
}

/* Appends the threshold that ROW is over, as given and, for a percentage, as
 * tokens: " (critical 80% = 800)". */
static void add_reason(struct aoai_buf *out, const struct aoai_report_row *row)
{
    bool critical = row->verdict.state == AOAI_STATE_CRITICAL;
    const struct aoai_verdict_level *level =
        critical ? &row->verdict.critical : &row->verdict.warning;

    if (row->verdict.state == AOAI_STATE_OK)
        return;
    aoai_buf_printf(out, " (%s %s", critical ? "critical" : "warning",
                    level->text);
    if (strchr(level->text, '%') && !level->limits.no_end)
        aoai_buf_printf(out, " = %" PRIu64, level->limits.last);
    aoai_buf_putc(out, ')');
}

/* Appends what the first line says of ROW; MONTH only with the first one. */
static void add_row(struct aoai_buf *out, const struct aoai_report *report,
                    const struct aoai_report_row *row, const char *month)
{
    add_name(out, report, row);
    aoai_buf_printf(out, " %" PRIu64 " tokens", row->tokens);
    if (month)
        aoai_buf_printf(out, " in %s", month);
    add_reason(out, row);
}

/* Appends what the first line says of FAILURE. */
static void add_failure(struct aoai_buf *out,
                        const struct aoai_report_failure *failure)
{
    if (failure->resource) {
        aoai_clean_text(out, failure->resource->name);
        aoai_buf_puts(out, ": ");
    }
    aoai_clean_text(out, failure->text);
}

/* The next thing to say: walks rows and failures together, worst first, rows
 * before failures where the failures are the milder ones. */
struct walk {
    const struct aoai_report *report;
    size_t row, failure;
    size_t said;
};

/* Appends the next bad thing. Returns false when only good ones are left. */
static bool add_next(struct aoai_buf *out, struct walk *walk)
{
    const struct aoai_report *report = walk->report;
    const struct aoai_report_row *row =
        walk->row < report->count ? &report->rows[walk->row] : NULL;
    const struct aoai_report_failure *failure =
        walk->failure < report->failure_count ? &report->failures[walk->failure]
                                              : NULL;

    if (row && row->verdict.state == AOAI_STATE_OK)
        row = NULL;
    if (!row && !failure)
        return false;
    if (walk->said)
        aoai_buf_puts(out, ", ");
    if (row && (!failure || aoai_state_severity(row->verdict.state) >=
                                aoai_state_severity(failure->state))) {
        add_row(out, report, row,
                walk->row == 0 ? report->setup->month.text : NULL);
        walk->row++;
    } else {
        add_failure(out, failure);
        walk->failure++;
    }
    walk->said++;
    return true;
}

/* How many bad things there are. */
static size_t count_bad(const struct aoai_report *report)
{
    size_t count = report->failure_count;

    for (size_t i = 0; i < report->count; i++)
        count += report->rows[i].verdict.state != AOAI_STATE_OK;
    return count;
}

/* Appends bad things while OUT stays within ROOM bytes; the first one is cut
 * if need be. */
static void add_bad(struct aoai_buf *out, const struct aoai_report *report,
                    size_t room)
{
    struct walk walk = {.report = report};
    size_t bad = count_bad(report);

    (void)add_next(out, &walk);
    if (bad > 1 && out->length > room - MORE_ROOM)
        aoai_clean_cut(out, room - MORE_ROOM);
    else
        aoai_clean_cut(out, room);
    while (walk.said < bad) {
        size_t before = out->length;
        size_t said = walk.said;

        if (!add_next(out, &walk))
            return;
        if (out->length <= room - (walk.said < bad ? MORE_ROOM : 0))
            continue;
        aoai_buf_truncate(out, before);
        aoai_buf_printf(out, ", %zu more", bad - said);
        return;
    }
}

/* Appends what there is to say when all is well. */
static void add_good(struct aoai_buf *out, const struct aoai_report *report)
{
    if (report->count || report->nothing_fits)
        aoai_buf_printf(out, "%zu deployment%s, ", report->count,
                        report->count == 1 ? "" : "s");
    aoai_buf_printf(out, "%" PRIu64 " tokens in %s", report->total,
                    report->setup->month.text);
    if (report->nothing_fits)
        aoai_buf_puts(out, " (nothing fits --deployment and --exclude)");
}

/* Why an old answer was used, in two words. */
static const char *stale_reason(enum aoai_error_kind kind)
{
    if (kind == AOAI_ERROR_THROTTLED)
        return "Azure throttles";
    if (kind == AOAI_ERROR_NETWORK || kind == AOAI_ERROR_DEADLINE)
        return "Azure does not answer";
    return "Azure fails";
}

void aoai_nagios_text_first(struct aoai_buf *out,
                            const struct aoai_report *report)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf age = {0};

    if (report->stale_age)
        aoai_buf_printf(&age, " (answer %" PRId64 " s old: %s)",
                        report->stale_age, stale_reason(report->stale_kind));
    aoai_buf_printf(out, "AOAI TOKENS %s - ", aoai_state_name(report->state));
    if (count_bad(report))
        add_bad(out, report, AOAI_NAGIOS_TEXT_MAX - age.length);
    else
        add_good(out, report);
    aoai_buf_puts(out, aoai_buf_text(&age));
}

void aoai_nagios_text_row(struct aoai_buf *out,
                          const struct aoai_report *report,
                          const struct aoai_report_row *row)
{
    aoai_buf_putc(out, '[');
    aoai_buf_puts(out, aoai_state_name(row->verdict.state));
    aoai_buf_puts(out, "] ");
    add_name(out, report, row);
    aoai_buf_puts(out, ": ");
    aoai_buf_number(out, row->tokens);
    aoai_buf_puts(out, " tokens");
    add_reason(out, row);
    aoai_buf_putc(out, '\n');
}

void aoai_nagios_text_failure(struct aoai_buf *out,
                              const struct aoai_report_failure *failure)
{
    aoai_buf_printf(out, "[%s] ", aoai_state_name(failure->state));
    if (failure->resource) {
        aoai_clean_text(out, failure->resource->text);
        aoai_buf_puts(out, ": ");
    }
    aoai_clean_text(out, failure->text);
    aoai_buf_putc(out, '\n');
}
