/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "plugins/nagios_output.h"

#include <stdlib.h>
#include <string.h>

#include "plugins/clean_text.h"
#include "plugins/label.h"
#include "plugins/nagios_text.h"

enum {
    FIRST_LEAST = 64, /* kept of the first line's text, for the state in it */
    ROW_LEAST = 25    /* in all, of " a=0;;;0" and "[OK] a: 0 tokens\n" */
};

/* An output being made. */
struct making {
    const struct aoai_report *report;
    const struct aoai_text_list *labels;
    struct aoai_buf perfdata; /* items with a blank before each */
    struct aoai_buf lines;
    size_t row, failure; /* how many are in */
};

/* Appends the upper bound of LEVEL, if it has one. */
static void add_bound(struct aoai_buf *out,
                      const struct aoai_verdict_level *level)
{
    if (level->text && !level->limits.no_end)
        aoai_buf_number(out, level->limits.last);
}

/* Appends row number ROW's perfdata item. */
static void add_item(struct making *making, size_t row)
{
    const struct aoai_report_row *one = &making->report->rows[row];
    struct aoai_buf *out = &making->perfdata;

    aoai_buf_putc(out, ' ');
    aoai_buf_puts(out, making->labels->items[row]);
    aoai_buf_putc(out, '=');
    aoai_buf_number(out, one->tokens);
    aoai_buf_putc(out, ';');
    add_bound(out, &one->verdict.warning);
    aoai_buf_putc(out, ';');
    add_bound(out, &one->verdict.critical);
    aoai_buf_puts(out, ";0");
}

/* Adds the next line, with its perfdata item if it is a deployment's: the
 * worst not yet in, failures before deployments in the same state. Returns
 * false when all are in. */
static bool add_next(struct making *making)
{
    const struct aoai_report *report = making->report;
    const struct aoai_report_row *row =
        making->row < report->count ? &report->rows[making->row] : NULL;
    const struct aoai_report_failure *failure =
        making->failure < report->failure_count
            ? &report->failures[making->failure]
            : NULL;

    if (!row && !failure)
        return false;
    if (!row || (failure && aoai_state_severity(failure->state) >=
                                aoai_state_severity(row->verdict.state))) {
        aoai_nagios_text_failure(&making->lines, failure);
        making->failure++;
        return true;
    }
    if (making->row > 0)
        add_item(making, making->row);
    aoai_nagios_text_row(&making->lines, report, row);
    making->row++;
    return true;
}

/* Bytes of the whole output as it stands; " |" comes before the items. */
static size_t size_of(const struct making *making, size_t first)
{
    size_t items = making->perfdata.length;

    return first + (items ? strlen(" |") + items : 0) + strlen("\n") +
           making->lines.length;
}

/* True when every line is in. */
static bool is_whole(const struct making *making)
{
    return making->row == making->report->count &&
           making->failure == making->report->failure_count;
}

/* Adds lines and items while they fit into MAX bytes. */
static void fill(struct making *making, size_t first, size_t max)
{
    for (;;) {
        size_t lines = making->lines.length;
        size_t items = making->perfdata.length;
        size_t row = making->row, failure = making->failure;

        if (!add_next(making))
            return;
        if (size_of(making, first) +
                (is_whole(making) ? 0 : AOAI_NAGIOS_MORE_LINE) <=
            max)
            continue;
        aoai_buf_truncate(&making->lines, lines);
        aoai_buf_truncate(&making->perfdata, items);
        making->row = row;
        making->failure = failure;
        return;
    }
}

/* Says how many lines were left out: of deployments, unless none of these
 * was. */
static void add_more(struct making *making)
{
    size_t rows = making->report->count - making->row;
    size_t failures = making->report->failure_count - making->failure;

    if (rows || failures)
        aoai_buf_printf(&making->lines, "... and %zu more\n",
                        rows ? rows : failures);
}

/* Puts the parts together. The state and one item stay, even where a label is
 * longer than the whole output may be. */
static void assemble(struct aoai_buf *out, struct making *making,
                     struct aoai_buf *first, const char *details, size_t max)
{
    size_t rest = size_of(making, 0);
    size_t room = max > rest + FIRST_LEAST ? max - rest : FIRST_LEAST;

    aoai_clean_cut(first, room);
    aoai_buf_add(out, aoai_buf_text(first), first->length);
    if (making->perfdata.length) {
        aoai_buf_puts(out, " |");
        aoai_buf_puts(out, aoai_buf_text(&making->perfdata));
    }
    aoai_buf_putc(out, '\n');
    aoai_buf_puts(out, aoai_buf_text(&making->lines));
    if (out->length < max)
        aoai_nagios_details(out, details, max - out->length);
}

int aoai_nagios_output(struct aoai_buf *out, const struct aoai_report *report,
                       const char *details, size_t max,
                       struct aoai_error *error)
{
    AOAI_CLEANUP(aoai_text_list_free) struct aoai_text_list labels = {0};
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf first = {0};
    struct making making = {.report = report, .labels = &labels};
    int failed;

    /* No labels for rows that can not be in, whatever they hold. */
    if (aoai_label_first(&labels, report, max / ROW_LEAST + 1, error))
        return -1;
    aoai_nagios_text_first(&first, report);
    if (report->count)
        add_item(&making, 0);
    fill(&making, first.length, max);
    add_more(&making);
    failed = aoai_buf_check(&making.perfdata, error) ||
             aoai_buf_check(&making.lines, error) ||
             aoai_buf_check(&first, error);
    if (!failed) {
        assemble(out, &making, &first, details, max);
        failed = aoai_buf_check(out, error);
    }
    aoai_buf_free(&making.perfdata);
    aoai_buf_free(&making.lines);
    return failed ? -1 : 0;
}

void aoai_nagios_mistakes(struct aoai_buf *out,
                          const struct aoai_text_list *sentences, size_t max)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf more = {0};

    aoai_buf_puts(out, "AOAI TOKENS UNKNOWN - ");
    aoai_clean_text(out, sentences->items[0]);
    if (sentences->count > 1)
        aoai_buf_printf(&more, " (and %zu more mistake%s)",
                        sentences->count - 1, sentences->count > 2 ? "s" : "");
    aoai_clean_cut(out, AOAI_NAGIOS_TEXT_MAX - more.length);
    aoai_buf_puts(out, aoai_buf_text(&more));
    aoai_buf_putc(out, '\n');
    for (size_t i = 0; i < sentences->count; i++) {
        size_t before = out->length;

        if (sentences->count == 1 &&
            strlen(sentences->items[0]) < AOAI_NAGIOS_TEXT_MAX - 30)
            return;
        aoai_clean_text(out, sentences->items[i]);
        aoai_buf_putc(out, '\n');
        if (out->length > max)
            aoai_buf_truncate(out, before);
    }
}

void aoai_nagios_details(struct aoai_buf *out, const char *details, size_t room)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf clean = {0};
    const char *at;

    aoai_clean_lines(&clean, details);
    at = aoai_buf_text(&clean);
    while (*at) {
        size_t length = strcspn(at, "\n") + 1;

        if (length > room)
            return;
        aoai_buf_add(out, at, length);
        room -= length;
        at += length;
    }
}
