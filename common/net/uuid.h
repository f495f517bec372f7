/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* UUIDs made of names (RFC 9562 section 5.5, version 5): the same name gives
 * the same UUID on every machine. */
#ifndef AOAI_NET_UUID_H
#define AOAI_NET_UUID_H

#include <stdbool.h>

#include "core/attr.h"
#include "core/error.h"
#include "net/crypto.h"

/* "8540c0de-899f-5cce-acb5-3ec493af3800" and its NUL. */
enum { AOAI_UUID_SIZE = 37 };

/* Writes the UUID of NAME, in this project's own namespace, into TEXT, in lower
 * case. Returns 0, or -1 with ERROR when CRYPTO has no SHA-1 or memory is
 * short. */
int aoai_uuid_of_name(char text[AOAI_UUID_SIZE], const char *name,
                      const struct aoai_crypto *crypto,
                      struct aoai_error *error) AOAI_MUST_USE;

/* True when TEXT is a UUID in the usual form, in either case. */
bool aoai_uuid_is_valid(const char *text);

#endif
