/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Azure resource ids:
 * /subscriptions/S[/resourceGroups/G]/providers/NAMESPACE/TYPE/NAME
 * with more /TYPE/NAME behind it for parts of a resource
 * (https://learn.microsoft.com/azure/azure-resource-manager/management/
 * resource-name-rules). They are compared without regard to the case of ASCII
 * letters. */
#ifndef AOAI_CORE_RESOURCE_ID_H
#define AOAI_CORE_RESOURCE_ID_H

#include <stdbool.h>

#include "core/attr.h"
#include "core/error.h"

struct aoai_resource_id {
    char *text;       /* leading slash, no trailing one, spelled as given */
    const char *name; /* the last segment, inside text: the account */
    bool is_account;  /* of type Microsoft.CognitiveServices/accounts */
};

/* Reads TEXT; a leading slash may be missing, a trailing one is ignored.
 * Returns 0, or -1 with an AOAI_ERROR_INPUT that quotes TEXT and names the
 * part that is wrong and what stands there in a right one (a URL, a word
 * misspelled, an empty segment, "." or "..", control or URL characters, a
 * blank at either end of a part, too few parts).
 * Release with aoai_resource_id_free(). */
int aoai_resource_id_parse(struct aoai_resource_id *id, const char *text,
                           struct aoai_error *error) AOAI_MUST_USE;

/* True when both name the same resource. */
bool aoai_resource_id_same(const struct aoai_resource_id *one,
                           const struct aoai_resource_id *other);

/* Releases the text. Accepts the all-zero object. */
void aoai_resource_id_free(struct aoai_resource_id *id);

#endif
