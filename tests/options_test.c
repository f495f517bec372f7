/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* The command line of check_aoai_tokens. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "plugins/options.h"
#include "tests/sample.h"
#include "tests/temp_folder.h"
#include "tests/words.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))

/* What became of reading a command line. */
struct outcome {
    struct aoai_settings settings;
    enum aoai_options_wish wish;
    struct aoai_text_list mistakes;
};

/* Reads the words GIVEN, NULL-terminated. */
static void read_words(struct outcome *outcome, const char *const *given)
{
    struct words words;

    words_make(&words, "check_aoai_tokens", given);
    memset(outcome, 0, sizeof(*outcome));
    assert_int_equal(aoai_settings_init(&outcome->settings, NULL), 0);
    assert_int_equal(aoai_options_read(&outcome->settings, &outcome->wish,
                                       words.argc, words.argv,
                                       &outcome->mistakes, NULL),
                     0);
    words_free(&words);
}

static void release(struct outcome *outcome)
{
    aoai_settings_free(&outcome->settings);
    aoai_text_list_free(&outcome->mistakes);
}

/* Expects WORDS to make just the MISTAKES, separated by line ends. */
static void expect(const char *const *words, const char *mistakes)
{
    struct outcome outcome;

    read_words(&outcome, words);
    words_expect(&outcome.mistakes, mistakes);
    release(&outcome);
}

static void every_spelling_of_an_option_is_read(void **state)
{
    static const char *const words[] = {
        "-r",  "one",   "-rtwo", "--resource=three", "--resource", "four", "-w",
        "a=5", "--req", "-vv",   "-t5:ok",           NULL};
    struct outcome outcome;

    (void)state;
    read_words(&outcome, words);
    assert_int_equal(outcome.mistakes.count, 0);
    assert_int_equal(outcome.wish, AOAI_OPTIONS_CHECK);
    assert_int_equal(outcome.settings.resource.count, 4);
    assert_string_equal(outcome.settings.resource.items[1], "two");
    assert_string_equal(outcome.settings.resource.items[3], "four");
    assert_string_equal(outcome.settings.warning.items[0], "a=5");
    assert_true(outcome.settings.require);
    assert_int_equal(outcome.settings.verbose, 2);
    assert_int_equal(outcome.settings.timeout.seconds, 5);
    release(&outcome);
}

static void every_row_of_the_table_can_be_given(void **state)
{
    size_t count;
    const struct aoai_setting *rows = aoai_settings_table(&count);

    (void)state;
    for (size_t i = 0; i < count; i++) {
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf word = {0};
        const char *words[2] = {NULL, NULL};
        const char *value = rows[i].fallback;

        if (rows[i].type == AOAI_SETTING_SECRET)
            continue;
        if (!value)
            value = rows[i].choices ? "environment" : "x";
        aoai_buf_printf(&word, "--%s", rows[i].key);
        if (rows[i].argument)
            aoai_buf_printf(&word, "=%s", value);
        words[0] = aoai_buf_text(&word);
        expect(words, "");
    }
}

static void verbosity_adds_up(void **state)
{
    static const struct {
        const char *words[4];
        long level;
    } rows[] = {{{NULL}, 0},
                {{"-v"}, 1},
                {{"-vvv"}, 3},
                {{"-v", "--verbose", "-v"}, 3},
                {{"-vvvvvv"}, 3}};

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct outcome outcome;

        read_words(&outcome, rows[i].words);
        assert_int_equal(outcome.settings.verbose, rows[i].level);
        release(&outcome);
    }
}

static void help_and_version_are_wishes(void **state)
{
    static const struct {
        const char *words[4];
        enum aoai_options_wish wish;
    } rows[] = {
        {{"-h"}, AOAI_OPTIONS_HELP},
        {{"--help"}, AOAI_OPTIONS_HELP},
        {{"-V"}, AOAI_OPTIONS_VERSION},
        {{"--version"}, AOAI_OPTIONS_VERSION},
        {{"-vh"}, AOAI_OPTIONS_HELP},
        {{"-r", "x", "-V"}, AOAI_OPTIONS_VERSION},
        /* a value that looks like one */
        {{"-r", "-h"}, AOAI_OPTIONS_CHECK},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct outcome outcome;

        read_words(&outcome, rows[i].words);
        assert_int_equal(outcome.wish, rows[i].wish);
        assert_int_equal(outcome.mistakes.count, 0);
        release(&outcome);
    }
}

