/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include <inttypes.h>

#include "plugins/notify_crossing.h"
#include "plugins/notify_look.h"
#include "plugins/notify_message.h"
#include "plugins/notify_message_steps.h"

/* How far the list of a digest may go, and its parts in detail, in bytes of
 * plain text and HTML together; what is left is for its end. */
enum { LIST_MOST = 192 << 10, PARTS_MOST = AOAI_NOTIFY_BODY_MOST - 4096 };

/* So many parts at most: nobody reads more. */
enum { PARTS = 20 };

/* Room kept in a subject for " and 123456 more". */
enum { MORE_ROOM = 24 };

/* Bytes of a name in the subject of a digest. */
enum { SUBJECT_NAME_MOST = 64 };

/* What the functions below work on. */
struct writing {
    struct aoai_notify_message *message;
    struct aoai_notify_page page;
    const struct aoai_setup *setup;
    const struct aoai_notify_crossing *crossings;
    size_t count;
};

/* The worst of the crossings. */
static const struct aoai_notify_crossing *worst(const struct writing *writing)
{
    for (size_t i = 0; i < writing->count; i++)
        if (writing->crossings[i].level == AOAI_ALERT_CRITICAL)
            return &writing->crossings[i];
    return &writing->crossings[0];
}

/* "[CRITICAL] gpt-4o: 1261 tokens in 2024-10 (critical 1000)" */
static void add_subject(const struct writing *writing)
{
    const struct aoai_notify_crossing *one = writing->crossings;
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf tail = {0};
    struct aoai_buf *out = &writing->message->subject;

    aoai_buf_printf(&tail, ": %" PRIu64 " tokens in %s", one->row->tokens,
                    writing->setup->month.text);
    aoai_notify_crossing_reason(&tail, one);
    if (tail.state != AOAI_BUF_FINE)
        out->state = tail.state;
    aoai_buf_printf(out, "[%s] ", aoai_notify_crossing_word(one));
    aoai_notify_crossing_name(out, writing->setup, one,
                              AOAI_NOTIFY_SUBJECT_MOST - out->length -
                                  tail.length);
    aoai_buf_puts(out, aoai_buf_text(&tail));
}

/* "[CRITICAL] 3 deployments over their token thresholds in 2024-10: gpt-4o,
 * gpt-4o-mini and 1 more" */
static void add_digest_subject(const struct writing *writing)
{
    struct aoai_buf *out = &writing->message->subject;

    aoai_buf_printf(out, "[%s] %zu deployments over their token thresholds in ",
                    aoai_notify_crossing_word(worst(writing)), writing->count);
    aoai_buf_printf(out, "%s: ", writing->setup->month.text);
    for (size_t i = 0; i < writing->count; i++) {
        size_t before = out->length;
        size_t room = i + 1 < writing->count ? MORE_ROOM : 0;

        if (i > 0)
            aoai_buf_puts(out, ", ");
        aoai_notify_crossing_name(out, writing->setup, &writing->crossings[i],
                                  SUBJECT_NAME_MOST);
        if (out->length + room <= AOAI_NOTIFY_SUBJECT_MOST)
            continue;
        aoai_buf_truncate(out, before);
        aoai_buf_printf(out, " and %zu more", writing->count - i);
        return;
    }
}

/* Puts the name of ONE: with its account where there are several. */
static void put_name(struct writing *writing,
                     const struct aoai_notify_crossing *one)
{
    struct aoai_notify_page *page = &writing->page;

    if (writing->setup->resource_count > 1) {
        aoai_notify_page_cut(page, one->row->resource->name,
                             AOAI_NOTIFY_NAME_MOST);
        aoai_notify_page_put(page, "/");
    }
    aoai_notify_page_cut(page, one->row->deployment, AOAI_NOTIFY_NAME_MOST);
}

