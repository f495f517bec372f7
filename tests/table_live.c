/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include <stdlib.h>

#include "azure/credential_token_file.h"
#include "net/file.h"
#include "net/http_retry.h"
#include "tests/table_live.h"

/* Makes the transport, with its retries, and loads what needs OpenSSL. */
static int open_http(struct table_live *live, struct aoai_error *error)
{
    struct aoai_http transport = {0};

    live->network = (struct aoai_http_setup){
        .ca_file = getenv("AZURITE_CA_FILE"), .clock = &live->clock};
    if (aoai_module_crypto(&live->crypto, error) ||
        aoai_module_http(&transport, &live->network, error))
        return -1;
    return aoai_http_retry_new(&live->http, transport, &live->clock,
                               &live->notes, error);
}

/* Reads the key, where there is one. */
static int open_key(struct table_live *live, struct aoai_error *error)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf text = {0};
    const char *file = getenv("AZURITE_KEY_FILE");

    if (!file)
        return 0;
    if (aoai_file_read_secret(&text, file, error))
        return -1;
    return aoai_table_key_parse(&live->key, aoai_buf_text(&text), &live->crypto,
                                error);
}

int table_live_open(struct table_live *live, const char *url,
                    struct aoai_error *error)
{
    *live = (struct table_live){.clock = aoai_platform_clock(),
                                .notes = {.level = AOAI_NOTE_DETAIL}};
    if (aoai_table_place_parse(&live->place, url, error) ||
        open_http(live, error) || open_key(live, error))
        return -1;
    live->signin.token_file = getenv("AZURITE_TOKEN_FILE");
    aoai_credential_token_file_new(&live->credential, &live->signin);
    live->setup = (struct aoai_table_setup){.place = &live->place,
                                            .key = &live->key,
                                            .credential = &live->credential,
                                            .crypto = &live->crypto,
                                            .http = &live->http,
                                            .clock = &live->clock};
    return aoai_store_table_open(&live->store, &live->setup, error);
}

void table_live_close(struct table_live *live)
{
    aoai_store_free(&live->store);
    aoai_credential_free(&live->credential);
    aoai_http_free(&live->http);
    aoai_table_place_free(&live->place);
    aoai_table_key_free(&live->key);
    aoai_notes_free(&live->notes);
}
