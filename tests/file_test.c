/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "net/file.h"
#include "net/platform.h"

enum { PATH_SIZE = 128 };

/* A folder of its own for the tests. */
static int make_folder(void **state)
{
    static char folder[] = "/tmp/file_test.XXXXXX";

    *state = mkdtemp(folder);
    return *state != NULL ? 0 : -1;
}

/* Removes the folder and the files the tests leave. */
static int remove_folder(void **state)
{
    static const char *const names[] = {"plain", "fifo", "link", "loop",
                                        "socket"};
    char path[PATH_SIZE];

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        (void)snprintf(path, sizeof path, "%s/%s", (char *)*state, names[i]);
        (void)unlink(path);
    }
    return rmdir(*state);
}

/* Writes LENGTH bytes to the file "plain", whose name goes to PATH. */
static void write_plain(void **state, char path[PATH_SIZE], const char *bytes,
                        size_t length)
{
    FILE *file = NULL;

    (void)snprintf(path, PATH_SIZE, "%s/plain", (char *)*state);
    file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

static void a_file_is_appended_as_it_is(void **state)
{
    char path[PATH_SIZE];
    struct aoai_buf out = {0};
    struct aoai_error error = {0};

    aoai_buf_puts(&out, "before ");
    write_plain(state, path, "a\0b\r\n", 5);
    assert_int_equal(aoai_file_read(&out, path, &error), 0);
    assert_int_equal(out.length, 12);
    assert_memory_equal(out.data, "before a\0b\r\n", 13);
    aoai_buf_free(&out);
}

static void files_of_the_kernel_have_no_size_but_are_read(void **state)
{
    struct aoai_buf out = {0};
    struct aoai_error error = {0};

    (void)state;
    assert_int_equal(aoai_file_read(&out, "/proc/self/stat", &error), 0);
    assert_true(out.length > 0);
    aoai_buf_free(&out);
}

static void the_ceiling_is_the_largest_size(void **state)
{
    static const struct {
        size_t max;
        int result;
    } rows[] = {{9, -1}, {10, 0}, {11, 0}, {0, 0}};
    char path[PATH_SIZE];

    write_plain(state, path, "0123456789", 10);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct aoai_buf out = {.max = rows[i].max};
        struct aoai_error error = {0};

        assert_int_equal(aoai_file_read(&out, path, &error), rows[i].result);
        assert_int_equal(out.length, rows[i].result == 0 ? 10 : 0);
        if (rows[i].result != 0) {
            assert_int_equal(error.kind, AOAI_ERROR_INPUT);
            assert_non_null(strstr(error.text, "larger than 9 bytes"));
        }
        assert_int_equal(out.state, AOAI_BUF_FINE);
        aoai_buf_free(&out);
    }
}

static void what_is_no_file_is_refused_without_waiting(void **state)
{
    static const struct {
        const char *name;
        enum aoai_error_kind kind;
    } rows[] = {
        {"missing", AOAI_ERROR_NOT_FOUND},
        {"plain/below", AOAI_ERROR_NOT_FOUND},
        {"fifo", AOAI_ERROR_INPUT},
        {"loop", AOAI_ERROR_INPUT},
        {"socket", AOAI_ERROR_INPUT},
        {"", AOAI_ERROR_INPUT}, /* the folder */
        {"../../dev/null", AOAI_ERROR_INPUT},
    };
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int listener = socket(AF_UNIX, SOCK_STREAM, 0);
    char path[PATH_SIZE];

    write_plain(state, path, "x", 1);
    (void)snprintf(path, sizeof path, "%s/fifo", (char *)*state);
    assert_int_equal(mkfifo(path, 0600), 0);
    (void)snprintf(path, sizeof path, "%s/loop", (char *)*state);
    assert_int_equal(symlink(path, path), 0);
    (void)snprintf(address.sun_path, sizeof address.sun_path, "%.64s/socket",
                   (char *)*state);
    assert_int_equal(
        bind(listener, (struct sockaddr *)&address, sizeof address), 0);
    close(listener);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct aoai_buf out = {0};
        struct aoai_error error = {0};

        (void)snprintf(path, sizeof path, "%s/%s", (char *)*state,
                       rows[i].name);
        assert_int_equal(aoai_file_read(&out, path, &error), -1);
        assert_int_equal(error.kind, rows[i].kind);
        assert_memory_equal(error.text, path, strlen(path));
        assert_int_equal(out.length, 0);
    }
}

static void symbolic_links_are_followed(void **state)
{
    char path[PATH_SIZE];
    char link[PATH_SIZE];
    struct aoai_buf out = {0};
    struct aoai_error error = {0};

    write_plain(state, path, "x", 1);
    (void)snprintf(link, sizeof link, "%s/link", (char *)*state);
    assert_int_equal(symlink("plain", link), 0);
    assert_int_equal(aoai_file_read(&out, link, &error), 0);
    assert_string_equal(aoai_buf_text(&out), "x");
    aoai_buf_free(&out);
    /* but not where somebody else chose the name */
    assert_int_equal(aoai_file_read_secret_unlinked(&out, link, &error), -1);
    assert_int_equal(error.kind, AOAI_ERROR_INPUT);
    assert_non_null(strstr(error.text, "/link: a symbolic link"));
    assert_int_equal(aoai_file_read_secret_unlinked(&out, path, &error), 0);
    assert_string_equal(aoai_buf_text(&out), "x");
    assert_true(out.secret);
    aoai_buf_free(&out);
}

