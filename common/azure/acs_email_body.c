/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "azure/acs_email_steps.h"

#include "net/json.h"

/* Appends NAME, quoted and with what stands before and after it, and TEXT,
 * unless that is NULL. */
static void add_text(struct aoai_buf *json, const char *name, const char *text)
{
    if (!text)
        return;
    aoai_buf_puts(json, name);
    aoai_json_add_string(json, text);
}

/* How many ADDRESSES, which may be NULL, are. */
static size_t count(const struct aoai_text_list *addresses)
{
    return addresses ? addresses->count : 0;
}

/* Appends NAME, likewise, and ADDRESSES, unless there are none. */
static void add_list(struct aoai_buf *json, const char *name,
                     const struct aoai_text_list *addresses)
{
    if (count(addresses) == 0)
        return;
    aoai_buf_puts(json, name);
    for (size_t i = 0; i < addresses->count; i++) {
        add_text(json, i == 0 ? "[{\"address\":" : ",{\"address\":",
                 addresses->items[i]);
        aoai_buf_putc(json, '}');
    }
    aoai_buf_putc(json, ']');
}

int aoai_acs_email_write(struct aoai_buf *out,
                         const struct aoai_acs_email *mail,
                         struct aoai_error *error)
{
    size_t recipients = count(mail->to) + count(mail->cc) + count(mail->bcc);

    if (count(mail->to) == 0)
        return aoai_error_set(error, AOAI_ERROR_INPUT,
                              "the mail has no recipient: name one with --to");
    if (recipients > AOAI_ACS_EMAIL_RECIPIENTS)
        return aoai_error_set(error, AOAI_ERROR_INPUT,
                              "the mail has %zu recipients: the service takes "
                              "%d at most",
                              recipients, AOAI_ACS_EMAIL_RECIPIENTS);
    add_text(out, "{\"senderAddress\":", mail->from);
    add_list(out, ",\"recipients\":{\"to\":", mail->to);
    add_list(out, ",\"cc\":", mail->cc);
    add_list(out, ",\"bcc\":", mail->bcc);
    add_text(out, "},\"content\":{\"subject\":", mail->subject);
    add_text(out, ",\"plainText\":", mail->plain);
    add_text(out, ",\"html\":", mail->html);
    aoai_buf_putc(out, '}');
    add_list(out, ",\"replyTo\":", mail->reply_to);
    aoai_buf_puts(out, ",\"userEngagementTrackingDisabled\":true}");
    return aoai_buf_check(out, error) ? aoai_error_wrap(error, "the mail") : 0;
}
