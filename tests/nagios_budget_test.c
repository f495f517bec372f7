/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Whatever the report, the output keeps its promises of size and form. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "plugins/clean_text.h"
#include "plugins/label.h"
#include "plugins/nagios_output.h"
#include "plugins/nagios_text.h"
#include "tests/sample.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))

/* Reports tried. */
enum { ROUNDS = 400 };

/* The next of a row of numbers that is the same on every run. */
static uint32_t draw(uint32_t *seed, uint32_t below)
{
    *seed = *seed * 1664525u + 1013904223u;
    return (*seed >> 8) % below;
}

/* A name of up to 64 characters, now and then of more than a byte. */
static void draw_name(uint32_t *seed, struct aoai_buf *name)
{
    static const char *const pieces[] = {
        "a",
        "B",
        "7",
        "-",
        "_",
        ".",
        " ",
        "|",
        "\n",
        "\xc3\xa4",
        "\xe3\x81\x82",
        "\xf0\x9f\x98\x80",
        "\xff",
        "gpt-4o",
        "=",
        "'",
    };
    uint32_t count = 1 + draw(seed, draw(seed, 8) ? 12 : 64);

    while (count--)
        aoai_buf_puts(name, pieces[draw(seed, COUNT(pieces))]);
}

/* Fills SAMPLE with up to ROWS deployments and perhaps a failure. */
static void draw_answer(uint32_t *seed, struct sample *sample, uint32_t rows)
{
    uint32_t count = draw(seed, rows + 1);

    sample->answer.readings[0].read_at = sample->setup.now;
    while (count--) {
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf name = {0};

        draw_name(seed, &name);
        sample_use(sample, draw(seed, 4) == 0, aoai_buf_text(&name),
                   draw(seed, 3000));
    }
    if (draw(seed, 2)) {
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf why = {0};

        draw_name(seed, &why);
        draw_name(seed, &why);
        sample->answer.readings[1].read_at = 0;
        sample_fail(sample, 1, AOAI_ERROR_REFUSED, aoai_buf_text(&why));
    } else {
        sample->answer.readings[1].read_at = sample->setup.now;
    }
}

/* What must be true of the first line, which ends at END. */
static void check_first_line(const char *text, const char *end)
{
    const char *bar = memchr(text, '|', (size_t)(end - text));
    size_t length = (size_t)((bar ? bar - 1 : end) - text);

    assert_memory_equal(text, "AOAI TOKENS ", 12);
    assert_true(length <= AOAI_NAGIOS_TEXT_MAX);
    assert_true(!bar || memchr(bar + 1, '|', (size_t)(end - bar - 1)) == NULL);
}

/* Checks that the perfdata between BAR and END are items of the first rows,
 * each whole and at least one. */
static void check_perfdata(const char *bar, const char *end,
                           const struct aoai_report *report)
{
    AOAI_CLEANUP(aoai_text_list_free) struct aoai_text_list labels = {0};
    const char *at = bar + 1;
    size_t items = 0;

    assert_int_equal(aoai_label_first(&labels, report, report->count, NULL), 0);
    while (at < end) {
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf start = {0};
        size_t length;

        assert_true(items < labels.count);
        aoai_buf_printf(&start, " %s=%llu;", labels.items[items],
                        (unsigned long long)report->rows[items].tokens);
        assert_memory_equal(at, aoai_buf_text(&start), start.length);
        length = 1 + strcspn(at + 1, " \n");
        assert_memory_equal(at + length - 2, ";0", 2);
        at += length;
        items++;
    }
    assert_ptr_equal(at, end);
    assert_true(items > 0);
}

/* Checks that the lines from AT on are whole and the last one says how many
 * are left out. */
static void check_lines(const char *at, const struct aoai_report *report)
{
    size_t rows = 0, failures = 0, more = 0;

    while (*at) {
        size_t length = strcspn(at, "\n");

        assert_int_equal(at[length], '\n');
        assert_int_equal(more, 0); /* it is the last line */
        if (strncmp(at, "... and ", 8) == 0)
            more = strtoul(at + 8, NULL, 10);
        else if (strncmp(at, "[UNKNOWN] /subscriptions", 24) == 0)
            failures++;
        else
            rows++;
        at += length + 1;
    }
    if (rows == report->count && failures == report->failure_count)
        assert_int_equal(more, 0);
    else if (rows < report->count)
        assert_int_equal(more, report->count - rows);
    else
        assert_int_equal(more, report->failure_count - failures);
}

