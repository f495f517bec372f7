/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "plugins/notify.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <syslog.h>
#include <unistd.h>

#include "core/buf.h"
#include "net/file.h"
#include "net/uuid.h"
#include "plugins/clean_text.h"

#define PROGRAM "notify_acs_email"

/* Says the line FORMAT with ARGUMENTS on FILE, behind BEGINNING. */
static void say(const struct aoai_notify *notify, int file, int priority,
                const char *beginning, const char *format, va_list arguments)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf text = {0};
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf line = {0};
    const char *wanted = notify->own.syslog;

    aoai_buf_vprintf(&text, format, arguments);
    aoai_buf_puts(&line, beginning);
    aoai_clean_text(&line, aoai_buf_text(&text));
    aoai_buf_putc(&line, '\n');
    (void)aoai_file_write_all(file, &line);
    if (!wanted || strcmp(wanted, "true") != 0)
        return;
    openlog(PROGRAM, LOG_PID, LOG_DAEMON);
    syslog(priority, "%s", aoai_buf_text(&line) + strlen(beginning));
}

void aoai_notify_say(const struct aoai_notify *notify, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    say(notify, STDOUT_FILENO, LOG_NOTICE, "", format, arguments);
    va_end(arguments);
}

void aoai_notify_fail(struct aoai_notify *notify, const char *format, ...)
{
    va_list arguments;

    notify->failed = true;
    va_start(arguments, format);
    say(notify, STDERR_FILENO, LOG_ERR, PROGRAM ": ", format, arguments);
    va_end(arguments);
}

void aoai_notify_say_lines(const char *lines)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf text = {0};

    aoai_clean_lines(&text, lines);
    (void)aoai_file_write_all(STDOUT_FILENO, &text);
}

void aoai_notify_mail(const struct aoai_notify *notify,
                      struct aoai_acs_email *mail)
{
    const struct aoai_notify_message *message = &notify->message;

    *mail = (struct aoai_acs_email){
        .subject = aoai_buf_text(&message->subject),
        .plain = aoai_buf_text(&message->plain),
        .html = aoai_buf_text(&message->html),
    };
    aoai_notify_sender_address(&notify->sender, mail);
}

void aoai_notify_show(const struct aoai_notify *notify, const char *why)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf text = {0};

    aoai_buf_printf(&text, "would send (%s)\nFrom: %s\nTo: ", why,
                    notify->sender.from);
    aoai_notify_sender_list(&notify->sender, &text);
    aoai_buf_printf(&text, "\nSubject: %s\n\n%s\n",
                    aoai_buf_text(&notify->message.subject),
                    aoai_buf_text(&notify->message.plain));
    (void)aoai_file_write_all(STDOUT_FILENO, &text);
}

int aoai_notify_name_operation(const struct aoai_notify *notify,
                               struct aoai_acs_email_operation *operation,
                               struct aoai_error *error)
{
    char process[AOAI_ENTITY_OWNER_SIZE];
    char name[2 * AOAI_ENTITY_OWNER_SIZE];

    aoai_platform_process_name(process, sizeof(process));
    (void)snprintf(name, sizeof(name), "%s\n%016" PRIx64 "%016" PRIx64, process,
                   aoai_platform_random(), aoai_platform_random());
    return aoai_uuid_of_name(operation->id, name, &notify->crypto, error);
}
