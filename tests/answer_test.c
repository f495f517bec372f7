/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Answers on their way through the cache. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "poll/answer.h"
#include "tests/sample.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))
#define MONTH "2024-10"
#define QUESTION "what\nis 5:asked"

/* Names that a careless record would stumble over. */
static const char *const names[] = {
    "gpt-4o-momo", "5:a",     "7",   "end", "a\nb", " ",
    "\xff\xfe",    "__Empty", "a|b", ":",   "0:\n",
};

/* An answer about two resources: all names, and a list without totals. */
static struct aoai_answer make(void)
{
    struct aoai_answer answer;

    assert_int_equal(aoai_answer_init(&answer, 2, NULL), 0);
    answer.readings[0].read_at = SAMPLE_NOW - 30;
    answer.readings[0].listed_at = SAMPLE_NOW - 20;
    for (size_t i = 0; i < COUNT(names); i++) {
        assert_int_equal(aoai_usage_add(&answer.readings[0].usage, names[i], 0,
                                        i ? i * 1000 : INT64_MAX, i, NULL),
                         0);
        assert_int_equal(
            aoai_text_list_add(&answer.readings[0].deployments, names[i], NULL),
            0);
    }
    assert_int_equal(aoai_usage_settle(&answer.readings[0].usage, NULL), 0);
    answer.readings[1].read_at = SAMPLE_NOW - 500;
    return answer;
}

/* Writes the answer above into RECORD. */
static void write_answer(struct aoai_buf *record)
{
    struct aoai_answer answer = make();

    aoai_answer_write(record, &answer, QUESTION, MONTH);
    assert_int_equal(aoai_buf_check(record, NULL), 0);
    aoai_answer_free(&answer);
}

/* Reads LENGTH bytes at BYTES, in memory of just that size. */
static int read_bytes(struct aoai_answer *answer, const char *bytes,
                      size_t length, const char *question, const char *month,
                      int64_t oldest)
{
    struct aoai_buf copy = {.length = length, .space = length};
    int failed;

    copy.data = malloc(length ? length : 1);
    assert_non_null(copy.data);
    memcpy(copy.data, bytes, length);
    assert_int_equal(aoai_answer_init(answer, 2, NULL), 0);
    failed =
        aoai_answer_read(answer, &copy, question, month, oldest, SAMPLE_NOW);
    aoai_buf_free(&copy);
    return failed;
}

/* Expects ANSWER to know nothing. */
static void expect_nothing(const struct aoai_answer *answer)
{
    for (size_t i = 0; i < answer->count; i++) {
        assert_int_equal(answer->readings[i].read_at, 0);
        assert_int_equal(answer->readings[i].listed_at, 0);
        assert_int_equal(answer->readings[i].usage.count, 0);
        assert_int_equal(answer->readings[i].deployments.count, 0);
    }
}

static void hostile_names_come_back_as_they_were(void **state)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf record = {0};
    struct aoai_answer answer;
    const struct aoai_reading *reading;

    (void)state;
    write_answer(&record);
    assert_int_equal(
        read_bytes(&answer, record.data, record.length, QUESTION, MONTH, 0), 0);
    reading = &answer.readings[0];
    assert_int_equal(reading->read_at, SAMPLE_NOW - 30);
    assert_int_equal(reading->listed_at, SAMPLE_NOW - 20);
    assert_int_equal(reading->usage.count, COUNT(names));
    assert_int_equal(reading->deployments.count, COUNT(names));
    for (size_t i = 0; i < COUNT(names); i++) {
        const struct aoai_usage_row *row =
            aoai_usage_find(&reading->usage, names[i]);

        assert_non_null(row);
        assert_string_equal(row->deployment, names[i]);
        assert_true(row->tokens[0] == (i ? i * 1000 : INT64_MAX));
        assert_string_equal(reading->deployments.items[i], names[i]);
    }
    assert_int_equal(answer.readings[1].read_at, SAMPLE_NOW - 500);
    assert_int_equal(answer.readings[1].usage.count, 0);
    aoai_answer_free(&answer);
}

