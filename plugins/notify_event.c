/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "plugins/notify_event.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "net/platform.h"

/* The macro NAME as Nagios passes it; NULL for none. */
static const char *nagios(const char *name)
{
    char variable[64];

    (void)snprintf(variable, sizeof(variable), "NAGIOS_%s", name);
    return aoai_platform_env(variable);
}

/* The variable NAME as older Icinga 2 set-ups pass it; NULL for none. */
static const char *old_icinga(const char *name)
{
    return aoai_platform_env("NOTIFICATIONTYPE") ? aoai_platform_env(name)
                                                 : NULL;
}

const char *aoai_notify_event_macro(const char *name)
{
    const char *value = nagios(name);

    return value ? value : old_icinga(name);
}

/* The first of GIVEN and the macro NAME that is known, else "". */
static const char *choose(const char *given, const char *name)
{
    const char *value = given ? given : aoai_notify_event_macro(name);

    return value ? value : "";
}

/* VALUE, or FALLBACK where that is empty. */
static const char *or_else(const char *value, const char *fallback)
{
    return *value ? value : fallback;
}

/* The host's name. Older Icinga set-ups have no HOSTNAME unless somebody has
 * added it: where they do pass HOSTALIAS, a HOSTNAME is rather that of the
 * machine. */
static const char *find_host(const char *given)
{
    const char *value = given ? given : nagios("HOSTNAME");

    if (!value)
        value = old_icinga("HOSTALIAS");
    if (!value)
        value = old_icinga("HOSTNAME");
    return value ? value : "";
}

/* Appends TEXT as Nagios escapes long output: \n stands for a line end and \\
 * for a backslash (escape_newlines() of Nagios Core and Naemon). */
static void add_escaped(struct aoai_buf *out, const char *text)
{
    for (; *text; text++) {
        bool escape = text[0] == '\\' && (text[1] == 'n' || text[1] == '\\');

        if (!escape)
            aoai_buf_putc(out, *text);
        else
            aoai_buf_putc(out, *++text == 'n' ? '\n' : '\\');
    }
}

/* Whether a Windows path has begun, as C:\ or \\ do, in the word that begins
 * at WORD, up to the backslash AT. */
static bool is_in_path(const char *word, const char *at)
{
    for (const char *begin = word; begin < at; begin++) {
        bool alone = begin == word || !isalnum((unsigned char)begin[-1]);

        if (alone && begin[0] == '\\' && begin[1] == '\\')
            return true;
        if (alone && isalpha((unsigned char)begin[0]) && begin[1] == ':' &&
            begin + 2 <= at && begin[2] == '\\')
            return true;
    }
    return false;
}

/* Appends the value of --output. */
static void add_given(struct aoai_buf *out, const char *text)
{
    const char *word = text;

    if (strchr(text, '\n')) {
        aoai_buf_puts(out, text);
        return;
    }
    for (; *text; text++) {
        if (isspace((unsigned char)*text))
            word = text + 1;
        if (text[0] != '\\' || text[1] != 'n' || is_in_path(word, text)) {
            aoai_buf_putc(out, *text);
            continue;
        }
        aoai_buf_putc(out, '\n');
        word = ++text + 1;
    }
}

/* Appends the macros FIRST and REST, what a check said. */
static void add_macros(struct aoai_buf *out, const char *first,
                       const char *rest)
{
    const char *more = choose(NULL, rest);

    aoai_buf_puts(out, choose(NULL, first));
    if (out->length && *more)
        aoai_buf_putc(out, '\n');
    add_escaped(out, more);
}

/* Takes line ends off the end, which are left where there is no long output. */
static void trim(struct aoai_buf *text)
{
    while (text->length > 0 && strchr("\r\n", text->data[text->length - 1]))
        aoai_buf_truncate(text, text->length - 1);
}

/* Refuses an event that lacks what every notification has. */
static int check_event(const struct aoai_notify_event *event,
                       struct aoai_error *error)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf missing = {0};
    const struct {
        const char *value, *name;
    } rows[] = {
        {event->host, "host (-l, --host-name)"},
        {event->state, "state (-s, --service-state)"},
        {event->type, "type (-t, --notification-type)"},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        if (!*rows[i].value)
            aoai_buf_printf(&missing, "%s%s", missing.length ? ", " : "",
                            rows[i].name);
    if (aoai_buf_check(&missing, error))
        return -1;
    if (missing.length == 0)
        return 0;
    return aoai_error_set(error, AOAI_ERROR_INPUT,
                          "a notification needs host, state and type, and "
                          "this one lacks: %s; run --check or --test-mail to "
                          "mail without one",
                          aoai_buf_text(&missing));
}

/* Fills in what is known of the service. */
static void find_service(struct aoai_notify_event *event,
                         const struct aoai_notify_settings *settings)
{
    event->service = or_else(choose(settings->service_name, "SERVICEDESC"),
                             choose(NULL, "SERVICENAME"));
    if (!*event->service) {
        event->service_display = event->service_notes = "";
        event->state = choose(settings->service_state, "HOSTSTATE");
        return;
    }
    event->service_display =
        or_else(choose(settings->service_display_name, "SERVICEDISPLAYNAME"),
                event->service);
    event->service_notes = choose(settings->service_notes, "SERVICENOTES");
    event->state = choose(settings->service_state, "SERVICESTATE");
}

int aoai_notify_event_read(struct aoai_notify_event *event,
                           const struct aoai_notify_settings *settings,
                           struct aoai_error *error)
{
    *event = (struct aoai_notify_event){
        .type = choose(settings->notification_type, "NOTIFICATIONTYPE"),
        .host = find_host(settings->host_name),
        .address = choose(settings->address, "HOSTADDRESS"),
        .address6 = choose(settings->address6, "HOSTADDRESS6"),
        .host_notes = choose(settings->host_notes, "HOSTNOTES"),
        .when = choose(settings->long_date_time, "LONGDATETIME"),
        .author = or_else(choose(settings->author, "NOTIFICATIONAUTHORNAME"),
                          choose(NULL, "NOTIFICATIONAUTHOR")),
        .comment = choose(settings->comment, "NOTIFICATIONCOMMENT"),
        .url = choose(settings->icingaweb2_url, "ICINGAWEB2URL"),
    };
    event->host_display = or_else(
        choose(settings->host_display_name, "HOSTDISPLAYNAME"), event->host);
    find_service(event, settings);
    if (check_event(event, error))
        return -1;
    if (settings->output)
        add_given(&event->output, settings->output);
    else if (*event->service)
        add_macros(&event->output, "SERVICEOUTPUT", "LONGSERVICEOUTPUT");
    else
        add_macros(&event->output, "HOSTOUTPUT", "LONGHOSTOUTPUT");
    trim(&event->output);
    return aoai_buf_check(&event->output, error);
}

void aoai_notify_event_free(struct aoai_notify_event *event)
{
    aoai_buf_free(&event->output);
}
