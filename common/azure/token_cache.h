/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Tokens shared between runs: a credential wrapped round another.
 *
 * A token is kept in the cache folder, bound to everything that chose it, and
 * used until five minutes before its end. Runs that find none ask one after
 * the other: the first one signs in, the others use its token, or its
 * failure. A file that is damaged, about something else, or from the future
 * (the clock was set back) is no token. */
#ifndef AOAI_AZURE_TOKEN_CACHE_H
#define AOAI_AZURE_TOKEN_CACHE_H

#include "azure/credential.h"
#include "core/attr.h"
#include "net/cache.h"

/* A token is renewed when less than this many seconds remain. */
enum { AOAI_TOKEN_CACHE_MARGIN = 300 };

/* Wraps INNER, which it owns from then on (also on failure). CACHE and SETUP
 * are borrowed for its life. Returns 0, or -1 with ERROR when memory is
 * short. */
int aoai_token_cache_new(struct aoai_credential *credential,
                         struct aoai_credential inner,
                         const struct aoai_cache *cache,
                         const struct aoai_credential_setup *setup,
                         struct aoai_error *error) AOAI_MUST_USE;

#endif
