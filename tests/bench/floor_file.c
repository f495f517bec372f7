/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* floor_file FILE: the least that an answer from a file costs.
 *
 * The file holds a line "TOKENS NAME" for each deployment. No library but
 * libc, no options, no lock, and no question whether the file may be trusted,
 * is fresh or is about the right month. */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "floor_line.h"

/* The whole of FILE as one text. */
static char *read_all(const char *file)
{
    struct stat status = {0};
    int descriptor = open(file, O_RDONLY);
    char *text = NULL;

    if (descriptor < 0 || fstat(descriptor, &status) != 0)
        return NULL;
    text = malloc((size_t)status.st_size + 1);
    if (!text || read(descriptor, text, (size_t)status.st_size) !=
                     (ssize_t)status.st_size)
        return NULL;
    text[status.st_size] = '\0';
    close(descriptor);
    return text;
}

int main(int argc, char **argv)
{
    struct floor_line line = {0};
    char *text = argc == 2 ? read_all(argv[1]) : NULL;
    char *at = text;

    if (!text)
        return 2;
    while (*at) {
        uint64_t tokens = strtoull(at, &at, 10);
        char *name = at + 1;

        at = name + strcspn(name, "\n");
        *at++ = '\0';
        floor_line_add(&line, name, tokens);
    }
    floor_line_print(&line);
    free(text);
    return 0;
}
