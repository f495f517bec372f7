/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* What notify_acs_email has settings for beside those that all hosts share:
 * the facts of a notification, under the letters that Icinga's mail scripts
 * give them, and the mail. */
#ifndef AOAI_PLUGINS_NOTIFY_SETTINGS_H
#define AOAI_PLUGINS_NOTIFY_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>

#include "core/attr.h"
#include "core/error.h"
#include "core/settings.h"
#include "core/text_list.h"

/* Rows of the table. */
enum { AOAI_NOTIFY_SETTINGS = 34 };

struct aoai_notify_settings {
    /* Icinga's letters; NULL where not given */
    char *long_date_time;       /* -d */
    char *service_name;         /* -e */
    char *host_name;            /* -l */
    char *host_display_name;    /* -n */
    char *output;               /* -o */
    char *service_state;        /* -s: of the host where no service is named */
    char *notification_type;    /* -t */
    char *service_display_name; /* -u */
    char *address, *address6;   /* -4, -6 */
    char *host_notes;           /* -X */
    char *service_notes;        /* -x */
    char *author, *comment;     /* -b, -c */
    char *icingaweb2_url;       /* -i */
    char *from;                 /* -f */
    struct aoai_text_list to;   /* -r */
    char *syslog;               /* -v: "true" or "false" */

    struct aoai_text_list cc, bcc, reply_to;
    char *connection_string_file, *endpoint;
    char *state, *state_key_file;
    char *once; /* "month" */
    bool check, digest, dry_run, test_mail;

    enum aoai_setting_source sources[AOAI_NOTIFY_SETTINGS]; /* by row */
};

/* The table; *COUNT becomes the number of its rows. Their letters are those of
 * notify_acs_email, their offsets count in struct aoai_notify_settings. */
const struct aoai_setting *aoai_notify_settings_table(size_t *count);

#endif
