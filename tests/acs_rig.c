/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "net/http_retry.h"
#include "net/module.h"
#include "tests/acs_rig.h"

enum { LINES = 1024 };

void acs_rig_begin(struct acs_rig *rig, const struct fake_reply *replies)
{
    size_t count = 0;

    memset(rig, 0, sizeof(*rig));
    rig->time = (struct fake_clock){ACS_NOW, ACS_START};
    rig->clock = fake_clock(&rig->time);
    rig->fake.clock = &rig->time;
    while (replies[count].url_part)
        count++;
    fake_http_script(&rig->fake, replies, count);
    assert_int_equal(aoai_http_retry_new(&rig->http, fake_http(&rig->fake),
                                         &rig->clock, NULL, NULL),
                     0);
    assert_int_equal(aoai_module_crypto(&rig->crypto, NULL), 0);
    rig->key.secret = true;
    aoai_buf_puts(&rig->key, "0123456789abcdef");
    assert_int_equal(aoai_text_list_add(&rig->to, "ops@contoso.example", NULL),
                     0);
    rig->mail = (struct aoai_acs_email){.from = "donotreply@contoso.example",
                                        .to = &rig->to,
                                        .subject = "gpt-4o exceeded",
                                        .plain = "total 1183"};
    memcpy(rig->operation.id, ACS_ID, sizeof(ACS_ID));
    rig->setup = (struct aoai_acs_email_setup){
        .endpoint = "https://contoso.communication.azure.com",
        .key = &rig->key,
        .crypto = &rig->crypto,
        .http = &rig->http,
        .clock = &rig->clock,
    };
}

void acs_rig_end(struct acs_rig *rig)
{
    assert_true(fake_http_is_over(&rig->fake));
    aoai_http_free(&rig->http);
    fake_http_free(&rig->fake);
    aoai_buf_free(&rig->key);
    aoai_text_list_free(&rig->to);
}

enum aoai_acs_email_fate acs_rig_submit(struct acs_rig *rig, int64_t ms)
{
    return aoai_acs_email_submit(&rig->setup, &rig->mail, &rig->operation,
                                 rig->time.monotonic + ms, &rig->error);
}

enum aoai_acs_email_fate acs_rig_follow(struct acs_rig *rig, int64_t ms)
{
    return aoai_acs_email_follow(&rig->setup, &rig->operation,
                                 rig->time.monotonic + ms, &rig->error);
}

const char *acs_rig_requests(const struct acs_rig *rig)
{
    static char text[LINES];
    size_t length = 0;

    text[0] = '\0';
    for (size_t i = 0; i < rig->fake.request_count; i++) {
        const struct fake_request *request = &rig->fake.requests[i];

        assert_true(length < sizeof(text));
        length +=
            (size_t)snprintf(text + length, sizeof(text) - length, "%s%s %d",
                             length > 0 ? " " : "", request->method,
                             (int)(request->sent - ACS_START));
    }
    return text;
}

const char *acs_rig_header(const struct acs_rig *rig, size_t index,
                           const char *name)
{
    static char value[LINES];
    const char *at = rig->fake.requests[index].headers;
    size_t length = strlen(name);

    value[0] = '\0';
    assert_true(index < rig->fake.request_count);
    for (; *at != '\0'; at += strcspn(at, "\n") + 1)
        if (strncmp(at, name, length) == 0 && at[length] == ':')
            (void)snprintf(value, sizeof(value), "%.*s",
                           (int)strcspn(at + length + 2, "\n"),
                           at + length + 2);
    return value;
}

void acs_rig_check(const struct acs_rig *rig, const char *row,
                   enum aoai_acs_email_fate fate,
                   enum aoai_acs_email_fate wanted, const char *text)
{
    if (fate != wanted || strcmp(rig->error.text, text ? text : "") != 0)
        print_error("%s: fate %d, '%s'\n", row, (int)fate, rig->error.text);
    assert_int_equal(fate, wanted);
    assert_string_equal(rig->error.text, text ? text : "");
}
