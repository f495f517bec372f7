/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* The table of settings, and what putting a value does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <ctype.h>
#include <string.h>

#include "core/settings.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))

static int begin(void **state)
{
    static struct aoai_settings settings;

    memset(&settings, 0, sizeof(settings));
    *state = &settings;
    return aoai_settings_init(&settings, NULL);
}

static int end(void **state)
{
    aoai_settings_free(*state);
    return 0;
}

/* Puts VALUE into the setting KEY. */
static int put(struct aoai_settings *settings, const char *key,
               const char *value, enum aoai_setting_source source,
               struct aoai_error *error)
{
    const struct aoai_setting *row = aoai_settings_find(key);

    assert_non_null(row);
    return aoai_settings_put(settings, row, value, source, error);
}

static void every_row_has_a_key_of_its_own(void **state)
{
    size_t count;
    const struct aoai_setting *rows = aoai_settings_table(&count);

    (void)state;
    assert_int_equal(count, AOAI_SETTINGS);
    for (size_t i = 0; i < count; i++) {
        assert_ptr_equal(aoai_settings_find(rows[i].key), &rows[i]);
        for (const char *at = rows[i].key; *at; at++)
            assert_true(islower((unsigned char)*at) || *at == '-');
        for (size_t j = 0; j < i; j++) {
            assert_string_not_equal(rows[i].key, rows[j].key);
            assert_true(!rows[i].letter || rows[i].letter != rows[j].letter);
        }
    }
    assert_null(aoai_settings_find("no-such-key"));
    assert_null(aoai_settings_find("Resource"));
    assert_null(aoai_settings_find(""));
}

static void no_letter_is_one_of_the_programs_own(void **state)
{
    size_t count;
    const struct aoai_setting *rows = aoai_settings_table(&count);

    (void)state;
    for (size_t i = 0; i < count; i++)
        assert_true(!rows[i].letter || !strchr("hV:?+-W", rows[i].letter));
}

static void every_row_explains_itself(void **state)
{
    size_t count;
    const struct aoai_setting *rows = aoai_settings_table(&count);

    (void)state;
    assert_non_null(rows[0].heading);
    for (size_t i = 0; i < count; i++) {
        bool bare = rows[i].type == AOAI_SETTING_FLAG ||
                    rows[i].type == AOAI_SETTING_COUNT;

        assert_true(rows[i].help && *rows[i].help);
        assert_true(!strchr(rows[i].help, '\n'));
        assert_int_equal(bare, rows[i].argument == NULL);
        assert_int_equal(rows[i].type == AOAI_SETTING_CHOICE,
                         rows[i].choices != NULL);
        assert_true(rows[i].low <= rows[i].high);
    }
}

static void two_rows_never_share_a_field(void **state)
{
    size_t count;
    const struct aoai_setting *rows = aoai_settings_table(&count);

    (void)state;
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < i; j++)
            if (rows[i].type != AOAI_SETTING_SECRET &&
                rows[j].type != AOAI_SETTING_SECRET)
                assert_int_not_equal(rows[i].offset, rows[j].offset);
}

static void the_defaults_are_those_of_the_contract(void **state)
{
    const struct aoai_settings *settings = *state;

    assert_string_equal(settings->metric, "total");
    assert_string_equal(settings->dimension, "ModelDeploymentName");
    assert_string_equal(settings->month, "current");
    assert_string_equal(settings->timezone, "UTC");
    assert_string_equal(settings->cloud, "public");
    assert_string_equal(settings->format, "nagios");
    assert_int_equal(settings->timeout.seconds, 30);
    assert_int_equal(settings->timeout.state, AOAI_STATE_UNKNOWN);
    assert_int_equal(settings->max_age, 60);
    assert_int_equal(settings->max_output, 4096);
    assert_int_equal(settings->verbose, 0);
    assert_false(settings->require);
    assert_null(settings->metric_namespace);
    assert_int_equal(settings->resource.count, 0);
}

