/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "plugins/notify_look.h"

#include <stdbool.h>
#include <string.h>

#include "core/fold.h"
#include "core/url.h"
#include "plugins/notify_text.h"

/* Bytes of a command's names and of a link at most. */
enum { COMMAND_MOST = 1024, LINK_MOST = 2048 };

/* Puts TEXT between single quotes, within which a POSIX shell knows no special
 * character but the quote itself (POSIX.1-2017, XCU 2.2.2). For a PATTERN that
 * is to fit TEXT alone, * ? [ stand in brackets. */
static void put_quoted(struct aoai_notify_page *page, const char *text,
                       bool pattern)
{
    aoai_notify_page_put(page, "'");
    while (*text) {
        size_t length = strcspn(text, pattern ? "'*?[" : "'");

        aoai_notify_page_add(page, text, length);
        text += length;
        if (*text == '\0')
            break;
        aoai_notify_page_put(page, *text == '\'' ? "'\\'" : "[");
        aoai_notify_page_add(page, text, 1);
        aoai_notify_page_put(page, *text == '\'' ? "" : "]");
        text++;
    }
    aoai_notify_page_put(page, "'");
}

/* True when TEXT can be copied from a mail. */
static bool can_copy(const char *text)
{
    return strlen(text) <= COMMAND_MOST && aoai_notify_text_is_plain(text);
}

void aoai_notify_look_command(struct aoai_notify_page *page,
                              const struct aoai_setup *setup,
                              const struct aoai_report_row *row)
{
    const char *zone = setup->settings->timezone;

    if (!can_copy(row->resource->text) || !can_copy(row->deployment) ||
        !can_copy(zone)) {
        aoai_notify_page_open(page, AOAI_NOTIFY_TEXT);
        aoai_notify_page_put(page, "No command can be shown here: a name is "
                                   "too long or holds characters that can not "
                                   "be copied from a mail. Run "
                                   "check_aoai_tokens -v instead.");
        aoai_notify_page_close(page, AOAI_NOTIFY_TEXT);
        return;
    }
    aoai_notify_page_open(page, AOAI_NOTIFY_CODE);
    aoai_notify_page_put(page, "check_aoai_tokens -r ");
    put_quoted(page, row->resource->text, false);
    aoai_notify_page_put(page, " -d ");
    put_quoted(page, row->deployment, true);
    aoai_notify_page_put(page, " -v --month=");
    aoai_notify_page_put(page, setup->month.text);
    if (strcmp(zone, "UTC") != 0) {
        aoai_notify_page_put(page, " --timezone=");
        put_quoted(page, zone, false);
    }
    aoai_notify_page_close(page, AOAI_NOTIFY_CODE);
}

int aoai_notify_look_portal(struct aoai_notify_page *page,
                            const struct aoai_setup *setup,
                            const struct aoai_report_row *row,
                            struct aoai_error *error)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf url = {0};

    aoai_buf_printf(&url, "%s/#resource", setup->cloud->portal);
    aoai_url_escape_path(&url, row->resource->text);
    aoai_buf_puts(&url, "/metrics");
    if (aoai_buf_check(&url, error))
        return -1;
    if (url.length <= LINK_MOST)
        aoai_notify_page_link(page, aoai_buf_text(&url),
                              "its metrics in the Azure portal");
    else
        aoai_notify_page_put(page, setup->cloud->portal);
    return 0;
}

/* True when URL may stand in a mail as a link. */
static bool is_link(const char *url)
{
    if (!aoai_fold_equal_bytes(url, strnlen(url, 7), "http://") &&
        !aoai_fold_equal_bytes(url, strnlen(url, 8), "https://"))
        return false;
    for (; *url; url++)
        if (*url <= ' ' || *url > '~' || strchr("\"'<>\\^`{|}", *url))
            return false;
    return true;
}

/* Appends the link to the object of EVENT. */
static void add_icinga(struct aoai_buf *out,
                       const struct aoai_notify_event *event)
{
    size_t length = strlen(event->url);

    while (length > 0 && event->url[length - 1] == '/')
        length--;
    aoai_buf_add(out, event->url, length);
    if (*event->service) {
        aoai_buf_puts(out, "/icingadb/service?name=");
        aoai_url_escape(out, event->service);
        aoai_buf_puts(out, "&host.name=");
    } else {
        aoai_buf_puts(out, "/icingadb/host?name=");
    }
    aoai_url_escape(out, event->host);
}

int aoai_notify_look_icinga(struct aoai_notify_page *page,
                            const struct aoai_notify_event *event,
                            struct aoai_error *error)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf url = {0};

    if (!is_link(event->url))
        return 0;
    add_icinga(&url, event);
    if (aoai_buf_check(&url, error))
        return -1;
    if (url.length > LINK_MOST)
        return 0;
    aoai_notify_page_open(page, AOAI_NOTIFY_TEXT);
    aoai_notify_page_link(page, aoai_buf_text(&url), "Open it in Icinga Web");
    aoai_notify_page_close(page, AOAI_NOTIFY_TEXT);
    return 0;
}
