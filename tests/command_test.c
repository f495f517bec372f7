/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Programs are run without a shell, are given little, and never outlive their
 * time. The programs are scripts in a folder that is all of $PATH. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "net/command.h"
#include "tests/temp_folder.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))

/* Every script begins with it: what it needs from the system is named by its
 * path. */
#define SH "#!/bin/sh\nPATH=/usr/bin:/bin\n"

struct fixture {
    struct temp_folder folder;
    struct aoai_clock clock;
};

/* Writes the program NAME. */
static void write_program(const struct fixture *fixture, const char *name,
                          const char *text, mode_t mode)
{
    char path[TEMP_FOLDER_PATH];

    temp_folder_write(&fixture->folder, name, text, strlen(text));
    temp_folder_path(&fixture->folder, name, path);
    assert_int_equal(chmod(path, mode), 0);
}

static int begin(void **state)
{
    static struct fixture fixture;

    fixture.folder = temp_folder_make();
    fixture.clock = aoai_platform_clock();
    assert_int_equal(setenv("PATH", fixture.folder.path, 1), 0);
    *state = &fixture;
    return 0;
}

static int end(void **state)
{
    temp_folder_remove(&((struct fixture *)*state)->folder);
    return 0;
}

/* Runs the program ARGUMENTS[0], which is SCRIPT, for MILLISECONDS at most. */
static int run(const struct fixture *fixture, const char *script,
               const char *const *arguments, int64_t milliseconds,
               struct aoai_command *command, struct aoai_error *error)
{
    const struct aoai_clock *clock = &fixture->clock;

    write_program(fixture, arguments[0], script, 0755);
    *command = (struct aoai_command){
        .arguments = arguments,
        .clock = clock,
        .deadline = clock->monotonic(clock->self) + milliseconds,
        .output.max = 8192,
        .errors.max = 1024,
    };
    return aoai_command_run(command, error);
}

/* Runs SCRIPT without arguments. */
static int run_plain(const struct fixture *fixture, const char *script,
                     int64_t milliseconds, struct aoai_command *command,
                     struct aoai_error *error)
{
    static const char *const arguments[] = {"tool", NULL};

    return run(fixture, script, arguments, milliseconds, command, error);
}

/* Expects SCRIPT to succeed with OUTPUT. */
static void expect_output(const struct fixture *fixture, const char *script,
                          const char *output)
{
    struct aoai_command command;
    struct aoai_error error = {0};

    if (run_plain(fixture, script, 20000, &command, &error))
        fail_msg("%s", error.text);
    assert_string_equal(aoai_buf_text(&command.output), output);
    assert_string_equal(aoai_buf_text(&command.errors), "");
    assert_int_equal(command.status, 0);
    aoai_command_free(&command);
}

/* No child of ours is left, not even a zombie. */
static void expect_no_child(void)
{
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
    assert_int_equal(errno, ECHILD);
}

/* How many descriptors this process has open. */
static size_t count_descriptors(void)
{
    size_t count = 0;

    for (int file = 0; file < 256; file++)
        count += fcntl(file, F_GETFD) >= 0;
    return count;
}

/* Milliseconds since BEGAN. */
static int64_t since(const struct fixture *fixture, int64_t began)
{
    return fixture->clock.monotonic(fixture->clock.self) - began;
}

static int64_t now(const struct fixture *fixture)
{
    return since(fixture, 0);
}

static void arguments_arrive_as_they_are(void **state)
{
    static const char *const arguments[] = {
        "tool",  "two words",  "",  "$HOME `id` $(id)", "*", "'\"\\",
        "-x;ls", "\xc3\xa4\n", NULL};
    struct aoai_command command;

    assert_int_equal(run(*state, SH "printf '<%s>' \"$@\"\n", arguments, 20000,
                         &command, NULL),
                     0);
    assert_string_equal(aoai_buf_text(&command.output),
                        "<two words><><$HOME `id` $(id)><*><'\"\\><-x;ls>"
                        "<\xc3\xa4\n>");
    aoai_command_free(&command);
}

