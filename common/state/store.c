/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "state/store.h"

void aoai_store_free(struct aoai_store *store)
{
    if (store->free)
        store->free(store->self);
    *store = (struct aoai_store){0};
}
