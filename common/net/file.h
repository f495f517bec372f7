/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Reading small files that somebody else wrote: secrets, tokens, zones; and
 * writing to what is open. */
#ifndef AOAI_NET_FILE_H
#define AOAI_NET_FILE_H

#include <stdbool.h>

#include "core/attr.h"
#include "core/buf.h"
#include "core/error.h"

/* Appends the whole content of PATH to OUT, which sets the largest size
 * accepted by its ceiling. PATH must be a regular file (symbolic links are
 * followed, as Kubernetes and /etc/ssl need that); a FIFO or device is not
 * opened for waiting. Returns 0, or -1 with ERROR naming PATH and the reason:
 * AOAI_ERROR_NOT_FOUND when it does not exist, AOAI_ERROR_DENIED when it may
 * not be read, else AOAI_ERROR_INPUT. */
int aoai_file_read(struct aoai_buf *out, const char *path,
                   struct aoai_error *error) AOAI_MUST_USE;

/* Appends what is left of the open FILE to OUT, up to OUT's ceiling. Returns
 * 0, or -1 with ERROR, which names no file: OUT is then as it was. */
int aoai_file_drain(struct aoai_buf *out, int file,
                    struct aoai_error *error) AOAI_MUST_USE;

/* As aoai_file_read() for a secret: OUT is made secret, and one trailing line
 * end (LF or CR LF) is dropped. A secret that is empty or holds a NUL byte is
 * an error. */
int aoai_file_read_secret(struct aoai_buf *out, const char *path,
                          struct aoai_error *error) AOAI_MUST_USE;

/* The same where PATH was named by somebody who is not trusted: it must not be
 * a symbolic link. Whoever may write in its folder could still name any file
 * there, so the caller has to know the folder. */
int aoai_file_read_secret_unlinked(struct aoai_buf *out, const char *path,
                                   struct aoai_error *error) AOAI_MUST_USE;

/* Writes the content of BYTES to the open FILE, however often that is
 * interrupted. Returns false when it fails: a part may have been written. */
bool aoai_file_write_all(int file, const struct aoai_buf *bytes);

/* True when there is something at PATH, whatever it is. */
bool aoai_file_exists(const char *path);

/* True when the file PATH, or what it links to, is there and everybody may read
 * it (mode o+r). */
bool aoai_file_is_public(const char *path);

#endif
