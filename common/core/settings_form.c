/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "core/settings_form.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

bool aoai_settings_form_has(const struct aoai_settings_form *form,
                            const struct aoai_setting *row)
{
    const char *const *key = form->left_out;

    while (key && *key)
        if (strcmp(row->key, *key++) == 0)
            return false;
    return true;
}

const struct aoai_setting *
aoai_settings_form_find(const struct aoai_settings_form *form, const char *key)
{
    for (size_t i = 0; i < form->count; i++)
        if (strcmp(form->rows[i].key, key) == 0)
            return aoai_settings_form_has(form, &form->rows[i]) ? &form->rows[i]
                                                                : NULL;
    return NULL;
}

/* Replaces the text at FIELD by a copy of VALUE. */
static int keep_text(char **field, const char *value, struct aoai_error *error)
{
    char *copy = strdup(value);

    if (!copy)
        return aoai_error_memory(error);
    free(*field);
    *field = copy;
    return 0;
}

/* Reads the decimal TEXT up to STOP; no sign, no blanks. */
static bool read_number(const char *text, const char *stop, long *number)
{
    char *end;

    if (text == stop || *text < '0' || *text > '9')
        return false;
    errno = 0;
    *number = strtol(text, &end, 10);
    return errno == 0 && end == stop;
}

static int put_number(const struct aoai_setting *row, long *field,
                      const char *value, struct aoai_error *error)
{
    long number;

    if (!read_number(value, value + strlen(value), &number) ||
        number < row->low || number > row->high)
        return aoai_error_set(
            error, AOAI_ERROR_INPUT, "%s is not a number from %ld to %ld",
            aoai_error_quote(value).text, row->low, row->high);
    *field = number;
    return 0;
}

/* A count grows by one each time it is given without a value. */
static int put_count(const struct aoai_setting *row, long *field,
                     const char *value, struct aoai_error *error)
{
    if (value)
        return put_number(row, field, value, error);
    if (*field < row->high)
        ++*field;
    return 0;
}

static int put_flag(bool *field, const char *value, struct aoai_error *error)
{
    if (!value || strcasecmp(value, "true") == 0 ||
        strcasecmp(value, "yes") == 0) {
        *field = true;
        return 0;
    }
    if (strcasecmp(value, "false") != 0 && strcasecmp(value, "no") != 0)
        return aoai_error_set(error, AOAI_ERROR_INPUT,
                              "%s is neither true nor false",
                              aoai_error_quote(value).text);
    *field = false;
    return 0;
}

static int put_timeout(const struct aoai_setting *row,
                       struct aoai_timeout *field, const char *value,
                       struct aoai_error *error)
{
    const char *colon = strchr(value, ':');
    const char *stop = colon ? colon : value + strlen(value);
    struct aoai_timeout timeout = {.state = AOAI_STATE_UNKNOWN};

    if (!read_number(value, stop, &timeout.seconds) ||
        timeout.seconds < row->low || timeout.seconds > row->high)
        return aoai_error_set(error, AOAI_ERROR_INPUT,
                              "%s does not begin with seconds from %ld to "
                              "%ld",
                              aoai_error_quote(value).text, row->low,
                              row->high);
    if (colon && !aoai_state_parse(colon + 1, &timeout.state))
        return aoai_error_set(error, AOAI_ERROR_INPUT,
                              "%s is no state: OK, WARNING, CRITICAL, "
                              "UNKNOWN or 0 to 3",
                              aoai_error_quote(colon + 1).text);
    *field = timeout;
    return 0;
}

/* True when VALUE is one of the blank-separated CHOICES. */
static bool is_choice(const char *choices, const char *value)
{
    size_t length = strlen(value);

    if (length == 0 || strchr(value, ' '))
        return false;
    for (const char *at = strstr(choices, value); at;
         at = strstr(at + 1, value))
        if ((at == choices || at[-1] == ' ') &&
            (at[length] == ' ' || at[length] == '\0'))
            return true;
    return false;
}

static int put_choice(const struct aoai_setting *row, char **field,
                      const char *value, struct aoai_error *error)
{
    if (!is_choice(row->choices, value))
        return aoai_error_set(error, AOAI_ERROR_INPUT, "%s is none of: %s",
                              aoai_error_quote(value).text, row->choices);
    return keep_text(field, value, error);
}

/* Stores VALUE at FIELD by ROW's type; the error has no setting's name yet. */
static int put_value(void *field, const struct aoai_setting *row,
                     const char *value, struct aoai_error *error)
{
    if (row->type == AOAI_SETTING_SECRET)
        return aoai_error_set(error, AOAI_ERROR_INPUT,
                              "a secret must not stand here: %s", row->help);
    if (row->type == AOAI_SETTING_FLAG)
        return put_flag(field, value, error);
    if (row->type == AOAI_SETTING_COUNT)
        return put_count(row, field, value, error);
    if (!value || !*value)
        return aoai_error_set(error, AOAI_ERROR_INPUT, "a value is missing: %s",
                              row->argument);
    switch (row->type) {
    case AOAI_SETTING_LIST:
        return aoai_text_list_add(field, value, error);
    case AOAI_SETTING_NUMBER:
        return put_number(row, field, value, error);
    case AOAI_SETTING_TIMEOUT:
        return put_timeout(row, field, value, error);
    case AOAI_SETTING_CHOICE:
        return put_choice(row, field, value, error);
    default:
        return keep_text(field, value, error);
    }
}

int aoai_settings_form_put(const struct aoai_settings_form *form,
                           const struct aoai_setting *row, const char *value,
                           enum aoai_setting_source source,
                           struct aoai_error *error)
{
    enum aoai_setting_source *known = &form->sources[row - form->rows];
    bool command_line = source == AOAI_SETTING_COMMAND_LINE;

    if (row->type != AOAI_SETTING_LIST && *known > source)
        return 0;
    if (row->may_be_empty && value && !*value)
        return 0;
    if (put_value((char *)form->values + row->offset, row, value, error))
        return aoai_error_wrap(error, "%s%s", command_line ? "--" : "",
                               row->key);
    if (*known < source)
        *known = source;
    return 0;
}

/* Releases the value at FIELD, which is of ROW's type, and empties it. */
static void free_value(void *field, const struct aoai_setting *row)
{
    switch (row->type) {
    case AOAI_SETTING_LIST:
        aoai_text_list_free(field);
        return;
    case AOAI_SETTING_TEXT:
    case AOAI_SETTING_CHOICE:
        free(*(char **)field);
        *(char **)field = NULL;
        return;
    case AOAI_SETTING_FLAG:
        *(bool *)field = false;
        return;
    case AOAI_SETTING_NUMBER:
    case AOAI_SETTING_COUNT:
        *(long *)field = 0;
        return;
    case AOAI_SETTING_TIMEOUT:
        *(struct aoai_timeout *)field = (struct aoai_timeout){0};
        return;
    case AOAI_SETTING_SECRET:
        return;
    }
}

void aoai_settings_form_free(const struct aoai_settings_form *form)
{
    for (size_t i = 0; i < form->count; i++) {
        free_value((char *)form->values + form->rows[i].offset, &form->rows[i]);
        form->sources[i] = AOAI_SETTING_DEFAULT;
    }
}
