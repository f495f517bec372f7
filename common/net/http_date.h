/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* The dates of HTTP headers (RFC 9110, section 5.6.7). */
#ifndef AOAI_NET_HTTP_DATE_H
#define AOAI_NET_HTTP_DATE_H

#include <stdbool.h>
#include <stdint.h>

/* "Sun, 06 Nov 1994 08:49:37 GMT" and its NUL. */
enum { AOAI_HTTP_DATE_SIZE = 30 };

/* Writes SECONDS since 1970 (UTC) in the first form; before 1970 and after 9999
 * the first and last second of these. */
void aoai_http_date_format(int64_t seconds, char text[AOAI_HTTP_DATE_SIZE]);

/* Reads "Sun, 06 Nov 1994 08:49:37 GMT" or one of the two obsolete forms into
 * UTC seconds since 1970. Returns false and leaves *SECONDS alone when TEXT is
 * none of these. */
bool aoai_http_date_parse(const char *text, int64_t *seconds);

#endif
