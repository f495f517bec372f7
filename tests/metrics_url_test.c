/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* The URL that asks for a metric, to the byte. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "azure/metrics.h"
#include "core/resource_id.h"

#define ARM "https://management.azure.com"
#define ID                                                                     \
    "/subscriptions/0000/resourceGroups/rg/providers/"                         \
    "Microsoft.CognitiveServices/accounts/momo"
#define HEAD                                                                   \
    "/providers/Microsoft.Insights/metrics?api-version=2024-02-01"             \
    "&timespan=2024-10-01T00:00:00Z%2F2024-10-20T12:01:00Z"                    \
    "&interval=FULL&aggregation=Total&top=100000"

/* 2024-10-01T00:00:00Z to 2024-10-20T12:01:00Z */
static const struct aoai_span span = {1727740800, 1729425660};

/* Asks for QUERY on the resource ID and compares with EXPECTED. */
static void expect_url(const char *id_text,
                       const struct aoai_metrics_query *query,
                       const char *expected)
{
    AOAI_CLEANUP(aoai_buf_free) struct aoai_buf url = {0};
    struct aoai_resource_id id;

    assert_int_equal(aoai_resource_id_parse(&id, id_text, NULL), 0);
    aoai_metrics_url(&url, ARM, &id, query, &span);
    assert_int_equal(aoai_buf_check(&url, NULL), 0);
    assert_string_equal(aoai_buf_text(&url), expected);
    aoai_resource_id_free(&id);
}

static void the_platform_metric_is_asked_for_by_deployment(void **state)
{
    (void)state;
    expect_url(ID,
               &(struct aoai_metrics_query){.metrics = {"TokenTransaction"},
                                            .metric_count = 1,
                                            .dimension = "ModelDeploymentName"},
               ARM ID HEAD "&metricnames=TokenTransaction"
                           "&%24filter=ModelDeploymentName%20eq%20%27%2A%27");
}

static void several_metrics_are_separated_by_plain_commas(void **state)
{
    (void)state;
    expect_url(ID,
               &(struct aoai_metrics_query){
                   .metrics = {"ProcessedPromptTokens", "GeneratedTokens"},
                   .metric_count = 2,
                   .dimension = "ModelDeploymentName"},
               ARM ID HEAD "&metricnames=ProcessedPromptTokens,GeneratedTokens"
                           "&%24filter=ModelDeploymentName%20eq%20%27%2A%27");
}

static void a_custom_namespace_may_hold_blanks_and_slashes(void **state)
{
    (void)state;
    expect_url(
        ID,
        &(struct aoai_metrics_query){.metrics = {"Total Tokens"},
                                     .metric_count = 1,
                                     .metric_namespace = "azure.apim/open ai&x",
                                     .dimension = "API ID"},
        ARM ID HEAD "&metricnames=Total%20Tokens"
                    "&metricnamespace=azure.apim%2Fopen%20ai%26x"
                    "&%24filter=API%20ID%20eq%20%27%2A%27");
}

static void brackets_of_a_dimension_are_escaped_twice(void **state)
{
    (void)state;
    expect_url(ID,
               &(struct aoai_metrics_query){.metrics = {"m"},
                                            .metric_count = 1,
                                            .dimension = "Name (of it)"},
               ARM ID HEAD "&metricnames=m&%24filter="
                           "Name%20%2528of%20it%2529%20eq%20%27%2A%27");
}

static void a_comma_in_a_metrics_name_does_not_separate(void **state)
{
    (void)state;
    expect_url(ID,
               &(struct aoai_metrics_query){.metrics = {"a,b,", ",", "c"},
                                            .metric_count = 3,
                                            .dimension = "d"},
               ARM ID HEAD "&metricnames=a%252b%252,%252,c"
                           "&%24filter=d%20eq%20%27%2A%27");
}

static void the_path_is_escaped_segment_by_segment(void **state)
{
    (void)state;
    expect_url("/subscriptions/0000/resourceGroups/r (g)/providers/"
               "Microsoft.CognitiveServices/accounts/m\xc3\xb6mo",
               &(struct aoai_metrics_query){
                   .metrics = {"m"}, .metric_count = 1, .dimension = "d"},
               ARM "/subscriptions/0000/resourceGroups/r%20%28g%29/providers/"
                   "Microsoft.CognitiveServices/accounts/m%C3%B6mo" HEAD
                   "&metricnames=m&%24filter=d%20eq%20%27%2A%27");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_platform_metric_is_asked_for_by_deployment),
        cmocka_unit_test(several_metrics_are_separated_by_plain_commas),
        cmocka_unit_test(a_custom_namespace_may_hold_blanks_and_slashes),
        cmocka_unit_test(brackets_of_a_dimension_are_escaped_twice),
        cmocka_unit_test(a_comma_in_a_metrics_name_does_not_separate),
        cmocka_unit_test(the_path_is_escaped_segment_by_segment),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
