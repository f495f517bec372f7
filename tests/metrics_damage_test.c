/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* A valid answer, damaged in every place: it is refused, or the sum is not
 * lower than it was. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <json.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "azure/metrics.h"

#define COUNT(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))

/* Two metrics, two deployments, points without a total, members unknown. */
static const char whole[] =
    "{\"cost\":44639,\"timespan\":\"2024-10-01T00:00:00Z/"
    "2024-10-20T12:01:00Z\","
    "\"interval\":\"PT1H\",\"value\":[{\"id\":\"x\",\"type\":\"y\",\"name\":{"
    "\"value\":\"TokenTransaction\",\"localizedValue\":\"Tokens\"},"
    "\"unit\":\"Count\",\"timeseries\":[{\"metadatavalues\":[{\"name\":{"
    "\"value\":\"modeldeploymentname\",\"localizedValue\":\"z\"},"
    "\"value\":\"gpt-4o-momo\"}],\"data\":[{\"timeStamp\":"
    "\"2024-10-14T00:00:00Z\",\"total\":78},{\"timeStamp\":"
    "\"2024-10-16T00:00:00Z\",\"total\":1183},{\"timeStamp\":"
    "\"2024-10-17T00:00:00Z\"}]},{\"metadatavalues\":[{\"name\":{\"value\":"
    "\"modeldeploymentname\"},\"value\":\"other\"}],\"data\":[{\"timeStamp\":"
    "\"2024-10-14T00:00:00Z\",\"total\":5}]}],\"errorCode\":\"Success\"},"
    "{\"name\":{\"value\":\"GeneratedTokens\"},\"timeseries\":[{"
    "\"metadatavalues\":[{\"name\":{\"value\":\"modeldeploymentname\"},"
    "\"value\":\"other\"}],\"data\":[{\"timeStamp\":\"2024-10-14T00:00:00Z\","
    "\"total\":2}]}],\"errorCode\":\"Success\"}],"
    "\"namespace\":\"Microsoft.CognitiveServices/accounts\"}";

enum { WHOLE_SUM = 78 + 1183 + 5 + 2 };

static const struct aoai_span span = {1727740800, 1729425660};

static const struct aoai_metrics_query query = {
    .metrics = {"TokenTransaction", "GeneratedTokens"},
    .metric_count = 2,
    .dimension = "ModelDeploymentName",
};

/* Reads LENGTH bytes at BODY. Returns whether they are refused; else *SUM is
 * what all adds up to. */
static bool is_refused(const char *body, size_t length, uint64_t *sum)
{
    AOAI_CLEANUP(aoai_usage_free) struct aoai_usage usage = {0};
    struct aoai_error error = {0};

    *sum = 0;
    if (aoai_metrics_read(&usage, body, length, &query, &span, 10, &error) ||
        aoai_usage_settle(&usage, &error)) {
        assert_int_not_equal(error.kind, AOAI_ERROR_NONE);
        assert_string_not_equal(error.text, "");
        return true;
    }
    for (size_t i = 0; i < usage.count; i++)
        *sum += usage.rows[i].tokens[0] + usage.rows[i].tokens[1];
    return false;
}

/* What a node is replaced by. The arrays and numbers are such that no honest
 * answer could hold them there and mean less; NULL takes the node out. */
static const char *const others[] = {
    "null",
    "true",
    "false",
    "4000000000000000000",
    "-1",
    "0.5",
    "\"\"",
    "\"x\"",
    "{}",
    "[null]",
    "[5]",
    "[[]]",
    NULL,
    "\"5\"",
    "{\"value\":\"x\"}",
};

/* A walk over all nodes of the answer. */
struct walk {
    struct json_object *root;
    size_t nodes;
    const char *name; /* of the member that leads to the node */
};

/* Judges the answer as it stands now, with TEXT in the place of a node. */
static void judge(const struct walk *walk, const char *text)
{
    const char *body =
        json_object_to_json_string_ext(walk->root, JSON_C_TO_STRING_PLAIN);
    bool no_total = walk->name && strcmp(walk->name, "total") == 0 &&
                    (!text || strcmp(text, "null") == 0);
    uint64_t sum;

    if (is_refused(body, strlen(body), &sum) || sum >= WHOLE_SUM)
        return;
    /* that a point without a total is no data is the contract */
    if (!no_total)
        fail_msg("%s: the sum is lower: %s", text ? text : "left out", body);
}

