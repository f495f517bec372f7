/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* The list of an account's deployments, page by page. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "azure/deployments.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))

#define URL "https://management.azure.com/x/deployments?api-version=2024-10-01"

static void the_first_page_is_asked_for_by_account(void **state)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf url = {0};
    struct aoai_resource_id id;

    (void)state;
    assert_int_equal(
        aoai_resource_id_parse(&id,
                               "/subscriptions/0/resourceGroups/r g/providers/"
                               "Microsoft.CognitiveServices/accounts/momo",
                               NULL),
        0);
    aoai_deployments_url(&url, "http://localhost:8080/arm", &id);
    assert_string_equal(aoai_buf_text(&url),
                        "http://localhost:8080/arm/subscriptions/0/"
                        "resourceGroups/r%20g/providers/"
                        "Microsoft.CognitiveServices/accounts/momo/deployments"
                        "?api-version=2024-10-01");
    aoai_resource_id_free(&id);
}

static void pages_add_to_the_names(void **state)
{
    static const char first[] =
        "{\"value\":[{\"name\":\"b\",\"sku\":{}},{\"name\":\"a\"}],"
        "\"nextLink\":\"https://MANAGEMENT.azure.com:443/x?$skiptoken=2\"}";
    static const char last[] = "{\"value\":[{\"name\":\"c\"}]}";
    AOAI_CLEANUP(aoai_text_list_free) struct aoai_text_list names = {0};
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf next = {0};

    (void)state;
    assert_int_equal(
        aoai_deployments_read(&names, &next, URL, first, strlen(first), NULL),
        0);
    assert_string_equal(aoai_buf_text(&next),
                        "https://MANAGEMENT.azure.com:443/x?$skiptoken=2");
    assert_int_equal(
        aoai_deployments_read(&names, &next, URL, last, strlen(last), NULL), 0);
    assert_int_equal(next.length, 0);
    assert_int_equal(names.count, 3);
    assert_string_equal(names.items[0], "b");
    assert_string_equal(names.items[2], "c");
}

static void an_end_of_the_list_has_several_spellings(void **state)
{
    static const char *const rows[] = {
        "{\"value\":[]}",
        "{\"value\":[],\"nextLink\":null}",
        "{\"value\":[],\"nextLink\":\"\"}",
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        AOAI_CLEANUP(aoai_text_list_free) struct aoai_text_list names = {0};
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf next = {0};

        aoai_buf_puts(&next, "left from before");
        assert_int_equal(aoai_deployments_read(&names, &next, URL, rows[i],
                                               strlen(rows[i]), NULL),
                         0);
        assert_int_equal(next.length, 0);
        assert_int_equal(names.count, 0);
    }
}

static void a_page_that_is_none_is_refused(void **state)
{
    static const char *const rows[] = {
        "",
        "<html>",
        "{}",
        "[]",
        "{\"value\":null}",
        "{\"value\":{}}",
        "{\"value\":[{}]}",
        "{\"value\":[null]}",
        "{\"value\":[\"a\"]}",
        "{\"value\":[{\"name\":5}]}",
        "{\"value\":[{\"name\":\"a\"},{\"id\":\"b\"}]}",
        "{\"value\":[{\"name\":\"a\"}]",
        /* a list that goes on in a way that is not understood */
        "{\"value\":[],\"nextLink\":5}",
        "{\"value\":[],\"nextLink\":{}}",
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        AOAI_CLEANUP(aoai_text_list_free) struct aoai_text_list names = {0};
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf next = {0};
        struct aoai_error error = {0};

        if (aoai_deployments_read(&names, &next, URL, rows[i], strlen(rows[i]),
                                  &error) == 0)
            fail_msg("no failure: %s", rows[i]);
        assert_int_equal(error.kind, AOAI_ERROR_ANSWER);
    }
}

static void a_link_to_another_origin_is_not_followed(void **state)
{
    static const char *const links[] = {
        "https://evil.example/x",
        "http://management.azure.com/x",
        "https://management.azure.com:8443/x",
        "https://management.azure.com.evil.example/x",
        "https://management.azure.com@evil.example/x",
        "https://evil.example/https://management.azure.com/",
        "//management.azure.com/x",
        "/x",
        "x",
        "file:///etc/passwd",
    };

    (void)state;
    for (size_t i = 0; i < COUNT(links); i++) {
        AOAI_CLEANUP(aoai_text_list_free) struct aoai_text_list names = {0};
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf next = {0};
        AOAI_CLEANUP(aoai_buf_free) struct aoai_buf body = {0};
        struct aoai_error error = {0};

        aoai_buf_printf(&body, "{\"value\":[],\"nextLink\":\"%s\"}", links[i]);
        if (aoai_deployments_read(&names, &next, URL, aoai_buf_text(&body),
                                  body.length, &error) == 0)
            fail_msg("followed: %s", links[i]);
        assert_int_equal(error.kind, AOAI_ERROR_ANSWER);
        assert_int_equal(next.length, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_page_is_asked_for_by_account),
        cmocka_unit_test(pages_add_to_the_names),
        cmocka_unit_test(an_end_of_the_list_has_several_spellings),
        cmocka_unit_test(a_page_that_is_none_is_refused),
        cmocka_unit_test(a_link_to_another_origin_is_not_followed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