static void a_record_cut_anywhere_says_nothing(void **state)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf record = {0};

    (void)state;
    write_answer(&record);
    for (size_t length = 0; length < record.length; length++) {
        struct aoai_answer answer;

        assert_int_equal(
            read_bytes(&answer, record.data, length, QUESTION, MONTH, 0), -1);
        expect_nothing(&answer);
        aoai_answer_free(&answer);
    }
}

static void an_edited_byte_is_harmless(void **state)
{
    static const char edits[] = "\0\n059:x\xff";
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf record = {0};

    (void)state;
    write_answer(&record);
    for (size_t at = 0; at < record.length; at++) {
        char kept = record.data[at];

        for (size_t i = 0; i < sizeof(edits) - 1; i++) {
            struct aoai_answer answer;

            record.data[at] = edits[i];
            if (read_bytes(&answer, record.data, record.length, QUESTION, MONTH,
                           0))
                expect_nothing(&answer);
            aoai_answer_free(&answer);
        }
        record.data[at] = kept;
    }
}

static void a_record_about_something_else_says_nothing(void **state)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf record = {0};
    static const struct {
        const char *question, *month;
    } rows[] = {{"another", MONTH},    {QUESTION, "2024-09"},
                {QUESTION, ""},        {"", MONTH},
                {QUESTION "x", MONTH}, {"what\nis 5:aske", MONTH}};
    struct aoai_answer answer;
    char *version;

    (void)state;
    write_answer(&record);
    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_int_equal(read_bytes(&answer, record.data, record.length,
                                    rows[i].question, rows[i].month, 0),
                         -1);
        expect_nothing(&answer);
        aoai_answer_free(&answer);
    }
    /* of a later version of the format: the digit before the first line end */
    version = strchr(record.data, '\n');
    assert_non_null(version);
    version[-1] = '9';
    assert_int_equal(
        read_bytes(&answer, record.data, record.length, QUESTION, MONTH, 0),
        -1);
    expect_nothing(&answer);
    aoai_answer_free(&answer);
}

static void what_is_too_old_or_from_the_future_is_left_out(void **state)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf record = {0};
    struct aoai_answer written = make();
    struct aoai_answer answer;

    (void)state;
    written.readings[0].listed_at = SAMPLE_NOW + 1;
    aoai_answer_write(&record, &written, QUESTION, MONTH);
    assert_int_equal(read_bytes(&answer, record.data, record.length, QUESTION,
                                MONTH, SAMPLE_NOW - 30),
                     0);
    assert_int_equal(answer.readings[0].read_at, SAMPLE_NOW - 30);
    assert_int_equal(answer.readings[0].usage.count, COUNT(names));
    assert_int_equal(answer.readings[0].listed_at, 0);
    assert_int_equal(answer.readings[0].deployments.count, 0);
    assert_int_equal(answer.readings[1].read_at, 0);
    aoai_answer_free(&answer);

    aoai_buf_truncate(&record, 0);
    written.readings[0].read_at = SAMPLE_NOW + 1;
    aoai_answer_write(&record, &written, QUESTION, MONTH);
    assert_int_equal(
        read_bytes(&answer, record.data, record.length, QUESTION, MONTH, 0), 0);
    assert_int_equal(answer.readings[0].read_at, 0);
    assert_int_equal(answer.readings[0].usage.count, 0);
    assert_int_equal(answer.readings[1].read_at, SAMPLE_NOW - 500);
    aoai_answer_free(&answer);
    aoai_answer_free(&written);
}

