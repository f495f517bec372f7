/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Options from an INI file. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/settings.h"
#include "plugins/extra_opts.h"
#include "tests/sample.h"
#include "tests/temp_folder.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))

/* A folder with an INI file, and what was read from it. */
struct rig {
    struct temp_folder folder;
    char path[TEMP_FOLDER_PATH];
    struct aoai_settings settings;
    struct aoai_text_list mistakes;
};

static int begin(void **state)
{
    struct rig *rig = calloc(1, sizeof(*rig));

    assert_non_null(rig);
    rig->folder = temp_folder_make();
    temp_folder_path(&rig->folder, "x.ini", rig->path);
    assert_int_equal(unsetenv("MP_CONFIG_FILE"), 0);
    assert_int_equal(unsetenv("NAGIOS_CONFIG_PATH"), 0);
    assert_int_equal(aoai_settings_init(&rig->settings, NULL), 0);
    *state = rig;
    return 0;
}

static int end(void **state)
{
    struct rig *rig = *state;

    aoai_settings_free(&rig->settings);
    aoai_text_list_free(&rig->mistakes);
    temp_folder_remove(&rig->folder);
    free(rig);
    return 0;
}

/* Reads SPEC into the settings; what comes back. */
static int read_spec(struct rig *rig, const char *spec)
{
    struct aoai_settings_form form = aoai_settings_form(&rig->settings);
    struct aoai_command_line line = {"program", &form, 1};

    return aoai_extra_opts_read(&line, spec, &rig->mistakes, NULL);
}

/* Writes TEXT into the file and reads SECTION of it. */
static void read_section(struct rig *rig, const char *section, const char *text)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf spec = {0};

    temp_folder_write(&rig->folder, "x.ini", text, strlen(text));
    aoai_buf_printf(&spec, "%s@%s", section, rig->path);
    assert_int_equal(read_spec(rig, aoai_buf_text(&spec)), 0);
}

/* Expects one mistake that names the file and holds PART. */
static void expect_mistake(struct rig *rig, const char *part)
{
    assert_int_equal(rig->mistakes.count, 1);
    assert_non_null(strstr(rig->mistakes.items[0], rig->path));
    if (!strstr(rig->mistakes.items[0], part))
        fail_msg("'%s' is not in: %s", part, rig->mistakes.items[0]);
    aoai_text_list_free(&rig->mistakes);
}

static void a_section_is_read_and_others_are_not(void **state)
{
    struct rig *rig = *state;

    read_section(rig, "one",
                 "# a comment\n; another\n\n"
                 "[two]\nmonth=2024-08\nnonsense=1\n"
                 "[one]\nmonth = 2024-09\n  metric=prompt\t\n"
                 "deployment = a*\ndeployment = b\nverbose = 2\nrequire\n"
                 "timeout = 5:ok\r\n"
                 "[three]\nmonth=2024-07\n");
    assert_int_equal(rig->mistakes.count, 0);
    assert_string_equal(rig->settings.month, "2024-09");
    assert_string_equal(rig->settings.metric, "prompt");
    assert_int_equal(rig->settings.deployment.count, 2);
    assert_string_equal(rig->settings.deployment.items[1], "b");
    assert_int_equal(rig->settings.verbose, 2);
    assert_true(rig->settings.require);
    assert_int_equal(rig->settings.timeout.seconds, 5);
    assert_int_equal(rig->settings.timeout.state, AOAI_STATE_OK);
}

static void without_a_section_it_is_the_programs(void **state)
{
    struct rig *rig = *state;

    read_section(rig, "", "[program]\nmonth=2024-09\n");
    assert_int_equal(rig->mistakes.count, 0);
    assert_string_equal(rig->settings.month, "2024-09");
}

static void values_may_hold_signs_of_the_format(void **state)
{
    struct rig *rig = *state;

    read_section(rig, "one",
                 "[one]\nwarning = gpt-4o*=5M\ncritical=a=@1:2\n"
                 "deployment = [a-c]*\nexclude = a#b\n"
                 "proxy = http://user:pass=word@p:3128\n");
    assert_int_equal(rig->mistakes.count, 0);
    assert_string_equal(rig->settings.warning.items[0], "gpt-4o*=5M");
    assert_string_equal(rig->settings.critical.items[0], "a=@1:2");
    assert_string_equal(rig->settings.deployment.items[0], "[a-c]*");
    assert_string_equal(rig->settings.exclude.items[0], "a#b");
    assert_string_equal(rig->settings.proxy, "http://user:pass=word@p:3128");
}

