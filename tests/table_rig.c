/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "net/http_retry.h"
#include "tests/table_rig.h"

static int get_token(void *self, const char *audience, int64_t deadline,
                     struct aoai_token *token, struct aoai_error *error)
{
    struct table_rig *rig = self;

    (void)error;
    assert_int_equal(deadline, TABLE_DEADLINE);
    rig->tokens++;
    rig->audience = audience;
    token->text.secret = true;
    aoai_buf_printf(&token->text, "token-%d-Secret", rig->forgotten + 1);
    return 0;
}

static void forget_token(void *self, const char *audience, const char *text)
{
    struct table_rig *rig = self;
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf given = {0};

    assert_string_equal(audience, rig->audience);
    aoai_buf_printf(&given, "token-%d-Secret", rig->forgotten + 1);
    assert_string_equal(text, aoai_buf_text(&given));
    rig->forgotten++;
}

void table_rig_begin(struct table_rig *rig, const char *url, const char *key,
                     const struct aoai_crypto *crypto)
{
    *rig = (struct table_rig){.notes = {.level = AOAI_NOTE_DETAIL}};
    rig->clock = fake_clock(&rig->time);
    rig->fake.clock = &rig->time;
    assert_int_equal(aoai_http_retry_new(&rig->http, fake_http(&rig->fake),
                                         &rig->clock, &rig->notes, NULL),
                     0);
    assert_int_equal(aoai_table_place_parse(&rig->place, url, NULL), 0);
    if (key)
        assert_int_equal(aoai_table_key_parse(&rig->key, key, crypto, NULL), 0);
    rig->credential = (struct aoai_credential){
        .self = rig, .get = get_token, .forget = forget_token};
    rig->setup = (struct aoai_table_setup){.place = &rig->place,
                                           .key = &rig->key,
                                           .credential = &rig->credential,
                                           .crypto = crypto,
                                           .http = &rig->http,
                                           .clock = &rig->clock};
}

void table_rig_script(struct table_rig *rig, const struct fake_reply *replies,
                      size_t count)
{
    rig->time = (struct fake_clock){.wall = TABLE_NOW};
    rig->error = (struct aoai_error){0};
    fake_http_script(&rig->fake, replies, count);
}

void table_rig_check(const struct table_rig *rig)
{
    assert_true(fake_http_is_over(&rig->fake));
    assert_null(strstr(aoai_buf_text(&rig->notes.text), "Secret"));
    assert_null(strstr(rig->error.text, "Secret"));
    if (rig->fake.request_count > 0)
        assert_non_null(strstr(aoai_buf_text(&rig->notes.text), "/alertstate"));
}

void table_rig_end(struct table_rig *rig)
{
    aoai_http_free(&rig->http);
    fake_http_free(&rig->fake);
    aoai_notes_free(&rig->notes);
    aoai_table_place_free(&rig->place);
    aoai_table_key_free(&rig->key);
}
