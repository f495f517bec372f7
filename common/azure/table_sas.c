/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "azure/table_sas.h"

#include <stdio.h>
#include <string.h>

#include "core/civil.h"
#include "core/url.h"

/* Appends the parameter NAME ("se=") of SAS, decoded, to OUT. */
static void add_parameter(struct aoai_buf *out, const struct aoai_buf *sas,
                          const char *name)
{
    const char *at = aoai_buf_text(sas);
    size_t length;

    for (; *at != '\0'; at += *at == '&') {
        length = strcspn(at, "&");
        if (strncmp(at, name, strlen(name)) == 0) {
            (void)!aoai_url_unescape(out, at + strlen(name),
                                     length - strlen(name));
            return;
        }
        at += length;
    }
}

/* Reads the time NAME of SAS, a date alone too, into *SECONDS. */
static bool read_time(const struct aoai_buf *sas, const char *name,
                      int64_t *seconds)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf text = {0};

    add_parameter(&text, sas, name);
    if (text.length == strlen("2024-10-31"))
        aoai_buf_puts(&text, "T00:00:00Z");
    return text.state == AOAI_BUF_FINE &&
           aoai_civil_parse(aoai_buf_text(&text), seconds);
}

bool aoai_table_sas_is_over(const struct aoai_buf *sas, int64_t now,
                            char span[AOAI_TABLE_SAS_SPAN_SIZE])
{
    char text[AOAI_CIVIL_TEXT_SIZE];
    int64_t limit;

    if (read_time(sas, "se=", &limit) && now >= limit) {
        aoai_civil_format(limit, text);
        (void)snprintf(span, AOAI_TABLE_SAS_SPAN_SIZE, "has expired at %s",
                       text);
        return true;
    }
    if (read_time(sas, "st=", &limit) && now < limit) {
        aoai_civil_format(limit, text);
        (void)snprintf(span, AOAI_TABLE_SAS_SPAN_SIZE, "is not valid before %s",
                       text);
        return true;
    }
    return false;
}

void aoai_table_sas_conceal(const struct aoai_buf *sas,
                            struct aoai_error *error)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf plain = {.secret = true};
    const char *signature = strstr(aoai_buf_text(sas), "sig=");

    if (!signature)
        return;
    add_parameter(&plain, sas, "sig=");
    aoai_error_conceal(error, signature + strlen("sig="));
    aoai_error_conceal(error, aoai_buf_text(&plain));
    aoai_error_conceal(error, aoai_buf_text(sas));
}
