/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "tests/poll_rig.h"

void poll_rig_begin(struct poll_rig *rig, const char *const *words)
{
    memset(rig, 0, sizeof(*rig));
    rig->folder = temp_folder_make();
    assert_int_equal(aoai_cache_open(&rig->cache, rig->folder.path, NULL), 0);
    rig->clock = fake_clock(&rig->time);
    sample_begin(&rig->sample, words);
}

static int get(void *self, const char *audience, int64_t deadline,
               struct aoai_token *token, struct aoai_error *error)
{
    struct poll_rig *rig = self;

    assert_string_equal(audience, rig->sample.setup.audience);
    assert_int_equal(deadline, rig->time.monotonic + 30000);
    if (rig->sign_in_fails)
        return aoai_error_set(error, rig->sign_in_fails, "no sign-in");
    rig->time.wall -= rig->set_back;
    aoai_buf_printf(&token->text, "token-%zu", ++rig->sign_ins);
    return 0;
}

static void forget(void *self, const char *audience, const char *text)
{
    struct poll_rig *rig = self;
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf last = {0};

    assert_string_equal(audience, rig->sample.setup.audience);
    aoai_buf_printf(&last, "token-%zu", rig->sign_ins);
    assert_string_equal(text, aoai_buf_text(&last));
    rig->forgotten++;
}

void poll_rig_run(struct poll_rig *rig, int64_t later,
                  const struct fake_reply *replies, size_t count)
{
    struct aoai_http http = fake_http(&rig->fake);
    struct aoai_credential credential = {"fake", rig, get, forget, NULL};
    const struct aoai_poll poll = {
        .setup = &rig->sample.setup,
        .http = &http,
        .credential = &credential,
        .cache = &rig->cache,
        .clock = &rig->clock,
        .notes = &rig->sample.notes,
        .deadline = rig->time.monotonic + 30000,
    };

    rig->time.wall = SAMPLE_NOW + later;
    fake_http_script(&rig->fake, replies, count);
    sample_set_up(&rig->sample, rig->time.wall);
    assert_int_equal(aoai_poll_run(&poll, &rig->sample.answer, NULL), 0);
    assert_true(fake_http_is_over(&rig->fake));
}

void poll_rig_expect(const struct poll_rig *rig, size_t index,
                     const char *deployment, uint64_t tokens, int64_t seconds)
{
    const struct aoai_reading *reading = &rig->sample.answer.readings[index];
    const struct aoai_usage_row *row =
        aoai_usage_find(&reading->usage, deployment);

    assert_int_equal(reading->read_at, SAMPLE_NOW + seconds);
    assert_non_null(row);
    assert_int_equal(row->tokens[0], tokens);
}

void poll_rig_expect_failure(const struct poll_rig *rig, size_t index,
                             enum aoai_error_kind kind, const char *part)
{
    const struct aoai_reading *reading = &rig->sample.answer.readings[index];

    assert_int_equal(reading->read_at, 0);
    assert_int_equal(reading->usage.count, 0);
    assert_int_equal(reading->failure, kind);
    assert_non_null(reading->reason);
    if (!strstr(reading->reason, part))
        fail_msg("'%s' is not in: %s", part, reading->reason);
}

void poll_rig_end(struct poll_rig *rig)
{
    sample_end(&rig->sample);
    aoai_cache_close(&rig->cache);
    fake_http_free(&rig->fake);
    temp_folder_remove(&rig->folder);
}
