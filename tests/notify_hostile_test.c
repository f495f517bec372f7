/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Mails about names and texts that mean harm. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "tests/mail_rig.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))

/* What names and texts were made of to do harm. */
static const char *const hostile[] = {
    /* another header, another line */
    "a\r\nBcc: victim@example.com\r\n\r\nbody",
    "a\nSubject: b",
    /* markup, attributes, references */
    "<script>alert(1)</script>",
    "</td></tr></table><img src=x onerror=alert(1)>",
    "\" onmouseover=\"alert(1)",
    "' style='display:none",
    "</pre><!-- ",
    "]]><a href=\"https://evil.example\">click</a>",
    "&lt;b&gt;&#60;&amp;",
    "javascript:alert(1)",
    /* controls of terminals */
    "\x1b[31m\x07\x08\x7f\x01",
    ("\xc2\x9b"
     "31m"),
    /* reads as "gpt-4o", is another name */
    ("\xe2\x80\xae"
     "o4-tpg"),
    ("a\xe2\x81\xa6"
     "b\xe2\x81\xa9"),
    /* no UTF-8: a lone byte, an overlong "<", a cut off character */
    "\xff\xfe",
    "\xc0\xbcscript>",
    "x\xe2\x82",
    /* formats and quotes */
    "%s%n%d",
    "'; rm -rf / #",
    "$(id)`id`\\",
    "*",
    "",
};

/* NAME in text that a mail may be looked through for: long, so that it is cut
 * at any place. Free it with the buffer. */
static void repeat(struct aoai_buf *out, const char *name, size_t length)
{
    aoai_buf_puts(out, name);
    while (*name && out->length < length)
        aoai_buf_puts(out, name);
}

/* Checks the mails about one and about two deployments called NAME. */
static void check_crossings(const char *name)
{
    static const char *const one[] = {"critical=1", NULL};
    static const char *const two[] = {
        "resource=" SAMPLE_ID, "resource=" SAMPLE_OTHER, "critical=1", NULL};
    struct aoai_notify_message message;
    struct sample sample;

    for (size_t count = 1; count <= 2; count++) {
        sample_begin(&sample, count == 1 ? one : two);
        for (size_t i = 0; i < count; i++)
            sample_use(&sample, i, name, UINT32_MAX);
        sample_report(&sample);
        message = mail_about(&sample, count, AOAI_ALERT_FIRST);
        sample_end(&sample);
        mail_check(&message);
        assert_non_null(strstr(aoai_buf_text(&message.subject),
                               count == 1 ? " (critical 1)" : "2 deployments"));
        assert_null(strstr(aoai_buf_text(&message.plain), "\nBcc:"));
        aoai_notify_message_free(&message);
    }
}

static void deployments_can_be_called_anything(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(hostile); i++) {
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf name = {0};

        check_crossings(hostile[i]);
        repeat(&name, hostile[i], 70000);
        check_crossings(aoai_buf_text(&name));
    }
}

/* Checks the mail about a service, and about a host, all of whose facts are
 * TEXT. */
static void check_event(const char *text)
{
    struct aoai_notify_event event = {.type = text,
                                      .host = text,
                                      .host_display = text,
                                      .address = text,
                                      .address6 = text,
                                      .host_notes = text,
                                      .service = text,
                                      .service_display = "",
                                      .service_notes = text,
                                      .state = text,
                                      .when = text,
                                      .author = text,
                                      .comment = text,
                                      .url = text};

    aoai_buf_puts(&event.output, text);
    for (int i = 0; i < 3; i++) {
        struct aoai_notify_message message;

        assert_int_equal(aoai_notify_message_event(&message, &event, NULL), 0);
        mail_check(&message);
        assert_int_equal(aoai_buf_text(&message.subject)[0], '[');
        assert_int_equal(message.subject.data[message.subject.length - 1], '!');
        /* what comes from outside is behind a label, or indented */
        assert_null(strstr(aoai_buf_text(&message.plain), "\nBcc:"));
        assert_null(strstr(aoai_buf_text(&message.plain), "\nSubject:"));
        aoai_notify_message_free(&message);
        if (i == 0)
            event.service_display = text;
        else
            event.service = "";
    }
    aoai_buf_free(&event.output);
}

static void notifications_can_say_anything(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(hostile); i++) {
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf text = {0};

        check_event(hostile[i]);
        repeat(&text, hostile[i], 400000);
        check_event(aoai_buf_text(&text));
    }
}

static void every_byte_can_stand_in_a_name(void **state)
{
    (void)state;
    for (int byte = 1; byte < 256; byte++) {
        char name[] = {'a', (char)byte, 'b', '\0'};
        char alone[] = {(char)byte, '\0'};

        check_crossings(name);
        check_event(alone);
    }
}