static void both_pipes_and_the_status_are_told_apart(void **state)
{
    struct aoai_command command;

    assert_int_equal(run_plain(*state, SH "echo out; echo err >&2; exit 7\n",
                               20000, &command, NULL),
                     0);
    assert_string_equal(aoai_buf_text(&command.output), "out\n");
    assert_string_equal(aoai_buf_text(&command.errors), "err\n");
    assert_true(command.output.secret);
    assert_true(command.errors.secret);
    assert_int_equal(command.status, 7);
    assert_int_equal(command.signal, 0);
    aoai_command_free(&command);
    expect_no_child();
}

static void a_signal_that_ended_it_is_told(void **state)
{
    struct aoai_command command;

    assert_int_equal(run_plain(*state, SH "echo out; kill -KILL $$\n", 20000,
                               &command, NULL),
                     0);
    assert_int_equal(command.status, -1);
    assert_int_equal(command.signal, SIGKILL);
    assert_string_equal(aoai_buf_text(&command.output), "out\n");
    aoai_command_free(&command);
    expect_no_child();
}

static void it_runs_in_the_root_and_reads_nothing(void **state)
{
    expect_output(*state, SH "pwd; cat; readlink /proc/self/fd/0\n",
                  "/\n/dev/null\n");
}

static void it_has_the_environment_of_the_host(void **state)
{
    assert_int_equal(setenv("AOAI_TEST_WORD", "here", 1), 0);
    expect_output(*state, SH "echo $AOAI_TEST_WORD\n", "here\n");
    assert_int_equal(unsetenv("AOAI_TEST_WORD"), 0);
}

static void what_is_withheld_is_not_in_its_environment(void **state)
{
    static const char *const arguments[] = {"program", NULL};
    static const char *const withheld[] = {"AOAI_TEST_SECRET", "AOAI_TEST_NONE",
                                           NULL};
    const struct fixture *fixture = *state;
    struct aoai_command command = {
        .arguments = arguments,
        .withheld = withheld,
        .clock = &fixture->clock,
        .deadline = now(fixture) + 20000,
    };

    /* names that begin or end as a withheld one are others */
    write_program(fixture, "program", SH "env | grep AOAI_TEST | sort\n", 0755);
    assert_int_equal(setenv("AOAI_TEST_SECRET", "hush", 1), 0);
    assert_int_equal(setenv("AOAI_TEST_SECRET_2", "two", 1), 0);
    assert_int_equal(setenv("AOAI_TEST_SECRE", "less", 1), 0);
    assert_int_equal(aoai_command_run(&command, NULL), 0);
    assert_string_equal(aoai_buf_text(&command.output),
                        "AOAI_TEST_SECRE=less\nAOAI_TEST_SECRET_2=two\n");
    assert_string_equal(getenv("AOAI_TEST_SECRET"), "hush");
    aoai_command_free(&command);
    assert_int_equal(unsetenv("AOAI_TEST_SECRET"), 0);
    assert_int_equal(unsetenv("AOAI_TEST_SECRET_2"), 0);
    assert_int_equal(unsetenv("AOAI_TEST_SECRE"), 0);
}

/* Runs a program of the system, which is no shell: shells have descriptors and
 * signals of their own. */
static void run_of_system(const struct fixture *fixture,
                          const char *const *arguments,
                          struct aoai_command *command)
{
    *command = (struct aoai_command){.arguments = arguments,
                                     .clock = &fixture->clock,
                                     .deadline = now(fixture) + 20000};
    assert_int_equal(setenv("PATH", "/usr/bin:/bin", 1), 0);
    assert_int_equal(aoai_command_run(command, NULL), 0);
}

static void only_the_standard_descriptors_are_inherited(void **state)
{
    static const char *const arguments[] = {"ls", "/proc/self/fd", NULL};
    struct aoai_command command;
    /* a host may have forgotten close-on-exec */
    int leak = open("/dev/null", O_RDONLY);
    int high = fcntl(leak, F_DUPFD, 200);

    assert_true(leak > STDERR_FILENO && high >= 200);
    run_of_system(*state, arguments, &command);
    /* 3 is the folder that ls reads */
    assert_string_equal(aoai_buf_text(&command.output), "0\n1\n2\n3\n");
    aoai_command_free(&command);
    close(leak);
    close(high);
}