static void the_command_line_wins_over_the_file(void **state)
{
    struct aoai_settings *settings = *state;

    /* In either order. */
    assert_int_equal(put(settings, "month", "2024-09", AOAI_SETTING_FILE, NULL),
                     0);
    assert_int_equal(
        put(settings, "month", "2024-10", AOAI_SETTING_COMMAND_LINE, NULL), 0);
    assert_string_equal(settings->month, "2024-10");
    assert_int_equal(put(settings, "month", "2024-08", AOAI_SETTING_FILE, NULL),
                     0);
    assert_string_equal(settings->month, "2024-10");

    /* Of two from the same place the last one counts. */
    assert_int_equal(
        put(settings, "month", "previous", AOAI_SETTING_COMMAND_LINE, NULL), 0);
    assert_string_equal(settings->month, "previous");
}

static void a_refused_value_changes_nothing(void **state)
{
    struct aoai_settings *settings = *state;
    struct aoai_error error;

    assert_int_equal(put(settings, "timeout", "10:CRITICAL",
                         AOAI_SETTING_COMMAND_LINE, &error),
                     0);
    assert_int_equal(
        put(settings, "timeout", "20:NEVER", AOAI_SETTING_COMMAND_LINE, &error),
        -1);
    assert_int_equal(settings->timeout.seconds, 10);
    assert_int_equal(settings->timeout.state, AOAI_STATE_CRITICAL);
    assert_int_equal(
        put(settings, "cloud", "moon", AOAI_SETTING_COMMAND_LINE, &error), -1);
    assert_string_equal(settings->cloud, "public");
}

static void the_source_of_a_value_is_known(void **state)
{
    struct aoai_settings *settings = *state;

    assert_true(aoai_settings_is_from(settings, &settings->proxy,
                                      AOAI_SETTING_DEFAULT));
    assert_int_equal(
        put(settings, "proxy", "http://p:3128", AOAI_SETTING_FILE, NULL), 0);
    assert_true(
        aoai_settings_is_from(settings, &settings->proxy, AOAI_SETTING_FILE));
    assert_int_equal(put(settings, "proxy", "http://q:3128",
                         AOAI_SETTING_COMMAND_LINE, NULL),
                     0);
    assert_true(aoai_settings_is_from(settings, &settings->proxy,
                                      AOAI_SETTING_COMMAND_LINE));
    /* No row's field. */
    assert_false(aoai_settings_is_from(settings, settings->sources,
                                       AOAI_SETTING_DEFAULT));
}

static void repeatable_values_stay_in_the_order_put(void **state)
{
    struct aoai_settings *settings = *state;
    static const char *const values[] = {"a*=1k", "1M", "a*=1k", "b=@5"};

    for (size_t i = 0; i < COUNT(values); i++)
        assert_int_equal(
            put(settings, "warning", values[i],
                i < 2 ? AOAI_SETTING_COMMAND_LINE : AOAI_SETTING_FILE, NULL),
            0);
    assert_int_equal(settings->warning.count, COUNT(values));
    for (size_t i = 0; i < COUNT(values); i++)
        assert_string_equal(settings->warning.items[i], values[i]);
}

