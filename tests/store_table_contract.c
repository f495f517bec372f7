/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* The contract of the stores, on a table of a service that is real: see
 * tests/table_live.h. AZURITE_ACCOUNT_URL is what stands before the table. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "tests/store_contract.h"
#include "tests/table_live.h"

enum { STORES = 8, PATIENCE = 20000 };

/* One table for each test, and what is open on it. */
struct tables {
    int number;
    struct table_live stores[STORES];
    size_t count;
};

static void begin(void *self)
{
    ((struct tables *)self)->number++;
}

static void open_one(void *self, struct aoai_store *store)
{
    struct tables *tables = self;
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf url = {0};
    struct table_live *live = &tables->stores[tables->count++];
    const char *account = getenv("AZURITE_ACCOUNT_URL");
    struct aoai_error error = {0};

    assert_true(tables->count <= STORES);
    aoai_buf_printf(&url, "%s/contract%d", account ? account : "",
                    tables->number);
    if (table_live_open(live, aoai_buf_text(&url), &error))
        fail_msg("%s", error.text);
    /* The test releases the store, end() the rest. */
    *store = live->store;
    live->store = (struct aoai_store){0};
}

static void end(void *self)
{
    struct tables *tables = self;

    while (tables->count > 0)
        table_live_close(&tables->stores[--tables->count]);
}

int main(void)
{
    static struct tables tables;
    struct aoai_clock clock = aoai_platform_clock();
    const struct store_bench bench = {.name = "a table of Azure",
                                      .self = &tables,
                                      .clock = &clock,
                                      .patience = PATIENCE,
                                      .begin = begin,
                                      .open = open_one,
                                      .end = end};

    return store_contract_run(&bench);
}
