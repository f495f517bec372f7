/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Perfdata labels. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "plugins/label.h"
#include "tests/sample.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))

static const char *const plain[] = {NULL};
static const char *const two[] = {"resource=" SAMPLE_ID,
                                  "resource=" SAMPLE_OTHER, NULL};

/* The labels of SAMPLE's report, each followed by a blank. */
static struct aoai_buf labels_of(struct sample *sample)
{
    AOAI_CLEANUP(aoai_text_list_free) struct aoai_text_list labels = {0};
    struct aoai_buf text = {0};

    sample_report(sample);
    assert_int_equal(
        aoai_label_first(&labels, &sample->report, sample->report.count, NULL),
        0);
    assert_int_equal(labels.count, sample->report.count);
    for (size_t i = 0; i < labels.count; i++)
        aoai_buf_printf(&text, "%s ", labels.items[i]);
    sample_end(sample);
    return text;
}

static void bytes_that_may_not_stand_are_underscores(void **state)
{
    struct sample sample;
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf text = {0};

    (void)state;
    sample_begin(&sample, plain);
    sample_use(&sample, 0, "Gpt-4o_mini.2", 9);
    sample_use(&sample, 0, "a b=c;d'e|f", 8);
    sample_use(&sample, 0, "\xc3\xa4\n\xff", 7);
    sample_use(&sample, 0, "__Empty", 6);
    text = labels_of(&sample);
    assert_string_equal(aoai_buf_text(&text),
                        "Gpt-4o_mini_2 a_b_c_d_e_f ____ __Empty ");
}

static void several_resources_put_the_account_before(void **state)
{
    struct sample sample;
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf text = {0};

    (void)state;
    sample_begin(&sample, two);
    sample_use(&sample, 0, "gpt", 9);
    sample_use(&sample, 1, "gpt", 8);
    text = labels_of(&sample);
    assert_string_equal(aoai_buf_text(&text), "momo_gpt other_gpt ");
}

static void equal_labels_are_told_apart_by_a_hash(void **state)
{
    struct sample sample;
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf text = {0};

    (void)state;
    /* sha256 of ".../accounts/momo/gpt_4" and of ".../accounts/momo/gpt.4", in
     * lower case; the third has no part in it */
    sample_begin(&sample, plain);
    sample_use(&sample, 0, "Gpt.4", 9);
    sample_use(&sample, 0, "Gpt_4", 8);
    sample_use(&sample, 0, "gpt_4", 7); /* the same deployment: 15 tokens */
    sample_use(&sample, 0, "gpt-4", 6);
    text = labels_of(&sample);
    assert_string_equal(aoai_buf_text(&text),
                        "Gpt_4_2ce74b68 Gpt_4_69e658c4 gpt-4 ");
}

static void labels_of_two_accounts_may_clash_too(void **state)
{
    static const char *const words[] = {
        "resource=/subscriptions/0000/resourceGroups/rg/providers/"
        "Microsoft.CognitiveServices/accounts/a",
        "resource=/subscriptions/0000/resourceGroups/rg/providers/"
        "Microsoft.CognitiveServices/accounts/a_b",
        NULL};
    struct sample sample;
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf text = {0};

    (void)state;
    sample_begin(&sample, words);
    sample_use(&sample, 0, "b_c", 9);
    sample_use(&sample, 1, "c", 8);
    text = labels_of(&sample);
    assert_string_equal(aoai_buf_text(&text), "a_b_c_fcfe1fc6 a_b_c_3f92f960 ");
}

static void a_thousand_labels_are_all_different(void **state)
{
    struct sample sample;
    AOAI_CLEANUP(aoai_text_list_free) struct aoai_text_list labels = {0};

    (void)state;
    sample_begin(&sample, plain);
    for (int i = 0; i < 1000; i++) {
        static const char signs[] = ".:+ ,_";
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf name = {0};

        aoai_buf_printf(&name, "gpt%c%d", signs[i % 5], i / 5);
        sample_use(&sample, 0, aoai_buf_text(&name), 1);
    }
    sample_report(&sample);
    assert_int_equal(
        aoai_label_first(&labels, &sample.report, sample.report.count, NULL),
        0);
    assert_int_equal(labels.count, 1000);
    for (size_t i = 0; i < labels.count; i++) {
        assert_int_equal(
            strspn(labels.items[i], "abcdefghijklmnopqrstuvwxyz0123456789_"),
            strlen(labels.items[i]));
        for (size_t j = 0; j < i; j++)
            if (strcmp(labels.items[i], labels.items[j]) == 0)
                fail_msg("twice: %s", labels.items[i]);
    }
    sample_end(&sample);
}

static void no_rows_have_no_labels(void **state)
{
    struct sample sample;
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf text = {0};

    (void)state;
    sample_begin(&sample, plain);
    sample.answer.readings[0].read_at = SAMPLE_NOW;
    text = labels_of(&sample);
    assert_int_equal(text.length, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_that_may_not_stand_are_underscores),
        cmocka_unit_test(several_resources_put_the_account_before),
        cmocka_unit_test(equal_labels_are_told_apart_by_a_hash),
        cmocka_unit_test(labels_of_two_accounts_may_clash_too),
        cmocka_unit_test(a_thousand_labels_are_all_different),
        cmocka_unit_test(no_rows_have_no_labels),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
