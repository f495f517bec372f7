/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "tests/application_rig.h"
#include "tests/fake_clock.h"

void application_begin(struct application_rig *rig, const char *name)
{
    memset(rig, 0, sizeof(*rig));
    rig->folder = temp_folder_make();
    temp_folder_path(&rig->folder, name, rig->path);
    rig->setup.authority = "https://login.microsoftonline.com";
}

void application_end(struct application_rig *rig)
{
    fake_http_free(&rig->fake);
    temp_folder_remove(&rig->folder);
}

int application_sign_in(struct application_rig *rig,
                        struct aoai_credential *credential,
                        const struct fake_reply *reply)
{
    struct fake_clock time = {.wall = APPLICATION_NOW};
    struct aoai_clock clock = fake_clock(&time);
    struct aoai_http http = fake_http(&rig->fake);
    AOAI_CLEANUP(aoai_token_free) struct aoai_token token = {0};
    int failed;

    rig->setup.http = &http;
    rig->setup.clock = &clock;
    rig->error = (struct aoai_error){0};
    fake_http_script(&rig->fake, reply, reply ? 1 : 0);
    failed = credential->get(credential->self, APPLICATION_ARM, 5000, &token,
                             &rig->error);
    assert_string_equal(aoai_buf_text(&token.text), failed ? "" : "eyJ0");
    aoai_credential_free(credential);
    return failed;
}
