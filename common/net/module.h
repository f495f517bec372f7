/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Parts that are loaded when they are first needed: the transport and what
 * needs OpenSSL; see also poll/module_azure.h and plugins/module_extra_opts.h.
 *
 * A module is a shared object beside the program (while it is being built: in
 * .libs) or in $(pkglibdir). It must be of exactly this version. It stays
 * loaded to the end. */
#ifndef AOAI_NET_MODULE_H
#define AOAI_NET_MODULE_H

#include "core/attr.h"
#include "core/error.h"
#include "net/crypto.h"
#include "net/http.h"
#include "net/http_curl.h"

/* Loads the module NAME, as "aoai_http.so", unless it is there. Returns the
 * address of its aoai_module_entry(), to be copied into a pointer to what that
 * is; NULL with ERROR when the module can not be loaded. */
void *aoai_module_load(const char *name,
                       struct aoai_error *error) AOAI_MUST_USE;

/* Makes an http that loads the curl transport when the first exchange is
 * submitted. SETUP, its texts too, is borrowed for its life. Returns 0, or -1
 * with ERROR when memory is short. */
int aoai_module_http(struct aoai_http *http,
                     const struct aoai_http_setup *setup,
                     struct aoai_error *error) AOAI_MUST_USE;

/* Fills CRYPTO with what needs OpenSSL, loading the module unless it is there.
 * Returns 0, or -1 with ERROR when that can not be loaded. */
int aoai_module_crypto(struct aoai_crypto *crypto,
                       struct aoai_error *error) AOAI_MUST_USE;

/* Writes the first 8 hex digits, lower case, and a NUL of the SHA-256
 * (FIPS 180-4) of TEXT into HEX. Returns 0, or -1 with ERROR when the module
 * can not be loaded. */
int aoai_module_sha256_8(char hex[9], const char *text,
                         struct aoai_error *error) AOAI_MUST_USE;

#endif