static void what_is_wrong_is_named(void **state)
{
    struct rig *rig = *state;

    read_section(rig, "none", "[one]\nmonth=2024-09\n");
    expect_mistake(rig, "[none]: no such section");
    read_section(rig, "one", "");
    expect_mistake(rig, "[one]: no such section");
    read_section(rig, "one", "[one]\nnonsense=5\n");
    expect_mistake(rig, "'nonsense' is no setting");
    read_section(rig, "one", "[one]\nMonth=2024-09\n");
    expect_mistake(rig, "'Month' is no setting");
    read_section(rig, "one", "[one]\nmax-age=soon\n");
    expect_mistake(rig, "max-age: 'soon' is not a number");
    read_section(rig, "one", "[one]\nmonth\n");
    expect_mistake(rig, "month: a value is missing");
    read_section(rig, "one", "[one]\nclient-secret=hunter2\n");
    assert_null(strstr(rig->mistakes.items[0], "hunter2"));
    expect_mistake(rig, "client-secret: a secret must not stand here");
    read_section(rig, "one", "[one\nmonth=2024-09\n");
    assert_true(rig->mistakes.count > 0);
    aoai_text_list_free(&rig->mistakes);
}

static void all_mistakes_of_a_section_are_named(void **state)
{
    struct rig *rig = *state;

    read_section(rig, "one", "[one]\nx=1\nmonth=2024-09\ny=2\nmax-age=z\n");
    assert_int_equal(rig->mistakes.count, 3);
    assert_string_equal(rig->settings.month, "2024-09");
}

static void a_file_that_is_not_there_is_named(void **state)
{
    struct rig *rig = *state;

    assert_int_equal(read_spec(rig, "one@/nowhere/x.ini"), 0);
    assert_int_equal(rig->mistakes.count, 1);
    assert_memory_equal(rig->mistakes.items[0], "--extra-opts: ", 14);
    assert_non_null(strstr(rig->mistakes.items[0], "/nowhere/x.ini"));
}

static void the_file_is_looked_for_where_the_guidelines_say(void **state)
{
    struct rig *rig = *state;
    static const char ini[] = "[program]\nmonth=2024-09\n";
    static const char other[] = "[program]\nmonth=2024-08\n";

    temp_folder_write(&rig->folder, "x.ini", ini, strlen(ini));
    assert_int_equal(setenv("MP_CONFIG_FILE", rig->path, 1), 0);
    assert_int_equal(read_spec(rig, ""), 0);
    assert_int_equal(rig->mistakes.count, 0);
    assert_string_equal(rig->settings.month, "2024-09");

    /* else in the folders of a path, in each by three names */
    assert_int_equal(unsetenv("MP_CONFIG_FILE"), 0);
    temp_folder_write(&rig->folder, "nagios-plugins.ini", ini, strlen(ini));
    temp_folder_write(&rig->folder, "plugins.ini", other, strlen(other));
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf path = {0};
    aoai_buf_printf(&path, ":/nowhere::%s:/elsewhere", rig->folder.path);
    assert_int_equal(setenv("NAGIOS_CONFIG_PATH", aoai_buf_text(&path), 1), 0);
    assert_int_equal(read_spec(rig, ""), 0);
    assert_int_equal(rig->mistakes.count, 0);
    assert_string_equal(rig->settings.month, "2024-08");
}

static void a_long_line_is_read_whole(void **state)
{
    struct rig *rig = *state;
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf text = {0};

    /* longer than the parser's own buffers */
    aoai_buf_puts(&text, "[one]\nresource = ");
    for (int i = 0; i < 40000; i++)
        aoai_buf_putc(&text, 'x');
    aoai_buf_puts(&text, "\nmonth = 2024-09\n");
    read_section(rig, "one", aoai_buf_text(&text));
    assert_int_equal(rig->mistakes.count, 0);
    assert_int_equal(strlen(rig->settings.resource.items[0]), 40000);
    assert_string_equal(rig->settings.month, "2024-09");
}

static void a_line_too_long_is_a_mistake_and_never_cut(void **state)
{
    struct rig *rig = *state;
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf text = {0};

    aoai_buf_puts(&text, "[one]\nresource = ");
    for (int i = 0; i < 100000; i++)
        aoai_buf_putc(&text, 'x');
    aoai_buf_puts(&text, "\nmonth = 2024-09\n");
    read_section(rig, "one", aoai_buf_text(&text));
    if (rig->mistakes.count == 0)
        assert_int_equal(strlen(rig->settings.resource.items[0]), 100000);
}

