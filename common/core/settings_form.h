/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* A form: rows that say which settings there are, and the struct that their
 * values are written into.
 *
 * One row has one name in three spellings: --some-setting on the command line,
 * some-setting in an INI file, SomeSetting in collectd.conf. It holds what a
 * host needs to read, explain and document the setting. A program may have
 * several forms; their keys must differ.
 *
 * A value from the command line wins over one from a file. A repeatable
 * setting collects its values in the order they are put: put the command
 * line's first. */
#ifndef AOAI_CORE_SETTINGS_FORM_H
#define AOAI_CORE_SETTINGS_FORM_H

#include <stdbool.h>
#include <stddef.h>

#include "core/attr.h"
#include "core/error.h"
#include "core/state.h"
#include "core/text_list.h"

enum aoai_setting_type {
    AOAI_SETTING_TEXT,    /* char *, NULL where not given */
    AOAI_SETTING_LIST,    /* struct aoai_text_list: repeatable */
    AOAI_SETTING_FLAG,    /* bool */
    AOAI_SETTING_NUMBER,  /* long, within low and high */
    AOAI_SETTING_COUNT,   /* long: how often it was given, up to high */
    AOAI_SETTING_TIMEOUT, /* struct aoai_timeout: SECONDS[:STATE] */
    AOAI_SETTING_CHOICE,  /* char *, one of the choices */
    AOAI_SETTING_SECRET   /* refused: says where the secret belongs */
};

enum aoai_setting_source {
    AOAI_SETTING_DEFAULT,
    AOAI_SETTING_FILE,
    AOAI_SETTING_COMMAND_LINE
};

struct aoai_setting {
    const char *key; /* "some-setting" */
    char letter;     /* short option, in a form whose letters count; 0 = none */
    enum aoai_setting_type type;
    size_t offset;        /* of the value in the form's struct */
    long low, high;       /* bounds of NUMBER, COUNT and TIMEOUT */
    const char *fallback; /* default, as one would give it; NULL = none */
    const char *choices;  /* of CHOICE, separated by blanks */
    const char *argument; /* what help calls the value; NULL takes none */
    const char *heading;  /* the first row of a group names it, else NULL */
    const char *help;     /* one line; of SECRET: what to do instead */
    bool may_be_empty;    /* an empty value counts as not given; else refused */
};

struct aoai_timeout {
    long seconds;
    enum aoai_state state;
};

/* All parts are borrowed. */
struct aoai_settings_form {
    const struct aoai_setting *rows;
    size_t count;
    void *values; /* the struct that the rows' offsets count in */
    enum aoai_setting_source *sources; /* where each row's value is from */
    bool letters;                      /* the rows' letters are options */
    const char *const *left_out; /* keys that this program does not have, ended
                                  * by NULL; NULL: it has them all */
};

/* Whether ROW, one of FORM's, is not left out. */
bool aoai_settings_form_has(const struct aoai_settings_form *form,
                            const struct aoai_setting *row);

/* FORM's row called KEY, spelled exactly; NULL when there is none or it is
 * left out. */
const struct aoai_setting *
aoai_settings_form_find(const struct aoai_settings_form *form, const char *key);

/* Puts VALUE for ROW into FORM's struct; NULL means that none was written,
 * which only flags and counts allow. Returns 0, or -1 with an AOAI_ERROR_INPUT
 * that begins with the setting's name as SOURCE spells it, quotes the value
 * (except of a secret) and says what is expected. */
int aoai_settings_form_put(const struct aoai_settings_form *form,
                           const struct aoai_setting *row, const char *value,
                           enum aoai_setting_source source,
                           struct aoai_error *error) AOAI_MUST_USE;

/* Releases all values and forgets them and their sources. Accepts values that
 * are all zero. */
void aoai_settings_form_free(const struct aoai_settings_form *form);

#endif
