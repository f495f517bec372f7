/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* The store that several pollers share: a table of Azure Table Storage
 * (https://learn.microsoft.com/rest/api/storageservices/table-service-rest-api,
 * version 2019-02-02). Inserts are plain POSTs, updates are merges with
 * If-Match, so neither can overwrite what it has not seen. The table is made
 * when it is missing. */
#ifndef AOAI_STATE_STORE_TABLE_H
#define AOAI_STATE_STORE_TABLE_H

#include "azure/table.h"
#include "core/attr.h"
#include "core/error.h"
#include "state/store.h"

/* Makes a store over the table that SETUP (borrowed for the store's life)
 * names. Nothing is sent yet. Returns 0, or -1 with ERROR when memory is
 * short. */
int aoai_store_table_open(struct aoai_store *store,
                          const struct aoai_table_setup *setup,
                          struct aoai_error *error) AOAI_MUST_USE;

#endif