static void signals_are_as_at_the_start_of_a_session(void **state)
{
    static const char *const arguments[] = {
        "grep", "-E", "^Sig(Blk|Ign):", "/proc/self/status", NULL};
    struct aoai_command command;
    struct sigaction ignore = {.sa_handler = SIG_IGN}, old_pipe, old_term;
    unsigned long long blocked, ignored;
    sigset_t all, old_mask;

    sigfillset(&all);
    assert_int_equal(sigaction(SIGPIPE, &ignore, &old_pipe), 0);
    assert_int_equal(sigaction(SIGTERM, &ignore, &old_term), 0);
    assert_int_equal(sigprocmask(SIG_BLOCK, &all, &old_mask), 0);
    run_of_system(*state, arguments, &command);
    assert_int_equal(sigprocmask(SIG_SETMASK, &old_mask, NULL), 0);
    assert_int_equal(sigaction(SIGPIPE, &old_pipe, NULL), 0);
    assert_int_equal(sigaction(SIGTERM, &old_term, NULL), 0);
    assert_int_equal(sscanf(aoai_buf_text(&command.output),
                            "SigBlk: %llx SigIgn: %llx", &blocked, &ignored),
                     2);
    assert_int_equal(blocked, 0);
    /* 32 and 33 are glibc's own, which no program sees */
    assert_int_equal(ignored & ~0x180000000ULL, 0);
    aoai_command_free(&command);
}

static void it_is_killed_when_time_is_over(void **state)
{
    static const char *const scripts[] = {
        SH "echo begun; exec sleep 60\n",
        SH "echo begun; sleep 60\n", /* with a child of its own */
        /* deaf to the first signal */
        SH "trap '' TERM; echo begun; while :; do sleep 60; done\n",
        SH "echo begun; exec >&- 2>&-; sleep 60\n", /* its pipes are closed */
        SH "echo begun; kill -STOP $$; sleep 60\n",
    };
    size_t before = count_descriptors();

    for (size_t i = 0; i < COUNT(scripts); i++) {
        struct aoai_command command;
        struct aoai_error error = {0};
        int64_t began = now(*state);

        assert_int_equal(run_plain(*state, scripts[i], 400, &command, &error),
                         -1);
        assert_int_equal(error.kind, AOAI_ERROR_DEADLINE);
        assert_string_equal(error.text, "tool did not end in time");
        assert_in_range(since(*state, began), 400, 3000);
        assert_string_equal(aoai_buf_text(&command.output), "begun\n");
        aoai_command_free(&command);
        expect_no_child();
    }
    assert_int_equal(count_descriptors(), before);
}

static void its_whole_group_is_killed_when_time_is_over(void **state)
{
    struct aoai_command command;
    pid_t grandchild;

    assert_int_equal(
        run_plain(*state,
                  SH "sh -c 'trap \"\" TERM; echo $$; sleep 60; sleep 60' &\n"
                     "wait\n",
                  500, &command, NULL),
        -1);
    grandchild = (pid_t)strtol(aoai_buf_text(&command.output), NULL, 10);
    assert_true(grandchild > 1);
    aoai_command_free(&command);
    /* gone, or a zombie that init has not reaped yet */
    for (int i = 0; i < 300; i++) {
        char path[64], line[256] = "";
        FILE *file;

        (void)snprintf(path, sizeof(path), "/proc/%d/stat", (int)grandchild);
        file = fopen(path, "r");
        if (!file)
            return;
        (void)!fgets(line, sizeof(line), file);
        (void)fclose(file);
        if (strstr(line, ") Z ") || !*line)
            return;
        (void)usleep(10000);
    }
    fail_msg("the grandchild lives");
}

static void a_grandchild_with_the_pipes_is_not_waited_for(void **state)
{
    static const char *const scripts[] = {
        SH "sleep 3 & echo done\n",
        /* and one that goes on writing */
        SH "(i=0; while [ $i -lt 3000 ]; do echo x >&2; i=$((i + 1)); done;"
           " sleep 3) & echo done\n",
    };

    for (size_t i = 0; i < COUNT(scripts); i++) {
        struct aoai_command command;
        int64_t began = now(*state);

        assert_int_equal(run_plain(*state, scripts[i], 20000, &command, NULL),
                         0);
        assert_true(since(*state, began) < 2500);
        assert_string_equal(aoai_buf_text(&command.output), "done\n");
        assert_int_equal(command.status, 0);
        aoai_command_free(&command);
        expect_no_child();
    }
}

