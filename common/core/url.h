/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* URLs: which endpoints secrets may travel to, their hosts, and escaping. */
#ifndef AOAI_CORE_URL_H
#define AOAI_CORE_URL_H

#include <stdbool.h>
#include <stddef.h>

#include "core/attr.h"
#include "core/buf.h"
#include "core/error.h"

/* Checks that TEXT is an endpoint a secret or token may be sent to and appends
 * it to OUT without trailing slashes and with its scheme in lower case:
 * https://HOST[:PORT][/PATH], or http:// with a loopback host (localhost,
 * 127.0.0.0/8 as four numbers, [::1]) or with 169.254.169.254, the address of
 * Azure's instance metadata service. User info, query, fragment, blanks and
 * anything beyond letters, digits and "-._~/%:[]" are refused, and so is what
 * some programs read differently: a host with an empty label or a dot at its
 * end, "%" or a backslash in it, numbers with leading zeros, hexadecimal or
 * short forms as loopback. A text without scheme counts as https where
 * SCHEME_OPTIONAL. Returns 0, or -1 with an AOAI_ERROR_INPUT that says what is
 * wrong (neither a password in it nor a query is quoted). */
int aoai_url_endpoint(struct aoai_buf *out, const char *text,
                      bool scheme_optional,
                      struct aoai_error *error) AOAI_MUST_USE;

/* True when URL's host is a loopback one or 169.254.169.254: no proxy. */
bool aoai_url_is_local(const char *url);

/* True when both URLs have the same scheme, host and port, so that a token for
 * the one may be sent to the other. Both are absolute; letters of scheme and
 * host count in any case, a port left out is the scheme's own. A URL with user
 * info, or whose host could be read in two ways, has the origin of none. */
bool aoai_url_same_origin(const char *one, const char *other);

/* Room for a host and its port. */
enum { AOAI_URL_HOST_SIZE = 256 };

/* Writes the host of URL, with its port where it names one, into HOST, cut
 * where it is longer: for showing alone. User and password are left out. */
void aoai_url_host(char host[AOAI_URL_HOST_SIZE], const char *url);

/* Appends TEXT percent-encoded for a query value or form field: all bytes but
 * letters, digits and "-._~" (RFC 3986, section 2.3). */
void aoai_url_escape(struct aoai_buf *out, const char *text);

/* The same for the segments of a path: "/" stays. */
void aoai_url_escape_path(struct aoai_buf *out, const char *text);

/* Appends the LENGTH bytes at TEXT with each %XX decoded ("+" stays). Returns
 * false, with OUT as it was, where a "%" is not followed by two hexadecimal
 * digits, or by those of a NUL. */
bool aoai_url_unescape(struct aoai_buf *out, const char *text,
                       size_t length) AOAI_MUST_USE;

#endif