/* What happened: level and name in BLOCK, the sentence, and the bar. */
static void add_head(struct writing *writing, enum aoai_notify_block block,
                     const struct aoai_notify_crossing *one)
{
    struct aoai_notify_page *page = &writing->page;

    aoai_notify_page_open(page, block);
    aoai_notify_page_badge(page, aoai_notify_crossing_tone(one),
                           aoai_notify_crossing_word(one));
    put_name(writing, one);
    aoai_notify_page_close(page, block);
    aoai_notify_page_open(page, AOAI_NOTIFY_TEXT);
    aoai_notify_crossing_used(page, writing->setup, one);
    aoai_notify_page_put(page, ".");
    aoai_notify_page_close(page, AOAI_NOTIFY_TEXT);
    aoai_notify_crossing_bar(page, one);
}

/* Puts why the mail about ONE is sent. */
static void put_reason(struct aoai_notify_page *page,
                       const struct aoai_notify_crossing *one)
{
    aoai_notify_page_put(page, aoai_alert_reason_name(one->reason));
    aoai_notify_page_put(page, ": ");
    aoai_notify_page_put(page, aoai_alert_reason_text(one->reason));
}

/* Blocks: the command, and the portal. Returns 0, or -1 with ERROR. */
static int add_look(struct writing *writing,
                    const struct aoai_notify_crossing *one,
                    struct aoai_error *error)
{
    struct aoai_notify_page *page = &writing->page;

    aoai_notify_look_command(page, writing->setup, one->row);
    aoai_notify_page_open(page, AOAI_NOTIFY_TEXT);
    aoai_notify_page_put(page, "Or see ");
    if (aoai_notify_look_portal(page, writing->setup, one->row, error))
        return -1;
    aoai_notify_page_close(page, AOAI_NOTIFY_TEXT);
    return 0;
}

/* The last paragraph; WHY one crossing is told, or none of several. */
static void add_footer(struct writing *writing,
                       const struct aoai_notify_crossing *why)
{
    struct aoai_notify_page *page = &writing->page;

    aoai_notify_page_open(page, AOAI_NOTIFY_FOOTER);
    if (why) {
        aoai_notify_page_put(page, "Why this mail? ");
        put_reason(page, why);
        aoai_notify_page_put(page, ". ");
    }
    aoai_notify_page_put(page, "There is one mail per deployment, level and "
                               "month. Tokens are those that Azure Monitor "
                               "counts. notify_acs_email of aoai-tokens");
    aoai_notify_page_close(page, AOAI_NOTIFY_FOOTER);
}

/* The page about one crossing. Returns 0, or -1 with ERROR. */
static int write_one(struct writing *writing, struct aoai_error *error)
{
    const struct aoai_notify_crossing *one = writing->crossings;
    struct aoai_notify_page *page = &writing->page;

    add_head(writing, AOAI_NOTIFY_TITLE, one);
    aoai_notify_page_open(page, AOAI_NOTIFY_FACTS);
    aoai_notify_crossing_limits(page, writing->setup, one);
    aoai_notify_crossing_names(page, one);
    aoai_notify_crossing_source(page, writing->setup, one);
    aoai_notify_crossing_month(page, writing->setup);
    aoai_notify_page_close(page, AOAI_NOTIFY_FACTS);
    aoai_notify_page_open(page, AOAI_NOTIFY_HEADING);
    aoai_notify_page_put(page, "Look closer");
    aoai_notify_page_close(page, AOAI_NOTIFY_HEADING);
    aoai_notify_page_open(page, AOAI_NOTIFY_TEXT);
    aoai_notify_page_put(page, "Where the check runs, with its settings for "
                               "signing in:");
    aoai_notify_page_close(page, AOAI_NOTIFY_TEXT);
    if (add_look(writing, one, error))
        return -1;
    add_footer(writing, one);
    return 0;
}

/* The part of a digest about ONE. Returns 0, or -1 with ERROR. */
static int add_part(struct writing *writing,
                    const struct aoai_notify_crossing *one,
                    struct aoai_error *error)
{
    struct aoai_notify_page *page = &writing->page;

    add_head(writing, AOAI_NOTIFY_HEADING, one);
    aoai_notify_page_open(page, AOAI_NOTIFY_FACTS);
    aoai_notify_crossing_limits(page, writing->setup, one);
    aoai_notify_crossing_source(page, writing->setup, one);
    aoai_notify_page_open_fact(page, "Why told");
    put_reason(page, one);
    aoai_notify_page_close_fact(page);
    aoai_notify_page_close(page, AOAI_NOTIFY_FACTS);
    return add_look(writing, one, error);
}

