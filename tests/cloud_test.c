/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* The Azure clouds and what tells them apart. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "azure/cloud.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))

static void each_cloud_has_its_endpoints(void **state)
{
    static const struct aoai_cloud rows[] = {
        {.name = "public",
         .authority = "https://login.microsoftonline.com",
         .arm = "https://management.azure.com",
         .metrics = "https://{region}.metrics.monitor.azure.com",
         .metrics_audience = "https://metrics.monitor.azure.com",
         .storage_suffix = "core.windows.net",
         .mail_suffix = "communication.azure.com",
         .portal = "https://portal.azure.com"},
        {.name = "usgov",
         .authority = "https://login.microsoftonline.us",
         .arm = "https://management.usgovcloudapi.net",
         .metrics = "https://{region}.metrics.monitor.azure.us",
         .metrics_audience = "https://metrics.monitor.azure.us",
         .storage_suffix = "core.usgovcloudapi.net",
         .mail_suffix = "communication.azure.us",
         .portal = "https://portal.azure.us"},
        {.name = "china",
         .authority = "https://login.chinacloudapi.cn",
         .arm = "https://management.chinacloudapi.cn",
         .metrics = "https://{region}.metrics.monitor.azure.cn",
         .metrics_audience = "https://metrics.monitor.azure.cn",
         .storage_suffix = "core.chinacloudapi.cn",
         .mail_suffix = NULL,
         .portal = "https://portal.azure.cn"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct aoai_cloud *cloud = aoai_cloud_find(rows[i].name);

        assert_non_null(cloud);
        assert_string_equal(cloud->name, rows[i].name);
        assert_string_equal(cloud->authority, rows[i].authority);
        assert_string_equal(cloud->arm, rows[i].arm);
        assert_string_equal(cloud->metrics, rows[i].metrics);
        assert_string_equal(cloud->metrics_audience, rows[i].metrics_audience);
        assert_string_equal(cloud->storage_suffix, rows[i].storage_suffix);
        assert_string_equal(cloud->portal, rows[i].portal);
        if (rows[i].mail_suffix)
            assert_string_equal(cloud->mail_suffix, rows[i].mail_suffix);
        else
            assert_null(cloud->mail_suffix);
    }
}

static void there_are_no_other_clouds(void **state)
{
    static const char *const names[] = {"",        "Public",     "AzureCloud",
                                        "germany", "public ",    "usgov\n",
                                        "pub",     "publicusgov"};

    (void)state;
    for (size_t i = 0; i < COUNT(names); i++)
        assert_null(aoai_cloud_find(names[i]));
}

/* A URL and the name of the cloud it belongs to; NULL: to none. */
struct belonging {
    const char *url;
    const char *cloud;
};

/* Expects each of the COUNT rows of FIND. */
static void expect(const struct aoai_cloud *(*find)(const char *url),
                   const struct belonging *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct aoai_cloud *cloud = find(rows[i].url);

        if (!cloud != !rows[i].cloud ||
            (cloud && strcmp(cloud->name, rows[i].cloud) != 0))
            fail_msg("%s: %s", rows[i].url, cloud ? cloud->name : "none");
    }
}

static void authorities_are_known_by_all_their_names(void **state)
{
    static const struct belonging rows[] = {
        {"https://login.microsoftonline.com", "public"},
        {"https://login.windows.net", "public"},
        {"https://login.microsoft.com", "public"},
        {"https://sts.windows.net", "public"},
        {"https://login.microsoftonline.us", "usgov"},
        {"https://login.usgovcloudapi.net", "usgov"},
        {"https://login.chinacloudapi.cn", "china"},
        {"https://login.partner.microsoftonline.cn", "china"},
        /* the same origin, written in another way */
        {"https://login.microsoftonline.us/", "usgov"},
        {"https://login.microsoftonline.us/tenant/v2.0", "usgov"},
        {"https://login.microsoftonline.us:443", "usgov"},
        {"HTTPS://Login.MicrosoftOnline.US", "usgov"},
        /* others */
        {"http://login.microsoftonline.us", NULL},
        {"https://login.microsoftonline.us:8443", NULL},
        {"https://login.microsoftonline.us.evil.example", NULL},
        {"https://evil.example/login.microsoftonline.us", NULL},
        {"https://user@login.microsoftonline.us", NULL},
        {"https://xlogin.microsoftonline.us", NULL},
        {"https://login.example", NULL},
        {"https://management.azure.com", NULL}, /* no authority */
        {"http://localhost:8080", NULL},
        {"", NULL},
    };

    (void)state;
    expect(aoai_cloud_of_authority, rows, COUNT(rows));
}

static void resource_managers_are_known(void **state)
{
    static const struct belonging rows[] = {
        {"https://management.azure.com", "public"},
        {"https://management.usgovcloudapi.net", "usgov"},
        {"https://management.chinacloudapi.cn", "china"},
        {"https://management.chinacloudapi.cn:443/x/", "china"},
        {"https://MANAGEMENT.azure.com", "public"},
        {"http://management.azure.com", NULL},
        {"https://management.azure.com:444", NULL},
        {"https://management.azure.com.evil.example", NULL},
        {"https://login.microsoftonline.com", NULL}, /* an authority */
        {"", NULL},
    };

    (void)state;
    expect(aoai_cloud_of_arm, rows, COUNT(rows));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_cloud_has_its_endpoints),
        cmocka_unit_test(there_are_no_other_clouds),
        cmocka_unit_test(authorities_are_known_by_all_their_names),
        cmocka_unit_test(resource_managers_are_known),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
