/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "azure/token_cache.h"

#include <stdlib.h>
#include <string.h>

#include "core/record.h"

#define FORMAT "aoai-tokens token 1"

/* Entra's tokens have one to four kilobytes; group claims can add some. */
enum { FILE_MAX = 64 * 1024 };

struct token_cache {
    struct aoai_credential inner;
    const struct aoai_cache *cache;
    const struct aoai_credential_setup *setup;
};

/* Writes what the token for AUDIENCE depends on, but no secret. */
static int write_key(const struct token_cache *self, const char *audience,
                     struct aoai_buf *key, struct aoai_error *error)
{
    aoai_record_add_text(key, audience);
    aoai_credential_write_identity(key, self->setup);
    return aoai_buf_check(key, error);
}

/* Reads the fields of a token file into TOKEN. */
static bool read_fields(struct aoai_buf *file, const char *key,
                        struct aoai_token *token)
{
    struct aoai_record record = aoai_record_open(file);
    uint64_t obtained, expires;
    const char *text;

    if (!aoai_record_expect(&record, FORMAT) ||
        !aoai_record_expect(&record, key) ||
        !aoai_record_number(&record, &obtained) ||
        !aoai_record_number(&record, &expires))
        return false;
    text = aoai_record_text(&record);
    if (!aoai_token_is_bearer(text) || !aoai_record_expect(&record, "end"))
        return false;
    token->obtained = (int64_t)obtained;
    token->expires = (int64_t)expires;
    token->text.secret = true;
    aoai_buf_puts(&token->text, text);
    return token->text.state == AOAI_BUF_FINE;
}

/* Fills TOKEN from the file NAME if it is about KEY and lives long enough. */
static bool read_token(const struct token_cache *self, const char *name,
                       const char *key, struct aoai_token *token)
{
    const struct aoai_clock *clock = self->setup->clock;
    int64_t now = clock->wall(clock->self);
    AOAI_CLEANUP(aoai_buf_free)
    struct aoai_buf file = {.max = FILE_MAX, .secret = true};

    if (aoai_cache_read(self->cache, name, &file) &&
        read_fields(&file, key, token) && token->obtained <= now &&
        token->expires - now >= AOAI_TOKEN_CACHE_MARGIN)
        return true;
    aoai_token_free(token);
    return false;
}

/* Keeps TOKEN under NAME; that it can not be kept is a remark, no failure. */
static void write_token(const struct token_cache *self, const char *name,
                        const char *key, const struct aoai_token *token)
{
    struct aoai_error error;
    AOAI_CLEANUP(aoai_buf_free)
    struct aoai_buf file = {.max = FILE_MAX, .secret = true};

    if (token->expires <= 0)
        return;
    aoai_record_add_text(&file, FORMAT);
    aoai_record_add_text(&file, key);
    aoai_record_add_number(&file, (uint64_t)token->obtained);
    aoai_record_add_number(&file, (uint64_t)token->expires);
    aoai_record_add_text(&file, aoai_buf_text(&token->text));
    aoai_record_add_text(&file, "end");
    if (aoai_buf_check(&file, &error) ||
        aoai_cache_write(self->cache, name, &file, &error))
        aoai_note(self->setup->notes, AOAI_NOTE_DECISION,
                  "the token is not kept: %s", error.text);
}

/* Signs in and keeps the token, unless somebody else just did. */
static int renew(struct token_cache *self, const char *name, const char *key,
                 const char *audience, int64_t deadline,
                 struct aoai_token *token, struct aoai_error *error)
{
    struct aoai_cache_lock lock;
    int failed;

    if (aoai_cache_lock(self->cache, name, self->setup->clock, deadline, &lock,
                        error)) {
        if (error && error->kind == AOAI_ERROR_DEADLINE)
            aoai_error_wrap(error, "sign-in");
        return -1; /* else another run's failure, in its own words */
    }
    if (read_token(self, name, key, token)) {
        aoai_cache_unlock(&lock, NULL);
        return 0;
    }
    failed =
        self->inner.get(self->inner.self, audience, deadline, token, error);
    if (!failed)
        write_token(self, name, key, token);
    aoai_cache_unlock(&lock, failed ? error : NULL);
    return failed;
}

static int get(void *self_, const char *audience, int64_t deadline,
               struct aoai_token *token, struct aoai_error *error)
{
    struct token_cache *self = self_;
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf key = {0};
    char name[AOAI_CACHE_NAME_SIZE];

    if (write_key(self, audience, &key, error))
        return -1;
    aoai_cache_name(name, "token", aoai_buf_text(&key));
    if (read_token(self, name, aoai_buf_text(&key), token)) {
        aoai_note(self->setup->notes, AOAI_NOTE_DECISION,
                  "signed in by a token kept earlier, for %s", audience);
        return 0;
    }
    return renew(self, name, aoai_buf_text(&key), audience, deadline, token,
                 error);
}

static void forget(void *self_, const char *audience, const char *text)
{
    struct token_cache *self = self_;
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf key = {0};
    AOAI_CLEANUP(aoai_token_free) struct aoai_token token = {0};
    struct aoai_error ignored;
    char name[AOAI_CACHE_NAME_SIZE];

    if (write_key(self, audience, &key, &ignored))
        return;
    aoai_cache_name(name, "token", aoai_buf_text(&key));
    if (read_token(self, name, aoai_buf_text(&key), &token) &&
        strcmp(aoai_buf_text(&token.text), text) == 0)
        aoai_cache_remove(self->cache, name);
}

static void free_cache(void *self_)
{
    struct token_cache *self = self_;

    aoai_credential_free(&self->inner);
    free(self);
}

int aoai_token_cache_new(struct aoai_credential *credential,
                         struct aoai_credential inner,
                         const struct aoai_cache *cache,
                         const struct aoai_credential_setup *setup,
                         struct aoai_error *error)
{
    struct token_cache *self = calloc(1, sizeof(*self));

    if (!self) {
        aoai_credential_free(&inner);
        return aoai_error_memory(error);
    }
    *self =
        (struct token_cache){.inner = inner, .cache = cache, .setup = setup};
    *credential = (struct aoai_credential){.name = inner.name,
                                           .self = self,
                                           .get = get,
                                           .forget = forget,
                                           .free = free_cache};
    return 0;
}
