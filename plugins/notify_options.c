/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "plugins/notify_options.h"

#include "plugins/help.h"

/* Forms of notify_acs_email. */
enum { OWN, SHARED, FORMS };

/* Shared settings that would do nothing here. */
static const char *const left_out[] = {"format", "max-output", "selftest",
                                       NULL};

/* At most 23 lines, as for a plugin. */
static const char usage[] =
    "Usage: notify_acs_email -l HOST [-e SERVICE] -s STATE -t TYPE "
    "[OPTION...]\n"
    "       notify_acs_email --check --resource=ID --critical=RANGE "
    "[OPTION...]\n"
    "       notify_acs_email --test-mail [OPTION...]\n"
    "\n"
    "Mails through Azure Communication Services, as\n"
    "\n"
    "- Icinga 2's notification command: name it in place of\n"
    "  mail-service-notification.sh and mail-host-notification.sh, whose "
    "options\n"
    "  it takes.\n"
    "- Nagios' notification command, with macros as options:\n"
    "    notify_acs_email -t '$NOTIFICATIONTYPE$' -l '$HOSTNAME$' \\\n"
    "      -e '$SERVICEDESC$' -s '$SERVICESTATE$' -r '$CONTACTEMAIL$' \\\n"
    "      -o '$SERVICEOUTPUT$\\n$LONGSERVICEOUTPUT$' --once=month\n"
    "  or without any where enable_environment_macros=1.\n"
    "- a job of cron or systemd that mails each deployment of an Azure OpenAI\n"
    "  account once when its tokens of the month cross a threshold:\n"
    "    notify_acs_email --check --resource=\"$ID\" --critical=10M "
    "--to=\"$ADDR\"\n"
    "\n"
    "--test-mail shows whether mail works, --dry-run what would be mailed.\n";

static const char ending[] =
    "RANGE is [@][START:]END: alert outside, with @ inside. \"~:\" begins "
    "nowhere.\n"
    "STATE of --timeout is for check_aoai_tokens: out of time is 1 here.\n"
    "Exit codes: 0 mailed, or rightly not; 1 could not mail; 3 bad options.\n";

/* OWN and SHARED as the forms of this program. */
static void make_forms(struct aoai_settings_form forms[FORMS],
                       struct aoai_notify_settings *own,
                       struct aoai_settings *shared)
{
    forms[OWN] = (struct aoai_settings_form){
        .values = own, .sources = own->sources, .letters = true};
    forms[OWN].rows = aoai_notify_settings_table(&forms[OWN].count);
    forms[SHARED] = aoai_settings_form(shared);
    forms[SHARED].left_out = left_out;
}

/* Adds what does not fit together in OWN to the mistakes. */
static int refuse_conflicts(const struct aoai_notify_settings *own,
                            struct aoai_text_list *mistakes,
                            struct aoai_error *error)
{
    const struct {
        bool is;
        const char *sentence;
    } rows[] = {
        {own->check && own->test_mail,
         "--check and --test-mail are two ways to run: leave one of them out"},
        {own->digest && !own->check,
         "--digest is one mail for all that --check finds: add --check, or "
         "leave --digest out"},
        {own->once && own->check,
         "--once is for notifications, and --check mails once a month anyway: "
         "leave --once out"},
        {own->connection_string_file && own->endpoint,
         "--connection-string-file names an endpoint, too: leave --endpoint "
         "out to use the file's key, or the file to sign in"},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        if (rows[i].is && aoai_text_list_add(mistakes, rows[i].sentence, error))
            return -1;
    return 0;
}

int aoai_notify_options_read(struct aoai_notify_settings *own,
                             struct aoai_settings *shared,
                             enum aoai_options_wish *wish, int argc,
                             char **argv, struct aoai_text_list *mistakes,
                             struct aoai_error *error)
{
    struct aoai_settings_form forms[FORMS];
    struct aoai_command_line line = {"notify_acs_email", forms, FORMS};

    make_forms(forms, own, shared);
    if (aoai_command_line_read(&line, wish, argc, argv, mistakes, error))
        return -1;
    return refuse_conflicts(own, mistakes, error);
}

void aoai_notify_options_free(struct aoai_notify_settings *own)
{
    struct aoai_settings none = {0};
    struct aoai_settings_form forms[FORMS];

    make_forms(forms, own, &none);
    aoai_settings_form_free(&forms[OWN]);
}

void aoai_notify_options_help(struct aoai_buf *out)
{
    struct aoai_notify_settings own = {0};
    struct aoai_settings shared = {0};
    struct aoai_settings_form forms[FORMS];
    struct aoai_command_line line = {"notify_acs_email", forms, FORMS};

    make_forms(forms, &own, &shared);
    aoai_help_write(out, &line, usage, ending);
}
