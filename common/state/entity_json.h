/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* An entity as Azure Table Storage carries it: an object of JSON, with the
 * names of state/entity.h. Int64 is a string there, since numbers of JSON lose
 * digits
 * (https://learn.microsoft.com/rest/api/storageservices/payload-format-for-
 * table-service-operations). */
#ifndef AOAI_STATE_ENTITY_JSON_H
#define AOAI_STATE_ENTITY_JSON_H

#include "core/attr.h"
#include "core/buf.h"
#include "core/error.h"
#include "state/entity.h"
#include "state/store.h"

/* Appends ENTITY's properties, all of them, to OUT as an object; with KEY, the
 * keys too, as an insert has them. The version is no property. */
void aoai_entity_json_write(struct aoai_buf *out,
                            const struct aoai_store_key *key,
                            const struct aoai_entity *entity);

/* Reads the object in JSON into *ENTITY; its version stays "". Properties that
 * are absent or null are as if zero, and so are times that are none; foreign
 * ones are passed over. Returns 0, or -1 with an AOAI_ERROR_ANSWER: no JSON, or
 * a property of ours of which no sense can be made, which is named. It is never
 * read as a mail that is not out yet. */
int aoai_entity_json_read(struct aoai_entity *entity,
                          const struct aoai_buf *json,
                          struct aoai_error *error) AOAI_MUST_USE;

#endif