static void bad_values_are_named_and_quoted(void **state)
{
    struct aoai_settings *settings = *state;
    struct aoai_error error;
    static const struct {
        const char *key, *value;
        enum aoai_setting_source source;
        const char *begin, *part;
    } rows[] = {
        {"max-age", "soon", AOAI_SETTING_COMMAND_LINE, "--max-age: ", "'soon'"},
        /* A file spells it without dashes. */
        {"max-age", "soon", AOAI_SETTING_FILE, "max-age: ", "0 to 86400"},
        {"max-age", "-1", AOAI_SETTING_COMMAND_LINE, "--max-age: ", "'-1'"},
        {"max-age", "+1", AOAI_SETTING_COMMAND_LINE, "--max-age: ", "'+1'"},
        {"max-age", " 1", AOAI_SETTING_COMMAND_LINE, "--max-age: ", "' 1'"},
        {"max-age", "1 ", AOAI_SETTING_COMMAND_LINE, "--max-age: ", "'1 '"},
        {"max-age", "0x1", AOAI_SETTING_COMMAND_LINE, "--max-age: ", "'0x1'"},
        {"max-age", "1.5", AOAI_SETTING_COMMAND_LINE, "--max-age: ", "'1.5'"},
        {"max-age", "86401", AOAI_SETTING_COMMAND_LINE,
         "--max-age: ", "0 to 86400"},
        /* More than a long holds. */
        {"max-age", "99999999999999999999", AOAI_SETTING_COMMAND_LINE,
         "--max-age: ", "'99999999999999999999'"},
        {"max-age", "", AOAI_SETTING_COMMAND_LINE, "--max-age: ", "SECONDS"},
        {"max-age", NULL, AOAI_SETTING_FILE, "max-age: ", "SECONDS"},
        {"max-output", "0", AOAI_SETTING_COMMAND_LINE,
         "--max-output: ", "'0' is not a number from "},
        {"metric", "", AOAI_SETTING_COMMAND_LINE, "--metric: ", "NAME"},
        {"cloud", "Public", AOAI_SETTING_COMMAND_LINE,
         "--cloud: ", "'Public' is none of: public usgov china"},
        /* A part of a choice, two choices, and the blank between them. */
        {"cloud", "gov", AOAI_SETTING_COMMAND_LINE, "--cloud: ", "'gov'"},
        {"cloud", "public usgov", AOAI_SETTING_COMMAND_LINE,
         "--cloud: ", "'public usgov'"},
        {"cloud", " ", AOAI_SETTING_COMMAND_LINE, "--cloud: ", "' '"},
        {"require", "perhaps", AOAI_SETTING_FILE, "require: ", "'perhaps'"},
        {"require", "", AOAI_SETTING_FILE, "require: ", "''"},
        {"verbose", "4", AOAI_SETTING_FILE, "verbose: ", "0 to 3"},
    };

    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_int_equal(
            put(settings, rows[i].key, rows[i].value, rows[i].source, &error),
            -1);
        assert_int_equal(error.kind, AOAI_ERROR_INPUT);
        assert_memory_equal(error.text, rows[i].begin, strlen(rows[i].begin));
        assert_non_null(strstr(error.text, rows[i].part));
    }
}

static void a_long_or_wild_value_leaves_the_sentence_whole(void **state)
{
    struct aoai_error error;
    char value[4096];

    memset(value, 'x', sizeof(value));
    value[1] = '\n';
    value[sizeof(value) - 1] = '\0';
    assert_int_equal(
        put(*state, "max-age", value, AOAI_SETTING_COMMAND_LINE, &error), -1);
    assert_null(strchr(error.text, '\n'));
    assert_non_null(strstr(error.text, "0 to 86400"));
    assert_int_equal(
        put(*state, "cloud", value, AOAI_SETTING_COMMAND_LINE, &error), -1);
    assert_non_null(strstr(error.text, "usgov"));
    assert_int_equal(
        put(*state, "timeout", value, AOAI_SETTING_COMMAND_LINE, &error), -1);
    assert_non_null(strstr(error.text, "86400"));
}

