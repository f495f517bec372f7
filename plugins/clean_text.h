/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Text from outside, made harmless for a line of plugin output. */
#ifndef AOAI_PLUGINS_CLEAN_TEXT_H
#define AOAI_PLUGINS_CLEAN_TEXT_H

#include <stddef.h>

#include "core/buf.h"

/* Appends TEXT with "?" for each byte of a control character (line ends and
 * U+0080 to U+009F too), each "|", which would begin the perfdata, and each
 * byte that is not part of valid UTF-8 (RFC 3629: no overlong forms, no
 * surrogates, nothing above U+10FFFF). */
void aoai_clean_text(struct aoai_buf *out, const char *text);

/* As aoai_clean_text(), but line ends stay. */
void aoai_clean_lines(struct aoai_buf *out, const char *text);

/* Cuts BUF to at most LENGTH bytes, "..." at the end included, without cutting
 * a character of UTF-8 in two. A shorter one stays as it is. */
void aoai_clean_cut(struct aoai_buf *buf, size_t length);

#endif
