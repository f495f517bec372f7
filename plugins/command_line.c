/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "plugins/command_line.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugins/extra_opts.h"

enum {
    VAL_EXTRA_OPTS = 256, /* what getopt returns for --extra-opts, */
    VAL_ROWS,             /* and for the first row of the first form */
    OWN = 3               /* help, version, extra-opts */
};

/* What is being read into. */
struct reading {
    const struct aoai_command_line *line;
    enum aoai_options_wish *wish;
    struct aoai_text_list *mistakes;
    struct aoai_text_list extra_opts;
    struct aoai_error *error;
    bool unknown; /* an option was: what follows may be its value */
};

/* getopt's tables, made from the forms. */
struct tables {
    struct option *longs;
    char *shorts;
};

static void free_tables(struct tables *tables)
{
    free(tables->longs);
    free(tables->shorts);
}

/* Whether ROW takes a value on the command line. */
static bool takes_value(const struct aoai_setting *row)
{
    return row->type != AOAI_SETTING_FLAG && row->type != AOAI_SETTING_COUNT;
}

/* Makes room in TABLES for all rows of LINE. */
static int make_room(struct tables *tables,
                     const struct aoai_command_line *line,
                     struct aoai_error *error)
{
    size_t rows = 0;

    for (size_t i = 0; i < line->form_count; i++)
        rows += line->forms[i].count;
    tables->longs = calloc(rows + OWN + 1, sizeof(*tables->longs));
    tables->shorts = calloc(2 * rows + sizeof(":hV"), 1);
    if (!tables->longs || !tables->shorts)
        return aoai_error_memory(error);
    return 0;
}

/* Fills TABLES, which have room. */
static void fill_tables(struct tables *tables,
                        const struct aoai_command_line *line)
{
    struct option *longs = tables->longs;
    char *shorts = tables->shorts;
    int value = VAL_ROWS;

    *shorts++ = ':'; /* tell a missing value from an unknown option */
    for (size_t i = 0; i < line->form_count; i++)
        for (size_t j = 0; j < line->forms[i].count; j++, value++) {
            const struct aoai_setting *row = &line->forms[i].rows[j];
            int has = takes_value(row) ? required_argument : no_argument;

            if (!aoai_settings_form_has(&line->forms[i], row))
                continue;
            *longs++ = (struct option){row->key, has, NULL, value};
            if (!row->letter || !line->forms[i].letters)
                continue;
            *shorts++ = row->letter;
            if (has)
                *shorts++ = ':';
        }
    *shorts++ = 'h';
    *shorts = 'V';
    *longs++ = (struct option){"help", no_argument, NULL, 'h'};
    *longs++ = (struct option){"version", no_argument, NULL, 'V'};
    *longs =
        (struct option){"extra-opts", optional_argument, NULL, VAL_EXTRA_OPTS};
}

/* The row for what getopt returned as VALUE, and its form into *FORM; NULL for
 * none. */
static const struct aoai_setting *
find_row(const struct aoai_command_line *line, int value,
         const struct aoai_settings_form **form)
{
    int first = VAL_ROWS;

    for (size_t i = 0; i < line->form_count; i++) {
        *form = &line->forms[i];
        if (value >= first && value - first < (int)(*form)->count)
            return &(*form)->rows[value - first];
        first += (int)(*form)->count;
        for (size_t j = 0; (*form)->letters && j < (*form)->count; j++)
            if ((*form)->rows[j].letter && (*form)->rows[j].letter == value)
                return &(*form)->rows[j];
    }
    return NULL;
}

/* Adds what ERROR says to the mistakes. */
static int mistake(struct reading *reading, struct aoai_error *error)
{
    return aoai_text_list_add_mistake(reading->mistakes, "", error,
                                      reading->error);
}

/* Says what is wrong with the short option LETTER, which is ROW's or unknown.
 */
static int refuse_letter(struct reading *reading, int letter,
                         const struct aoai_setting *row, int kind)
{
    struct aoai_error error;

    if (kind == ':')
        aoai_error_set(&error, AOAI_ERROR_INPUT, "-%c needs a value: %s",
                       letter, row ? row->argument : "");
    else
        aoai_error_set(&error, AOAI_ERROR_INPUT,
                       "unknown option -%c: see --help", letter);
    reading->unknown |= kind != ':';
    return mistake(reading, &error);
}