/* True when OUT is valid UTF-8 without control bytes but line ends: cleaning
 * it finds nothing but the bar before the perfdata. */
static bool is_clean(const struct aoai_buf *out)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf copy = {0};

    aoai_clean_lines(&copy, aoai_buf_text(out));
    if (copy.length != out->length)
        return false;
    for (size_t i = 0; i < out->length; i++)
        if (out->data[i] != '|' && out->data[i] != copy.data[i])
            return false;
    return true;
}

/* Checks that the LENGTH bytes of the first line's text are no shorter for the
 * lack of room: lines and items give way first. */
static void check_text(const struct aoai_report *report, const char *text,
                       size_t length)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf first = {0};

    aoai_nagios_text_first(&first, report);
    assert_int_equal(length, first.length);
    assert_memory_equal(text, aoai_buf_text(&first), length);
}

/* Says the report of SAMPLE in MAX bytes and checks all promises. */
static void check_output(const struct sample *sample, size_t max)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf out = {0};
    const struct aoai_report *report = &sample->report;
    const char *text, *end, *bar;

    assert_int_equal(aoai_nagios_output(&out, report, "", max, NULL), 0);
    text = aoai_buf_text(&out);
    end = strchr(text, '\n');
    bar = strchr(text, '|');
    assert_true(out.length <= max);
    assert_int_equal(out.length, strlen(text));
    assert_true(is_clean(&out));
    check_first_line(text, end);
    check_text(report, text, (size_t)((bar ? bar - 1 : end) - text));
    assert_int_equal(bar != NULL, report->count > 0);
    if (bar)
        check_perfdata(bar, end, report);
    check_lines(end + 1, report);
}

static void random_reports_keep_every_promise(void **state)
{
    static const char *const words[] = {
        "resource=" SAMPLE_ID, "resource=" SAMPLE_OTHER,
        "warning=1000",        "critical=gpt*=2k",
        "budget=5k",           NULL};
    static const size_t sizes[] = {1024, 1025, 1500, 4096, 8192, 1 << 20};
    uint32_t seed = 20241020;

    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        struct sample sample;

        sample_begin(&sample, words);
        draw_answer(&seed, &sample, round % 4 ? 12 : 150);
        sample_report(&sample);
        for (size_t i = 0; i < COUNT(sizes); i++)
            check_output(&sample, sizes[i]);
        sample_end(&sample);
    }
}

static void every_size_around_the_whole_one_is_right(void **state)
{
    static const char *const words[] = {
        "resource=" SAMPLE_ID, "resource=" SAMPLE_OTHER, "warning=1000", NULL};
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf whole = {0};
    uint32_t seed = 7;
    struct sample sample;

    (void)state;
    sample_begin(&sample, words);
    while (sample.answer.readings[0].usage.series_count < 20)
        draw_answer(&seed, &sample, 30);
    sample_report(&sample);
    assert_int_equal(
        aoai_nagios_output(&whole, &sample.report, "", 1 << 20, NULL), 0);
    assert_true(whole.length > 1024);
    for (size_t max = 1024; max < whole.length + 3; max++)
        check_output(&sample, max);
    /* with just enough room nothing is left out */
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf out = {0};
    assert_int_equal(
        aoai_nagios_output(&out, &sample.report, "", whole.length, NULL), 0);
    assert_string_equal(aoai_buf_text(&out), aoai_buf_text(&whole));
    sample_end(&sample);
}

static void a_label_longer_than_all_still_stands_whole(void **state)
{
    static const char *const words[] = {"critical=1", NULL};
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf out = {0};
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf name = {0};
    struct sample sample;

    (void)state;
    for (int i = 0; i < 2000; i++)
        aoai_buf_putc(&name, 'x');
    sample_begin(&sample, words);
    sample_use(&sample, 0, aoai_buf_text(&name), 5);
    sample_report(&sample);
    assert_int_equal(aoai_nagios_output(&out, &sample.report, "", 1024, NULL),
                     0);
    sample_end(&sample);
    assert_memory_equal(aoai_buf_text(&out), "AOAI TOKENS CRITICAL - ", 23);
    aoai_buf_puts(&name, "=5;;1;0\n");
    assert_non_null(strstr(aoai_buf_text(&out), aoai_buf_text(&name)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_reports_keep_every_promise),
        cmocka_unit_test(every_size_around_the_whole_one_is_right),
        cmocka_unit_test(a_label_longer_than_all_still_stands_whole),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
