/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* The report as JSON, read back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "net/json.h"
#include "plugins/json_output.h"
#include "tests/sample.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))

/* The JSON of SAMPLE's report, parsed. */
static struct aoai_json *say(struct sample *sample)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf out = {0};
    struct aoai_json *json;

    sample_report(sample);
    aoai_json_output(&out, &sample->report);
    assert_int_equal(aoai_buf_check(&out, NULL), 0);
    /* one line, for those who read lines */
    assert_ptr_equal(strchr(out.data, '\n'), out.data + out.length - 1);
    assert_int_equal(aoai_json_parse(&json, out.data, out.length, NULL), 0);
    return json;
}

/* Expects the member NAME of OBJECT to be TEXT; NULL: null. */
static void expect_text(const struct aoai_value *object, const char *name,
                        const char *text)
{
    if (text)
        assert_string_equal(aoai_json_member_text(object, name), text);
    else
        assert_int_equal(aoai_json_type(aoai_json_member(object, name)),
                         AOAI_JSON_NULL);
}

/* Expects the member NAME of OBJECT to be NUMBER. */
static void expect_number(const struct aoai_value *object, const char *name,
                          uint64_t number)
{
    uint64_t value;

    assert_true(aoai_json_count_value(aoai_json_member(object, name), &value));
    assert_true(value == number);
}

static void every_member_is_there(void **state)
{
    static const char *const words[] = {"resource=" SAMPLE_ID,
                                        "resource=" SAMPLE_OTHER,
                                        "metric=prompt",
                                        "warning=gpt*=80%",
                                        "critical=gpt*=~:2k",
                                        "budget=gpt*=1k",
                                        NULL};
    AOAI_CLEANUP(aoai_json_close) struct aoai_json *json = NULL;
    const struct aoai_value *root, *row;
    struct sample sample;

    (void)state;
    sample_begin(&sample, words);
    sample_use(&sample, 0, "gpt-4o-momo", 1261);
    sample_use(&sample, 0, "embed", INT64_MAX - 1261);
    sample_fail(&sample, 1, AOAI_ERROR_DENIED, "403 no");
    json = say(&sample);
    root = aoai_json_root(json);
    expect_text(root, "state", "WARNING");
    expect_text(root, "month", "2024-10");
    expect_text(root, "timezone", "UTC");
    expect_text(root, "start", "2024-10-01T00:00:00Z");
    expect_text(root, "end", "2024-10-20T12:00:00Z");
    assert_int_equal(aoai_json_count(aoai_json_member(root, "deployments")), 2);

    row = aoai_json_element(aoai_json_member(root, "deployments"), 0);
    expect_text(row, "resource", SAMPLE_ID);
    expect_text(row, "account", "momo");
    expect_text(row, "deployment", "gpt-4o-momo");
    expect_text(row, "metric", "ProcessedPromptTokens");
    expect_text(row, "state", "WARNING");
    expect_text(row, "warning", "80%");
    expect_text(row, "critical", "~:2k");
    expect_number(row, "tokens", 1261);
    expect_number(row, "budget", 1000);

    row = aoai_json_element(aoai_json_member(root, "deployments"), 1);
    expect_text(row, "deployment", "embed");
    expect_text(row, "state", "OK");
    expect_text(row, "warning", NULL);
    expect_text(row, "critical", NULL);
    expect_text(row, "budget", NULL);
    expect_number(row, "tokens", INT64_MAX - 1261);

    assert_int_equal(aoai_json_count(aoai_json_member(root, "errors")), 1);
    row = aoai_json_element(aoai_json_member(root, "errors"), 0);
    expect_text(row, "resource", SAMPLE_OTHER);
    expect_text(row, "message", "403 no");
    sample_end(&sample);
}

static void a_month_that_is_over_ends_at_its_end(void **state)
{
    static const char *const words[] = {"month=previous",
                                        "timezone=Europe/Berlin", NULL};
    AOAI_CLEANUP(aoai_json_close) struct aoai_json *json = NULL;
    const struct aoai_value *root;
    struct sample sample;

    (void)state;
    sample_begin(&sample, words);
    sample.answer.readings[0].read_at = SAMPLE_NOW;
    json = say(&sample);
    root = aoai_json_root(json);
    expect_text(root, "state", "OK");
    expect_text(root, "month", "2024-09");
    expect_text(root, "timezone", "Europe/Berlin");
    expect_text(root, "start", "2024-08-31T22:00:00Z");
    expect_text(root, "end", "2024-09-30T22:00:00Z");
    assert_int_equal(aoai_json_type(aoai_json_member(root, "deployments")),
                     AOAI_JSON_ARRAY);
    assert_int_equal(aoai_json_count(aoai_json_member(root, "deployments")), 0);
    assert_int_equal(aoai_json_count(aoai_json_member(root, "errors")), 0);
    sample_end(&sample);
}

