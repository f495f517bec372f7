/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Which endpoints secrets may travel to; hosts; escaping. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "core/url.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))

static void right_endpoints_lose_their_trailing_slashes_only(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool scheme_optional;
        const char *endpoint;
    } rows[] = {
        {"https://management.azure.com", false, "https://management.azure.com"},
        {"https://management.azure.com//", false,
         "https://management.azure.com"},
        {"HTTPS://Management.Azure.com/", false,
         "https://Management.Azure.com"},
        {"https://host:8443/a/b%20c/", false, "https://host:8443/a/b%20c"},
        {"https://host:1", false, "https://host:1"},
        {"https://host:65535", false, "https://host:65535"},
        {"https://10.0.0.1", false, "https://10.0.0.1"},
        {"https://[2001:db8::1]:8443/x", false, "https://[2001:db8::1]:8443/x"},
        {"login.microsoftonline.com", true,
         "https://login.microsoftonline.com"},
        {"login.microsoftonline.com:443/", true,
         "https://login.microsoftonline.com:443"},
        {"http://localhost:8080", false, "http://localhost:8080"},
        {"http://LOCALHOST", false, "http://LOCALHOST"},
        {"http://127.0.0.1:80/x", false, "http://127.0.0.1:80/x"},
        {"http://127.255.255.254", false, "http://127.255.255.254"},
        {"http://[::1]:80", true, "http://[::1]:80"},
        {"http://169.254.169.254/", false, "http://169.254.169.254"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct aoai_error error = {0};
        struct aoai_buf out = {0};
        if (aoai_url_endpoint(&out, rows[i].text, rows[i].scheme_optional,
                              &error) != 0)
            fail_msg("%s", error.text);
        assert_string_equal(aoai_buf_text(&out), rows[i].endpoint);
        aoai_buf_free(&out);
    }
}

static void whatever_could_be_read_in_two_ways_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool scheme_optional;
        const char *says;
    } rows[] = {
        {"", false, "empty"},
        {"", true, "empty"},
        {"host", false, "https://"},
        {"ftp://host", true, "https://"},
        {"https:/host", false, "https://"},
        {"https:host", true, "port"},
        {"https://", false, "host is missing"},
        {"https:///x", false, "host is missing"},
        {"https://:443", false, "host is missing"},
        {"https://?x", false, "host is missing"},
        {"http://example.com", false, "this machine"},
        /* User info: one program's host is the other one's name. */
        {"http://127.0.0.1@evil", false, "user name"},
        {"https://u:p@host", false, "user name"},
        {"https://host/@x", false, "user name"},
        /* Looks like loopback, is not, or is for some programs only. */
        {"http://localhost.evil", false, "this machine"},
        {"http://evil.localhost", false, "this machine"},
        {"http://127.1", false, "this machine"},
        {"http://127.0.0.1.evil.com", false, "this machine"},
        {"http://127.0.0.256", false, "this machine"},
        {"http://127.0.0.01", false, "this machine"},
        {"http://0177.0.0.1", false, "this machine"},
        {"http://0x7f.0.0.1", false, "this machine"},
        {"http://2130706433", false, "this machine"},
        {"http://128.0.0.1", false, "this machine"},
        {"http://0.0.0.0", false, "this machine"},
        {"http://[::ffff:127.0.0.1]", false, "this machine"},
        {"http://[0:0:0:0:0:0:0:1]", false, "this machine"},
        {"http://[::]", false, "this machine"},
        {"http://169.254.169.253", false, "this machine"},
        {"http://localhost.", false, "dot"},
        {"https://host.", false, "dot"},
        {"https://.host", false, "dot"},
        {"https://a..b", false, "dot"},
        {"https://[::1", false, "IPv6"},
        {"https://[]", false, "IPv6"},
        {"https://[::1%25eth0]", false, "IPv6"},
        {"https://[127.0.0.1]", false, "IPv6"},
        {"https://[::1]x", false, "character"},
        {"https://host]", false, "character"},
        {"https://ho%73t", false, "character"},
        {"https://host:", false, "port"},
        {"https://host:0", false, "port"},
        {"https://host:65536", false, "port"},
        {"https://host:4294967739", false, "port"}, /* 443 in 32 bits */
        {"https://host:https", false, "port"},
        {"https://host:+1", false, "port"},
        {"https://host:1x", false, "character"},
        {"https://host\\evil", false, "character"},
        {"https://good\\.evil", false, "character"},
        {"https://host/a\\b", false, "path"},
        {"https://host/a b", false, "path"},
        {"https://host/a\tb", false, "path"},
        {"https://ho st", false, "character"},
        {" https://host", false, "https://"},
        {"https://host ", false, "character"},
        {"https://host\n", false, "character"},
        {"https://host/\r\nX: y", false, "path"},
        {"https://h\xc3\xb6st", false, "character"},
        {"https://host/%2", false, "%"},
        {"https://host/%zz", false, "%"},
        {"https://host/{region}", false, "path"},
        {"https://host/?a=b", false, "query"},
        {"https://host?a=b", false, "query"},
        {"https://host/#a", false, "fragment"},
        {"https://https://host", false, "port"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct aoai_error error = {0};
        struct aoai_buf out = {0};
        if (aoai_url_endpoint(&out, rows[i].text, rows[i].scheme_optional,
                              &error) == 0)
            fail_msg("%s was read", rows[i].text);
        assert_int_equal(out.length, 0);
        assert_int_equal(error.kind, AOAI_ERROR_INPUT);
        if (strstr(error.text, rows[i].says) == NULL)
            fail_msg("%s", error.text);
        assert_null(strpbrk(error.text, "\r\n"));
    }
}

