/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "plugins/notify_sender.h"

#include <stdlib.h>
#include <string.h>

#include "core/url.h"
#include "net/file.h"
#include "net/platform.h"
#include "plugins/notify_event.h"

/* What is taken from, and where to. */
struct taking {
    struct aoai_notify_sender *sender;
    const struct aoai_notify_settings *settings;
    const struct aoai_crypto *crypto;
    struct aoai_text_list *mistakes;
    struct aoai_error *error;
};

/* The longest address that mail knows (RFC 5321 section 4.5.3.1). */
enum { ADDRESS_MOST = 320 };

/* Adds what WRONG says to the mistakes, with NAME before it. */
static int mistake(const struct taking *taking, const char *name,
                   struct aoai_error *wrong)
{
    return aoai_text_list_add_mistake(taking->mistakes, name, wrong,
                                      taking->error);
}

/* True for an address that can stand in a header: one "@" within it, no blank,
 * no control character, nothing that ends it. */
static bool is_address(const char *text)
{
    const char *at = strchr(text, '@');

    if (!at || at == text || at[1] == '\0' || strchr(at + 1, '@') ||
        strlen(text) > ADDRESS_MOST)
        return false;
    for (; *text; text++)
        if ((unsigned char)*text <= ' ' || *text == 0x7f ||
            strchr("<>,;:\"()[]\\", *text))
            return false;
    return true;
}

/* Shortens TEXT to the address in it: without blanks round it, or what stands
 * between "<" and ">" at its end. */
static char *find_address(char *text)
{
    char *open = strrchr(text, '<');
    size_t length = strlen(text);

    while (length > 0 && strchr(" \t", text[length - 1]))
        text[--length] = '\0';
    if (open && length > 0 && text[length - 1] == '>') {
        text[length - 1] = '\0';
        return open + 1;
    }
    return text + strspn(text, " \t");
}

/* Adds the addresses in TEXT, which NAME gave, to LIST. */
static int add_addresses(const struct taking *taking,
                         struct aoai_text_list *list, const char *text,
                         const char *name)
{
    while (*text) {
        size_t length = strcspn(text, ",");
        char *copy = strndup(text, length);
        const char *address = copy ? find_address(copy) : "";
        struct aoai_error wrong;
        int failed;

        if (!copy)
            return aoai_error_memory(taking->error);
        if (is_address(address)) {
            failed = aoai_text_list_add(list, address, taking->error);
        } else {
            aoai_error_set(&wrong, AOAI_ERROR_INPUT, "%s is no mail address",
                           aoai_error_quote(copy).text);
            failed = mistake(taking, name, &wrong);
        }
        free(copy);
        if (failed)
            return -1;
        text += length + (text[length] == ',');
    }
    return 0;
}

/* Adds the addresses of the setting GIVEN to LIST. */
static int take_list(const struct taking *taking, struct aoai_text_list *list,
                     const struct aoai_text_list *given, const char *name)
{
    for (size_t i = 0; i < given->count; i++)
        if (add_addresses(taking, list, given->items[i], name))
            return -1;
    return 0;
}

/* The first of the macros NAME and OLD_NAME of a notification. */
static const char *find_macro(const char *name, const char *old_name)
{
    const char *value = aoai_notify_event_macro(name);

    return value ? value : aoai_notify_event_macro(old_name);
}

/* Takes the recipients, and refuses to have none or too many. */
static int take_recipients(const struct taking *taking, bool is_event)
{
    struct aoai_notify_sender *sender = taking->sender;
    const struct aoai_notify_settings *settings = taking->settings;
    const char *macro =
        is_event ? find_macro("CONTACTEMAIL", "USEREMAIL") : NULL;
    const char *variable = aoai_platform_env("EMAIL_RECIPIENT_ADDRESS");
    size_t before = taking->mistakes->count;

    if (take_list(taking, &sender->to, &settings->to, "--to") ||
        take_list(taking, &sender->cc, &settings->cc, "--cc") ||
        take_list(taking, &sender->bcc, &settings->bcc, "--bcc") ||
        take_list(taking, &sender->reply_to, &settings->reply_to, "--reply-to"))
        return -1;
    if (!settings->to.count && macro &&
        add_addresses(taking, &sender->to, macro, "the contact's address"))
        return -1;
    if (!settings->to.count && !macro && variable &&
        add_addresses(taking, &sender->to, variable, "EMAIL_RECIPIENT_ADDRESS"))
        return -1;
    if (before != taking->mistakes->count)
        return 0;
    if (sender->to.count == 0)
        return aoai_text_list_add(taking->mistakes,
                                  "no recipient: give --to=ADDRESS or set "
                                  "EMAIL_RECIPIENT_ADDRESS",
                                  taking->error);
    if (sender->to.count + sender->cc.count + sender->bcc.count >
        AOAI_ACS_EMAIL_RECIPIENTS)
        return aoai_text_list_add(taking->mistakes,
                                  "--to, --cc, --bcc: more than 50 recipients "
                                  "together, which the mail service refuses",
                                  taking->error);
    return 0;
}