static void the_first_failure_stays(void **state)
{
    struct aoai_reading reading = {0};
    struct aoai_error error;

    (void)state;
    aoai_error_set(&error, AOAI_ERROR_DENIED, "first");
    aoai_reading_fail(&reading, &error);
    aoai_error_set(&error, AOAI_ERROR_NETWORK, "second");
    aoai_reading_fail(&reading, &error);
    assert_int_equal(reading.failure, AOAI_ERROR_DENIED);
    assert_string_equal(reading.reason, "first");
    aoai_reading_clear(&reading);
    assert_int_equal(reading.failure, AOAI_ERROR_NONE);
    assert_null(reading.reason);
}

/* The question that the settings in WORDS ask. */
static char *question_of(const char *const *words)
{
    struct sample sample;
    struct aoai_buf question = {0};

    sample_begin(&sample, words);
    aoai_answer_write_question(&question, &sample.setup);
    sample_end(&sample);
    return aoai_buf_take(&question, NULL);
}

static void checks_that_differ_in_their_judgement_share_an_answer(void **state)
{
    static const char *const plain[] = {NULL};
    static const char *const same[][2] = {
        {"warning=5"}, {"critical=1M"}, {"budget=a=5"},       {"deployment=a*"},
        {"exclude=b"}, {"require"},     {"format=json"},      {"timeout=5"},
        {"max-age=5"}, {"verbose"},     {"proxy=http://p:1"},
    };
    static const char *const other[][2] = {
        {"metric=prompt"},
        {"metric-namespace=ns"},
        {"dimension=other"},
        {"month=2024-10"},
        {"timezone=Asia/Tokyo"},
        {"cloud=usgov"},
        {"tenant-id=t"},
        {"client-id=c"},
        {"managed-identity-id=m"},
        {"token-file=/t"},
        {"credential=environment"},
        {"arm-endpoint=http://localhost:1"},
        {"authority-host=http://localhost:1"},
        {"resource=" SAMPLE_OTHER},
        {"metric-family=models"},
    };
    char *question = question_of(plain);

    (void)state;
    for (size_t i = 0; i < COUNT(same); i++) {
        char *one = question_of(same[i]);

        assert_string_equal(one, question);
        free(one);
    }
    for (size_t i = 0; i < COUNT(other); i++) {
        char *one = question_of(other[i]);

        assert_string_not_equal(one, question);
        free(one);
    }
    free(question);
}

static void each_proof_of_an_application_asks_for_itself(void **state)
{
    static const char *const proofs[][4] = {
        {"tenant-id=t", "client-id=c"},
        {"tenant-id=t", "client-id=c", "client-secret-file=/s"},
        {"tenant-id=t", "client-id=c", "client-certificate=/s"},
        {"tenant-id=t", "client-id=c", "federated-token-file=/s"},
    };
    char *questions[COUNT(proofs)];

    (void)state;
    for (size_t i = 0; i < COUNT(proofs); i++) {
        questions[i] = question_of(proofs[i]);
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(questions[i], questions[j]);
    }
    for (size_t i = 0; i < COUNT(proofs); i++)
        free(questions[i]);
}

static void a_question_holds_no_secret(void **state)
{
    static const char *const plain[] = {NULL};
    struct sample sample;
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf question = {0};

    (void)state;
    sample_begin(&sample, plain);
    sample.setup.credential.client_secret = "hunter2";
    aoai_answer_write_question(&question, &sample.setup);
    assert_null(strstr(aoai_buf_text(&question), "hunter2"));
    sample_end(&sample);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hostile_names_come_back_as_they_were),
        cmocka_unit_test(a_record_cut_anywhere_says_nothing),
        cmocka_unit_test(an_edited_byte_is_harmless),
        cmocka_unit_test(a_record_about_something_else_says_nothing),
        cmocka_unit_test(what_is_too_old_or_from_the_future_is_left_out),
        cmocka_unit_test(the_first_failure_stays),
        cmocka_unit_test(checks_that_differ_in_their_judgement_share_an_answer),
        cmocka_unit_test(each_proof_of_an_application_asks_for_itself),
        cmocka_unit_test(a_question_holds_no_secret),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
