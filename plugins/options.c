/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "plugins/options.h"

#include "plugins/help.h"

/* At most 23 lines, as the guidelines ask. */
static const char usage[] =
    "Usage: check_aoai_tokens -r ID [-w RANGE] [-c RANGE] [-b TOKENS]\n"
    "                         [-d GLOB] [-x GLOB] [OPTION...]\n"
    "\n"
    "Totals the tokens that each deployment of an Azure OpenAI account has "
    "used this\n"
    "month and answers as a Nagios or Icinga plugin: OK, WARNING, CRITICAL.\n"
    "\n"
    "  -r, --resource=ID      the account's ARM id, /subscriptions/...\n"
    "  -w, --warning=RANGE    for one kind of deployment: -w 'gpt-4o*=5M'\n"
    "  -c, --critical=RANGE   above 10 million: -c 10M; of the budget: -c "
    "100%\n"
    "  -b, --budget=TOKENS    monthly budget of a deployment: -b 'gpt-4o=20M'\n"
    "  -d, --deployment=GLOB  only these       -x, --exclude=GLOB  not these\n"
    "\n"
    "It signs in with AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET,"
    " or\n"
    "with a certificate, a workload or managed identity, or the Azure CLI.\n"
    "Monitoring Reader is enough. --selftest says which step fails, and why.\n"
    "\n"
    "  check_aoai_tokens -r \"$ID\" -w 8M -c 10M\n"
    "  check_aoai_tokens -r \"$ID\" -b 20M -w 80% -c 100% -d gpt-4o\n"
    "  check_aoai_tokens -r \"$ID\" --selftest\n";

static const char ending[] =
    "RANGE is [@][START:]END: alert outside, with @ inside. \"~:\" begins "
    "nowhere.\n"
    "Exit codes: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN.\n";

/* The one form of check_aoai_tokens: SETTINGS, with the letters. */
static struct aoai_settings_form make_form(struct aoai_settings *settings)
{
    struct aoai_settings_form form = aoai_settings_form(settings);

    form.letters = true;
    return form;
}

int aoai_options_read(struct aoai_settings *settings,
                      enum aoai_options_wish *wish, int argc, char **argv,
                      struct aoai_text_list *mistakes, struct aoai_error *error)
{
    struct aoai_settings_form form = make_form(settings);
    struct aoai_command_line line = {"check_aoai_tokens", &form, 1};

    return aoai_command_line_read(&line, wish, argc, argv, mistakes, error);
}

void aoai_options_help(struct aoai_buf *out)
{
    struct aoai_settings none = {0};
    struct aoai_settings_form form = make_form(&none);
    struct aoai_command_line line = {"check_aoai_tokens", &form, 1};

    aoai_help_write(out, &line, usage, ending);
}
