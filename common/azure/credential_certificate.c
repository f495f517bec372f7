/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "azure/credential_certificate.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "azure/client_assertion.h"
#include "azure/entra.h"
#include "net/file.h"
#include "net/module.h"

/* A chain of certificates has some ten kilobytes. */
enum { FILE_MAX = 256 * 1024 };

enum { ID_SIZE = 37 };

/* Writes a random UUID, version 4 (RFC 9562 section 5.4). */
static void write_id(char id[ID_SIZE])
{
    uint64_t one = aoai_platform_random();
    uint64_t other = aoai_platform_random();

    (void)snprintf(id, ID_SIZE,
                   "%08" PRIx64 "-%04" PRIx64 "-4%03" PRIx64 "-%04" PRIx64
                   "-%012" PRIx64,
                   one >> 32, one >> 16 & 0xffff, one & 0xfff,
                   0x8000 | (other >> 48 & 0x3fff), other & 0xffffffffffff);
}

/* Reads what opens the certificate, if anything is needed: *FOUND is it, or
 * NULL for none, borrowed from SETUP or PASSWORD. */
static int read_password(const struct aoai_credential_setup *setup,
                         struct aoai_buf *password, const char **found,
                         struct aoai_error *error)
{
    *found = setup->client_certificate_password;
    if (!setup->client_certificate_password_file)
        return 0;
    if (aoai_file_read_secret(password, setup->client_certificate_password_file,
                              error))
        return -1;
    *found = aoai_buf_text(password);
    return 0;
}

/* Opens SETUP's certificate, which must be valid today. */
static int open_certificate(const struct aoai_credential_setup *setup,
                            const struct aoai_crypto *crypto,
                            struct aoai_certificate **certificate,
                            struct aoai_error *error)
{
    const char *path = setup->client_certificate;
    AOAI_CLEANUP(aoai_buf_free)
    struct aoai_buf file = {.max = FILE_MAX, .secret = true};
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf buf = {.secret = true};
    const char *password;

    if (aoai_file_read(&file, path, error) ||
        read_password(setup, &buf, &password, error))
        return -1;
    if (crypto->certificate_open(certificate, &file, password, error))
        return aoai_error_wrap(error, "%s", path);
    if (crypto->certificate_check_dates(
            *certificate, setup->clock->wall(setup->clock->self), error)) {
        crypto->certificate_free(*certificate);
        return aoai_error_wrap(error, "%s", path);
    }
    return 0;
}

/* Appends an assertion for Entra, signed by CERTIFICATE. */
static int write_assertion(const struct aoai_credential_setup *setup,
                           const struct aoai_crypto *crypto,
                           const struct aoai_certificate *certificate,
                           struct aoai_buf *text, struct aoai_error *error)
{
    bool is_old = setup->assertion_algorithm &&
                  strcmp(setup->assertion_algorithm, "RS256") == 0;
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf url = {0};
    char id[ID_SIZE];
    struct aoai_client_assertion assertion = {
        .client_id = setup->client_id,
        .id = id,
        .now = setup->clock->wall(setup->clock->self),
        .algorithm = is_old ? AOAI_CERTIFICATE_RS256 : AOAI_CERTIFICATE_PS256,
        .with_chain = setup->send_certificate_chain,
    };

    write_id(id);
    if (aoai_entra_url(setup, &url, error))
        return -1;
    assertion.audience = aoai_buf_text(&url);
    if (aoai_client_assertion_write(text, &assertion, crypto, certificate,
                                    error))
        return aoai_error_wrap(error, "%s", setup->client_certificate);
    return 0;
}

/* Appends what proves who the application is. */
static int prove(const struct aoai_credential_setup *setup,
                 struct aoai_buf *text, struct aoai_error *error)
{
    struct aoai_crypto crypto;
    struct aoai_certificate *certificate;
    int failed;

    if (aoai_module_crypto(&crypto, error) ||
        open_certificate(setup, &crypto, &certificate, error))
        return -1;
    failed = write_assertion(setup, &crypto, certificate, text, error);
    crypto.certificate_free(certificate);
    return failed;
}

static int get(void *self, const char *audience, int64_t deadline,
               struct aoai_token *token, struct aoai_error *error)
{
    const struct aoai_credential_setup *setup = self;
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf text = {.secret = true};
    struct aoai_entra_proof proof = {0};

    if (prove(setup, &text, error))
        return aoai_entra_wrap(setup, error);
    proof.assertion = aoai_buf_text(&text);
    if (aoai_entra_ask(setup, audience, &proof, deadline, token, error))
        return aoai_entra_wrap(setup, error);
    return 0;
}

void aoai_credential_certificate_new(struct aoai_credential *credential,
                                     const struct aoai_credential_setup *setup)
{
    *credential = (struct aoai_credential){
        .name = "environment", .self = (void *)(uintptr_t)setup, .get = get};
}