static void too_much_output_ends_it_at_once(void **state)
{
    struct aoai_command command;
    struct aoai_error error = {0};
    int64_t began = now(*state);

    assert_int_equal(run_plain(*state,
                               SH "yes 1234567 >&2 &\nexec yes hunter2\n",
                               20000, &command, &error),
                     -1);
    assert_int_equal(error.kind, AOAI_ERROR_ANSWER);
    assert_string_equal(error.text,
                        "the output of tool: larger than 8192 bytes");
    assert_true(since(*state, began) < 5000);
    assert_true(command.output.length <= 8192);
    aoai_command_free(&command);
    expect_no_child();
}

static void errors_beyond_the_ceiling_are_left_out(void **state)
{
    struct aoai_command command;

    assert_int_equal(
        run_plain(*state,
                  SH "echo first >&2\n"
                     "head -c 300000 /dev/zero | tr '\\0' e >&2\necho out\n",
                  20000, &command, NULL),
        0);
    assert_int_equal(command.errors.length, 1024);
    assert_memory_equal(aoai_buf_text(&command.errors), "first\neee", 9);
    assert_string_equal(aoai_buf_text(&command.output), "out\n");
    aoai_command_free(&command);
}

static void output_of_a_full_pipe_is_read_to_its_end(void **state)
{
    static const char *const arguments[] = {"tool", NULL};
    const struct fixture *fixture = *state;
    struct aoai_command command = {
        .arguments = arguments,
        .clock = &fixture->clock,
        .deadline = now(fixture) + 20000,
        .output.max = 0, /* the usual ceiling */
    };

    write_program(fixture, "tool",
                  SH "head -c 1000000 /dev/zero | tr '\\0' o\n", 0755);
    assert_int_equal(aoai_command_run(&command, NULL), 0);
    assert_int_equal(command.output.length, 1000000);
    aoai_command_free(&command);
}

static void only_absolute_folders_of_the_path_are_searched(void **state)
{
    const struct fixture *fixture = *state;
    static const struct {
        const char *format; /* of $PATH; %s is the folder */
        bool found;
    } rows[] = {
        {"%s", true},
        {"/nowhere:%s:", true},
        {"::%s", true},
        {"/proc/self/mem:%s", true}, /* no folder at all */
        {"/nowhere", false},
        /* the folder we stand in, in three spellings */
        {":", false},
        {".", false},
        {":/nowhere:", false},
        /* set but empty is not set: the usual folders, where no tool is */
        {"", false},
    };
    char old[TEMP_FOLDER_PATH];
    static const char *const arguments[] = {"aoai-test-tool", NULL};

    assert_non_null(getcwd(old, sizeof(old)));
    assert_int_equal(chdir(fixture->folder.path), 0);
    write_program(fixture, "aoai-test-tool", SH, 0755);
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct aoai_command command = {.arguments = arguments,
                                       .clock = &fixture->clock,
                                       .deadline = now(fixture) + 20000};
        struct aoai_error error = {0};
        char path[2 * TEMP_FOLDER_PATH];
        const char *hole = strstr(rows[i].format, "%s");
        int before =
            hole ? (int)(hole - rows[i].format) : (int)strlen(rows[i].format);

        (void)snprintf(path, sizeof(path), "%.*s%s%s", before, rows[i].format,
                       hole ? fixture->folder.path : "", hole ? hole + 2 : "");
        assert_int_equal(setenv("PATH", path, 1), 0);
        if (aoai_command_run(&command, &error) != (rows[i].found ? 0 : -1))
            fail_msg("%s: %s", path, error.text);
        if (!rows[i].found) {
            assert_int_equal(error.kind, AOAI_ERROR_NOT_FOUND);
            assert_string_equal(error.text, "no aoai-test-tool in $PATH");
        }
        aoai_command_free(&command);
    }
    assert_int_equal(chdir(old), 0);
}

/* True under valgrind, where a child that can not start can not tell so. */
static bool is_watched(void)
{
    const char *preload = getenv("LD_PRELOAD");

    return preload && strstr(preload, "vgpreload");
}

