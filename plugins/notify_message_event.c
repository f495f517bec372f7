/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "core/fold.h"
#include "plugins/notify_look.h"
#include "plugins/notify_message.h"
#include "plugins/notify_message_steps.h"
#include "plugins/notify_text.h"

/* Bytes of the subject's parts at most: together they fit it. */
enum { TYPE_MOST = 24, SERVICE_MOST = 72, HOST_MOST = 60, STATE_MOST = 16 };

/* Bytes of what stands in the page at most, so that the mail keeps its bounds
 * when every byte must be escaped. */
enum { NAME_MOST = 256, NOTES_MOST = 1024, OUTPUT_MOST = 24576 };

/* The name that people gave the host. */
static const char *host_of(const struct aoai_notify_event *event)
{
    return *event->host_display ? event->host_display : event->host;
}

/* The name that people gave the service. */
static const char *service_of(const struct aoai_notify_event *event)
{
    return *event->service_display ? event->service_display : event->service;
}

/* The colour of a state of a host or service. */
static enum aoai_notify_tone tone_of(const char *state)
{
    static const struct {
        const char *state;
        enum aoai_notify_tone tone;
    } rows[] = {
        {"OK", AOAI_NOTIFY_GREEN},       {"UP", AOAI_NOTIFY_GREEN},
        {"WARNING", AOAI_NOTIFY_YELLOW}, {"CRITICAL", AOAI_NOTIFY_RED},
        {"DOWN", AOAI_NOTIFY_RED},       {"UNREACHABLE", AOAI_NOTIFY_RED},
        {"UNKNOWN", AOAI_NOTIFY_PURPLE},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        if (aoai_fold_equal(state, rows[i].state))
            return rows[i].tone;
    return AOAI_NOTIFY_GRAY;
}

/* "[PROBLEM] SERVICE on HOST is CRITICAL!", "[PROBLEM] Host HOST is DOWN!" */
static void add_subject(struct aoai_buf *out,
                        const struct aoai_notify_event *event)
{
    aoai_buf_putc(out, '[');
    aoai_notify_text_add(out, event->type, TYPE_MOST);
    aoai_buf_puts(out, "] ");
    if (*event->service) {
        aoai_notify_text_add(out, service_of(event), SERVICE_MOST);
        aoai_buf_puts(out, " on ");
    } else {
        aoai_buf_puts(out, "Host ");
    }
    aoai_notify_text_add(out, host_of(event), HOST_MOST);
    aoai_buf_puts(out, " is ");
    aoai_notify_text_add(out, event->state, STATE_MOST);
    aoai_buf_putc(out, '!');
}

/* Puts what it is about. */
static void put_object(struct aoai_notify_page *page,
                       const struct aoai_notify_event *event)
{
    if (*event->service) {
        aoai_notify_page_cut(page, service_of(event), NAME_MOST);
        aoai_notify_page_put(page, " on ");
    }
    aoai_notify_page_cut(page, host_of(event), NAME_MOST);
}

/* What happened: state, object, type. */
static void add_head(struct aoai_notify_page *page,
                     const struct aoai_notify_event *event)
{
    aoai_notify_page_open(page, AOAI_NOTIFY_TITLE);
    aoai_notify_page_badge(page, tone_of(event->state), event->state);
    put_object(page, event);
    aoai_notify_page_close(page, AOAI_NOTIFY_TITLE);
    aoai_notify_page_open(page, AOAI_NOTIFY_TEXT);
    aoai_notify_page_cut(page, event->type, TYPE_MOST);
    aoai_notify_page_put(page, ": ");
    put_object(page, event);
    aoai_notify_page_put(page, " is ");
    aoai_notify_page_cut(page, event->state, STATE_MOST);
    aoai_notify_page_put(page, "!");
    aoai_notify_page_close(page, AOAI_NOTIFY_TEXT);
}

/* The facts, in the order of Icinga's mail scripts. */
static void add_facts(struct aoai_notify_page *page,
                      const struct aoai_notify_event *event)
{
    const struct {
        const char *label, *text;
        size_t most;
    } rows[] = {
        {"When", event->when, NAME_MOST},
        {"Service", event->service, NAME_MOST},
        {"Host", event->host, NAME_MOST},
        {"IPv4", event->address, NAME_MOST},
        {"IPv6", event->address6, NAME_MOST},
        {"Host notes", event->host_notes, NOTES_MOST},
        {"Service notes", event->service_notes, NOTES_MOST},
    };

    aoai_notify_page_open(page, AOAI_NOTIFY_FACTS);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (!*rows[i].text)
            continue;
        aoai_notify_page_open_fact(page, rows[i].label);
        aoai_notify_page_cut(page, rows[i].text, rows[i].most);
        aoai_notify_page_close_fact(page);
    }
    aoai_notify_page_close(page, AOAI_NOTIFY_FACTS);
}

/* Who said what about it. */
static void add_comment(struct aoai_notify_page *page,
                        const struct aoai_notify_event *event)
{
    if (!*event->comment)
        return;
    aoai_notify_page_open(page, AOAI_NOTIFY_TEXT);
    aoai_notify_page_put(page, "Comment");
    if (*event->author) {
        aoai_notify_page_put(page, " by ");
        aoai_notify_page_cut(page, event->author, NAME_MOST);
    }
    aoai_notify_page_put(page, ":");
    aoai_notify_page_close(page, AOAI_NOTIFY_TEXT);
    aoai_notify_page_lines(page, event->comment, NOTES_MOST);
}

int aoai_notify_message_event(struct aoai_notify_message *message,
                              const struct aoai_notify_event *event,
                              struct aoai_error *error)
{
    struct aoai_notify_page page;

    *message = (struct aoai_notify_message){0};
    add_subject(&message->subject, event);
    page = aoai_notify_message_begin(message, tone_of(event->state));
    add_head(&page, event);
    aoai_notify_page_lines(&page, aoai_buf_text(&event->output), OUTPUT_MOST);
    add_facts(&page, event);
    add_comment(&page, event);
    if (aoai_notify_look_icinga(&page, event, error))
        return -1;
    aoai_notify_page_open(&page, AOAI_NOTIFY_FOOTER);
    aoai_notify_page_put(&page, "notify_acs_email of aoai-tokens");
    aoai_notify_page_close(&page, AOAI_NOTIFY_FOOTER);
    return aoai_notify_message_end(message, &page, error);
}
