/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Resource ids, and what is said about wrong ones. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "core/resource_id.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))

#define GROUP "/subscriptions/s-1/resourceGroups/My_Group.(x)"
#define ACCOUNT GROUP "/providers/Microsoft.CognitiveServices/accounts/acc"

static void right_ids_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *id;
        const char *name;
        bool is_account;
    } rows[] = {
        {ACCOUNT, ACCOUNT, "acc", true},
        {ACCOUNT "/", ACCOUNT, "acc", true},
        {&ACCOUNT[1], ACCOUNT, "acc", true}, /* no leading slash */
        /* The spelling of some Azure answers. */
        {"/SUBSCRIPTIONS/S/resourcegroups/G/PROVIDERS/"
         "microsoft.cognitiveservices/ACCOUNTS/Acc",
         "/SUBSCRIPTIONS/S/resourcegroups/G/PROVIDERS/"
         "microsoft.cognitiveservices/ACCOUNTS/Acc",
         "Acc", true},
        /* Custom metrics live elsewhere, and names there may have blanks. */
        {GROUP "/providers/microsoft.insights/components/my app",
         GROUP "/providers/microsoft.insights/components/my app", "my app",
         false},
        {ACCOUNT "/projects/p", ACCOUNT "/projects/p", "p", false},
        {GROUP "/providers/Other.CognitiveServices/accounts/a",
         GROUP "/providers/Other.CognitiveServices/accounts/a", "a", false},
        /* A resource of the subscription itself. */
        {"/subscriptions/s/providers/Microsoft.X/y/z",
         "/subscriptions/s/providers/Microsoft.X/y/z", "z", false},
        /* A group may be called anything. */
        {"/subscriptions/s/resourceGroups/providers/providers/M.X/y/z",
         "/subscriptions/s/resourceGroups/providers/providers/M.X/y/z", "z",
         false},
        {"/subscriptions/s/resourceGroups/gr\xc3\xbcn/providers/M.X/y/z",
         "/subscriptions/s/resourceGroups/gr\xc3\xbcn/providers/M.X/y/z", "z",
         false},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct aoai_error error = {0};
        struct aoai_resource_id id;
        if (aoai_resource_id_parse(&id, rows[i].text, &error) != 0)
            fail_msg("%s", error.text);
        assert_string_equal(id.text, rows[i].id);
        assert_string_equal(id.name, rows[i].name);
        assert_int_equal(id.is_account, rows[i].is_account);
        assert_ptr_equal(id.name + strlen(id.name), id.text + strlen(id.text));
        aoai_resource_id_free(&id);
    }
}

static void wrong_ids_are_refused_with_the_part_that_is_wrong(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *says;
    } rows[] = {
        {"", "it is empty"},
        {"/", "it is empty"},
        {"//", "empty"},
        {"https://portal.azure.com/#@t/resource" ACCOUNT,
         "give the id alone, from /subscriptions/ on"},
        {"https://management.azure.com" ACCOUNT "?api-version=1",
         "give the id alone, from /subscriptions/ on"},
        {"/subscription/s/resourceGroups/g/providers/a/b/c",
         "'subscription' stands where 'subscriptions' belongs"},
        {"/subscriptions/s/resourceGroup/g/providers/a/b/c",
         "'resourceGroup' stands where 'resourceGroups' belongs"},
        {GROUP "/provider/a/b/c",
         "'provider' stands where 'providers' belongs"},
        {"acc", "'acc' stands where 'subscriptions' belongs"},
        {"/subscriptions", "the id of the subscription is missing"},
        {"/subscriptions/s", "'resourceGroups' is missing"},
        {"/subscriptions/s/resourceGroups", "resource group is missing"},
        {GROUP, "'providers' is missing at the end; a whole id is /subs"},
        {GROUP "/providers", "the namespace of the resource is missing"},
        {GROUP "/providers/a", "the type of the resource is missing"},
        {GROUP "/providers/a/b", "the name of the resource is missing"},
        {ACCOUNT "/deployments", "the name behind the last type is missing"},
        {GROUP "//providers/a/b/c", "a part between two slashes is empty"},
        {"//subscriptions/s/resourceGroups/g/providers/a/b/c", "is empty"},
        {ACCOUNT "//", "a part between two slashes is empty"},
        {ACCOUNT "?x=1", "characters of a URL"},
        {ACCOUNT "#x", "characters of a URL"},
        {ACCOUNT "%2f", "characters of a URL"},
        {ACCOUNT "\\x", "characters of a URL"},
        {ACCOUNT "\n", "a control character"},
        {ACCOUNT "\x7f", "a control character"},
        {ACCOUNT " ", "blank"},
        {" " ACCOUNT, "blank"},
        /* What an HTTP client would resolve to another resource. */
        {GROUP "/providers/a/b/..", "are no names"},
        {"/subscriptions/./resourceGroups/g/providers/a/b/c", "are no names"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct aoai_error error = {0};
        struct aoai_resource_id id;
        if (aoai_resource_id_parse(&id, rows[i].text, &error) == 0)
            fail_msg("%s was read", rows[i].text);
        assert_null(id.text);
        assert_int_equal(error.kind, AOAI_ERROR_INPUT);
        if (strstr(error.text, rows[i].says) == NULL)
            fail_msg("%s", error.text);
        assert_null(strchr(error.text, '\n'));
    }
}

static void even_a_huge_id_leaves_room_for_the_reason(void **state)
{
    (void)state;
    char text[20000];
    memset(text, 'a', sizeof(text) - 1);
    text[sizeof(text) - 1] = '\0';
    struct aoai_error error = {0};
    struct aoai_resource_id id;
    assert_int_equal(aoai_resource_id_parse(&id, text, &error), -1);
    assert_non_null(strstr(error.text, "stands where 'subscriptions' belongs"));
}

static void case_makes_no_other_resource(void **state)
{
    (void)state;
    struct aoai_resource_id one, other, third;
    assert_int_equal(aoai_resource_id_parse(&one, ACCOUNT, NULL), 0);
    assert_int_equal(
        aoai_resource_id_parse(&other,
                               "subscriptions/S-1/RESOURCEGROUPS/my_group.(X)/"
                               "providers/microsoft.cognitiveservices/accounts/"
                               "ACC/",
                               NULL),
        0);
    assert_int_equal(aoai_resource_id_parse(&third, ACCOUNT "2", NULL), 0);
    assert_true(aoai_resource_id_same(&one, &other));
    assert_false(aoai_resource_id_same(&one, &third));
    aoai_resource_id_free(&one);
    aoai_resource_id_free(&other);
    aoai_resource_id_free(&third);
    aoai_resource_id_free(&third);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(right_ids_are_read),
        cmocka_unit_test(wrong_ids_are_refused_with_the_part_that_is_wrong),
        cmocka_unit_test(even_a_huge_id_leaves_room_for_the_reason),
        cmocka_unit_test(case_makes_no_other_resource),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