static void what_is_there_exists(void **state)
{
    char path[PATH_SIZE];

    write_plain(state, path, "x", 1);
    assert_true(aoai_file_exists(path));
    assert_true(aoai_file_exists(*state)); /* the folder */
    assert_int_equal(unlink(path), 0);
    assert_false(aoai_file_exists(path));
}

static void a_file_we_may_not_read_says_so(void **state)
{
    char path[PATH_SIZE];
    struct aoai_buf out = {0};
    struct aoai_error error = {0};
    bool root = geteuid() == 0;

    write_plain(state, path, "x", 1);
    assert_int_equal(chmod(path, 0), 0);
    if (root) /* who may read everything, so: somebody else */
        assert_int_equal(seteuid(65534), 0);
    assert_int_equal(aoai_file_read(&out, path, &error), -1);
    if (root)
        assert_int_equal(seteuid(0), 0);
    assert_non_null(strstr(error.text, "permission denied"));
    assert_int_equal(error.kind, AOAI_ERROR_DENIED);
    assert_int_equal(unlink(path), 0);
}

static void a_secret_loses_one_line_end(void **state)
{
    static const struct {
        const char *bytes;
        size_t length;
        const char *secret; /* NULL: refused */
    } rows[] = {
        {"s3cret", 6, "s3cret"},
        {"s3cret\n", 7, "s3cret"},
        {"s3cret\r\n", 8, "s3cret"},
        {"s3cret\n\n", 8, "s3cret\n"},
        {"s3cret\r", 7, "s3cret\r"}, /* no line end */
        {" s3cret ", 8, " s3cret "},
        {"", 0, NULL},
        {"\n", 1, NULL},
        {"\r\n", 2, NULL},
        {"\r", 1, "\r"},
        {"s3\0cret", 7, NULL},
    };
    char path[PATH_SIZE];

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct aoai_buf out = {0};
        struct aoai_error error = {0};

        write_plain(state, path, rows[i].bytes, rows[i].length);
        int result = aoai_file_read_secret(&out, path, &error);
        assert_int_equal(result, rows[i].secret != NULL ? 0 : -1);
        assert_true(out.secret);
        assert_string_equal(aoai_buf_text(&out),
                            rows[i].secret != NULL ? rows[i].secret : "");
        assert_null(strstr(error.text, "s3"));
        aoai_buf_free(&out);
    }
}

static void the_program_knows_its_folder(void **state)
{
    char folder[512];
    char none[4] = "abc";

    (void)state;
    aoai_platform_program_dir(folder, sizeof folder);
    assert_int_equal(folder[0], '/');
    assert_int_not_equal(folder[strlen(folder) - 1], '/');
    aoai_platform_program_dir(none, sizeof none);
    assert_string_equal(none, "");
}

static void an_empty_variable_is_none(void **state)
{
    (void)state;
    assert_int_equal(setenv("AOAI_FILE_TEST", "x", 1), 0);
    assert_string_equal(aoai_platform_env("AOAI_FILE_TEST"), "x");
    assert_int_equal(setenv("AOAI_FILE_TEST", "", 1), 0);
    assert_null(aoai_platform_env("AOAI_FILE_TEST"));
    assert_int_equal(unsetenv("AOAI_FILE_TEST"), 0);
    assert_null(aoai_platform_env("AOAI_FILE_TEST"));
}

static void the_clock_sleeps(void **state)
{
    struct aoai_clock clock = aoai_platform_clock();
    int64_t before = clock.monotonic(clock.self);

    (void)state;
    clock.sleep(clock.self, 20);
    clock.sleep(clock.self, -5);
    assert_in_range(clock.monotonic(clock.self) - before, 20, 5000);
    assert_true(clock.wall(clock.self) > 1700000000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_is_appended_as_it_is),
        cmocka_unit_test(files_of_the_kernel_have_no_size_but_are_read),
        cmocka_unit_test(the_ceiling_is_the_largest_size),
        cmocka_unit_test(what_is_no_file_is_refused_without_waiting),
        cmocka_unit_test(symbolic_links_are_followed),
        cmocka_unit_test(what_is_there_exists),
        cmocka_unit_test(a_file_we_may_not_read_says_so),
        cmocka_unit_test(a_secret_loses_one_line_end),
        cmocka_unit_test(the_program_knows_its_folder),
        cmocka_unit_test(an_empty_variable_is_none),
        cmocka_unit_test(the_clock_sleeps),
    };

    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
