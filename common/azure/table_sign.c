/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include <string.h>

#include "azure/table.h"
#include "core/url.h"

/* Appends KEY as it stands in a path between quotes. JavaScript's
 * encodeURIComponent() leaves these four alone as well. */
static void add_key(struct aoai_buf *out, const char *key)
{
    for (const char *at = key; *at != '\0'; at++) {
        const char one[2] = {*at, '\0'};

        if (*at == '\'')
            aoai_buf_puts(out, "''");
        else if (strchr("!*()", *at) != NULL)
            aoai_buf_putc(out, *at);
        else
            aoai_url_escape(out, one);
    }
}

void aoai_table_entity_path(struct aoai_buf *out, const char *table,
                            const char *partition, const char *row)
{
    aoai_buf_printf(out, "/%s(PartitionKey='", table);
    add_key(out, partition);
    aoai_buf_puts(out, "',RowKey='");
    add_key(out, row);
    aoai_buf_puts(out, "')");
}

int aoai_table_sign(struct aoai_buf *out, const char *account,
                    const struct aoai_buf *key, const char *date,
                    const char *path, const struct aoai_crypto *crypto,
                    struct aoai_error *error)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf text = {0};
    unsigned char mac[AOAI_DIGEST_SHA256];

    aoai_buf_printf(&text, "%s\n/%s%s", date, account, path);
    if (aoai_buf_check(&text, error) ||
        crypto->hmac_sha256(mac, key, aoai_buf_text(&text), text.length, error))
        return -1;
    aoai_buf_printf(out, "SharedKeyLite %s:", account);
    crypto->base64_encode(out, mac, sizeof(mac));
    return aoai_buf_check(out, error);
}
