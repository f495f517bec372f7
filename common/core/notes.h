/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* What -v, -vv and -vvv show: remarks that the core leaves on its way.
 *
 * The core never prints. It adds lines here, the host shows those up to the
 * level it was asked for. Notes never hold a secret, are bounded in size and
 * silently stop when memory or room runs out: a remark is never a reason to
 * fail. */
#ifndef AOAI_CORE_NOTES_H
#define AOAI_CORE_NOTES_H

#include "core/attr.h"
#include "core/buf.h"

enum aoai_note_level {
    AOAI_NOTE_DECISION = 1, /* which credential, cache, what was left out */
    AOAI_NOTE_REQUEST = 2,  /* each request with its status and time */
    AOAI_NOTE_DETAIL = 3    /* everything else */
};

struct aoai_notes {
    int level;            /* notes above this level are not kept */
    struct aoai_buf text; /* the lines, each with a final newline */
};

/* Adds one line at LEVEL. A NULL NOTES is allowed. */
void aoai_note(struct aoai_notes *notes, enum aoai_note_level level,
               const char *format, ...) AOAI_PRINTF(3, 4);

/* Releases the lines. */
void aoai_notes_free(struct aoai_notes *notes);

#endif