/* Takes the sender's address. */
static int take_from(const struct taking *taking, bool is_event)
{
    struct aoai_text_list list = {0};
    const char *value = taking->settings->from;
    const char *name = "--from";
    int failed;

    if (!value && is_event)
        value = aoai_notify_event_macro("MAILFROM");
    if (!value) {
        value = aoai_platform_env("EMAIL_SENDER_ADDRESS");
        name = "EMAIL_SENDER_ADDRESS";
    }
    if (!value)
        return aoai_text_list_add(taking->mistakes,
                                  "no sender: give --from=ADDRESS or set "
                                  "EMAIL_SENDER_ADDRESS",
                                  taking->error);
    failed = add_addresses(taking, &list, value, name);
    if (!failed && list.count > 1)
        failed = aoai_text_list_add(
            taking->mistakes, "--from: more than one address", taking->error);
    if (!failed && list.count == 1) {
        taking->sender->from = strdup(list.items[0]);
        failed = taking->sender->from ? 0 : aoai_error_memory(taking->error);
    }
    aoai_text_list_free(&list);
    return failed;
}

/* Takes the endpoint to sign in to with Entra. */
static int take_endpoint(const struct taking *taking)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf url = {0};
    struct aoai_error wrong;

    if (aoai_url_endpoint(&url, taking->settings->endpoint, true, &wrong))
        return mistake(taking, "--endpoint", &wrong);
    taking->sender->connection.endpoint = aoai_buf_take(&url, taking->error);
    return taking->sender->connection.endpoint ? 0 : -1;
}

/* Takes the connection string TEXT, which NAME gave. */
static int take_connection(const struct taking *taking, const char *text,
                           const char *name)
{
    struct aoai_error wrong;

    if (aoai_acs_connection_parse(&taking->sender->connection, text,
                                  taking->crypto, &wrong))
        return mistake(taking, name, &wrong);
    return 0;
}

/* Takes the way to the mail service. */
static int take_service(const struct taking *taking)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf text = {0};
    const char *file = taking->settings->connection_string_file;
    const char *variable =
        aoai_platform_env("COMMUNICATION_SERVICES_CONNECTION_STRING");
    struct aoai_error wrong;

    if (file) {
        if (aoai_file_read_secret(&text, file, &wrong))
            return mistake(taking, "--connection-string-file", &wrong);
        return take_connection(taking, aoai_buf_text(&text), file);
    }
    if (taking->settings->endpoint)
        return take_endpoint(taking);
    if (variable)
        return take_connection(taking, variable,
                               "COMMUNICATION_SERVICES_CONNECTION_STRING");
    return aoai_text_list_add(taking->mistakes,
                              "no mail service: give "
                              "--connection-string-file=FILE, or set "
                              "COMMUNICATION_SERVICES_CONNECTION_STRING, or "
                              "give --endpoint=URL to sign in with Entra",
                              taking->error);
}

int aoai_notify_sender_take(struct aoai_notify_sender *sender,
                            const struct aoai_notify_settings *settings,
                            bool is_event, const struct aoai_crypto *crypto,
                            struct aoai_text_list *mistakes,
                            struct aoai_error *error)
{
    const struct taking taking = {sender, settings, crypto, mistakes, error};

    *sender = (struct aoai_notify_sender){.from = NULL};
    if (take_service(&taking) || take_from(&taking, is_event))
        return -1;
    return take_recipients(&taking, is_event);
}

void aoai_notify_sender_open(struct aoai_notify_sender *sender,
                             struct aoai_session *session,
                             const struct aoai_crypto *crypto)
{
    sender->mail = (struct aoai_acs_email_setup){
        .endpoint = sender->connection.endpoint,
        .key = &sender->connection.key,
        .credential = &session->credential,
        .crypto = crypto,
        .http = &session->http,
        .clock = &session->clock,
    };
}

void aoai_notify_sender_address(const struct aoai_notify_sender *sender,
                                struct aoai_acs_email *mail)
{
    mail->from = sender->from;
    mail->to = &sender->to;
    mail->cc = &sender->cc;
    mail->bcc = &sender->bcc;
    mail->reply_to = &sender->reply_to;
}

void aoai_notify_sender_list(const struct aoai_notify_sender *sender,
                             struct aoai_buf *out)
{
    const struct aoai_text_list *lists[] = {&sender->to, &sender->cc,
                                            &sender->bcc};
    const char *comma = "";

    for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
        for (size_t j = 0; j < lists[i]->count; j++) {
            aoai_buf_printf(out, "%s%s", comma, lists[i]->items[j]);
            comma = ", ";
        }
}

void aoai_notify_sender_free(struct aoai_notify_sender *sender)
{
    aoai_acs_connection_free(&sender->connection);
    free(sender->from);
    aoai_text_list_free(&sender->to);
    aoai_text_list_free(&sender->cc);
    aoai_text_list_free(&sender->bcc);
    aoai_text_list_free(&sender->reply_to);
    *sender = (struct aoai_notify_sender){.from = NULL};
}