/* Bytes of the body so far. */
static size_t count_bytes(const struct writing *writing)
{
    return writing->page.plain->length + writing->page.html->length;
}

/* One line about ONE. */
static void add_item(struct writing *writing,
                     const struct aoai_notify_crossing *one)
{
    struct aoai_notify_page *page = &writing->page;

    aoai_notify_page_open(page, AOAI_NOTIFY_ITEM);
    aoai_notify_page_put(page, aoai_notify_crossing_word(one));
    aoai_notify_page_put(page, " ");
    put_name(writing, one);
    aoai_notify_page_put(page, ": ");
    aoai_notify_crossing_used(page, writing->setup, one);
    aoai_notify_page_close(page, AOAI_NOTIFY_ITEM);
}

/* The list: all crossings, as far as there is room. */
static void add_items(struct writing *writing)
{
    struct aoai_notify_page *page = &writing->page;

    aoai_notify_page_open(page, AOAI_NOTIFY_ITEMS);
    for (size_t i = 0; i < writing->count; i++) {
        if (count_bytes(writing) <= LIST_MOST) {
            add_item(writing, &writing->crossings[i]);
            continue;
        }
        aoai_notify_page_open(page, AOAI_NOTIFY_ITEM);
        aoai_notify_page_put(page, "and ");
        aoai_notify_page_number(page, writing->count - i);
        aoai_notify_page_put(page, " more: check_aoai_tokens -v shows all");
        aoai_notify_page_close(page, AOAI_NOTIFY_ITEM);
        break;
    }
    aoai_notify_page_close(page, AOAI_NOTIFY_ITEMS);
}

/* The parts, as far as there is room. Returns 0, or -1 with ERROR. */
static int add_parts(struct writing *writing, struct aoai_error *error)
{
    struct aoai_notify_page *page = &writing->page;

    for (size_t i = 0; i < writing->count && i < PARTS; i++) {
        size_t plain = page->plain->length, html = page->html->length;

        if (add_part(writing, &writing->crossings[i], error))
            return -1;
        if (count_bytes(writing) <= PARTS_MOST)
            continue;
        aoai_buf_truncate(page->plain, plain);
        aoai_buf_truncate(page->html, html);
        return 0;
    }
    return 0;
}

/* The page about several crossings: the list, then each in detail. Returns 0,
 * or -1 with ERROR. */
static int write_digest(struct writing *writing, struct aoai_error *error)
{
    const struct aoai_notify_crossing *top = worst(writing);
    struct aoai_notify_page *page = &writing->page;

    aoai_notify_page_open(page, AOAI_NOTIFY_TITLE);
    aoai_notify_page_badge(page, aoai_notify_crossing_tone(top),
                           aoai_notify_crossing_word(top));
    aoai_notify_page_number(page, writing->count);
    aoai_notify_page_put(page, " deployments over their token thresholds");
    aoai_notify_page_close(page, AOAI_NOTIFY_TITLE);
    add_items(writing);
    aoai_notify_page_open(page, AOAI_NOTIFY_FACTS);
    aoai_notify_crossing_month(page, writing->setup);
    aoai_notify_page_close(page, AOAI_NOTIFY_FACTS);
    if (add_parts(writing, error))
        return -1;
    add_footer(writing, NULL);
    return 0;
}

int aoai_notify_message_crossings(struct aoai_notify_message *message,
                                  const struct aoai_setup *setup,
                                  const struct aoai_notify_crossing *crossings,
                                  size_t count, struct aoai_error *error)
{
    struct writing writing = {.message = message,
                              .setup = setup,
                              .crossings = crossings,
                              .count = count};
    int failed;

    *message = (struct aoai_notify_message){0};
    if (count == 1)
        add_subject(&writing);
    else
        add_digest_subject(&writing);
    writing.page = aoai_notify_message_begin(
        message, aoai_notify_crossing_tone(worst(&writing)));
    failed =
        count == 1 ? write_one(&writing, error) : write_digest(&writing, error);
    if (failed)
        return -1;
    return aoai_notify_message_end(message, &writing.page, error);
}
