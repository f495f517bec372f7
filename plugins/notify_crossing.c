/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "plugins/notify_crossing.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/projection.h"
#include "plugins/notify_text.h"

/* Bytes of a threshold as given at most. */
enum { RANGE_MOST = 40 };

const char *aoai_notify_crossing_word(const struct aoai_notify_crossing *one)
{
    return one->level == AOAI_ALERT_CRITICAL ? "CRITICAL" : "WARNING";
}

enum aoai_notify_tone
aoai_notify_crossing_tone(const struct aoai_notify_crossing *one)
{
    return one->level == AOAI_ALERT_CRITICAL ? AOAI_NOTIFY_RED
                                             : AOAI_NOTIFY_YELLOW;
}

/* The threshold that was crossed. */
static const struct aoai_verdict_level *
level_of(const struct aoai_notify_crossing *one)
{
    return one->level == AOAI_ALERT_CRITICAL ? &one->row->verdict.critical
                                             : &one->row->verdict.warning;
}

/* True when LEVEL is "not more than". */
static bool is_ceiling(const struct aoai_verdict_level *level)
{
    return level->text && !level->limits.inside && !level->limits.no_end;
}

void aoai_notify_crossing_name(struct aoai_buf *out,
                               const struct aoai_setup *setup,
                               const struct aoai_notify_crossing *one,
                               size_t most)
{
    if (setup->resource_count > 1) {
        most = (most - 1) / 2;
        aoai_notify_text_add(out, one->row->resource->name, most);
        aoai_buf_putc(out, '/');
    }
    aoai_notify_text_add(out, one->row->deployment, most);
}

void aoai_notify_crossing_reason(struct aoai_buf *out,
                                 const struct aoai_notify_crossing *one)
{
    const struct aoai_verdict_level *level = level_of(one);

    if (!level->text)
        return;
    aoai_buf_printf(out, " (%s ", aoai_alert_level_name(one->level));
    aoai_notify_text_add(out, level->text, RANGE_MOST);
    if (strchr(level->text, '%') && is_ceiling(level))
        aoai_buf_printf(out, " = %" PRIu64, level->limits.last);
    aoai_buf_putc(out, ')');
}

/* Puts LEVEL: "800 tokens (80%)"; as given alone where that is the number, and
 * where it is no ceiling. */
static void put_level(struct aoai_notify_page *page,
                      const struct aoai_verdict_level *level)
{
    char digits[24];

    if (!is_ceiling(level)) {
        aoai_notify_page_cut(page, level->text, RANGE_MOST);
        return;
    }
    aoai_notify_page_number(page, level->limits.last);
    aoai_notify_page_put(page, " tokens");
    snprintf(digits, sizeof(digits), "%" PRIu64, level->limits.last);
    if (strcmp(level->text, digits) == 0)
        return;
    aoai_notify_page_put(page, " (");
    aoai_notify_page_cut(page, level->text, RANGE_MOST);
    aoai_notify_page_put(page, ")");
}

/* Puts what the crossing is: ", over the critical threshold of ...". */
static void put_relation(struct aoai_notify_page *page,
                         const struct aoai_notify_crossing *one)
{
    const struct aoai_verdict_level *level = level_of(one);
    bool over = is_ceiling(level) && one->row->tokens > level->limits.last;

    if (!level->text)
        return;
    if (over)
        aoai_notify_page_put(page, ", over the ");
    else
        aoai_notify_page_put(page, level->limits.inside ? ", inside the "
                                                        : ", below the ");
    aoai_notify_page_put(page, aoai_alert_level_name(one->level));
    if (over) {
        aoai_notify_page_put(page, " threshold of ");
        put_level(page, level);
    } else {
        aoai_notify_page_put(page, " range ");
        aoai_notify_page_cut(page, level->text, RANGE_MOST);
    }
}

void aoai_notify_crossing_used(struct aoai_notify_page *page,
                               const struct aoai_setup *setup,
                               const struct aoai_notify_crossing *one)
{
    aoai_notify_page_number(page, one->row->tokens);
    aoai_notify_page_put(page, " tokens in ");
    aoai_notify_page_put(page, setup->month.text);
    put_relation(page, one);
}

void aoai_notify_crossing_bar(struct aoai_notify_page *page,
                              const struct aoai_notify_crossing *one)
{
    const struct aoai_verdict *verdict = &one->row->verdict;
    enum aoai_notify_tone tone = aoai_notify_crossing_tone(one);
    uint64_t used = one->row->tokens;

    if (verdict->budget)
        aoai_notify_page_bar(page, tone, used, verdict->budget, "the budget");
    else if (is_ceiling(&verdict->critical) && verdict->critical.limits.last)
        aoai_notify_page_bar(page, tone, used, verdict->critical.limits.last,
                             "the critical threshold");
    else if (is_ceiling(&verdict->warning) && verdict->warning.limits.last)
        aoai_notify_page_bar(page, tone, used, verdict->warning.limits.last,
                             "the warning threshold");
}

/* Puts what TOKENS at the month's end would mean. */
static void put_meaning(struct aoai_notify_page *page,
                        const struct aoai_verdict *verdict, uint64_t tokens)
{
    bool ceiling = is_ceiling(&verdict->critical);
    bool critical = ceiling && tokens > verdict->critical.limits.last;
    bool budget = verdict->budget && tokens > verdict->budget;

    if (critical && budget)
        aoai_notify_page_put(page, ", over the budget and the critical "
                                   "threshold");
    else if (critical)
        aoai_notify_page_put(page, ", over the critical threshold");
    else if (budget)
        aoai_notify_page_put(page, ", over the budget");
    else if (verdict->budget)
        aoai_notify_page_put(page, ", within the budget");
    else if (ceiling)
        aoai_notify_page_put(page, ", below the critical threshold");
}

/* A fact: where the month ends. */
static void add_projection(struct aoai_notify_page *page,
                           const struct aoai_setup *setup,
                           const struct aoai_report_row *row)
{
    uint64_t tokens;

    if (!aoai_projection_make(&tokens, row->tokens, &setup->month.span,
                              row->read_at))
        return;
    aoai_notify_page_open_fact(page, "Month's end");
    aoai_notify_page_put(page, "about ");
    aoai_notify_page_number(page, tokens);
    aoai_notify_page_put(page, " tokens at this rate");
    put_meaning(page, &row->verdict, tokens);
    aoai_notify_page_close_fact(page);
}

/* A fact: the threshold LEVEL, called NAME. */
static void add_level(struct aoai_notify_page *page, const char *label,
                      const struct aoai_verdict_level *level)
{
    if (!level->text)
        return;
    aoai_notify_page_open_fact(page, label);
    put_level(page, level);
    aoai_notify_page_close_fact(page);
}

void aoai_notify_crossing_limits(struct aoai_notify_page *page,
                                 const struct aoai_setup *setup,
                                 const struct aoai_notify_crossing *one)
{
    const struct aoai_verdict *verdict = &one->row->verdict;

    add_projection(page, setup, one->row);
    add_level(page, "Warning", &verdict->warning);
    add_level(page, "Critical", &verdict->critical);
    if (!verdict->budget)
        return;
    aoai_notify_page_open_fact(page, "Budget");
    aoai_notify_page_number(page, verdict->budget);
    aoai_notify_page_put(page, " tokens a month");
    aoai_notify_page_close_fact(page);
}
