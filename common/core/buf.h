/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Growing bytes with a ceiling.
 *
 * A buffer remembers its first failure: append as often as needed and ask
 * once, with aoai_buf_check(), whether all of it is there. After a failure
 * appending does nothing. The content is always followed by a NUL byte that
 * does not count. The all-zero object is an empty buffer with the ceiling
 * AOAI_BUF_MAX. */
#ifndef AOAI_CORE_BUF_H
#define AOAI_CORE_BUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/attr.h"
#include "core/error.h"

/* The ceiling, in bytes, of a buffer that names none. */
enum { AOAI_BUF_MAX = 1 << 20 };

enum aoai_buf_state { AOAI_BUF_FINE, AOAI_BUF_NO_MEMORY, AOAI_BUF_TOO_LARGE };

struct aoai_buf {
    char *data;    /* NULL while nothing was appended */
    size_t length; /* bytes in use */
    size_t space;  /* bytes allocated */
    size_t max;    /* ceiling on length; 0 means AOAI_BUF_MAX */
    bool secret;   /* wipe the bytes before giving them back */
    enum aoai_buf_state state;
};

/* Appends LENGTH bytes. */
void aoai_buf_add(struct aoai_buf *buf, const void *bytes, size_t length);

/* Appends the text TEXT without its NUL. */
void aoai_buf_puts(struct aoai_buf *buf, const char *text);

/* Appends one byte. */
void aoai_buf_putc(struct aoai_buf *buf, char byte);

/* Appends NUMBER in decimal digits, much faster than printf() would. */
void aoai_buf_number(struct aoai_buf *buf, uint64_t number);

/* Appends formatted text. */
void aoai_buf_printf(struct aoai_buf *buf, const char *format, ...)
    AOAI_PRINTF(2, 3);

/* As aoai_buf_printf(), with the arguments in ARGUMENTS. */
void aoai_buf_vprintf(struct aoai_buf *buf, const char *format,
                      va_list arguments) AOAI_PRINTF(2, 0);

/* Makes room for LENGTH more bytes at once; a hint that may fail as an
 * append does. */
void aoai_buf_reserve(struct aoai_buf *buf, size_t length);

/* Shortens the content to LENGTH bytes; longer than it is: no change. */
void aoai_buf_truncate(struct aoai_buf *buf, size_t length);

/* Returns 0 when every append worked; else -1 with ERROR: AOAI_ERROR_MEMORY,
 * or AOAI_ERROR_ANSWER "larger than N bytes" where the ceiling was reached. */
int aoai_buf_check(const struct aoai_buf *buf,
                   struct aoai_error *error) AOAI_MUST_USE;

/* The content as text, "" when empty; borrowed until the next change. */
const char *aoai_buf_text(const struct aoai_buf *buf);

/* Hands the content over as allocated text: the caller frees it, the buffer
 * is empty afterwards. Returns NULL, with ERROR set and the buffer emptied,
 * when an append had failed or memory is short. */
char *aoai_buf_take(struct aoai_buf *buf,
                    struct aoai_error *error) AOAI_MUST_USE;

/* Releases the content and makes the buffer empty and usable again; ceiling
 * and secrecy stay. Accepts an empty buffer. */
void aoai_buf_free(struct aoai_buf *buf);

/* Overwrites LENGTH bytes so that the compiler can not leave it out. */
void aoai_wipe(void *bytes, size_t length);

#endif
