/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* How the reader of a mail can look closer. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "core/glob.h"
#include "plugins/notify_look.h"
#include "tests/mail_rig.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))

#define REMARK                                                                 \
    "No command can be shown here: a name is too long or holds characters "    \
    "that can not be copied from a mail. Run check_aoai_tokens -v "            \
    "instead.\n\n"

/* Appends the plain text of the command for DEPLOYMENT of the resource ID. */
static void show_command(struct aoai_buf *plain, const char *const *words,
                         const char *id, const char *deployment)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf html = {0};
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf text = {0};
    struct aoai_notify_page page = {plain, &html};
    struct aoai_resource_id resource = {.name = "x"};
    struct aoai_report_row row = {.resource = &resource,
                                  .deployment = deployment};
    struct sample sample;

    aoai_buf_puts(&text, id);
    resource.text = text.data;
    sample_begin(&sample, words);
    aoai_notify_look_command(&page, &sample.setup, &row);
    sample_end(&sample);
}

static void a_command_asks_for_what_the_mail_is_about(void **state)
{
    static const struct {
        const char *words[3];
        const char *options;
    } rows[] = {
        {{NULL}, "--month=2024-10"},
        {{"month=previous"}, "--month=2024-09"},
        {{"timezone=Europe/Berlin"},
         "--month=2024-10 --timezone='Europe/Berlin'"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf plain = {0};
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf text = {0};

        show_command(&plain, rows[i].words, "/x/y", "gpt-4o");
        aoai_buf_printf(&text,
                        "  check_aoai_tokens -r '/x/y' -d 'gpt-4o' -v "
                        "%s\n\n",
                        rows[i].options);
        assert_string_equal(aoai_buf_text(&plain), aoai_buf_text(&text));
    }
}

static void a_shell_reads_the_names_as_they_are(void **state)
{
    static const struct {
        const char *name, *word;
    } rows[] = {
        {"a b", "'a b'"},
        {"$(reboot)`reboot`;&|", "'$(reboot)`reboot`;&|'"},
        {"\\", "'\\'"},
        {"it's", "'it'\\''s'"},
        {"''", "''\\'''\\'''"},
        {"-v", "'-v'"},
        {"", "''"},
        {"M\xc3\xbcller", "'M\xc3\xbcller'"},
        /* -d takes patterns: only this one name may fit */
        {"a*b?c", "'a[*]b[?]c'"},
        {"x[1]", "'x[[]1]'"},
        {"[*]'?", "'[[][*]]'\\''[?]'"},
    };
    static const char *const none[] = {NULL};

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf plain = {0};
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf text = {0};

        show_command(&plain, none, "/x", rows[i].name);
        aoai_buf_printf(&text,
                        "  check_aoai_tokens -r '/x' -d %s -v "
                        "--month=2024-10\n\n",
                        rows[i].word);
        assert_string_equal(aoai_buf_text(&plain), aoai_buf_text(&text));
    }
}

