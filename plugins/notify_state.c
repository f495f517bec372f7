/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "plugins/notify_state.h"

#include <string.h>

#include "core/buf.h"
#include "net/file.h"
#include "net/platform.h"
#include "state/store_sqlite.h"
#include "state/store_table.h"

#define SQLITE "sqlite:"
#define ENDPOINT "TABLE_STORAGE_ENDPOINT"
#define TABLE_NAME "TABLE_STORAGE_TABLE_NAME"

/* What is taken from, and where to. */
struct taking {
    struct aoai_notify_state *state;
    const struct aoai_notify_settings *settings;
    struct aoai_text_list *mistakes;
    struct aoai_error *error;
};

/* Adds what WRONG says to the mistakes, with NAME before it. */
static int mistake(const struct taking *taking, const char *name,
                   struct aoai_error *wrong)
{
    return aoai_text_list_add_mistake(taking->mistakes, name, wrong,
                                      taking->error);
}

/* Takes the table that URL names; NAME is where it came from. */
static int take_table(const struct taking *taking, const char *url,
                      const char *name)
{
    struct aoai_error wrong;

    if (aoai_table_place_parse(&taking->state->place, url, &wrong))
        return mistake(taking, name, &wrong);
    return 0;
}

/* Takes the table that the environment names in two parts. */
static int take_variables(const struct taking *taking, const char *endpoint,
                          const char *table)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf url = {0};
    size_t length = strlen(endpoint);

    while (length > 0 && endpoint[length - 1] == '/')
        length--;
    aoai_buf_add(&url, endpoint, length);
    aoai_buf_printf(&url, "/%s", table);
    if (aoai_buf_check(&url, taking->error))
        return -1;
    return take_table(taking, aoai_buf_text(&url), ENDPOINT ", " TABLE_NAME);
}

/* Takes the value of --state. */
static int take_setting(const struct taking *taking, const char *value)
{
    struct aoai_error wrong;

    if (strncmp(value, SQLITE, strlen(SQLITE)) != 0)
        return take_table(taking, value, "--state");
    taking->state->path = value + strlen(SQLITE);
    if (*taking->state->path)
        return 0;
    aoai_error_set(&wrong, AOAI_ERROR_INPUT,
                   "no file: give sqlite:PATH or the URL of a table");
    return mistake(taking, "--state", &wrong);
}

/* Takes what names the store. */
static int take_place(const struct taking *taking)
{
    const char *endpoint = aoai_platform_env(ENDPOINT);
    const char *table = aoai_platform_env(TABLE_NAME);

    if (taking->settings->state)
        return take_setting(taking, taking->settings->state);
    if (endpoint && table)
        return take_variables(taking, endpoint, table);
    if (endpoint || table)
        return aoai_text_list_add(taking->mistakes,
                                  ENDPOINT " and " TABLE_NAME
                                           " go together: set both or neither",
                                  taking->error);
    taking->state->path = STATEDIR "/state.db";
    return 0;
}

/* Takes the key of the table. */
static int take_key(const struct taking *taking,
                    const struct aoai_crypto *crypto)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf text = {0};
    const char *file = taking->settings->state_key_file;
    struct aoai_error wrong;

    if (!file)
        return 0;
    if (taking->state->path)
        return aoai_text_list_add(taking->mistakes,
                                  "--state-key-file: only a table of Azure "
                                  "needs a key: leave it out, or name the "
                                  "table by --state=URL",
                                  taking->error);
    if (aoai_file_read_secret(&text, file, &wrong))
        return mistake(taking, "--state-key-file", &wrong);
    if (aoai_table_key_parse(&taking->state->key, aoai_buf_text(&text), crypto,
                             &wrong))
        return mistake(taking, file, &wrong);
    return 0;
}

int aoai_notify_state_take(struct aoai_notify_state *state,
                           const struct aoai_notify_settings *settings,
                           const struct aoai_crypto *crypto,
                           struct aoai_text_list *mistakes,
                           struct aoai_error *error)
{
    const struct taking taking = {state, settings, mistakes, error};

    *state = (struct aoai_notify_state){.path = NULL};
    if (take_place(&taking))
        return -1;
    return take_key(&taking, crypto);
}

int aoai_notify_state_open(struct aoai_notify_state *state,
                           struct aoai_session *session,
                           const struct aoai_crypto *crypto, int64_t deadline,
                           struct aoai_error *error)
{
    if (state->path)
        return aoai_store_sqlite_open(&state->store, state->path,
                                      &session->clock, deadline, error);
    state->table = (struct aoai_table_setup){
        .place = &state->place,
        .key = &state->key,
        .credential = &session->credential,
        .crypto = crypto,
        .http = &session->http,
        .clock = &session->clock,
    };
    return aoai_store_table_open(&state->store, &state->table, error);
}

void aoai_notify_state_free(struct aoai_notify_state *state)
{
    aoai_store_free(&state->store);
    aoai_table_key_free(&state->key);
    aoai_table_place_free(&state->place);
    *state = (struct aoai_notify_state){.path = NULL};
}