static void secrets_are_refused_and_never_quoted(void **state)
{
    size_t count, refused = 0;
    const struct aoai_setting *rows = aoai_settings_table(&count);

    for (size_t i = 0; i < count; i++) {
        struct aoai_error error;

        if (rows[i].type != AOAI_SETTING_SECRET)
            continue;
        refused++;
        for (int source = AOAI_SETTING_FILE;
             source <= AOAI_SETTING_COMMAND_LINE; source++) {
            assert_int_equal(aoai_settings_put(*state, &rows[i], "hunter2",
                                               (enum aoai_setting_source)source,
                                               &error),
                             -1);
            assert_int_equal(error.kind, AOAI_ERROR_INPUT);
            assert_null(strstr(error.text, "hunter2"));
            assert_non_null(strstr(error.text, rows[i].key));
            assert_non_null(strstr(error.text, rows[i].help));
        }
    }
    assert_true(refused > 0);
    assert_int_equal(aoai_settings_find("client-secret")->type,
                     AOAI_SETTING_SECRET);
    assert_int_equal(aoai_settings_find("connection-string")->type,
                     AOAI_SETTING_SECRET);
}

static void a_timeout_is_seconds_and_perhaps_a_state(void **state)
{
    struct aoai_settings *settings = *state;
    static const struct {
        const char *value;
        long seconds;
        enum aoai_state state;
    } rows[] = {
        {"1", 1, AOAI_STATE_UNKNOWN},
        {"86400", 86400, AOAI_STATE_UNKNOWN},
        {"010", 10, AOAI_STATE_UNKNOWN},
        {"10:ok", 10, AOAI_STATE_OK},
        {"10:Warning", 10, AOAI_STATE_WARNING},
        {"10:CRITICAL", 10, AOAI_STATE_CRITICAL},
        {"10:unknown", 10, AOAI_STATE_UNKNOWN},
        {"10:0", 10, AOAI_STATE_OK},
        {"10:2", 10, AOAI_STATE_CRITICAL},
        {"10:3", 10, AOAI_STATE_UNKNOWN},
    };
    static const char *const bad[] = {
        "0",   "",      "-1",   "86401", "10:",    "10:4",  ":ok",
        "x",   "10 ",   "10s",  "10::0", "10:0:0", "1e1",   "10:warn",
        "1.5", "10: 0", "10:-", "10:00", " 10",    "10;ok", "99999999999999999",
    };

    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_int_equal(put(settings, "timeout", rows[i].value,
                             AOAI_SETTING_COMMAND_LINE, NULL),
                         0);
        assert_int_equal(settings->timeout.seconds, rows[i].seconds);
        assert_int_equal(settings->timeout.state, rows[i].state);
    }
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_int_equal(
            put(settings, "timeout", bad[i], AOAI_SETTING_COMMAND_LINE, NULL),
            -1);
}

static void a_flag_is_set_by_its_name_or_a_word(void **state)
{
    struct aoai_settings *settings = *state;
    static const struct {
        const char *value;
        bool set;
    } rows[] = {{NULL, true},  {"false", false}, {"true", true},
                {"no", false}, {"YES", true},    {"False", false}};

    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_int_equal(put(settings, "require", rows[i].value,
                             AOAI_SETTING_COMMAND_LINE, NULL),
                         0);
        assert_int_equal(settings->require, rows[i].set);
    }
}

static void a_count_grows_up_to_its_bound(void **state)
{
    struct aoai_settings *settings = *state;

    for (long i = 1; i <= 5; i++) {
        assert_int_equal(
            put(settings, "verbose", NULL, AOAI_SETTING_COMMAND_LINE, NULL), 0);
        assert_int_equal(settings->verbose, i < 3 ? i : 3);
    }
    /* A file's level does not count beside the command line's. */
    assert_int_equal(put(settings, "verbose", "1", AOAI_SETTING_FILE, NULL), 0);
    assert_int_equal(settings->verbose, 3);
}

static void what_a_program_leaves_out_is_not_found(void **state)
{
    static const char *const left_out[] = {"format", "selftest", NULL};
    struct aoai_settings_form form = aoai_settings_form(*state);
    static const struct {
        const char *key;
        bool found;
    } rows[] = {{"format", false},
                {"selftest", false},
                {"month", true},
                {"forma", false},
                {"formats", false}};

    assert_non_null(aoai_settings_form_find(&form, "format"));
    form.left_out = left_out;
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_int_equal(aoai_settings_form_find(&form, rows[i].key) != NULL,
                         rows[i].found);
    assert_false(aoai_settings_form_has(&form, aoai_settings_find("format")));
    assert_true(aoai_settings_form_has(&form, aoai_settings_find("month")));
}

