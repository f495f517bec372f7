/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "core/notes.h"

#include <stdarg.h>

/* Turns what would break the line FROM bytes into TEXT into blanks. */
static void flatten(struct aoai_buf *text, size_t from)
{
    for (size_t i = from; i < text->length; i++) {
        if (text->data[i] == '\n' || text->data[i] == '\r')
            text->data[i] = ' ';
    }
}

void aoai_note(struct aoai_notes *notes, enum aoai_note_level level,
               const char *format, ...)
{
    if (notes == NULL || (int)level > notes->level)
        return;

    size_t start = notes->text.length;
    va_list arguments;
    va_start(arguments, format);
    aoai_buf_vprintf(&notes->text, format, arguments);
    va_end(arguments);
    flatten(&notes->text, start);

    aoai_buf_putc(&notes->text, '\n');
    if (notes->text.state != AOAI_BUF_FINE)
        aoai_buf_truncate(&notes->text, start);
}

void aoai_notes_free(struct aoai_notes *notes)
{
    aoai_buf_free(&notes->text);
}