static void what_can_not_be_started_is_told_from_what_is_not_there(void **state)
{
    static const struct {
        const char *text;
        mode_t mode;
        const char *why; /* the end of the sentence */
    } rows[] = {
        {SH, 0644, "tool can not be run: permission denied"},
        {"#!/nowhere/sh\n", 0755,
         "/tool can not be started: its interpreter is missing"},
        {"\x7f"
         "ELF",
         0755, "/tool can not be started: it is no program of this machine"},
    };

    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct fixture *fixture = *state;
        static const char *const arguments[] = {"tool", NULL};
        struct aoai_command command = {.arguments = arguments,
                                       .clock = &fixture->clock,
                                       .deadline = now(fixture) + 20000};
        struct aoai_error error = {0};
        size_t before = count_descriptors(), length;

        write_program(fixture, "tool", rows[i].text, rows[i].mode);
        if (is_watched() && rows[i].mode == 0755) {
            assert_int_equal(aoai_command_run(&command, &error), 0);
            assert_int_not_equal(command.status, 0);
            aoai_command_free(&command);
            continue;
        }
        assert_int_equal(aoai_command_run(&command, &error), -1);
        assert_int_equal(error.kind, AOAI_ERROR_INPUT);
        length = strlen(error.text);
        assert_true(length >= strlen(rows[i].why));
        assert_string_equal(error.text + length - strlen(rows[i].why),
                            rows[i].why);
        assert_int_equal(count_descriptors(), before);
        expect_no_child();
    }
}

static void a_pipe_in_place_of_a_standard_descriptor_is_refused(void **state)
{
    struct aoai_command command;
    struct aoai_error error = {0};
    static const char why[] = ": a standard descriptor is closed";
    int saved = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3), failed;

    assert_true(saved >= 3);
    close(STDIN_FILENO);
    write_program(*state, "tool", SH, 0755);
    failed = run_plain(*state, SH, 20000, &command, &error);
    assert_int_equal(dup2(saved, STDIN_FILENO), STDIN_FILENO);
    close(saved);
    assert_int_equal(failed, -1);
    assert_non_null(strstr(error.text, why));
    expect_no_child();
}

static void a_folder_of_that_name_is_no_program(void **state)
{
    const struct fixture *fixture = *state;
    static const char *const arguments[] = {"tool", NULL};
    struct aoai_command command = {.arguments = arguments,
                                   .clock = &fixture->clock,
                                   .deadline = now(fixture) + 20000};
    struct aoai_error error = {0};
    char path[TEMP_FOLDER_PATH];

    temp_folder_path(&fixture->folder, "tool", path);
    assert_int_equal(mkdir(path, 0755), 0);
    assert_int_equal(aoai_command_run(&command, &error), -1);
    assert_int_equal(error.kind, AOAI_ERROR_NOT_FOUND);
}

static void after_the_deadline_nothing_is_started(void **state)
{
    struct aoai_command command;
    struct aoai_error error = {0};
    char path[TEMP_FOLDER_PATH];
    const struct fixture *fixture = *state;

    assert_int_equal(run_plain(fixture, SH "touch \"${0%/*}/ran\"; echo x\n", 0,
                               &command, &error),
                     -1);
    assert_int_equal(error.kind, AOAI_ERROR_DEADLINE);
    temp_folder_path(&fixture->folder, "ran", path);
    assert_int_equal(access(path, F_OK), -1);
    aoai_command_free(&command);
}

/* Does nothing, but interrupts what is waiting. */
static void interrupt(int number)
{
    (void)number;
}

static void signals_to_the_host_do_no_harm(void **state)
{
    struct sigaction action = {.sa_handler = interrupt};
    struct itimerval often = {.it_interval = {.tv_usec = 2000},
                              .it_value = {.tv_usec = 2000}};
    struct itimerval never = {.it_value = {.tv_usec = 0}};

    /* It stays: valgrind may deliver the last one after the timer's end. */
    assert_int_equal(sigaction(SIGALRM, &action, NULL), 0);
    assert_int_equal(setitimer(ITIMER_REAL, &often, NULL), 0);
    expect_output(*state, SH "echo one; sleep 0.3; echo two\n", "one\ntwo\n");
    assert_int_equal(setitimer(ITIMER_REAL, &never, NULL), 0);
}