static void a_nul_byte_is_a_mistake_and_never_the_end(void **state)
{
    static const char ini[] = "[program]\nmonth=2024-09\n\0warning=1\n";
    struct rig *rig = *state;
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf spec = {0};

    temp_folder_write(&rig->folder, "x.ini", ini, sizeof(ini) - 1);
    aoai_buf_printf(&spec, "@%s", rig->path);
    assert_int_equal(read_spec(rig, aoai_buf_text(&spec)), 0);
    expect_mistake(rig, "NUL byte");
}

/* Reads standard input, which is the file PATH meanwhile. */
static void read_input(struct rig *rig, const char *path)
{
    int before = dup(STDIN_FILENO);
    int file = open(path, O_RDONLY);

    assert_true(before >= 0 && file >= 0);
    assert_int_equal(dup2(file, STDIN_FILENO), STDIN_FILENO);
    assert_int_equal(read_spec(rig, "@-"), 0);
    assert_int_equal(dup2(before, STDIN_FILENO), STDIN_FILENO);
    close(before);
    close(file);
}

static void standard_input_is_read_but_not_without_end(void **state)
{
    static const char ini[] = "[program]\nmonth=2024-09\n";
    struct rig *rig = *state;

    temp_folder_write(&rig->folder, "x.ini", ini, strlen(ini));
    read_input(rig, rig->path);
    assert_int_equal(rig->mistakes.count, 0);
    assert_string_equal(rig->settings.month, "2024-09");
    read_input(rig, "/dev/zero");
    assert_int_equal(rig->mistakes.count, 1);
    assert_non_null(strstr(rig->mistakes.items[0], "standard input: larger"));
}

static void repeated_values_follow_those_of_the_command_line(void **state)
{
    struct rig *rig = *state;
    const struct aoai_setting *row = aoai_settings_find("warning");

    assert_int_equal(aoai_settings_put(&rig->settings, row, "a=1",
                                       AOAI_SETTING_COMMAND_LINE, NULL),
                     0);
    assert_int_equal(aoai_settings_put(&rig->settings,
                                       aoai_settings_find("month"), "2024-10",
                                       AOAI_SETTING_COMMAND_LINE, NULL),
                     0);
    read_section(rig, "one", "[one]\nwarning=b=2\nwarning=c=3\nmonth=x\n");
    assert_int_equal(rig->mistakes.count, 0);
    assert_int_equal(rig->settings.warning.count, 3);
    assert_string_equal(rig->settings.warning.items[0], "a=1");
    assert_string_equal(rig->settings.warning.items[2], "c=3");
    assert_string_equal(rig->settings.month, "2024-10");
}

static void odd_files_are_survived(void **state)
{
    static const char *const texts[] = {
        "\xef\xbb\xbf[one]\nmonth=2024-09\n",
        "[",
        "]",
        "=",
        "[]\n=\n",
        "[one]\n=x\n",
        "\xff\xfe[\n",
        "[one]\n month=2024-09\n  more\n",
        "[one]\nmonth=2024-09 ; said later",
        ";",
        "\n\n\n",
        "[one]\n:\n",
    };
    struct rig *rig = *state;

    for (size_t i = 0; i < COUNT(texts); i++)
        read_section(rig, "one", texts[i]); /* the sanitizers judge */
    assert_true(rig->mistakes.count > 0);
}

#define WITH(TEST) cmocka_unit_test_setup_teardown(TEST, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH(a_section_is_read_and_others_are_not),
        WITH(without_a_section_it_is_the_programs),
        WITH(values_may_hold_signs_of_the_format),
        WITH(what_is_wrong_is_named),
        WITH(all_mistakes_of_a_section_are_named),
        WITH(a_file_that_is_not_there_is_named),
        WITH(the_file_is_looked_for_where_the_guidelines_say),
        WITH(a_long_line_is_read_whole),
        WITH(a_line_too_long_is_a_mistake_and_never_cut),
        WITH(a_nul_byte_is_a_mistake_and_never_the_end),
        WITH(standard_input_is_read_but_not_without_end),
        WITH(repeated_values_follow_those_of_the_command_line),
        WITH(odd_files_are_survived),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