static void the_worst_text_keeps_the_bounds(void **state)
{
    /* the characters that grow most: by escaping, and by replacing */
    static const char *const worst[] = {"\"",
                                        "\xff",
                                        "\"\n",
                                        "\xff\n",
                                        "&",
                                        "\xe2\x80\xae",
                                        "\xf0\x9f\x98\x80"};

    (void)state;
    for (size_t i = 0; i < COUNT(worst); i++) {
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf text = {0};

        repeat(&text, worst[i], 500000);
        check_event(aoai_buf_text(&text));
        check_crossings(aoai_buf_text(&text));
    }
}

static void the_machine_can_be_called_anything(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(hostile); i++) {
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf text = {0};
        struct aoai_notify_message message;

        repeat(&text, hostile[i], 5000);
        assert_int_equal(aoai_notify_message_test(&message, INT64_MAX,
                                                  aoai_buf_text(&text), NULL),
                         0);
        mail_check(&message);
        aoai_notify_message_free(&message);
    }
}

/* Begins SAMPLE with COUNT deployments over their threshold, each name with
 * TAIL at its end. */
static void use_many(struct sample *sample, int count, const char *tail)
{
    static const char *const words[] = {"critical=1", NULL};

    sample_begin(sample, words);
    for (int i = 0; i < count; i++) {
        char name[512];

        snprintf(name, sizeof(name), "gpt-%05d%s", i, tail);
        sample_use(sample, 0, name, (uint64_t)(100000 - i));
    }
    sample_report(sample);
}

static void a_large_digest_says_how_many_it_leaves_out(void **state)
{
    struct aoai_notify_message message;
    struct sample sample;
    const char *more;
    unsigned long left_out = 0, listed = 0;

    (void)state;
    use_many(&sample, 5000, "");
    message = mail_about(&sample, 5000, AOAI_ALERT_FIRST);
    sample_end(&sample);
    mail_check(&message);
    assert_string_equal(
        aoai_buf_text(&message.subject),
        "[CRITICAL] 5000 deployments over their token thresholds in 2024-10: "
        "gpt-00000, gpt-00001, gpt-00002, gpt-00003, gpt-00004, gpt-00005, "
        "gpt-00006, gpt-00007, gpt-00008, gpt-00009 and 4990 more");
    for (const char *at = aoai_buf_text(&message.plain);
         (at = strstr(at, "\n- CRITICAL gpt-")); at++)
        listed++;
    more = strstr(aoai_buf_text(&message.plain), "\n- and ");
    assert_non_null(more);
    assert_int_equal(sscanf(more, "\n- and %lu more:", &left_out), 1);
    assert_int_equal(listed + left_out, 5000);
    assert_true(listed > 300);
    /* the end is there */
    assert_non_null(strstr(more, "There is one mail per deployment"));
    aoai_notify_message_free(&message);
}

static void a_digest_of_twenty_tells_all(void **state)
{
    struct aoai_notify_message message;
    struct sample sample;
    int parts = 0;

    (void)state;
    use_many(&sample, 20, "");
    message = mail_about(&sample, 20, AOAI_ALERT_FIRST);
    sample_end(&sample);
    mail_check(&message);
    for (const char *at = aoai_buf_text(&message.plain);
         (at = strstr(at, "\n--- [CRITICAL] gpt-")); at++)
        parts++;
    assert_int_equal(parts, 20);
    assert_null(strstr(aoai_buf_text(&message.plain), " more: "));
    aoai_notify_message_free(&message);
}

static void long_hostile_names_keep_a_digest_in_bounds(void **state)
{
    static const char tail[] =
        "\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\""
        "\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\""
        "\"";
    struct aoai_notify_message message;
    struct sample sample;

    (void)state;
    use_many(&sample, 3000, tail);
    message = mail_about(&sample, 3000, AOAI_ALERT_FIRST);
    sample_end(&sample);
    mail_check(&message);
    aoai_notify_message_free(&message);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(deployments_can_be_called_anything),
        cmocka_unit_test(notifications_can_say_anything),
        cmocka_unit_test(every_byte_can_stand_in_a_name),
        cmocka_unit_test(the_worst_text_keeps_the_bounds),
        cmocka_unit_test(the_machine_can_be_called_anything),
        cmocka_unit_test(a_large_digest_says_how_many_it_leaves_out),
        cmocka_unit_test(a_digest_of_twenty_tells_all),
        cmocka_unit_test(long_hostile_names_keep_a_digest_in_bounds),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