static void damage_below(struct walk *walk, struct json_object *node);

/* Puts every other value in the place of member NAME of OBJECT. */
static void damage_member(struct walk *walk, struct json_object *object,
                          const char *name, struct json_object *value)
{
    json_object_get(value);
    damage_below(walk, value);
    walk->nodes++;
    walk->name = name;
    for (size_t i = 0; i < COUNT(others); i++) {
        if (others[i])
            json_object_object_add(object, name, json_tokener_parse(others[i]));
        else
            json_object_object_del(object, name);
        judge(walk, others[i]);
    }
    json_object_object_add(object, name, value);
}

/* Puts every other value in the place of element INDEX of ARRAY. */
static void damage_element(struct walk *walk, struct json_object *array,
                           size_t index)
{
    struct json_object *value =
        json_object_get(json_object_array_get_idx(array, index));

    damage_below(walk, value);
    walk->nodes++;
    walk->name = NULL;
    for (size_t i = 0; i < COUNT(others); i++) {
        if (!others[i]) /* a whole element less is another honest answer */
            continue;
        json_object_array_put_idx(array, index, json_tokener_parse(others[i]));
        judge(walk, others[i]);
    }
    json_object_array_put_idx(array, index, value);
}

/* Damages every node below NODE, one at a time. */
static void damage_below(struct walk *walk, struct json_object *node)
{
    if (json_object_is_type(node, json_type_array))
        for (size_t i = 0; i < json_object_array_length(node); i++)
            damage_element(walk, node, i);
    if (!json_object_is_type(node, json_type_object))
        return;

    char *names[16];
    size_t count = 0;
    json_object_object_foreach(node, name, value)
    {
        (void)value;
        assert_true(count < COUNT(names));
        names[count++] = strdup(name);
    }
    for (size_t i = 0; i < count; i++) {
        damage_member(walk, node, names[i],
                      json_object_object_get(node, names[i]));
        free(names[i]);
    }
}

static void the_answer_is_fine_before(void **state)
{
    uint64_t sum;

    (void)state;
    assert_false(is_refused(whole, strlen(whole), &sum));
    assert_int_equal(sum, WHOLE_SUM);
}

static void no_node_can_be_replaced_to_lower_the_sum(void **state)
{
    struct walk walk = {.root = json_tokener_parse(whole)};
    const char *text;

    (void)state;
    assert_non_null(walk.root);
    damage_below(&walk, walk.root);
    assert_true(walk.nodes > 50);
    /* and all was put back */
    text = json_object_to_json_string_ext(walk.root, JSON_C_TO_STRING_PLAIN);
    walk.name = NULL;
    judge(&walk, text);
    json_object_put(walk.root);
}

static void an_answer_cut_anywhere_is_refused(void **state)
{
    uint64_t sum;

    (void)state;
    for (size_t length = 0; length < strlen(whole); length++) {
        char *part = malloc(length ? length : 1); /* no byte beyond */

        assert_non_null(part);
        memcpy(part, whole, length);
        assert_true(is_refused(part, length, &sum));
        free(part);
    }
}

static void anything_after_the_answer_is_refused(void **state)
{
    static const char *const tails[] = {"x", "{}", ",", "}", "\n]", "\x01"};
    char body[sizeof(whole) + 8];
    uint64_t sum;

    (void)state;
    for (size_t i = 0; i < COUNT(tails); i++) {
        memcpy(body, whole, sizeof(whole));
        strncat(body, tails[i], 4);
        assert_true(is_refused(body, strlen(body), &sum));
    }
    /* but blanks */
    memcpy(body, whole, sizeof(whole));
    strncat(body, " \r\n\t", 5);
    assert_false(is_refused(body, strlen(body), &sum));
    /* and a NUL is no end */
    assert_true(is_refused(whole, sizeof(whole), &sum));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_answer_is_fine_before),
        cmocka_unit_test(no_node_can_be_replaced_to_lower_the_sum),
        cmocka_unit_test(an_answer_cut_anywhere_is_refused),
        cmocka_unit_test(anything_after_the_answer_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
