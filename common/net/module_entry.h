/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* What a module shows to module.c, and nothing else: its version, compared
 * with the program's, and one function, both under the same names in every
 * module. */
#ifndef AOAI_NET_MODULE_ENTRY_H
#define AOAI_NET_MODULE_ENTRY_H

#include "core/error.h"
#include "net/crypto.h"
#include "net/http.h"
#include "net/http_curl.h"

#define AOAI_MODULE_VERSION_NAME "aoai_module_version"
#define AOAI_MODULE_ENTRY_NAME "aoai_module_entry"

extern const char aoai_module_version[];

/* aoai_module_entry() of aoai_http.so: see aoai_http_curl_new(). */
typedef int aoai_module_http_entry(struct aoai_http *http,
                                   const struct aoai_http_setup *setup,
                                   struct aoai_error *error);

/* aoai_module_entry() of aoai_crypto.so: fills CRYPTO. */
typedef void aoai_module_crypto_entry(struct aoai_crypto *crypto);

#endif
