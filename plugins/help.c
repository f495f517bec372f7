/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "plugins/help.h"

#include <string.h>

/* Where the explanations begin, and where lines end. */
enum { EXPLAIN_AT = 31, WIDTH = 79 };

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

/* Appends the option of ROW, with its letter if LETTERS count. */
static void add_row(struct aoai_buf *out, const struct aoai_setting *row,
                    bool letters)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf names = {0};

    if (letters && row->letter)
        aoai_buf_printf(&names, "  -%c, --%s", row->letter, row->key);
    else
        aoai_buf_printf(&names, "      --%s", row->key);
    if (row->argument)
        aoai_buf_printf(&names, "=%s", row->argument);
    add_option(out, aoai_buf_text(&names), row->help, row->fallback);
}

/* Appends the options of FORM. A group whose first row is left out has its
 * heading before the next. */
static void add_form(struct aoai_buf *out,
                     const struct aoai_settings_form *form)
{
    const char *heading = NULL;

    for (size_t i = 0; i < form->count; i++) {
        const struct aoai_setting *row = &form->rows[i];

        if (row->heading)
            heading = row->heading;
        if (row->type == AOAI_SETTING_SECRET ||
            !aoai_settings_form_has(form, row))
            continue;
        if (heading)
            aoai_buf_printf(out, "\n%s:\n", heading);
        heading = NULL;
        add_row(out, row, form->letters);
    }
}

void aoai_help_write(struct aoai_buf *out, const struct aoai_command_line *line,
                     const char *usage, const char *ending)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf extra_opts = {0};

    aoai_buf_puts(out, usage);
    for (size_t i = 0; i < line->form_count; i++)
        add_form(out, &line->forms[i]);
    aoai_buf_puts(out, "\nOther:\n");
    aoai_buf_printf(&extra_opts,
                    "read options from an INI file, section %s if none is "
                    "named",
                    line->program);
    add_option(out, "      --extra-opts=[SECTION][@FILE]",
               aoai_buf_text(&extra_opts), NULL);
    add_option(out, "  -h, --help", "this text", NULL);
    add_option(out, "  -V, --version", "the version", NULL);
    aoai_buf_printf(out, "\n%s", ending);
}