static void mistakes_name_the_option(void **state)
{
    static const struct {
        const char *words[5];
        const char *mistakes;
    } rows[] = {
        {{"--nonsense"}, "unknown or ambiguous option --nonsense: see --help"},
        {{"--nonsense=x"},
         "unknown or ambiguous option --nonsense: see --help"},
        {{"-z"}, "unknown option -z: see --help"},
        {{"-vz"}, "unknown option -z: see --help"},
        {{"--metric-"}, "unknown or ambiguous option --metric-: see --help"},
        {{"-r"}, "-r needs a value: ID"},
        {{"-vr"}, "-r needs a value: ID"},
        {{"--resource"}, "--resource needs a value: ID"},
        {{"--resource="}, "--resource: a value is missing: ID"},
        {{"--month"}, "--month needs a value: MONTH"},
        {{"--require=yes"}, "--require takes no value"},
        {{"--verbose=2"}, "--verbose takes no value"},
        {{"--help=me"}, "--help takes no value"},
        {{"--version=1"}, "--version takes no value"},
        {{"word"}, "'word' is no option: every value needs one, see --help"},
        {{"--", "-r"}, "'-r' is no option: every value needs one, see --help"},
        {{"-"}, "'-' is no option: every value needs one, see --help"},
        {{""}, "'' is no option: every value needs one, see --help"},
        /* a word before it must not be taken for the option */
        {{"word", "-r"},
         "-r needs a value: ID\n"
         "'word' is no option: every value needs one, see --help"},
        {{"word", "--resource"},
         "--resource needs a value: ID\n"
         "'word' is no option: every value needs one, see --help"},
        {{"word", "--require=1", "-v"},
         "--require takes no value\n"
         "a word left over is no option: every value needs one, see --help"},
        {{"word", "-z"},
         "unknown option -z: see --help\n"
         "a word left over is no option: every value needs one, see --help"},
        /* all at once, and in order */
        {{"-z", "--cloud=moon", "--max-age", "x"},
         "unknown option -z: see --help\n"
         "--cloud: 'moon' is none of: public usgov china\n"
         "--max-age: 'x' is not a number from 0 to 86400"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        expect(rows[i].words, rows[i].mistakes);
}

static void no_mistake_shows_a_secret(void **state)
{
    static const char *const rows[][5] = {
        {"--client-secret=hunter2"},
        {"--client-secret", "hunter2"},
        {"--connection-string=endpoint=x;accesskey=hunter2"},
        {"--token=hunter2"},
        {"--token", "hunter2"},
        {"--client-certificate-password=hunter2"},
        /* misspelled, shortened, or thought up */
        {"--client-secre=hunter2"},
        {"--client-secre", "hunter2"},
        {"--client-secrets=hunter2"},
        {"--password=hunter2"},
        {"--password", "hunter2"},
        {"--api-key", "hunter2"},
        {"-p", "hunter2"},
        {"--require=hunter2"},
        {"--help=hunter2"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct outcome outcome;

        read_words(&outcome, rows[i]);
        assert_true(outcome.mistakes.count > 0);
        for (size_t j = 0; j < outcome.mistakes.count; j++)
            assert_null(strstr(outcome.mistakes.items[j], "hunter2"));
        release(&outcome);
    }
}

static void the_command_line_wins_over_the_ini_file(void **state)
{
    static const char ini[] = "[check_aoai_tokens]\n"
                              "month = 2024-09\n"
                              "warning = b=2\n"
                              "metric = prompt\n"
                              "require\n"
                              "[other]\n"
                              "warning = c=3\n"
                              "month = 2024-08\n";
    struct temp_folder folder = temp_folder_make();
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf one = {0};
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf two = {0};
    const char *words[] = {"one", "-wa=1", "two", "--month=2024-10", NULL};
    struct outcome outcome;

    (void)state;
    temp_folder_write(&folder, "x.ini", ini, strlen(ini));
    aoai_buf_printf(&one, "--extra-opts=@%s/x.ini", folder.path);
    aoai_buf_printf(&two, "--extra-opts=other@%s/x.ini", folder.path);
    words[0] = aoai_buf_text(&one);
    words[2] = aoai_buf_text(&two);
    read_words(&outcome, words);
    assert_int_equal(outcome.mistakes.count, 0);
    assert_string_equal(outcome.settings.month, "2024-10");
    assert_string_equal(outcome.settings.metric, "prompt");
    assert_true(outcome.settings.require);
    assert_int_equal(outcome.settings.warning.count, 3);
    assert_string_equal(outcome.settings.warning.items[0], "a=1");
    assert_string_equal(outcome.settings.warning.items[1], "b=2");
    assert_string_equal(outcome.settings.warning.items[2], "c=3");
    release(&outcome);
    temp_folder_remove(&folder);
}

static void the_help_names_every_option_and_no_secret(void **state)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf out = {0};
    size_t count, usage = 0;
    const struct aoai_setting *rows = aoai_settings_table(&count);
    const char *at;

    (void)state;
    aoai_options_help(&out);
    assert_int_equal(aoai_buf_check(&out, NULL), 0);
    for (size_t i = 0; i < count; i++) {
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf name = {0};

        if (rows[i].type == AOAI_SETTING_SECRET)
            continue;
        aoai_buf_printf(&name, "--%s", rows[i].key);
        assert_non_null(strstr(aoai_buf_text(&out), aoai_buf_text(&name)));
    }
    assert_null(strstr(aoai_buf_text(&out), "--client-secret="));
    /* a terminal of 80 columns, and usage that fits into 23 lines */
    for (at = aoai_buf_text(&out); *at; at += strcspn(at, "\n") + 1)
        assert_true(strcspn(at, "\n") < 80);
    at = strstr(aoai_buf_text(&out), "\nWhat to read:");
    assert_non_null(at);
    for (const char *line = aoai_buf_text(&out); line < at; line++)
        usage += *line == '\n';
    assert_true(usage <= 23);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_spelling_of_an_option_is_read),
        cmocka_unit_test(every_row_of_the_table_can_be_given),
        cmocka_unit_test(verbosity_adds_up),
        cmocka_unit_test(help_and_version_are_wishes),
        cmocka_unit_test(mistakes_name_the_option),
        cmocka_unit_test(no_mistake_shows_a_secret),
        cmocka_unit_test(the_command_line_wins_over_the_ini_file),
        cmocka_unit_test(the_help_names_every_option_and_no_secret),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
