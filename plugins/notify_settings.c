/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "plugins/notify_settings.h"

#define AT(field) offsetof(struct aoai_notify_settings, field)

/* What hosts fill in by macros, which may be empty. */
#define FACT(FIELD, ARGUMENT)                                                  \
    AOAI_SETTING_TEXT, AT(FIELD), .argument = (ARGUMENT), .may_be_empty = true
#define ADDRESSES(FIELD)                                                       \
    AOAI_SETTING_LIST, AT(FIELD), .argument = "ADDR", .may_be_empty = true

static const struct aoai_setting table[] = {
    /* What happened */
    {"notification-type", 't', FACT(notification_type, "TYPE"),
     .heading = "What happened, as Icinga's mail scripts take it",
     .help = "PROBLEM, RECOVERY, ACKNOWLEDGEMENT, ..."},
    {"host-name", 'l', FACT(host_name, "NAME"), .help = "the host"},
    {"host-display-name", 'n', FACT(host_display_name, "NAME"),
     .help = "how it is shown; else the host's name"},
    {"service-name", 'e', FACT(service_name, "NAME"),
     .help = "the service; without one it is the host's notification"},
    {"service-display-name", 'u', FACT(service_display_name, "NAME"),
     .help = "how it is shown; else the service's name"},
    {"service-state", 's', FACT(service_state, "STATE"),
     .help = "state of the service, or of the host where no service is named"},
    {"output", 'o', FACT(output, "TEXT"),
     .help = "what the check said; with line ends, or with \\n for them"},
    {"long-date-time", 'd', FACT(long_date_time, "TIME"),
     .help = "when it happened, in words"},
    {"address", '4', FACT(address, "IP"), .help = "IPv4 address of the host"},
    {"address6", '6', FACT(address6, "IP"), .help = "IPv6 address of the host"},
    {"host-notes", 'X', FACT(host_notes, "TEXT"),
     .help = "notes about the host"},
    {"service-notes", 'x', FACT(service_notes, "TEXT"),
     .help = "notes about the service"},
    {"author", 'b', FACT(author, "NAME"), .help = "who acknowledged it, ..."},
    {"comment", 'c', FACT(comment, "TEXT"), .help = "what they wrote"},
    {"icingaweb2-url", 'i', FACT(icingaweb2_url, "URL"),
     .help = "of Icinga Web 2, for a link; else $ICINGAWEB2URL"},

    /* Who is told */
    {"to", 'r', ADDRESSES(to), .heading = "Who is told",
     .help = "who gets the mail; repeatable; else the contact of Nagios "
             "($NAGIOS_CONTACTEMAIL), else $EMAIL_RECIPIENT_ADDRESS"},
    {"cc", 0, ADDRESSES(cc), .help = "who gets a copy; repeatable"},
    {"bcc", 0, ADDRESSES(bcc), .help = "likewise, unseen by the others"},
    {"reply-to", 0, ADDRESSES(reply_to),
     .help = "where answers go; "
             "repeatable"},
    {"from", 'f', FACT(from, "ADDR"),
     .help = "sender, of a domain that is linked to the Communication "
             "Services resource; else $EMAIL_SENDER_ADDRESS"},

    /* How to mail */
    {"connection-string-file", 0, AOAI_SETTING_TEXT, AT(connection_string_file),
     .argument = "FILE", .heading = "How to mail",
     .help = "file with the connection string of the Communication Services "
             "resource; else $COMMUNICATION_SERVICES_CONNECTION_STRING"},
    {"endpoint", 0, AOAI_SETTING_TEXT, AT(endpoint), .argument = "URL",
     .help = "the resource's endpoint, to sign in as below instead"},
    {"access-key", 0, AOAI_SETTING_SECRET, .argument = "",
     .help = "put the connection string into a file for "
             "--connection-string-file"},

    /* What is remembered */
    {"state", 0, AOAI_SETTING_TEXT, AT(state), .argument = "PLACE",
     .heading = "What is remembered",
     .help = "where to remember what was mailed: sqlite:PATH, or a table that "
             "several pollers share, "
             "https://ACCOUNT.table.core.windows.net/TABLE; else "
             "$TABLE_STORAGE_ENDPOINT and $TABLE_STORAGE_TABLE_NAME, else "
             "state.db in this installation's var/lib/aoai-tokens"},
    {"state-key-file", 0, AOAI_SETTING_TEXT, AT(state_key_file),
     .argument = "FILE",
     .help = "file with the table's account key or SAS; without it sign in "
             "as below"},
    {"once", 0, AOAI_SETTING_CHOICE, AT(once), .choices = "month",
     .argument = "month",
     .help = "mail a host, service and state no more than once in a month"},
    {"state-key", 0, AOAI_SETTING_SECRET, .argument = "",
     .help = "put it into a file for --state-key-file"},
    {"account-key", 0, AOAI_SETTING_SECRET, .argument = "",
     .help = "put it into a file for --state-key-file"},
    {"sas-token", 0, AOAI_SETTING_SECRET, .argument = "",
     .help = "put it into a file for --state-key-file"},

    /* How to run */
    {"check", 0, AOAI_SETTING_FLAG, AT(check), .heading = "How to run",
     .help = "ask Azure and mail each deployment that has newly crossed "
             "--warning or --critical this month; needs no Nagios or Icinga"},
    {"digest", 0, AOAI_SETTING_FLAG, AT(digest),
     .help = "with --check: one mail for all deployments"},
    {"dry-run", 0, AOAI_SETTING_FLAG, AT(dry_run),
     .help = "print what would be mailed, and why"},
    {"test-mail", 0, AOAI_SETTING_FLAG, AT(test_mail),
     .help = "send one mail that only says that mail works"},
    {"syslog", 'v', AOAI_SETTING_CHOICE, AT(syslog), .choices = "true false",
     .argument = "true|false", .may_be_empty = true,
     .help = "true to write it into the system's log, too; else false"},
};

_Static_assert(sizeof(table) / sizeof(table[0]) == AOAI_NOTIFY_SETTINGS,
               "AOAI_NOTIFY_SETTINGS counts the rows");

const struct aoai_setting *aoai_notify_settings_table(size_t *count)
{
    *count = AOAI_NOTIFY_SETTINGS;
    return table;
}