static void a_host_that_ignores_its_children_gets_the_output(void **state)
{
    struct sigaction ignore = {.sa_handler = SIG_IGN}, old;
    struct aoai_command command;
    struct aoai_error error = {0};
    int64_t began = now(*state);

    assert_int_equal(sigaction(SIGCHLD, &ignore, &old), 0);
    assert_int_equal(
        run_plain(*state, SH "echo out; exit 3\n", 20000, &command, NULL), 0);
    assert_int_equal(command.status, -1);
    assert_int_equal(command.signal, 0);
    assert_string_equal(aoai_buf_text(&command.output), "out\n");
    aoai_command_free(&command);
    assert_int_equal(
        run_plain(*state, SH "exec sleep 60\n", 200, &command, &error), -1);
    assert_int_equal(error.kind, AOAI_ERROR_DEADLINE);
    aoai_command_free(&command);
    assert_true(since(*state, began) < 5000);
    assert_int_equal(sigaction(SIGCHLD, &old, NULL), 0);
}

static void children_of_the_host_are_left_alone(void **state)
{
    pid_t other = fork();
    int status = 0;

    if (other == 0)
        _exit(42);
    assert_true(other > 0);
    expect_output(*state, SH "sleep 0.1; echo out\n", "out\n");
    assert_int_equal(waitpid(other, &status, 0), other);
    assert_int_equal(WEXITSTATUS(status), 42);
}

/* Runs a program a few times, as one thread of several. */
static void *run_often(void *state)
{
    static const char *const arguments[] = {"tool", NULL};
    const struct fixture *fixture = state;
    size_t good = 0;

    for (int i = 0; i < 5; i++) {
        struct aoai_command command = {.arguments = arguments,
                                       .clock = &fixture->clock,
                                       .deadline = now(fixture) + 20000};

        if (aoai_command_run(&command, NULL) == 0 && command.status == 5 &&
            strcmp(aoai_buf_text(&command.output), "out\n") == 0)
            good++;
        aoai_command_free(&command);
    }
    return (void *)good;
}

static void threads_do_not_get_in_each_others_way(void **state)
{
    pthread_t threads[4];
    size_t before = count_descriptors();

    write_program(*state, "tool", SH "echo out; exit 5\n", 0755);
    for (size_t i = 0; i < COUNT(threads); i++)
        assert_int_equal(pthread_create(&threads[i], NULL, run_often, *state),
                         0);
    for (size_t i = 0; i < COUNT(threads); i++) {
        void *good = NULL;

        assert_int_equal(pthread_join(threads[i], &good), 0);
        assert_int_equal((size_t)good, 5);
    }
    assert_int_equal(count_descriptors(), before);
    expect_no_child();
}

#define TEST(NAME) cmocka_unit_test_setup_teardown(NAME, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(arguments_arrive_as_they_are),
        TEST(both_pipes_and_the_status_are_told_apart),
        TEST(a_signal_that_ended_it_is_told),
        TEST(it_runs_in_the_root_and_reads_nothing),
        TEST(it_has_the_environment_of_the_host),
        TEST(what_is_withheld_is_not_in_its_environment),
        TEST(only_the_standard_descriptors_are_inherited),
        TEST(signals_are_as_at_the_start_of_a_session),
        TEST(it_is_killed_when_time_is_over),
        TEST(its_whole_group_is_killed_when_time_is_over),
        TEST(a_grandchild_with_the_pipes_is_not_waited_for),
        TEST(too_much_output_ends_it_at_once),
        TEST(errors_beyond_the_ceiling_are_left_out),
        TEST(output_of_a_full_pipe_is_read_to_its_end),
        TEST(only_absolute_folders_of_the_path_are_searched),
        TEST(what_can_not_be_started_is_told_from_what_is_not_there),
        TEST(a_pipe_in_place_of_a_standard_descriptor_is_refused),
        TEST(a_folder_of_that_name_is_no_program),
        TEST(after_the_deadline_nothing_is_started),
        TEST(signals_to_the_host_do_no_harm),
        TEST(a_host_that_ignores_its_children_gets_the_output),
        TEST(children_of_the_host_are_left_alone),
        TEST(threads_do_not_get_in_each_others_way),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
