/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* A folder for one test, below $TMPDIR or /tmp. */
#ifndef AOAI_TESTS_TEMP_FOLDER_H
#define AOAI_TESTS_TEMP_FOLDER_H

#include <stddef.h>

enum { TEMP_FOLDER_PATH = 512 };

struct temp_folder {
    char path[TEMP_FOLDER_PATH];
};

/* Makes a folder, mode 0700. Remove it with temp_folder_remove(). */
struct temp_folder temp_folder_make(void);

/* Writes the path of the file NAME in FOLDER into PATH. */
void temp_folder_path(const struct temp_folder *folder, const char *name,
                      char path[TEMP_FOLDER_PATH]);

/* Writes the file NAME, mode 0600, with LENGTH bytes. */
void temp_folder_write(const struct temp_folder *folder, const char *name,
                       const void *bytes, size_t length);

/* Writes the path of the only file in FOLDER whose name begins with PREFIX and
 * does not end in ".lock" into PATH. */
void temp_folder_find(const struct temp_folder *folder, const char *prefix,
                      char path[TEMP_FOLDER_PATH]);

/* Removes the folder with all that is in it. */
void temp_folder_remove(const struct temp_folder *folder);

#endif