static void long_hosts_are_refused_and_quoted_short(void **state)
{
    (void)state;
    char text[5000] = "https://";
    memset(text + 8, 'a', sizeof(text) - 9);
    text[sizeof(text) - 1] = '\0';
    struct aoai_error error = {0};
    struct aoai_buf out = {0};
    assert_int_equal(aoai_url_endpoint(&out, text, false, &error), -1);
    assert_non_null(strstr(error.text, "too long"));
    assert_false(aoai_url_is_local(text));
}

static void nothing_secret_is_quoted(void **state)
{
    (void)state;
    static const char *const rows[] = {
        "https://user:hunter2@host",
        "https://hunter2@",
        "http://host/table?sig=hunter2",
        "https://host/#hunter2",
        "hunter2@host",
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct aoai_error error = {0};
        struct aoai_buf out = {0};
        assert_int_equal(aoai_url_endpoint(&out, rows[i], false, &error), -1);
        assert_null(strstr(error.text, "hunter2"));
    }
}

static void local_hosts_need_no_proxy(void **state)
{
    (void)state;
    static const struct {
        const char *url;
        bool local;
    } rows[] = {
        {"http://localhost/x?y=z", true},
        {"https://localhost:8443", true},
        {"http://127.1.2.3:40000/", true},
        {"http://[::1]/", true},
        {"http://169.254.169.254/metadata", true},
        {"https://localhost.evil/", false},
        {"http://127.0.0.1@evil/", false},
        {"http://127.0.0.1\\@evil/", false},
        {"http://evil/127.0.0.1", false},
        {"http://evil?localhost", false},
        {"localhost", false}, /* no URL */
        {"", false},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        if (aoai_url_is_local(rows[i].url) != rows[i].local)
            fail_msg("%s", rows[i].url);
    }
}

static void a_token_stays_with_its_origin(void **state)
{
    (void)state;
    static const struct {
        const char *one;
        const char *other;
        bool same;
    } rows[] = {
        {"https://host/a", "https://host/b?c#d", true},
        {"https://host", "HTTPS://HOST:443/x", true},
        {"http://host", "http://host:80", true},
        {"https://host:444", "https://host:444/", true},
        {"https://host", "https://host:444", false},
        {"https://host", "http://host", false},
        {"https://host:80", "http://host:80", false},
        {"https://host", "https://host.", false},
        {"https://host", "https://host.evil", false},
        {"https://host", "https://hos", false},
        {"https://host", "https://host@evil", false},
        {"https://host", "https://host:443@evil/", false},
        {"https://host", "https://evil\\@host", false},
        {"https://host", "https://host\\.evil", false},
        {"https://host", "https://host%2eevil", false},
        {"https://host", "https://evil#@host", false},
        {"https://host", "https://evil?https://host", false},
        {"https://host", "//host/x", false}, /* not absolute */
        {"https://host", "/x", false},
        {"https://host", " https://host", false},
        {"https://host", "https://host\t", false},
        {"https://host", "", false},
        {"", "", false},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        if (aoai_url_same_origin(rows[i].one, rows[i].other) != rows[i].same ||
            aoai_url_same_origin(rows[i].other, rows[i].one) != rows[i].same)
            fail_msg("%s and %s", rows[i].one, rows[i].other);
    }
}

