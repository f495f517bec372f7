/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "azure/client_assertion.h"

#include "net/json.h"

/* What is worked with. */
struct making {
    const struct aoai_client_assertion *assertion;
    const struct aoai_crypto *crypto;
    const struct aoai_certificate *certificate;
};

/* Appends NAME, quoted and with its colon, and TEXT as members of an object. */
static void add_text(struct aoai_buf *json, const char *name, const char *text)
{
    aoai_buf_puts(json, name);
    aoai_json_add_string(json, text);
}

/* Appends NAME, quoted and with its colon, and SECONDS. */
static void add_seconds(struct aoai_buf *json, const char *name,
                        int64_t seconds)
{
    aoai_buf_printf(json, "%s%lld", name, (long long)seconds);
}

/* Appends the certificates, the key's own first. */
static int add_chain(const struct making *making, struct aoai_buf *json,
                     struct aoai_error *error)
{
    size_t count = making->crypto->certificate_count(making->certificate);

    aoai_buf_puts(json, ",\"x5c\":[");
    for (size_t i = 0; i < count; i++) {
        aoai_buf_puts(json, i ? ",\"" : "\"");
        if (making->crypto->certificate_write(making->certificate, i, json,
                                              error))
            return -1;
        aoai_buf_puts(json, "\"");
    }
    aoai_buf_puts(json, "]");
    return 0;
}

/* Writes which key signs, and how. */
static int write_header(const struct making *making, struct aoai_buf *json,
                        struct aoai_error *error)
{
    bool is_old = making->assertion->algorithm == AOAI_CERTIFICATE_RS256;
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf thumbprint = {0};

    if (making->crypto->certificate_thumbprint(making->certificate,
                                               is_old ? AOAI_CERTIFICATE_SHA1
                                                      : AOAI_CERTIFICATE_SHA256,
                                               &thumbprint, error))
        return -1;
    aoai_buf_puts(json, is_old ? "{\"alg\":\"RS256\",\"typ\":\"JWT\",\"x5t\":\""
                               : "{\"alg\":\"PS256\",\"typ\":\"JWT\","
                                 "\"x5t#S256\":\"");
    making->crypto->base64_url_encode(json, thumbprint.data, thumbprint.length);
    aoai_buf_putc(json, '"');
    if (making->assertion->with_chain && add_chain(making, json, error))
        return -1;
    aoai_buf_putc(json, '}');
    return aoai_buf_check(json, error);
}

/* Writes who asks whom, and when. */
static int write_claims(const struct aoai_client_assertion *assertion,
                        struct aoai_buf *json, struct aoai_error *error)
{
    add_text(json, "{\"aud\":", assertion->audience);
    add_seconds(json, ",\"exp\":", assertion->now + AOAI_CLIENT_ASSERTION_LIFE);
    add_text(json, ",\"iss\":", assertion->client_id);
    add_text(json, ",\"sub\":", assertion->client_id);
    add_seconds(json, ",\"nbf\":", assertion->now);
    add_text(json, ",\"jti\":", assertion->id);
    add_seconds(json, ",\"iat\":", assertion->now);
    aoai_buf_putc(json, '}');
    return aoai_buf_check(json, error);
}

/* Appends header and claims as they are signed. */
static int write_signed(const struct making *making, struct aoai_buf *text,
                        struct aoai_error *error)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf header = {0};
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf claims = {0};

    if (write_header(making, &header, error) ||
        write_claims(making->assertion, &claims, error))
        return -1;
    making->crypto->base64_url_encode(text, header.data, header.length);
    aoai_buf_putc(text, '.');
    making->crypto->base64_url_encode(text, claims.data, claims.length);
    return aoai_buf_check(text, error);
}

int aoai_client_assertion_write(struct aoai_buf *out,
                                const struct aoai_client_assertion *assertion,
                                const struct aoai_crypto *crypto,
                                const struct aoai_certificate *certificate,
                                struct aoai_error *error)
{
    const struct making making = {assertion, crypto, certificate};
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf text = {.secret = true};
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf signature = {.secret = true};

    out->secret = true;
    if (write_signed(&making, &text, error) ||
        crypto->certificate_sign(certificate, assertion->algorithm, &text,
                                 &signature, error))
        return -1;
    aoai_buf_add(out, text.data, text.length);
    aoai_buf_putc(out, '.');
    crypto->base64_url_encode(out, signature.data, signature.length);
    return aoai_buf_check(out, error);
}
