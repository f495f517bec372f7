/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/utf8.h"
#include "tests/fixture.h"
#include "tests/mail_rig.h"

struct aoai_notify_event mail_event(void)
{
    return (struct aoai_notify_event){.type = "PROBLEM",
                                      .host = "web01",
                                      .host_display = "",
                                      .address = "",
                                      .address6 = "",
                                      .host_notes = "",
                                      .service = "tokens",
                                      .service_display = "",
                                      .service_notes = "",
                                      .state = "CRITICAL",
                                      .when = "",
                                      .author = "",
                                      .comment = "",
                                      .url = ""};
}

struct aoai_notify_message mail_about(const struct sample *sample, size_t count,
                                      enum aoai_alert_reason reason)
{
    struct aoai_notify_message message;
    struct aoai_notify_crossing *crossings = calloc(count, sizeof(*crossings));

    assert_non_null(crossings);
    assert_true(count <= sample->report.count);
    for (size_t i = 0; i < count; i++) {
        const struct aoai_report_row *row = &sample->report.rows[i];

        crossings[i].row = row;
        crossings[i].level = AOAI_ALERT_WARNING;
        crossings[i].reason = AOAI_ALERT_FIRST;
        if (row->verdict.state != AOAI_STATE_CRITICAL)
            continue;
        crossings[i].level = AOAI_ALERT_CRITICAL;
        crossings[i].reason = reason;
    }
    assert_int_equal(aoai_notify_message_crossings(&message, &sample->setup,
                                                   crossings, count, NULL),
                     0);
    free(crossings);
    return message;
}

/* Compares TEXT with the fixture mail/NAME. Returns how many differ, and leaves
 * TEXT in the current folder then. */
static int compare(const char *name, const char *text)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf path = {0};
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf expected = {0};
    const char *names[2] = {NULL, NULL};
    FILE *file;

    aoai_buf_printf(&path, "mail/%s", name);
    names[0] = aoai_buf_text(&path);
    fixture_add(&expected, names);
    if (strcmp(aoai_buf_text(&expected), text) == 0)
        return 0;
    file = fopen(name, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
    return 1;
}

void mail_expect(struct aoai_notify_message *message, const char *name)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf text = {0};
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf file = {0};
    int differ;

    mail_check(message);
    aoai_buf_printf(&text, "%s\n\n%s", aoai_buf_text(&message->subject),
                    aoai_buf_text(&message->plain));
    aoai_buf_printf(&file, "%s.txt", name);
    differ = compare(aoai_buf_text(&file), aoai_buf_text(&text));
    aoai_buf_truncate(&file, 0);
    aoai_buf_printf(&file, "%s.html", name);
    differ += compare(aoai_buf_text(&file), aoai_buf_text(&message->html));
    aoai_notify_message_free(message);
    if (differ)
        fail_msg("compare %s.txt and %s.html with those of "
                 "tests/fixtures/mail",
                 name, name);
}

/* Fails where TEXT has a byte of a control character, other than line ends
 * where LINES, or is no UTF-8, or turns its direction. */
static void check_bytes(const char *text, bool lines)
{
    static const char *const banned[] = {
        "\xd8\x9c",     "\xe2\x80\x8e", "\xe2\x80\x8f", "\xe2\x80\xa8",
        "\xe2\x80\xa9", "\xe2\x80\xaa", "\xe2\x80\xab", "\xe2\x80\xac",
        "\xe2\x80\xad", "\xe2\x80\xae", "\xe2\x81\xa6", "\xe2\x81\xa7",
        "\xe2\x81\xa8", "\xe2\x81\xa9"};

    for (size_t i = 0; i < sizeof(banned) / sizeof(banned[0]); i++)
        assert_null(strstr(text, banned[i]));
    while (*text) {
        size_t length = aoai_utf8_length(text);
        unsigned char first = (unsigned char)text[0];

        if (length == 0)
            fail_msg("no UTF-8: %s", text);
        if (length == 2 && first == 0xc2 && (unsigned char)text[1] < 0xa0)
            fail_msg("control: %s", text);
        if (length == 1 && (first < ' ' || first == 0x7f) &&
            !(lines && first == '\n'))
            fail_msg("control: %s", text);
        text += length;
    }
}

/* The name of the tag that begins at AT, behind "<" or "</", into NAME. */
static void read_name(const char *at, char name[16])
{
    size_t length = strcspn(at, " >");

    assert_in_range(length, 1, 15);
    memcpy(name, at, length);
    name[length] = '\0';
}

/* True when mails have elements called NAME. */
static bool is_known(const char *name)
{
    static const char *const names[] = {
        "html", "head", "meta", "title", "body", "table", "tr",  "td", "h1",
        "h2",   "p",    "ul",   "li",    "pre",  "span",  "bdi", "a"};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return false;
}

/* Fails unless each attribute of the tag between AT and END has its value in
 * quotes, and none is a handler or a class. */
static void check_attributes(const char *at, const char *end)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf tag = {0};
    size_t quotes = 0;

    aoai_buf_add(&tag, at, (size_t)(end - at));
    for (const char *byte = aoai_buf_text(&tag); *byte; byte++)
        quotes += *byte == '"';
    assert_int_equal(quotes % 2, 0);
    assert_null(strstr(aoai_buf_text(&tag), " on"));
    assert_null(strstr(aoai_buf_text(&tag), " src="));
    assert_null(strstr(aoai_buf_text(&tag), " class="));
    assert_null(strstr(aoai_buf_text(&tag), "url("));
    if (strncmp(at, "<a ", 3) == 0)
        assert_true(strncmp(at, "<a href=\"https://", 17) == 0 ||
                    strncmp(at, "<a href=\"http://", 16) == 0);
}

/* Fails where HTML has an element that mails do not have, elements that do not
 * end in the reverse order of their beginning, or a bare "<" or ">". */
static void check_elements(const char *html)
{
    static const char doctype[] = "<!DOCTYPE html>";
    char open[16][16], name[16];
    size_t depth = 0;

    assert_memory_equal(html, doctype, strlen(doctype));
    html += strlen(doctype);
    while ((html = strpbrk(html, "<>"))) {
        const char *end = strchr(html, '>');

        assert_non_null(end);
        assert_int_equal(*html, '<');
        if (html[1] == '/') {
            read_name(html + 2, name);
            assert_true(depth > 0);
            assert_string_equal(name, open[--depth]);
        } else {
            read_name(html + 1, name);
            if (!is_known(name))
                fail_msg("markup: %.200s", html);
            check_attributes(html, end);
            assert_true(depth < 16);
            if (strcmp(name, "meta") != 0)
                memcpy(open[depth++], name, sizeof(name));
        }
        html = end + 1;
    }
    assert_int_equal(depth, 0);
}

void mail_check(const struct aoai_notify_message *message)
{
    assert_in_range(message->subject.length, 1, AOAI_NOTIFY_SUBJECT_MOST);
    assert_in_range(message->plain.length + message->html.length, 1,
                    AOAI_NOTIFY_BODY_MOST);
    assert_int_equal(strlen(aoai_buf_text(&message->html)),
                     message->html.length);
    check_bytes(aoai_buf_text(&message->subject), false);
    check_bytes(aoai_buf_text(&message->plain), true);
    check_bytes(aoai_buf_text(&message->html), true);
    check_elements(aoai_buf_text(&message->html));
}