static void a_released_form_is_as_new(void **state)
{
    static const struct {
        const char *key, *value;
    } rows[] = {{"month", "2024-10"}, {"warning", "5"}, {"cloud", "usgov"},
                {"max-age", "7"},     {"verbose", "2"}, {"timeout", "9:0"},
                {"require", NULL}};
    struct aoai_settings *settings = *state;
    static const struct aoai_settings empty;

    for (size_t i = 0; i < COUNT(rows); i++)
        assert_int_equal(put(settings, rows[i].key, rows[i].value,
                             AOAI_SETTING_COMMAND_LINE, NULL),
                         0);
    aoai_settings_free(settings);
    assert_memory_equal(settings, &empty, sizeof(empty));
}

/* A form of one text and one list, which may be empty. */
struct pair {
    char *text;
    struct aoai_text_list list;
    enum aoai_setting_source sources[2];
};

static void an_empty_value_may_be_none(void **state)
{
    static const struct aoai_setting rows[] = {
        {"text", 0, AOAI_SETTING_TEXT, offsetof(struct pair, text),
         .argument = "TEXT", .help = "", .may_be_empty = true},
        {"list", 0, AOAI_SETTING_LIST, offsetof(struct pair, list),
         .argument = "TEXT", .help = "", .may_be_empty = true},
    };
    struct pair pair = {0};
    struct aoai_settings_form form = {
        .rows = rows, .count = 2, .values = &pair, .sources = pair.sources};
    struct aoai_error error;

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_int_equal(aoai_settings_form_put(&form, &rows[i], "",
                                                AOAI_SETTING_COMMAND_LINE,
                                                &error),
                         0);
        /* what a file has still counts */
        assert_int_equal(aoai_settings_form_put(&form, &rows[i], "given",
                                                AOAI_SETTING_FILE, &error),
                         0);
        /* no value at all is a mistake as ever */
        assert_int_equal(aoai_settings_form_put(&form, &rows[i], NULL,
                                                AOAI_SETTING_FILE, &error),
                         -1);
    }
    assert_string_equal(pair.text, "given");
    assert_int_equal(pair.list.count, 1);
    aoai_settings_form_free(&form);
    assert_null(pair.text);
}

static void nothing_to_release_is_fine(void **state)
{
    struct aoai_settings empty = {0};

    (void)state;
    aoai_settings_free(&empty);
}

#define WITH(TEST) cmocka_unit_test_setup_teardown(TEST, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_has_a_key_of_its_own),
        cmocka_unit_test(no_letter_is_one_of_the_programs_own),
        cmocka_unit_test(every_row_explains_itself),
        cmocka_unit_test(two_rows_never_share_a_field),
        WITH(the_defaults_are_those_of_the_contract),
        WITH(the_command_line_wins_over_the_file),
        WITH(a_refused_value_changes_nothing),
        WITH(the_source_of_a_value_is_known),
        WITH(repeatable_values_stay_in_the_order_put),
        WITH(bad_values_are_named_and_quoted),
        WITH(a_long_or_wild_value_leaves_the_sentence_whole),
        WITH(secrets_are_refused_and_never_quoted),
        WITH(a_timeout_is_seconds_and_perhaps_a_state),
        WITH(a_flag_is_set_by_its_name_or_a_word),
        WITH(a_count_grows_up_to_its_bound),
        WITH(what_a_program_leaves_out_is_not_found),
        WITH(a_released_form_is_as_new),
        cmocka_unit_test(an_empty_value_may_be_none),
        cmocka_unit_test(nothing_to_release_is_fine),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
