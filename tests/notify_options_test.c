/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* The command line of notify_acs_email. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "plugins/notify_options.h"
#include "tests/temp_folder.h"
#include "tests/words.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))

/* What became of reading a command line. */
struct outcome {
    struct aoai_notify_settings own;
    struct aoai_settings shared;
    enum aoai_options_wish wish;
    struct aoai_text_list mistakes;
};

/* Reads the words GIVEN, NULL-terminated. */
static void read_words(struct outcome *outcome, const char *const *given)
{
    struct words words;

    words_make(&words, "notify_acs_email", given);
    memset(outcome, 0, sizeof(*outcome));
    assert_int_equal(aoai_settings_init(&outcome->shared, NULL), 0);
    assert_int_equal(aoai_notify_options_read(
                         &outcome->own, &outcome->shared, &outcome->wish,
                         words.argc, words.argv, &outcome->mistakes, NULL),
                     0);
    words_free(&words);
}

static void release(struct outcome *outcome)
{
    aoai_notify_options_free(&outcome->own);
    aoai_settings_free(&outcome->shared);
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

/* Whether KEY is one of the shared settings that this program lacks. */
static bool is_left_out(const char *key)
{
    return strcmp(key, "format") == 0 || strcmp(key, "max-output") == 0 ||
           strcmp(key, "selftest") == 0;
}

/* The value of ROW in OWN as text, "" for none. */
static const char *value_of(const struct aoai_notify_settings *own,
                            const struct aoai_setting *row)
{
    const char *field = (const char *)own + row->offset;
    const struct aoai_text_list *list = (const void *)field;
    const char *text = NULL;

    if (row->type == AOAI_SETTING_LIST)
        return list->count ? list->items[list->count - 1] : "";
    memcpy(&text, field, sizeof(text));
    return text ? text : "";
}

/* A value that ROW takes. */
static const char *sample_of(const struct aoai_setting *row)
{
    if (row->type == AOAI_SETTING_CHOICE)
        return strcmp(row->key, "once") == 0 ? "month" : "false";
    return "-4 is no\nopti\xc3\xb6n: --help = 'x'";
}

static void letters_are_those_of_icingas_scripts(void **state)
{
    static const struct {
        char letter;
        const char *key;
    } rows[] = {
        {'d', "long-date-time"},
        {'e', "service-name"},
        {'l', "host-name"},
        {'n', "host-display-name"},
        {'o', "output"},
        {'r', "to"},
        {'s', "service-state"},
        {'t', "notification-type"},
        {'u', "service-display-name"},
        {'4', "address"},
        {'6', "address6"},
        {'X', "host-notes"},
        {'x', "service-notes"},
        {'b', "author"},
        {'c', "comment"},
        {'i', "icingaweb2-url"},
        {'f', "from"},
        {'v', "syslog"},
    };
    size_t count, letters = 0;
    const struct aoai_setting *table = aoai_notify_settings_table(&count);

    (void)state;
    assert_int_equal(count, AOAI_NOTIFY_SETTINGS);
    for (size_t i = 0; i < count; i++) {
        const char *key = NULL;

        for (size_t j = 0; j < COUNT(rows); j++)
            if (rows[j].letter == table[i].letter)
                key = rows[j].key;
        letters += table[i].letter != 0;
        if (table[i].letter)
            assert_string_equal(key, table[i].key);
    }
    assert_int_equal(letters, COUNT(rows));
}

static void every_row_is_one_setting_and_explains_itself(void **state)
{
    struct aoai_settings shared = {0};
    struct aoai_settings_form form = aoai_settings_form(&shared);
    size_t count;
    const struct aoai_setting *rows = aoai_notify_settings_table(&count);

    (void)state;
    assert_non_null(rows[0].heading);
    for (size_t i = 0; i < count; i++) {
        assert_true(rows[i].help && *rows[i].help);
        assert_null(strchr(rows[i].help, '\n'));
        assert_int_equal(rows[i].type == AOAI_SETTING_FLAG,
                         rows[i].argument == NULL);
        assert_int_equal(rows[i].type == AOAI_SETTING_CHOICE,
                         rows[i].choices != NULL);
        assert_null(rows[i].fallback); /* all zero holds the defaults */
        for (const char *at = rows[i].key; *at; at++)
            assert_true(islower((unsigned char)*at) ||
                        isdigit((unsigned char)*at) || *at == '-');
        /* no form hides a row of another */
        assert_null(aoai_settings_form_find(&form, rows[i].key));
        for (size_t j = 0; j < i; j++) {
            assert_string_not_equal(rows[i].key, rows[j].key);
            assert_true(rows[i].offset != rows[j].offset ||
                        rows[i].type == AOAI_SETTING_SECRET ||
                        rows[j].type == AOAI_SETTING_SECRET);
        }
    }
}

/* Expects SPELLING of ROW to give its value. */
static void expect_spelling(const struct aoai_setting *row,
                            const char *const *spelling)
{
    struct outcome outcome;

    read_words(&outcome, spelling);
    if (outcome.mistakes.count)
        fail_msg("%s", outcome.mistakes.items[0]);
    assert_string_equal(value_of(&outcome.own, row), sample_of(row));
    release(&outcome);
}

static void every_option_with_a_value_is_read_in_both_spellings(void **state)
{
    size_t count;
    const struct aoai_setting *rows = aoai_notify_settings_table(&count);

    (void)state;
    for (size_t i = 0; i < count; i++) {
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf key = {0};
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf both = {0};
        const char letter[] = {'-', rows[i].letter, '\0'};
        const char *spellings[][3] = {
            {NULL}, {NULL}, {letter, sample_of(&rows[i])}, {NULL}};
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf close = {0};

        if (rows[i].type == AOAI_SETTING_SECRET ||
            rows[i].type == AOAI_SETTING_FLAG)
            continue;
        aoai_buf_printf(&key, "--%s", rows[i].key);
        aoai_buf_printf(&both, "--%s=%s", rows[i].key, sample_of(&rows[i]));
        aoai_buf_printf(&close, "%s%s", letter, sample_of(&rows[i]));
        spellings[0][0] = aoai_buf_text(&key);
        spellings[0][1] = sample_of(&rows[i]);
        spellings[1][0] = aoai_buf_text(&both);
        spellings[3][0] = aoai_buf_text(&close);
        for (size_t j = 0; j < (rows[i].letter ? 4u : 2u); j++)
            expect_spelling(&rows[i], spellings[j]);
    }
}

static void icingas_command_line_is_read(void **state)
{
    /* in the order that Icinga has: sorted by its keys */
    static const char *const words[] = {"-4", "10.0.0.1",
                                        "-6", "fe80::1",
                                        "-X", "",
                                        "-b", "",
                                        "-c", "-v is not an option here",
                                        "-d", "2026-11-25 04:35:40 +0000",
                                        "-e", "disk",
                                        "-f", "",
                                        "-i", "https://icinga.example.com",
                                        "-l", "db1",
                                        "-n", "Database 1",
                                        "-o", "-1 tokens\nand more",
                                        "-r", "someone@example.com",
                                        "-s", "CRITICAL",
                                        "-t", "PROBLEM",
                                        "-u", "Disk",
                                        "-v", "true",
                                        NULL};
    struct outcome outcome;

    (void)state;
    read_words(&outcome, words);
    assert_int_equal(outcome.mistakes.count, 0);
    assert_int_equal(outcome.wish, AOAI_OPTIONS_CHECK);
    assert_string_equal(outcome.own.address, "10.0.0.1");
    assert_string_equal(outcome.own.address6, "fe80::1");
    assert_null(outcome.own.host_notes);
    assert_null(outcome.own.author);
    assert_null(outcome.own.from);
    assert_string_equal(outcome.own.comment, "-v is not an option here");
    assert_string_equal(outcome.own.output, "-1 tokens\nand more");
    assert_int_equal(outcome.own.to.count, 1);
    assert_string_equal(outcome.own.syslog, "true");
    assert_string_equal(outcome.own.notification_type, "PROBLEM");
    assert_int_equal(outcome.shared.verbose, 0);
    assert_int_equal(outcome.shared.timeout.seconds, 30);
    release(&outcome);
}

static void flags_and_shared_settings_have_long_names(void **state)
{
    static const char *const words[] = {
        "--check",       "--digest", "--dry-run",  "--resource=id",
        "--critical",    "5",        "--warning",  "4",
        "--budget=9",    "--month",  "2024-10",    "--deployment=a",
        "--exclude=b",   "--metric", "prompt",     "--verbose",
        "--timeout=7:2", "--req",    "--cc=x@y.z", "--cc",
        "w@y.z",         NULL};
    static const char *const test_mail[] = {"--test-mail", NULL};
    struct outcome outcome;

    (void)state;
    read_words(&outcome, words);
    assert_int_equal(outcome.mistakes.count, 0);
    assert_true(outcome.own.check);
    assert_true(outcome.own.digest);
    assert_true(outcome.own.dry_run);
    assert_false(outcome.own.test_mail);
    assert_string_equal(outcome.shared.resource.items[0], "id");
    assert_string_equal(outcome.shared.critical.items[0], "5");
    assert_string_equal(outcome.shared.deployment.items[0], "a");
    assert_string_equal(outcome.shared.exclude.items[0], "b");
    assert_string_equal(outcome.shared.metric, "prompt");
    assert_int_equal(outcome.shared.verbose, 1);
    assert_int_equal(outcome.shared.timeout.seconds, 7);
    assert_true(outcome.shared.require);
    assert_int_equal(outcome.own.cc.count, 2);
    assert_string_equal(outcome.own.cc.items[1], "w@y.z");
    release(&outcome);
    read_words(&outcome, test_mail);
    assert_int_equal(outcome.mistakes.count, 0);
    assert_true(outcome.own.test_mail);
    release(&outcome);
}

static void every_shared_row_can_be_given_but_three(void **state)
{
    size_t count, refused = 0;
    const struct aoai_setting *rows = aoai_settings_table(&count);

    (void)state;
    for (size_t i = 0; i < count; i++) {
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf word = {0};
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf wrong = {0};
        const char *words[2] = {NULL, NULL};
        const char *value = rows[i].fallback;

        if (rows[i].type == AOAI_SETTING_SECRET)
            continue;
        if (!value)
            value = rows[i].choices ? "environment" : "x";
        aoai_buf_printf(&word, "--%s%s%s", rows[i].key,
                        rows[i].argument ? "=" : "",
                        rows[i].argument ? value : "");
        words[0] = aoai_buf_text(&word);
        if (is_left_out(rows[i].key)) {
            refused++;
            aoai_buf_printf(&wrong,
                            "unknown or ambiguous option --%s: see --help",
                            rows[i].key);
        }
        expect(words, aoai_buf_text(&wrong));
    }
    assert_int_equal(refused, 3);
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
        {{"-l", "x", "-h"}, AOAI_OPTIONS_HELP},
        /* a value that looks like one */
        {{"-l", "-h"}, AOAI_OPTIONS_CHECK},
        {{NULL}, AOAI_OPTIONS_CHECK},
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
        /* letters of check_aoai_tokens that Icinga's scripts lack */
        {{"-w", "5"},
         "unknown option -w: see --help\n"
         "a word left over is no option: every value needs one, see --help"},
        {{"-m"}, "unknown option -m: see --help"},
        {{"-5"}, "unknown option -5: see --help"},
        {{"-l"}, "-l needs a value: NAME"},
        {{"-4"}, "-4 needs a value: IP"},
        {{"-v"}, "-v needs a value: true|false"},
        {{"--to"}, "--to needs a value: ADDR"},
        {{"--state"}, "--state needs a value: PLACE"},
        {{"--check=yes"}, "--check takes no value"},
        {{"--syslog=maybe"}, "--syslog: 'maybe' is none of: true false"},
        {{"-v", "TRUE"}, "--syslog: 'TRUE' is none of: true false"},
        {{"--once=year"}, "--once: 'year' is none of: month"},
        {{"--once="}, "--once: a value is missing: month"},
        {{"--state="}, "--state: a value is missing: PLACE"},
        {{"--endpoint", ""}, "--endpoint: a value is missing: URL"},
        {{"--resource="}, "--resource: a value is missing: ID"},
        {{"--timeout=5:maybe"},
         "--timeout: 'maybe' is no state: OK, WARNING, CRITICAL, UNKNOWN or 0 "
         "to 3"},
        {{"word"}, "'word' is no option: every value needs one, see --help"},
        /* Icinga's names begin alike */
        {{"--service=x"}, "unknown or ambiguous option --service: see --help"},
        {{"--format=json"}, "unknown or ambiguous option --format: see --help"},
        {{"--selftest"}, "unknown or ambiguous option --selftest: see --help"},
        {{"--max-output=999"},
         "unknown or ambiguous option --max-output: see --help"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        expect(rows[i].words, rows[i].mistakes);
}

static void what_does_not_fit_together_is_told(void **state)
{
    static const struct {
        const char *words[5];
        const char *mistakes;
    } rows[] = {
        {{"--check", "--test-mail"},
         "--check and --test-mail are two ways to run: leave one of them out"},
        {{"--digest"},
         "--digest is one mail for all that --check finds: add --check, or "
         "leave --digest out"},
        {{"--once=month", "--check"},
         "--once is for notifications, and --check mails once a month anyway: "
         "leave --once out"},
        {{"--connection-string-file=f", "--endpoint=https://x"},
         "--connection-string-file names an endpoint, too: leave --endpoint "
         "out to use the file's key, or the file to sign in"},
        /* these do */
        {{"--check", "--digest", "--dry-run"}, ""},
        {{"--test-mail", "--dry-run"}, ""},
        {{"--once=month", "--test-mail"}, ""},
        {{"--endpoint=https://x", "--state-key-file=f"}, ""},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        expect(rows[i].words, rows[i].mistakes);
}

static void an_empty_macro_is_as_if_not_given(void **state)
{
    size_t count, lenient = 0;
    const struct aoai_setting *rows = aoai_notify_settings_table(&count);

    (void)state;
    for (size_t i = 0; i < count; i++) {
        const char letter[] = {'-', rows[i].letter, '\0'};
        const char *words[] = {letter, "", NULL};
        struct outcome outcome;

        if (!rows[i].letter)
            continue;
        lenient++;
        read_words(&outcome, words);
        if (outcome.mistakes.count)
            fail_msg("%s", outcome.mistakes.items[0]);
        assert_string_equal(value_of(&outcome.own, &rows[i]), "");
        assert_int_equal(outcome.own.sources[i], AOAI_SETTING_DEFAULT);
        release(&outcome);
    }
    assert_int_equal(lenient, 18);
    /* so are the addresses that a contact may lack */
    expect((const char *const[]){"--cc=", "--bcc=", "--reply-to", "", NULL},
           "");
}

static void no_mistake_shows_a_secret(void **state)
{
    static const struct {
        const char *words[5];
        const char *advice;
    } rows[] = {
        {{"--connection-string=endpoint=x;accesskey=hunter2"}, "file"},
        {{"--state-key=hunter2"}, "--state-key-file"},
        {{"--state-key", "hunter2"}, "--state-key-file"},
        {{"--account-key=hunter2"}, "--state-key-file"},
        {{"--sas-token=hunter2"}, "--state-key-file"},
        {{"--sas", "?sv=1&sig=hunter2"}, "--state-key-file"},
        {{"--access-key=hunter2"}, "--connection-string-file"},
        {{"--client-secret=hunter2"}, "--client-secret-file"},
        {{"--token", "hunter2"}, "--token-file"},
        /* misspelled, or thought up */
        {{"--access-keys=hunter2"}, "unknown"},
        {{"--password=hunter2"}, "unknown"},
        {{"--password", "hunter2"}, "unknown"},
        {{"--api-key", "hunter2"}, "unknown"},
        {{"-p", "hunter2"}, "unknown"},
        {{"--check=hunter2"}, "takes no value"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct outcome outcome;

        read_words(&outcome, rows[i].words);
        assert_true(outcome.mistakes.count > 0);
        assert_non_null(strstr(outcome.mistakes.items[0], rows[i].advice));
        for (size_t j = 0; j < outcome.mistakes.count; j++)
            assert_null(strstr(outcome.mistakes.items[j], "hunter2"));
        release(&outcome);
    }
}

/* Reads WORDS with the INI file TEXT, named by SPEC: "--extra-opts=one". */
static void read_ini(struct outcome *outcome, const char *spec,
                     const char *text, const char *word)
{
    struct temp_folder folder = temp_folder_make();
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf option = {0};
    const char *words[] = {NULL, word, NULL};

    temp_folder_write(&folder, "x.ini", text, strlen(text));
    aoai_buf_printf(&option, "%s@%s/x.ini", spec, folder.path);
    words[0] = aoai_buf_text(&option);
    read_words(outcome, words);
    temp_folder_remove(&folder);
}

static void an_ini_section_holds_both_kinds_of_settings(void **state)
{
    struct outcome outcome;

    (void)state;
    read_ini(&outcome, "--extra-opts=",
             "[check_aoai_tokens]\nformat = json\n"
             "[notify_acs_email]\n"
             "to = a@example.com\nto = b@example.com\nfrom = x@example.com\n"
             "address6 = fe80::1\ncc =\nsyslog = true\n"
             "check\ndigest = no\ndry-run = yes\n"
             "resource = id\ncritical = 10M\nclient-id = me\nverbose = 2\n",
             "--from=y@example.com");
    if (outcome.mistakes.count)
        fail_msg("%s", outcome.mistakes.items[0]);
    assert_int_equal(outcome.own.to.count, 2);
    assert_string_equal(outcome.own.to.items[1], "b@example.com");
    assert_string_equal(outcome.own.from, "y@example.com");
    assert_string_equal(outcome.own.address6, "fe80::1");
    assert_int_equal(outcome.own.cc.count, 0);
    assert_string_equal(outcome.own.syslog, "true");
    assert_true(outcome.own.check);
    assert_false(outcome.own.digest);
    assert_true(outcome.own.dry_run);
    assert_string_equal(outcome.shared.resource.items[0], "id");
    assert_string_equal(outcome.shared.client_id, "me");
    assert_int_equal(outcome.shared.verbose, 2);
    release(&outcome);
}

static void an_empty_macro_leaves_what_the_ini_file_has(void **state)
{
    struct outcome outcome;

    (void)state;
    read_ini(&outcome, "--extra-opts=one",
             "[one]\nfrom = x@example.com\n[two]\nfrom = z@example.com\n",
             "-f");
    /* -f lacks a value there; with an empty one: */
    assert_int_equal(outcome.mistakes.count, 1);
    release(&outcome);
    read_ini(&outcome, "--extra-opts=one",
             "[one]\nfrom = x@example.com\n[two]\nfrom = z@example.com\n",
             "--from=");
    assert_int_equal(outcome.mistakes.count, 0);
    assert_string_equal(outcome.own.from, "x@example.com");
    release(&outcome);
}

static void what_is_wrong_in_an_ini_section_is_named(void **state)
{
    static const struct {
        const char *text, *part;
    } rows[] = {
        {"[notify_acs_email]\nnonsense = hunter2\n",
         "[notify_acs_email]: 'nonsense' is no setting"},
        {"[notify_acs_email]\nformat = hunter2\n",
         "[notify_acs_email]: 'format' is no setting"},
        {"[notify_acs_email]\nselftest\n", "'selftest' is no setting"},
        {"[notify_acs_email]\nmax-output = 999\n",
         "'max-output' is no setting"},
        {"[notify_acs_email]\nsyslog = hunter\n",
         "syslog: 'hunter' is none of: true false"},
        {"[notify_acs_email]\nto\n", "to: a value is missing: ADDR"},
        {"[notify_acs_email]\nstate-key = hunter2\n",
         "state-key: a secret must not stand here"},
        {"[notify_acs_email]\nconnection-string = hunter2\n",
         "connection-string: a secret must not stand here"},
        {"[check_aoai_tokens]\nmonth = current\n",
         "[notify_acs_email]: no such section"},
        {"[notify_acs_email]\ncheck\ntest-mail\n",
         "--check and --test-mail are two ways to run"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct outcome outcome;

        read_ini(&outcome, "--extra-opts=", rows[i].text, NULL);
        assert_int_equal(outcome.mistakes.count, 1);
        if (!strstr(outcome.mistakes.items[0], rows[i].part))
            fail_msg("'%s' is not in: %s", rows[i].part,
                     outcome.mistakes.items[0]);
        assert_null(strstr(outcome.mistakes.items[0], "hunter2"));
        release(&outcome);
    }
}

/* Expects HELP to name each of ROWS as this program spells it. */
static void expect_rows(const char *help, const struct aoai_setting *rows,
                        size_t count, bool letters)
{
    for (size_t i = 0; i < count; i++) {
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf name = {0};
        bool shown =
            rows[i].type != AOAI_SETTING_SECRET && !is_left_out(rows[i].key);

        if (letters && rows[i].letter)
            aoai_buf_printf(&name, "\n  -%c, --%s", rows[i].letter,
                            rows[i].key);
        else
            aoai_buf_printf(&name, "\n      --%s", rows[i].key);
        if (rows[i].argument)
            aoai_buf_printf(&name, "=%s", rows[i].argument);
        assert_int_equal(shown, strstr(help, aoai_buf_text(&name)) != NULL);
    }
}

static void the_help_names_every_option_and_fits_a_screen(void **state)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf out = {0};
    size_t count, lines = 0;
    const struct aoai_setting *rows = aoai_notify_settings_table(&count);
    const char *at;

    (void)state;
    aoai_notify_options_help(&out);
    assert_int_equal(aoai_buf_check(&out, NULL), 0);
    expect_rows(aoai_buf_text(&out), rows, count, true);
    at = strstr(aoai_buf_text(&out), "\nWhat happened");
    assert_non_null(at);
    rows = aoai_settings_table(&count);
    expect_rows(aoai_buf_text(&out), rows, count, false);
    /* a group keeps its heading where its first row is left out */
    assert_non_null(
        strstr(aoai_buf_text(&out), "\nHow to answer:\n      --verbose "));
    assert_non_null(strstr(aoai_buf_text(&out), "notify_acs_email if none"));
    for (const char *line = aoai_buf_text(&out); line < at; line++)
        lines += *line == '\n';
    assert_true(lines <= 23);
    for (at = aoai_buf_text(&out); *at; at += strcspn(at, "\n") + 1)
        assert_true(strcspn(at, "\n") < 80);
}

static void nothing_to_release_is_fine(void **state)
{
    struct aoai_notify_settings empty = {0};

    (void)state;
    aoai_notify_options_free(&empty);
    aoai_notify_options_free(&empty);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letters_are_those_of_icingas_scripts),
        cmocka_unit_test(every_row_is_one_setting_and_explains_itself),
        cmocka_unit_test(every_option_with_a_value_is_read_in_both_spellings),
        cmocka_unit_test(icingas_command_line_is_read),
        cmocka_unit_test(flags_and_shared_settings_have_long_names),
        cmocka_unit_test(every_shared_row_can_be_given_but_three),
        cmocka_unit_test(help_and_version_are_wishes),
        cmocka_unit_test(mistakes_name_the_option),
        cmocka_unit_test(what_does_not_fit_together_is_told),
        cmocka_unit_test(an_empty_macro_is_as_if_not_given),
        cmocka_unit_test(no_mistake_shows_a_secret),
        cmocka_unit_test(an_ini_section_holds_both_kinds_of_settings),
        cmocka_unit_test(an_empty_macro_leaves_what_the_ini_file_has),
        cmocka_unit_test(what_is_wrong_in_an_ini_section_is_named),
        cmocka_unit_test(the_help_names_every_option_and_fits_a_screen),
        cmocka_unit_test(nothing_to_release_is_fine),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
