/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "azure/acs_sign.h"

#include <string.h>

#include "net/http_date.h"

#define DATE "x-ms-date: "
#define HASH "x-ms-content-sha256: "
#define AUTHORIZATION                                                          \
    "Authorization: HMAC-SHA256 "                                              \
    "SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature="

/* Where the host in a URL begins and ends, and its path. */
struct place {
    const char *host;
    size_t host_length;
    const char *path;
};

/* Finds them. A port that is the scheme's own is not sent in the Host header
 * and so is not signed (RFC 9110 section 4.2.3). */
static struct place find_place(const char *url)
{
    const char *port = strncmp(url, "https:", 6) == 0 ? ":443" : ":80";
    const char *scheme_end = strstr(url, "://");
    const char *host = scheme_end ? scheme_end + strlen("://") : url;
    size_t length = strcspn(host, "/?#");
    const char *path = host + length;

    if (length > strlen(port) &&
        memcmp(path - strlen(port), port, strlen(port)) == 0)
        length -= strlen(port);
    return (struct place){host, length, path};
}

/* Writes the line that is signed. */
static int write_text(struct aoai_buf *text, const char *method,
                      const char *url, const struct aoai_acs_sign *sign,
                      struct aoai_error *error)
{
    struct place place = find_place(url);

    aoai_buf_puts(text, method);
    aoai_buf_puts(text, "\n");
    if (*place.path != '/')
        aoai_buf_puts(text, "/");
    aoai_buf_puts(text, place.path);
    aoai_buf_puts(text, "\n");
    aoai_buf_puts(text, aoai_buf_text(&sign->date) + strlen(DATE));
    aoai_buf_puts(text, ";");
    aoai_buf_add(text, place.host, place.host_length);
    aoai_buf_puts(text, ";");
    aoai_buf_puts(text, aoai_buf_text(&sign->hash) + strlen(HASH));
    return aoai_buf_check(text, error);
}

/* Writes the headers of date and body. */
static int write_facts(struct aoai_acs_sign *sign, const char *body,
                       size_t length, int64_t now,
                       const struct aoai_crypto *crypto,
                       struct aoai_error *error)
{
    unsigned char hash[AOAI_DIGEST_SHA256];
    char date[AOAI_HTTP_DATE_SIZE];

    if (crypto->sha256(hash, body ? body : "", length, error))
        return -1;
    aoai_http_date_format(now, date);
    aoai_buf_puts(&sign->date, DATE);
    aoai_buf_puts(&sign->date, date);
    aoai_buf_puts(&sign->hash, HASH);
    crypto->base64_encode(&sign->hash, hash, sizeof(hash));
    return aoai_buf_check(&sign->date, error) ||
                   aoai_buf_check(&sign->hash, error)
               ? -1
               : 0;
}

/* Writes the header that proves them. */
static int write_proof(struct aoai_acs_sign *sign, const struct aoai_buf *text,
                       const struct aoai_buf *key,
                       const struct aoai_crypto *crypto,
                       struct aoai_error *error)
{
    unsigned char mac[AOAI_DIGEST_SHA256];

    if (crypto->hmac_sha256(mac, key, aoai_buf_text(text), text->length, error))
        return -1;
    aoai_buf_puts(&sign->authorization, AUTHORIZATION);
    crypto->base64_encode(&sign->authorization, mac, sizeof(mac));
    aoai_wipe(mac, sizeof(mac));
    return aoai_buf_check(&sign->authorization, error);
}

int aoai_acs_sign_make(struct aoai_acs_sign *sign, const char *method,
                       const char *url, const char *body, size_t length,
                       int64_t now, const struct aoai_buf *key,
                       const struct aoai_crypto *crypto,
                       struct aoai_error *error)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf text = {0};
    AOAI_CLEANUP(aoai_acs_sign_free)
    struct aoai_acs_sign made = {.authorization.secret = true};
    struct aoai_acs_sign old = *sign;

    if (write_facts(&made, body, length, now, crypto, error) ||
        write_text(&text, method, url, &made, error) ||
        write_proof(&made, &text, key, crypto, error))
        return -1;
    *sign = made;
    made = old;
    return 0;
}

void aoai_acs_sign_free(struct aoai_acs_sign *sign)
{
    aoai_buf_free(&sign->date);
    aoai_buf_free(&sign->hash);
    aoai_buf_free(&sign->authorization);
}
