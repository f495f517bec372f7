/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/civil.h"
#include "core/fold.h"
#include "core/utf8.h"
#include "plugins/notify_crossing.h"

/* Puts the time UTC as clocks in ZONE show it, with its distance from UTC:
 * "2024-10-20 14:00 +02:00". */
static void put_time(struct aoai_notify_page *page,
                     const struct aoai_zone *zone, int64_t utc)
{
    int32_t offset = aoai_zone_offset(zone, utc);
    struct aoai_civil civil = aoai_civil_at(utc + offset);
    int minutes = abs(offset) / 60;
    char text[64];

    snprintf(text, sizeof(text), "%04d-%02d-%02d %02d:%02d %c%02d:%02d",
             civil.year, civil.month, civil.day, civil.hour, civil.minute,
             offset < 0 ? '-' : '+', minutes / 60, minutes % 60);
    aoai_notify_page_put(page, text);
}

/* A fact from outside. */
static void add_fact(struct aoai_notify_page *page, const char *label,
                     const char *text, size_t most)
{
    aoai_notify_page_open_fact(page, label);
    aoai_notify_page_cut(page, text, most);
    aoai_notify_page_close_fact(page);
}

/* A fact: the segment behind WORD ("/resourceGroups/") of a resource's id. */
static void add_segment(struct aoai_notify_page *page, const char *label,
                        const char *id, const char *word)
{
    size_t length = strlen(word);

    for (; *id; id++) {
        if (!aoai_fold_equal_bytes(id, strnlen(id, length), word))
            continue;
        id += length;
        length = strcspn(id, "/");
        if (length > AOAI_NOTIFY_NAME_MOST)
            length = aoai_utf8_cut(id, AOAI_NOTIFY_NAME_MOST);
        aoai_notify_page_open_fact(page, label);
        aoai_notify_page_add(page, id, length);
        aoai_notify_page_close_fact(page);
        return;
    }
}

void aoai_notify_crossing_names(struct aoai_notify_page *page,
                                const struct aoai_notify_crossing *one)
{
    const struct aoai_report_row *row = one->row;
    const char *id = row->resource->text;

    add_fact(page, "Deployment", row->deployment, AOAI_NOTIFY_NAME_MOST);
    add_fact(page, "Account", row->resource->name, AOAI_NOTIFY_NAME_MOST);
    add_segment(page, "Resource group", id, "/resourceGroups/");
    add_segment(page, "Subscription", id, "/subscriptions/");
}

void aoai_notify_crossing_source(struct aoai_notify_page *page,
                                 const struct aoai_setup *setup,
                                 const struct aoai_notify_crossing *one)
{
    add_fact(page, "Resource", one->row->resource->text, AOAI_NOTIFY_ID_MOST);
    aoai_notify_page_open_fact(page, "Read");
    put_time(page, &setup->zone, one->row->read_at);
    aoai_notify_page_close_fact(page);
}

void aoai_notify_crossing_month(struct aoai_notify_page *page,
                                const struct aoai_setup *setup)
{
    const struct aoai_span *span = &setup->month.span;

    aoai_notify_page_open_fact(page, "Month");
    aoai_notify_page_put(page, setup->month.text);
    aoai_notify_page_put(page, " in ");
    aoai_notify_page_cut(page, setup->settings->timezone,
                         AOAI_NOTIFY_NAME_MOST);
    aoai_notify_page_put(page, ": ");
    put_time(page, &setup->zone, span->start);
    aoai_notify_page_put(page, " to ");
    put_time(page, &setup->zone, span->end);
    aoai_notify_page_close_fact(page);
    add_fact(page, "Metric", setup->query.metrics[0], AOAI_NOTIFY_NAME_MOST);
}
