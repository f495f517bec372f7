/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Bytes as letters and digits (RFC 4648): base64 (section 4), and base64url
 * (section 5) as JSON Web Tokens write it, without padding (RFC 7515 section
 * 2). For the module aoai_crypto.so: see net/crypto.h. */
#ifndef AOAI_NET_BASE64_H
#define AOAI_NET_BASE64_H

#include <stddef.h>

#include "core/attr.h"
#include "core/buf.h"
#include "core/error.h"

/* Appends LENGTH bytes to OUT as base64, padded, in one line. */
void aoai_base64_encode(struct aoai_buf *out, const void *bytes, size_t length);

/* Appends to OUT the bytes that the LENGTH characters at TEXT, padded base64,
 * stand for. Returns 0, or -1 with ERROR and nothing appended: an
 * AOAI_ERROR_ANSWER for any other character (blanks and line ends too), missing
 * padding, and bits left over at the end that are not zero. */
int aoai_base64_decode(struct aoai_buf *out, const char *text, size_t length,
                       struct aoai_error *error) AOAI_MUST_USE;

/* Appends LENGTH bytes to OUT as base64url without padding. */
void aoai_base64_url_encode(struct aoai_buf *out, const void *bytes,
                            size_t length);

/* Appends to OUT the bytes that the LENGTH characters at TEXT, base64url
 * without padding, stand for. Returns 0, or -1 with ERROR and nothing
 * appended: an AOAI_ERROR_ANSWER for any other character (padding, blanks and
 * line ends too), a length that no bytes have, and bits left over at the end
 * that are not zero. */
int aoai_base64_url_decode(struct aoai_buf *out, const char *text,
                           size_t length,
                           struct aoai_error *error) AOAI_MUST_USE;

#endif
