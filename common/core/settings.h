/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* The settings of all hosts: one table, the form that is filled in everywhere.
 *
 * Values are checked as far as a single value can be; what they mean together
 * is found out by the poll (common/poll/setup.h). */
#ifndef AOAI_CORE_SETTINGS_H
#define AOAI_CORE_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>

#include "core/attr.h"
#include "core/error.h"
#include "core/settings_form.h"
#include "core/text_list.h"

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

/* The table; *COUNT becomes the number of its rows. Their letters are those of
 * check_aoai_tokens. */
const struct aoai_setting *aoai_settings_table(size_t *count);

/* The row called KEY, spelled exactly; NULL when there is none. */
const struct aoai_setting *aoai_settings_find(const char *key);

/* Fills SETTINGS, which is all zero, with the defaults. Returns 0, or -1 with
 * ERROR when memory is short. Release with aoai_settings_free() in any case. */
int aoai_settings_init(struct aoai_settings *settings,
                       struct aoai_error *error) AOAI_MUST_USE;

/* SETTINGS as a form, with all rows and without their letters. */
struct aoai_settings_form aoai_settings_form(struct aoai_settings *settings);

/* Puts VALUE for ROW into SETTINGS: see aoai_settings_form_put(). */
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
