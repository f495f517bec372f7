/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* The settings of all hosts: one table.
 *
 * One row has one name in three spellings: --some-setting on the command line,
 * some-setting in an INI file, SomeSetting in collectd.conf. The table holds
 * what each host needs to read, explain and document it. Values are checked as
 * far as a single value can be; what they mean together is found out by the
 * poll (common/poll/setup.h).
 *
 * A value from the command line wins over one from a file. A repeatable
 * setting collects its values in the order they are put: put the command
 * line's first. */
#ifndef AOAI_CORE_SETTINGS_H
#define AOAI_CORE_SETTINGS_H

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
    char letter;     /* short option of check_aoai_tokens; 0 = none */
    enum aoai_setting_type type;
    size_t offset;        /* of the value in struct aoai_settings */
    long low, high;       /* bounds of NUMBER, COUNT and TIMEOUT */
    const char *fallback; /* default, as one would give it; NULL = none */
    const char *choices;  /* of CHOICE, separated by blanks */
    const char *argument; /* what help calls the value; NULL takes none */
    const char *heading;  /* the first row of a group names it, else NULL */
    const char *help;     /* one line; of SECRET: what to do instead */
};

struct aoai_timeout {
    long seconds;
    enum aoai_state state;
};

/* Rows of the table, checked by aoai_settings_table(). */
enum { AOAI_SETTINGS = 41 };

struct aoai_settings {
    struct aoai_text_list resource, deployment, exclude;
    struct aoai_text_list warning, critical, budget;
    char *metric, *metric_family, *metric_namespace, *dimension;
    char *month, *timezone;
    char *cloud, *tenant_id, *client_id, *client_secret_file;
    char *client_certificate, *client_certificate_password_file;
    char *assertion_algorithm, *federated_token_file;
    char *credential, *token_file, *managed_identity_id;
    char *authority_host, *arm_endpoint;
    char *ca_file, *ca_path, *proxy, *cache_dir, *format;
    struct aoai_timeout timeout;
    long max_age, max_output, verbose;
    bool require, send_certificate_chain, selftest;
    enum aoai_setting_source sources[AOAI_SETTINGS]; /* by row */
};

/* The table; *COUNT becomes the number of its rows. */
const struct aoai_setting *aoai_settings_table(size_t *count);

/* The row called KEY, spelled exactly; NULL when there is none. */
const struct aoai_setting *aoai_settings_find(const char *key);

/* Fills SETTINGS, which is all zero, with the defaults. Returns 0, or -1 with
 * ERROR when memory is short. Release with aoai_settings_free() in any case. */
int aoai_settings_init(struct aoai_settings *settings,
                       struct aoai_error *error) AOAI_MUST_USE;

/* Puts VALUE for ROW into SETTINGS; NULL means that none was written, which
 * only flags and counts allow. Returns 0, or -1 with an AOAI_ERROR_INPUT that
 * begins with the setting's name as SOURCE spells it, quotes the value
 * (except of a secret) and says what is expected. */
int aoai_settings_put(struct aoai_settings *settings,
                      const struct aoai_setting *row, const char *value,
                      enum aoai_setting_source source,
                      struct aoai_error *error) AOAI_MUST_USE;

/* True when the text setting whose value lies at FIELD (the address of a
 * member of SETTINGS) was put by SOURCE. */
bool aoai_settings_is_from(const struct aoai_settings *settings,
                           const void *field, enum aoai_setting_source source);

/* Releases all values. Accepts the all-zero object. */
void aoai_settings_free(struct aoai_settings *settings);

#endif
