/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "plugins/notify_message.h"

#include <string.h>

#include "core/civil.h"
#include "plugins/notify_message_steps.h"
#include "plugins/notify_page.h"
#include "plugins/notify_text.h"

/* Bytes of a machine's name at most. */
enum { HOST_MOST = 128 };

struct aoai_notify_page
aoai_notify_message_begin(struct aoai_notify_message *message,
                          enum aoai_notify_tone tone)
{
    struct aoai_notify_page page = {&message->plain, &message->html};

    aoai_notify_page_begin(&page, tone, aoai_buf_text(&message->subject));
    return page;
}

int aoai_notify_message_end(struct aoai_notify_message *message,
                            struct aoai_notify_page *page,
                            struct aoai_error *error)
{
    aoai_notify_page_end(page);
    if (aoai_buf_check(&message->subject, error) ||
        aoai_buf_check(&message->plain, error) ||
        aoai_buf_check(&message->html, error))
        return -1;
    return 0;
}

int aoai_notify_message_test(struct aoai_notify_message *message, int64_t now,
                             const char *host, struct aoai_error *error)
{
    struct aoai_notify_page page;
    char when[AOAI_CIVIL_TEXT_SIZE];

    *message = (struct aoai_notify_message){0};
    aoai_civil_format(now, when);
    aoai_buf_puts(&message->subject, "[TEST] notify_acs_email on ");
    aoai_notify_text_add(&message->subject, host, HOST_MOST);
    aoai_buf_puts(&message->subject, " can send mail");

    page = aoai_notify_message_begin(message, AOAI_NOTIFY_GREEN);
    aoai_notify_page_open(&page, AOAI_NOTIFY_TITLE);
    aoai_notify_page_badge(&page, AOAI_NOTIFY_GREEN, "TEST");
    aoai_notify_page_put(&page, "Mail works");
    aoai_notify_page_close(&page, AOAI_NOTIFY_TITLE);
    aoai_notify_page_open(&page, AOAI_NOTIFY_TEXT);
    aoai_notify_page_put(&page, "Somebody asked for this mail with "
                                "notify_acs_email --test-mail. Nothing has "
                                "happened, and nothing was remembered.");
    aoai_notify_page_close(&page, AOAI_NOTIFY_TEXT);
    aoai_notify_page_open(&page, AOAI_NOTIFY_FACTS);
    aoai_notify_page_open_fact(&page, "Sent from");
    aoai_notify_page_cut(&page, host, HOST_MOST);
    aoai_notify_page_close_fact(&page);
    aoai_notify_page_open_fact(&page, "Sent at");
    aoai_notify_page_put(&page, when);
    aoai_notify_page_close_fact(&page);
    aoai_notify_page_close(&page, AOAI_NOTIFY_FACTS);
    return aoai_notify_message_end(message, &page, error);
}

void aoai_notify_message_free(struct aoai_notify_message *message)
{
    aoai_buf_free(&message->subject);
    aoai_buf_free(&message->plain);
    aoai_buf_free(&message->html);
}