/* Says what is wrong with the option that getopt has just read, which is WORD
 * if it is a long one; a value after "=" is not shown, it may be a secret. */
static int refuse(struct reading *reading, const char *word, int kind)
{
    const struct aoai_settings_form *form;
    const struct aoai_setting *row = find_row(reading->line, optopt, &form);
    int length = (int)strcspn(word, "=");
    struct aoai_error error;

    if (optopt && optopt < VAL_EXTRA_OPTS && optopt != 'h' && optopt != 'V')
        return refuse_letter(reading, optopt, row, kind);
    if (kind == ':')
        aoai_error_set(&error, AOAI_ERROR_INPUT, "%.*s needs a value: %s",
                       length, word, row ? row->argument : "");
    else if (optopt)
        aoai_error_set(&error, AOAI_ERROR_INPUT, "%.*s takes no value", length,
                       word);
    else
        aoai_error_set(&error, AOAI_ERROR_INPUT,
                       "unknown or ambiguous option %.*s: see --help", length,
                       word);
    reading->unknown |= kind != ':';
    return mistake(reading, &error);
}

/* Takes the option that getopt returned as VALUE; WORD is the last one it has
 * gone past. */
static int take(struct reading *reading, int value, const char *word)
{
    const struct aoai_settings_form *form;
    const struct aoai_setting *row;
    struct aoai_error error;

    if (value == '?' || value == ':')
        return refuse(reading, word, value);
    if (value == 'h' || value == 'V') {
        *reading->wish =
            value == 'h' ? AOAI_OPTIONS_HELP : AOAI_OPTIONS_VERSION;
        return 0;
    }
    if (value == VAL_EXTRA_OPTS)
        return aoai_text_list_add(&reading->extra_opts, optarg ? optarg : "",
                                  reading->error);
    row = find_row(reading->line, value, &form);
    if (aoai_settings_form_put(form, row, optarg, AOAI_SETTING_COMMAND_LINE,
                               &error) == 0)
        return 0;
    return mistake(reading, &error);
}

/* Refuses WORD, which belongs to no option. Behind an option that is unknown
 * it may be a secret and is not shown. */
static int refuse_word(struct reading *reading, const char *word)
{
    struct aoai_error error;

    aoai_error_set(&error, AOAI_ERROR_INPUT,
                   "%s is no option: every value needs one, see --help",
                   reading->unknown ? "a word left over"
                                    : aoai_error_quote(word).text);
    return mistake(reading, &error);
}

/* Reads the options and refuses what is left over. */
static int read_words(struct reading *reading, int argc, char **argv)
{
    AOAI_CLEANUP(free_tables) struct tables tables = {0};
    int value;

    if (make_room(&tables, reading->line, reading->error))
        return -1;
    fill_tables(&tables, reading->line);
    opterr = 0;
    optind = 0; /* forget what an earlier call has left */
    while ((value = getopt_long(argc, argv, tables.shorts, tables.longs,
                                NULL)) != -1)
        if (take(reading, value, argv[optind - 1]))
            return -1;
    for (; optind < argc; optind++)
        if (refuse_word(reading, argv[optind]))
            return -1;
    return 0;
}

int aoai_command_line_read(const struct aoai_command_line *line,
                           enum aoai_options_wish *wish, int argc, char **argv,
                           struct aoai_text_list *mistakes,
                           struct aoai_error *error)
{
    struct reading reading = {
        .line = line, .wish = wish, .mistakes = mistakes, .error = error};
    int failed;

    *wish = AOAI_OPTIONS_CHECK;
    failed = read_words(&reading, argc, argv);
    for (size_t i = 0; !failed && i < reading.extra_opts.count; i++)
        failed = aoai_extra_opts_read(line, reading.extra_opts.items[i],
                                      mistakes, error);
    aoai_text_list_free(&reading.extra_opts);
    return failed;
}