static void a_host_is_shown_with_its_port_and_without_a_user(void **state)
{
    (void)state;
    static const struct {
        const char *url, *host;
    } rows[] = {
        {"https://host/path", "host"},
        {"https://host:8443?query", "host:8443"},
        {"http://[::1]:80#fragment", "[::1]:80"},
        /* a proxy may be named so */
        {"host:3128", "host:3128"},
        {"http://user:pass@host:3128/", "host:3128"},
        {"http://user:p@ss@host", "host"},
        {"https://host/@path", "host"},
        {"", ""},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        char host[AOAI_URL_HOST_SIZE];
        aoai_url_host(host, rows[i].url);
        assert_string_equal(host, rows[i].host);
    }
}

static void a_long_host_is_cut(void **state)
{
    (void)state;
    char url[AOAI_URL_HOST_SIZE + 10], host[AOAI_URL_HOST_SIZE];
    memset(url, 'x', sizeof(url) - 1);
    url[sizeof(url) - 1] = '\0';
    aoai_url_host(host, url);
    assert_int_equal(strlen(host), AOAI_URL_HOST_SIZE - 1);
}

static void all_but_unreserved_bytes_are_escaped(void **state)
{
    (void)state;
    struct aoai_buf out = {0};
    aoai_url_escape(&out, "aZ09-._~ /&+='\xc3\xa4\x01");
    assert_string_equal(aoai_buf_text(&out),
                        "aZ09-._~%20%2F%26%2B%3D%27%C3%A4%01");
    aoai_buf_truncate(&out, 0);
    aoai_url_escape_path(&out, "/a b/c?");
    assert_string_equal(aoai_buf_text(&out), "/a%20b/c%3F");
    aoai_buf_free(&out);
}

static void what_is_escaped_is_read_again(void **state)
{
    static const struct {
        const char *text, *plain; /* NULL: it is refused */
    } rows[] = {
        {"", ""},         {"a+b", "a+b"},  {"%41%c3%A9%2f", "A\xc3\xa9/"},
        {"%2541", "%41"}, /* once only */
        {"%", NULL},      {"a%4", NULL},   {"%4g", NULL},
        {"%-1", NULL},    {"ab%00", NULL}, /* it would end the text */
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf out = {0};
        bool fits;

        aoai_buf_putc(&out, '>');
        fits = aoai_url_unescape(&out, rows[i].text, strlen(rows[i].text));
        assert_true(fits == (rows[i].plain != NULL));
        assert_string_equal(aoai_buf_text(&out) + 1,
                            rows[i].plain ? rows[i].plain : "");
    }
}

static void no_more_is_unescaped_than_was_given(void **state)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf out = {0};

    (void)state;
    assert_false(aoai_url_unescape(&out, "a%41", 3));
    assert_true(aoai_url_unescape(&out, "a%41", 1));
    assert_string_equal(aoai_buf_text(&out), "a");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(right_endpoints_lose_their_trailing_slashes_only),
        cmocka_unit_test(whatever_could_be_read_in_two_ways_is_refused),
        cmocka_unit_test(long_hosts_are_refused_and_quoted_short),
        cmocka_unit_test(nothing_secret_is_quoted),
        cmocka_unit_test(local_hosts_need_no_proxy),
        cmocka_unit_test(a_token_stays_with_its_origin),
        cmocka_unit_test(a_host_is_shown_with_its_port_and_without_a_user),
        cmocka_unit_test(a_long_host_is_cut),
        cmocka_unit_test(all_but_unreserved_bytes_are_escaped),
        cmocka_unit_test(what_is_escaped_is_read_again),
        cmocka_unit_test(no_more_is_unescaped_than_was_given),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