static void names_stay_as_they_are(void **state)
{
    static const char *const plain[] = {NULL};
    static const struct {
        const char *name, *said;
    } rows[] = {
        {"a|b\n\t\"\\/", "a|b\n\t\"\\/"},
        {"\x01\x1f\x7f", "\x01\x1f\x7f"},
        {"\xc3\xa4\xe3\x81\x82\xf0\x9f\x98\x80",
         "\xc3\xa4\xe3\x81\x82\xf0\x9f\x98\x80"},
        {"</script>", "</script>"},
        /* JSON can not say bytes that are no UTF-8 */
        {"a\xff"
         "b",
         "a\xef\xbf\xbd"
         "b"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        AOAI_CLEANUP(aoai_json_close) struct aoai_json *json = NULL;
        const struct aoai_value *all;
        struct sample sample;

        sample_begin(&sample, plain);
        sample_use(&sample, 0, rows[i].name, 1);
        json = say(&sample);
        all = aoai_json_member(aoai_json_root(json), "deployments");
        expect_text(aoai_json_element(all, 0), "deployment", rows[i].said);
        sample_end(&sample);
    }
}

static void a_failure_of_no_resource_says_null(void **state)
{
    static const char *const words[] = {"require", NULL};
    AOAI_CLEANUP(aoai_json_close) struct aoai_json *json = NULL;
    const struct aoai_value *root;
    struct sample sample;

    (void)state;
    sample_begin(&sample, words);
    sample.answer.readings[0].read_at = SAMPLE_NOW;
    json = say(&sample);
    root = aoai_json_root(json);
    expect_text(root, "state", "UNKNOWN");
    expect_text(aoai_json_element(aoai_json_member(root, "errors"), 0),
                "resource", NULL);
    sample_end(&sample);
}

static void a_thousand_deployments_are_not_cut(void **state)
{
    static const char *const plain[] = {NULL};
    AOAI_CLEANUP(aoai_json_close) struct aoai_json *json = NULL;
    struct sample sample;

    (void)state;
    sample_begin(&sample, plain);
    for (int i = 0; i < 1000; i++) {
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf name = {0};

        aoai_buf_printf(&name, "gpt-%d", i);
        sample_use(&sample, 0, aoai_buf_text(&name), 1);
    }
    json = say(&sample);
    assert_int_equal(
        aoai_json_count(aoai_json_member(aoai_json_root(json), "deployments")),
        1000);
    sample_end(&sample);
}

static void mistakes_give_the_same_object(void **state)
{
    AOAI_CLEANUP(aoai_text_list_free) struct aoai_text_list mistakes = {0};
    AOAI_CLEANUP(aoai_json_close) struct aoai_json *json = NULL;
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf out = {0};
    const struct aoai_value *root, *errors;
    static const char *const nulls[] = {"month", "timezone", "start", "end"};

    (void)state;
    assert_int_equal(aoai_text_list_add(&mistakes, "one \"x\"", NULL), 0);
    assert_int_equal(aoai_text_list_add(&mistakes, "two", NULL), 0);
    aoai_json_mistakes(&out, &mistakes);
    assert_int_equal(aoai_json_parse(&json, out.data, out.length, NULL), 0);
    root = aoai_json_root(json);
    expect_text(root, "state", "UNKNOWN");
    for (size_t i = 0; i < COUNT(nulls); i++)
        expect_text(root, nulls[i], NULL);
    assert_int_equal(aoai_json_type(aoai_json_member(root, "deployments")),
                     AOAI_JSON_ARRAY);
    errors = aoai_json_member(root, "errors");
    assert_int_equal(aoai_json_count(errors), 2);
    expect_text(aoai_json_element(errors, 0), "resource", NULL);
    expect_text(aoai_json_element(errors, 0), "message", "one \"x\"");
    expect_text(aoai_json_element(errors, 1), "message", "two");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_member_is_there),
        cmocka_unit_test(a_month_that_is_over_ends_at_its_end),
        cmocka_unit_test(names_stay_as_they_are),
        cmocka_unit_test(a_failure_of_no_resource_says_null),
        cmocka_unit_test(a_thousand_deployments_are_not_cut),
        cmocka_unit_test(mistakes_give_the_same_object),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
