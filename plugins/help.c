/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "plugins/options.h"

#include <string.h>

/* Where the explanations begin, and where lines end. */
enum { EXPLAIN_AT = 31, WIDTH = 79 };

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

/* Appends TEXT from column EXPLAIN_AT on, broken at blanks. */
static void add_wrapped(struct aoai_buf *out, const char *text, size_t column)
{
    while (*text) {
        size_t word = strcspn(text, " ");

        if (column + word + 1 > WIDTH) {
            aoai_buf_printf(out, "\n%*s", EXPLAIN_AT, "");
            column = EXPLAIN_AT;
        } else if (column > EXPLAIN_AT) {
            aoai_buf_putc(out, ' ');
            column++;
        }
        aoai_buf_add(out, text, word);
        column += word;
        text += word + (text[word] == ' ');
    }
    aoai_buf_putc(out, '\n');
}

/* Appends one option: NAMES, then what it means. */
static void add_option(struct aoai_buf *out, const char *names,
                       const char *help, const char *fallback)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf text = {0};
    size_t length = strlen(names);

    aoai_buf_puts(out, names);
    if (length + 1 >= EXPLAIN_AT) {
        aoai_buf_putc(out, '\n');
        length = 0;
    }
    aoai_buf_printf(out, "%*s", EXPLAIN_AT - (int)length, "");
    aoai_buf_puts(&text, help);
    if (fallback)
        aoai_buf_printf(&text, " [%s]", fallback);
    add_wrapped(out, aoai_buf_text(&text), EXPLAIN_AT);
}

/* Appends the option of ROW. */
static void add_row(struct aoai_buf *out, const struct aoai_setting *row)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf names = {0};

    if (row->type == AOAI_SETTING_SECRET)
        return;
    if (row->heading)
        aoai_buf_printf(out, "\n%s:\n", row->heading);
    if (row->letter)
        aoai_buf_printf(&names, "  -%c, --%s", row->letter, row->key);
    else
        aoai_buf_printf(&names, "      --%s", row->key);
    if (row->argument)
        aoai_buf_printf(&names, "=%s", row->argument);
    add_option(out, aoai_buf_text(&names), row->help, row->fallback);
}

void aoai_options_help(struct aoai_buf *out)
{
    size_t count;
    const struct aoai_setting *rows = aoai_settings_table(&count);

    aoai_buf_puts(out, usage);
    for (size_t i = 0; i < count; i++)
        add_row(out, &rows[i]);
    aoai_buf_puts(out, "\nOther:\n");
    add_option(out, "      --extra-opts=[SECTION][@FILE]",
               "read options from an INI file, section check_aoai_tokens if "
               "none is named",
               NULL);
    add_option(out, "  -h, --help", "this text", NULL);
    add_option(out, "  -V, --version", "the version", NULL);
    aoai_buf_puts(
        out, "\nRANGE is [@][START:]END: alert outside, with @ inside. \"~:\" "
             "begins "
             "nowhere.\nExit codes: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN.\n");
}
