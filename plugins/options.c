/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "plugins/options.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "plugins/extra_opts.h"

/* Options of the program alone: val numbers beyond those of the table. */
enum {
    VAL_TABLE = 256, /* val of table row 0 */
    VAL_EXTRA_OPTS = 'E' + 1024,
    OWN = 3 /* help, version, extra-opts */
};

/* What is being read into. */
struct reading {
    struct aoai_settings *settings;
    enum aoai_options_wish *wish;
    struct aoai_text_list *mistakes;
    struct aoai_text_list extra_opts;
    struct aoai_error *error;
    bool unknown; /* an option was: what follows may be its value */
};

/* getopt's tables, made from the settings table. */
struct tables {
    struct option longs[AOAI_SETTINGS + OWN + 1];
    char shorts[2 * AOAI_SETTINGS + 8];
};

/* Whether ROW takes a value on the command line. */
static bool takes_value(const struct aoai_setting *row)
{
    return row->type != AOAI_SETTING_FLAG && row->type != AOAI_SETTING_COUNT;
}

static void make_tables(struct tables *tables)
{
    size_t count, at = 0;
    const struct aoai_setting *rows = aoai_settings_table(&count);
    char *shorts = tables->shorts;

    *shorts++ = ':'; /* tell a missing value from an unknown option */
    for (size_t i = 0; i < count; i++) {
        int has = takes_value(&rows[i]) ? required_argument : no_argument;

        tables->longs[at++] =
            (struct option){rows[i].key, has, NULL, VAL_TABLE + (int)i};
        if (!rows[i].letter)
            continue;
        *shorts++ = rows[i].letter;
        if (has)
            *shorts++ = ':';
    }
    *shorts++ = 'h';
    *shorts++ = 'V';
    *shorts = '\0';
    tables->longs[at++] = (struct option){"help", no_argument, NULL, 'h'};
    tables->longs[at++] = (struct option){"version", no_argument, NULL, 'V'};
    tables->longs[at++] =
        (struct option){"extra-opts", optional_argument, NULL, VAL_EXTRA_OPTS};
    tables->longs[at] = (struct option){NULL, 0, NULL, 0};
}

/* The table's row for what getopt returned; NULL for none. */
static const struct aoai_setting *find_row(int value)
{
    size_t count;
    const struct aoai_setting *rows = aoai_settings_table(&count);

    if (value >= VAL_TABLE && value < VAL_TABLE + (int)count)
        return &rows[value - VAL_TABLE];
    for (size_t i = 0; value && i < count; i++)
        if (rows[i].letter == value)
            return &rows[i];
    return NULL;
}

/* Adds what ERROR says to the mistakes. */
static int mistake(struct reading *reading, const struct aoai_error *error)
{
    return aoai_text_list_add(reading->mistakes, error->text, reading->error);
}

/* Says what is wrong with the short option LETTER. */
static int refuse_letter(struct reading *reading, int letter, int kind)
{
    const struct aoai_setting *row = find_row(letter);
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
    int length = (int)strcspn(word, "=");
    const struct aoai_setting *row = find_row(optopt);
    struct aoai_error error;

    if (optopt && optopt < VAL_TABLE && optopt != 'h' && optopt != 'V')
        return refuse_letter(reading, optopt, kind);
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
    const struct aoai_setting *row = find_row(value);
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
    if (aoai_settings_put(reading->settings, row, optarg,
                          AOAI_SETTING_COMMAND_LINE, &error) == 0)
        return 0;
    if (error.kind == AOAI_ERROR_MEMORY)
        return aoai_error_memory(reading->error);
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
    struct tables tables;
    int value;

    make_tables(&tables);
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

int aoai_options_read(struct aoai_settings *settings,
                      enum aoai_options_wish *wish, int argc, char **argv,
                      struct aoai_text_list *mistakes, struct aoai_error *error)
{
    struct reading reading = {.settings = settings,
                              .wish = wish,
                              .mistakes = mistakes,
                              .error = error};
    int failed;

    *wish = AOAI_OPTIONS_CHECK;
    failed = read_words(&reading, argc, argv);
    for (size_t i = 0; !failed && i < reading.extra_opts.count; i++)
        failed = aoai_extra_opts_read(settings, reading.extra_opts.items[i],
                                      "check_aoai_tokens", mistakes, error);
    aoai_text_list_free(&reading.extra_opts);
    return failed;
}