static void the_pattern_of_a_name_fits_it_alone(void **state)
{
    static const struct {
        const char *name, *pattern, *other;
    } rows[] = {
        {"a*b?c", "a[*]b[?]c", "aXbYc"},
        {"x[1]", "x[[]1]", "x1"},
        {"[", "[[]", "x"},
        {"[!a]", "[[]!a]", "b"},
        {"[[[", "[[][[][[]", "xxx"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_true(aoai_glob_fits(rows[i].pattern, rows[i].name));
        assert_false(aoai_glob_fits(rows[i].pattern, rows[i].other));
    }
}

static void names_that_can_not_be_copied_get_a_remark(void **state)
{
    static const char *const none[] = {NULL};
    static const char *const names[] = {"a\nb",
                                        "a\x1b[31m",
                                        "a\xff",
                                        ("\xe2\x80\xae"
                                         "o4-tpg"),
                                        "a\x7f",
                                        "\xc2\x9b"};
    char name[2000];

    (void)state;
    memset(name, 'a', sizeof(name));
    name[sizeof(name) - 1] = '\0';
    for (size_t i = 0; i <= COUNT(names); i++) {
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf one = {0};
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf other = {0};
        const char *bad = i < COUNT(names) ? names[i] : name;

        show_command(&one, none, "/x", bad);
        assert_string_equal(aoai_buf_text(&one), REMARK);
        show_command(&other, none, bad, "x");
        assert_string_equal(aoai_buf_text(&other), REMARK);
    }
}

static void the_portal_is_that_of_the_cloud(void **state)
{
    static const struct {
        const char *words[3];
        char *id;
        const char *html;
    } rows[] = {
        {{NULL},
         "/s/a-b._~",
         "<a href=\"https://portal.azure.com/#resource/s/a-b._~/metrics\">"},
        {{"cloud=usgov"},
         "/s",
         "<a href=\"https://portal.azure.us/#resource/s/metrics\">"},
        {{"cloud=china"},
         "/s",
         "<a href=\"https://portal.azure.cn/#resource/s/metrics\">"},
        /* nothing in an id ends the link, or adds to it */
        {{NULL},
         "/a\"><b>&c'd#e?f%20 \xc3\xbc\n",
         "<a href=\"https://portal.azure.com/#resource/a%22%3E%3Cb%3E%26c%27d"
         "%23e%3Ff%2520%20%C3%BC%0A/metrics\">"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf plain = {0};
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf html = {0};
        struct aoai_notify_page page = {&plain, &html};
        struct aoai_resource_id resource = {.text = rows[i].id};
        struct aoai_report_row row = {.resource = &resource};
        struct sample sample;

        sample_begin(&sample, rows[i].words);
        assert_int_equal(
            aoai_notify_look_portal(&page, &sample.setup, &row, NULL), 0);
        sample_end(&sample);
        assert_memory_equal(aoai_buf_text(&html), rows[i].html,
                            strlen(rows[i].html));
    }
}

static void icinga_web_is_linked_where_it_is_a_url(void **state)
{
    static const struct {
        const char *url, *service, *plain;
    } rows[] = {
        {"https://i.example/icingaweb2", "",
         "https://i.example/icingaweb2/icingadb/host?name=web%201\n\n"},
        {"http://i.example//", "a&b=c",
         "http://i.example/icingadb/service?name=a%26b%3Dc&host.name="
         "web%201\n\n"},
        {"HTTPS://i.example", "",
         "HTTPS://i.example/icingadb/host?name=web%201\n\n"},
        /* no links */
        {"", "x", ""},
        {"i.example/icingaweb2", "x", ""},
        {"javascript:alert(1)//https://", "x", ""},
        {"ftp://i.example", "x", ""},
        {"https:/i.example", "x", ""},
        {"https://i.example/\" onclick=\"x", "x", ""},
        {"https://i.example/<b>", "x", ""},
        {"https://i.example/a b", "x", ""},
        {"https://i.example/a\r\nBcc: x", "x", ""},
        {"https://i.example/\xe2\x80\xae", "x", ""},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf plain = {0};
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf html = {0};
        struct aoai_notify_page page = {&plain, &html};
        struct aoai_notify_event event = mail_event();

        event.host = "web 1";
        event.service = rows[i].service;
        event.url = rows[i].url;
        assert_int_equal(aoai_notify_look_icinga(&page, &event, NULL), 0);
        assert_string_equal(aoai_buf_text(&plain), rows[i].plain);
        assert_int_equal(html.length > 0, rows[i].plain[0] != '\0');
        assert_null(strstr(aoai_buf_text(&html), "b=c\"")); /* escaped */
    }
}

static void a_link_that_is_too_long_is_left_out(void **state)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf plain = {0};
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf html = {0};
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf name = {0};
    struct aoai_notify_page page = {&plain, &html};
    struct aoai_notify_event event = mail_event();
    struct aoai_resource_id resource = {0};
    struct aoai_report_row row = {.resource = &resource};
    static const char *const none[] = {NULL};
    struct sample sample;

    (void)state;
    for (int i = 0; i < 3000; i++)
        aoai_buf_putc(&name, 'x');
    event.host = aoai_buf_text(&name);
    event.url = "https://i.example";
    assert_int_equal(aoai_notify_look_icinga(&page, &event, NULL), 0);
    assert_int_equal(plain.length + html.length, 0);

    resource.text = name.data;
    sample_begin(&sample, none);
    assert_int_equal(aoai_notify_look_portal(&page, &sample.setup, &row, NULL),
                     0);
    sample_end(&sample);
    assert_string_equal(aoai_buf_text(&plain), "https://portal.azure.com");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_command_asks_for_what_the_mail_is_about),
        cmocka_unit_test(a_shell_reads_the_names_as_they_are),
        cmocka_unit_test(the_pattern_of_a_name_fits_it_alone),
        cmocka_unit_test(names_that_can_not_be_copied_get_a_remark),
        cmocka_unit_test(the_portal_is_that_of_the_cloud),
        cmocka_unit_test(icinga_web_is_linked_where_it_is_a_url),
        cmocka_unit_test(a_link_that_is_too_long_is_left_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
