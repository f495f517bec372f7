/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* The module aoai_http.so: the transport. */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#include "net/module_entry.h"

const char aoai_module_version[] = PACKAGE_VERSION;

aoai_module_http_entry aoai_module_entry;

int aoai_module_entry(struct aoai_http *http,
                      const struct aoai_http_setup *setup,
                      struct aoai_error *error)
{
    return aoai_http_curl_new(http, setup, error);
}
