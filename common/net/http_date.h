/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* The dates of HTTP headers (RFC 9110, section 5.6.7). */
#ifndef AOAI_NET_HTTP_DATE_H
#define AOAI_NET_HTTP_DATE_H

#include <stdbool.h>
#include <stdint.h>

/* Reads "Sun, 06 Nov 1994 08:49:37 GMT" or one of the two obsolete forms into
 * UTC seconds since 1970. Returns false and leaves *SECONDS alone when TEXT is
 * none of these. */
bool aoai_http_date_parse(const char *text, int64_t *seconds);

#endif
