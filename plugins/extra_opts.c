/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "plugins/extra_opts.h"

#include <ini.h>
#include <string.h>
#include <unistd.h>

#include "core/buf.h"
#include "net/file.h"
#include "net/platform.h"

enum { FILE_MAX = 1 << 20, LINE_MAX_BYTES = 1 << 16 };

/* Names looked for in each folder of NAGIOS_CONFIG_PATH. */
static const char *const names[] = {"monitoring-plugins.ini", "plugins.ini",
                                    "nagios-plugins.ini"};

/* Places looked at next; from /etc/nagios on the older ones. */
static const char *const places[] = {
    "/usr/local/etc/monitoring-plugins/monitoring-plugins.ini",
    "/usr/local/etc/monitoring-plugins.ini",
    "/etc/monitoring-plugins/monitoring-plugins.ini",
    "/etc/monitoring-plugins.ini",
    "/etc/nagios/plugins.ini",
    "/usr/local/nagios/etc/plugins.ini",
    "/usr/local/etc/nagios/plugins.ini",
    "/etc/opt/nagios/plugins.ini",
    "/etc/nagios-plugins.ini",
    "/usr/local/etc/nagios-plugins.ini",
    "/etc/opt/nagios-plugins.ini",
};

/* What the INI parser calls back with. */
struct parsing {
    const struct aoai_command_line *line;
    const char *section;
    const char *file;
    struct aoai_text_list *mistakes;
    struct aoai_error *error;
    bool found;
    bool failed; /* memory was short */
};

/* Adds ERROR's sentence, with the file before it, to the mistakes. */
static int mistake(struct parsing *parsing, struct aoai_error *error)
{
    aoai_error_wrap(error, "%s [%s]", parsing->file, parsing->section);
    return aoai_text_list_add_mistake(parsing->mistakes, "", error,
                                      parsing->error);
}

/* The row called NAME, and its form into *FORM; NULL for none. */
static const struct aoai_setting *
find_row(const struct aoai_command_line *line, const char *name,
         const struct aoai_settings_form **form)
{
    for (size_t i = 0; i < line->form_count; i++) {
        const struct aoai_setting *row =
            aoai_settings_form_find(&line->forms[i], name);

        *form = &line->forms[i];
        if (row)
            return row;
    }
    return NULL;
}

/* Takes one "name = value"; inih's handler, which returns 0 on a failure. */
static int take(void *self, const char *section, const char *name,
                const char *value)
{
    struct parsing *parsing = self;
    const struct aoai_settings_form *form;
    const struct aoai_setting *row;
    struct aoai_error error;

    if (strcmp(section, parsing->section) != 0)
        return 1;
    parsing->found = true;
    row = find_row(parsing->line, name, &form);
    if (!row)
        aoai_error_set(&error, AOAI_ERROR_INPUT, "'%s' is no setting", name);
    else if (aoai_settings_form_put(form, row, value, AOAI_SETTING_FILE,
                                    &error) == 0)
        return 1;
    if (mistake(parsing, &error))
        parsing->failed = true;
    return 1;
}

/* Looks for the guideline's files; the path into PATH, empty when there is
 * none. */
static void find_file(struct aoai_buf *path)
{
    const char *file = aoai_platform_env("MP_CONFIG_FILE");
    const char *folders = aoai_platform_env("NAGIOS_CONFIG_PATH");

    if (file) {
        aoai_buf_puts(path, file);
        return;
    }
    while (folders && *folders) {
        size_t length = strcspn(folders, ":");

        for (size_t i = 0; length && i < sizeof(names) / sizeof(names[0]);
             i++) {
            aoai_buf_truncate(path, 0);
            aoai_buf_add(path, folders, length);
            aoai_buf_printf(path, "/%s", names[i]);
            if (access(aoai_buf_text(path), R_OK) == 0)
                return;
        }
        folders += length + (folders[length] == ':');
    }
    aoai_buf_truncate(path, 0);
    for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
        if (access(places[i], R_OK) == 0) {
            aoai_buf_puts(path, places[i]);
            return;
        }
}

/* Reads the text of the file that PARSING names into TEXT. */
static int read_text(const struct parsing *parsing, struct aoai_buf *text,
                     struct aoai_error *error)
{
    if (!*parsing->file)
        return aoai_error_set(error, AOAI_ERROR_INPUT,
                              "no INI file was found: name one with "
                              "--extra-opts=SECTION@FILE");
    if (strcmp(parsing->file, "-") != 0)
        return aoai_file_read(text, parsing->file, error);
    if (aoai_file_drain(text, STDIN_FILENO, error))
        return aoai_error_wrap(error, "standard input");
    return 0;
}

/* Parses TEXT. Lines may be long, indented lines are lines of their own, and a
 * name alone stands for a flag. */
static int parse(struct parsing *parsing, const struct aoai_buf *text)
{
    struct aoai_error error;
    int line;

    /* The parser would take it for the end, and drop what follows. */
    if (strlen(aoai_buf_text(text)) != text->length) {
        aoai_error_set(&error, AOAI_ERROR_INPUT, "a NUL byte in the file");
        return mistake(parsing, &error);
    }
    ini_use_stack = false;
    ini_allow_realloc = true;
    ini_max_line = LINE_MAX_BYTES;
    ini_allow_multiline = false;
    ini_allow_no_value = true;
    line = ini_parse_string(aoai_buf_text(text), take, parsing);
    if (parsing->failed || line < 0)
        return aoai_error_memory(parsing->error);
    if (line > 0) {
        aoai_error_set(&error, AOAI_ERROR_INPUT,
                       "line %d is neither [section] nor name = value", line);
        return mistake(parsing, &error);
    }
    if (parsing->found)
        return 0;
    aoai_error_set(&error, AOAI_ERROR_INPUT,
                   "no such section, or an empty one");
    return mistake(parsing, &error);
}

int aoai_extra_opts_read(const struct aoai_command_line *line, const char *spec,
                         struct aoai_text_list *mistakes,
                         struct aoai_error *error)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf section = {0};
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf path = {0};
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf text = {.max = FILE_MAX};
    size_t length = strcspn(spec, "@");
    struct parsing parsing = {
        .line = line, .mistakes = mistakes, .error = error};
    struct aoai_error wrong;

    aoai_buf_add(&section, spec, length);
    if (length == 0)
        aoai_buf_puts(&section, line->program);
    if (spec[length] == '@')
        aoai_buf_puts(&path, spec + length + 1);
    else
        find_file(&path);
    if (aoai_buf_check(&section, error) || aoai_buf_check(&path, error))
        return -1;
    parsing.section = aoai_buf_text(&section);
    parsing.file = aoai_buf_text(&path);
    if (read_text(&parsing, &text, &wrong) == 0)
        return parse(&parsing, &text);
    return aoai_text_list_add_mistake(mistakes, "--extra-opts", &wrong, error);
}
