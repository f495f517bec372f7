# SPDX-License-Identifier: MIT
"""What a valid metrics query is answered: spans, buckets, series, numbers."""

import json
import unittest

import cloud

ACCOUNT = cloud.account("rg", "a")
BIG = 9223372036854775807


def series(name, points, idle="zero", **dimensions):
    return {"dimensions": {"ModelDeploymentName": name, **dimensions},
            "points": points, "idle": idle}


SCENARIO = {
    "now": "2024-10-31T12:09:30Z", "max_points": 50000,
    "tenants": [{"id": cloud.TENANT, "apps": [
        {"client_id": cloud.CLIENT, "object_id": cloud.NOBODY,
         "secrets": [{"value": cloud.SECRET}]}]}],
    "roles": [{"principal": cloud.CLIENT, "role": "Monitoring Reader",
               "scope": "/"}],
    "resources": [{
        "id": ACCOUNT, "kind": "OpenAI", "location": "eastus",
        "generate": [{"count": 30, "name": "g{n}", "metric": "InputTokens",
                      "points": [["month", 5]], "step": 1}],
        "metrics": [
            {"name": "TokenTransaction", "series": [
                series("a", [["2024-10-01T00:00:00Z", 1],
                             ["2024-10-01T00:04:00Z", 2],
                             ["2024-10-01T00:05:00Z", 4],
                             ["2024-09-30T23:59:00Z", 1000]]),
                series("b (x)", [["month+1h", 8]], "null", ApiName="chat"),
                series("c", [["month", 16], ["now+1h", 7]], "absent")]},
            {"name": "GeneratedTokens", "number_style": "float",
             "series": [series("a", [["month", BIG], ["month", 1]])]},
            {"name": "ProcessedPromptTokens", "number_style": "exponent",
             "series": [series("a", [["month", 1261]])]},
            {"name": "TotalTokens", "series": [
                {"dimensions": {}, "points": [
                    {"from": "2024-10-30T00:00:00Z", "every": "PT1H",
                     "value": 3}]}]},
            {"name": "ActiveTokens", "error": {"code": "Oops",
                                               "message": "failed"}},
            {"name": "OutputTokens", "grains": ["PT1H", "P1D"],
             "aggregations": ["Total"]},
            {"name": "Total, Tokens", "dimensions": ["Subscription ID"],
             "namespace": "API Management", "series": [
                 {"dimensions": {"Subscription ID": "it's (me)"},
                  "points": [["month", 5]]}]}]}]}


def setUpModule():
    global sim, token
    sim = cloud.Cloud(SCENARIO)
    token = sim.token()


def tearDownModule():
    sim.stop()


def ask(**parameters):
    return sim.metrics(ACCOUNT, token, **parameters)


def totals(reply, metric=0):
    """{dimension value: [total, ...]}; a missing total is None."""
    return {s["metadatavalues"][0]["value"] if s["metadatavalues"] else "":
            [p.get("total") for p in s["data"]]
            for s in reply.json["value"][metric]["timeseries"]}


class Spans(unittest.TestCase):
    def test_the_interval_is_half_open(self):
        reply = ask(timespan="2024-10-01T00:00:00Z/2024-10-01T00:04:00Z",
                    filter="ModelDeploymentName eq 'a'")
        self.assertEqual(totals(reply), {"a": [1]})

    def test_seconds_are_dropped(self):
        reply = ask(timespan="2024-10-01T00:00:59.9Z/2024-10-01T00:04:59Z",
                    filter="ModelDeploymentName eq 'a'")
        self.assertEqual(totals(reply), {"a": [1]})
        self.assertEqual(reply.json["timespan"],
                         "2024-10-01T00:00:00Z/2024-10-01T00:04:00Z")

    def test_buckets_begin_at_the_start(self):
        reply = ask(timespan="2024-10-01T00:03:00Z/2024-10-01T00:14:00Z",
                    interval="PT5M", filter="ModelDeploymentName eq 'a'")
        points = reply.json["value"][0]["timeseries"][0]["data"]
        self.assertEqual([(p["timeStamp"][14:16], p["total"]) for p in points],
                         [("03", 6), ("08", 0), ("13", 0)])

    def test_a_zone_is_heeded(self):
        reply = ask(timespan="2024-10-01T09:00:00+09:00/"
                             "2024-10-01T09:05:00+09:00",
                    filter="ModelDeploymentName eq 'a'")
        self.assertEqual(totals(reply), {"a": [3]})

    def test_a_long_span_is_cut_to_its_last_31_days(self):
        reply = ask(timespan="2024-09-30T23:00:00Z/2024-11-01T00:00:00Z",
                    filter="ModelDeploymentName eq 'a'")
        self.assertEqual(reply.json["timespan"],
                         "2024-10-01T00:00:00Z/2024-11-01T00:00:00Z")
        self.assertEqual(totals(reply), {"a": [7]})

    def test_full_is_answered_as_the_span(self):
        for end, duration in (("2024-10-01T04:00:00Z", "PT4H"),
                              ("2024-10-02T00:00:00Z", "P1D"),
                              ("2024-10-31T12:09:00Z", "P30DT12H9M")):
            with self.subTest(end):
                reply = ask(timespan=f"2024-10-01T00:00:00Z/{end}")
                self.assertEqual(reply.json["interval"], duration)

    def test_nothing_of_the_future_is_seen(self):
        reply = ask(timespan="2024-10-31T12:00:00Z/2024-10-31T15:00:00Z",
                    interval="PT1H", filter="ModelDeploymentName eq '*'")
        self.assertEqual(totals(reply), {"a": [0], "b (x)": [None]})

    def test_the_future_has_no_timeseries(self):
        reply = ask(timespan="2024-11-01T00:00:00Z/2024-12-01T00:00:00Z",
                    filter="ModelDeploymentName eq '*'")
        self.assertEqual(reply.json["value"][0]["timeseries"], [])

    def test_without_a_span_the_last_hour(self):
        reply = ask(timespan=None, interval=None)
        self.assertEqual(reply.json["timespan"],
                         "2024-10-31T11:09:00Z/2024-10-31T12:09:00Z")
        self.assertEqual(reply.json["interval"], "PT1M")

    def test_a_near_grain_is_taken_when_allowed(self):
        reply = ask(interval="PT10H", AutoAdjustTimegrain="true")
        self.assertEqual(reply.json["interval"], "PT12H")

    def test_too_many_points_fail(self):
        reply = ask(interval="PT1M", filter="ModelDeploymentName eq '*'")
        self.assertIn("Failed to serialize", reply.json["message"])

    def test_a_train_of_points(self):
        reply = ask(timespan="2024-10-30T10:30:00Z/2024-10-31T10:30:00Z",
                    interval="PT6H", metricnames="TotalTokens")
        self.assertEqual(totals(reply), {"": [18, 18, 18, 18]})


class Series(unittest.TestCase):
    def test_without_filter_all_are_one(self):
        self.assertEqual(totals(ask()), {"": [31]})

    def test_idle_buckets_in_three_forms(self):
        reply = ask(timespan="2024-10-01T00:00:00Z/2024-10-01T03:00:00Z",
                    interval="PT1H", filter="ModelDeploymentName eq '*'")
        self.assertEqual(totals(reply), {"a": [7, 0, 0],
                                         "b (x)": [None, 8, None],
                                         "c": [16]})

    def test_or_and_brackets(self):
        reply = ask(filter="modelDeploymentNAME eq 'A' or "
                           "ModelDeploymentName eq 'b %28x%29'")
        self.assertEqual(totals(reply), {"a": [7], "b (x)": [8]})
        name = reply.json["value"][0]["timeseries"][0]["metadatavalues"][0]
        self.assertEqual(name["name"]["value"], "modeldeploymentname")

    def test_a_missing_dimension_is_empty(self):
        reply = ask(filter="ApiName eq '*'")
        self.assertEqual(totals(reply), {"__Empty": [23], "chat": [8]})

    def test_rollup(self):
        reply = ask(filter="ModelDeploymentName eq 'a' or "
                           "ModelDeploymentName eq 'c'",
                    rollupby="ModelDeploymentName")
        self.assertEqual(totals(reply), {"": [23]})

    def test_ten_unless_told(self):
        for top, count in ((None, 10), ("11", 11), ("2147483647", 30)):
            with self.subTest(top):
                reply = ask(metricnames="InputTokens", top=top,
                            filter="ModelDeploymentName eq '*'")
                self.assertEqual(len(totals(reply)), count)

    def test_order_decides_who_stays(self):
        reply = ask(metricnames="InputTokens", top="2", orderby="sum desc",
                    filter="ModelDeploymentName eq '*'")
        self.assertEqual(totals(reply), {"g30": [34], "g29": [33]})

    def test_an_unknown_dimension_may_be_ignored(self):
        reply = ask(filter="Deployment eq 'x'", ValidateDimensions="false")
        self.assertEqual(totals(reply), {"": [31]})

    def test_no_match_no_timeseries(self):
        reply = ask(filter="ModelDeploymentName eq 'nobody'")
        self.assertEqual(reply.json["value"][0]["timeseries"], [])
        self.assertEqual(reply.json["value"][0]["errorCode"], "Success")

    def test_metadata_has_no_data(self):
        reply = ask(resultType="metadata",
                    filter="ModelDeploymentName eq '*'").json
        self.assertNotIn("cost", reply)
        self.assertNotIn("errorCode", reply["value"][0])
        self.assertEqual([list(s) for s in reply["value"][0]["timeseries"]],
                         [["metadatavalues"]] * 3)

    def test_a_custom_metric_with_a_comma_in_its_name(self):
        reply = ask(metricnames="Total%2 Tokens",
                    metricnamespace="api management",
                    filter="Subscription ID eq 'it''s %28me%29'")
        self.assertEqual(totals(reply), {"it's (me)": [5]})


class Numbers(unittest.TestCase):
    def literal(self, metric, **parameters):
        text = ask(metricnames=metric, **parameters).data.decode()
        return text.partition('"total":')[2].partition("}")[0]

    def test_spellings(self):
        self.assertEqual(self.literal("TokenTransaction"), "31")
        self.assertEqual(self.literal("GeneratedTokens"), f"{BIG + 1}.0")
        self.assertEqual(self.literal("ProcessedPromptTokens"), "1.261e3")

    def test_all_aggregations(self):
        reply = ask(aggregation="total,Average,minimum,MAXIMUM,Count",
                    timespan="2024-10-01T00:00:00Z/2024-10-01T00:05:00Z",
                    filter="ModelDeploymentName eq 'a'")
        self.assertEqual(reply.json["value"][0]["timeseries"][0]["data"],
                         [{"timeStamp": "2024-10-01T00:00:00Z", "total": 3,
                           "average": 1.5, "minimum": 1, "maximum": 2,
                           "count": 2}])

    def test_without_aggregation_the_primary(self):
        point = ask(aggregation=None).json["value"][0]["timeseries"][0]["data"]
        self.assertEqual(list(point[0]), ["timeStamp", "total"])


class PerMetric(unittest.TestCase):
    def test_a_metric_may_fail_inside_a_success(self):
        reply = ask(metricnames="TokenTransaction,ActiveTokens,OutputTokens",
                    aggregation="Total,Average")
        self.assertEqual(reply.status, 200)
        self.assertEqual([m["errorCode"] for m in reply.json["value"]],
                         ["Success", "Oops", "InvalidSamplingType"])

    def test_a_grain_that_one_metric_lacks(self):
        reply = ask(metricnames="TokenTransaction,OutputTokens",
                    interval="PT5M")
        self.assertIn("can not support requested time grain: PT5M",
                      reply.json["message"])

    def test_usage_appears_at_once(self):
        sim.control("POST", "/usage", {
            "resource": ACCOUNT, "metric": "AudioInputTokens", "tokens": 5,
            "dimensions": {"ModelDeploymentName": "voice"}})
        reply = ask(metricnames="AudioInputTokens",
                    filter="ModelDeploymentName eq '*'")
        self.assertEqual(totals(reply), {"voice": [5]})

    def test_definitions_and_namespaces(self):
        base = f"{ACCOUNT}/providers/microsoft.insights/"
        names = sim.arm(base + "metricNamespaces", token).json["value"]
        self.assertEqual([(n["properties"]["metricNamespaceName"],
                           n["classification"]) for n in names],
                         [("Microsoft.CognitiveServices/accounts", "Platform"),
                          ("API Management", "Custom")])
        custom = sim.arm(base + "metricDefinitions", token,
                         metricnamespace="API Management").json["value"]
        self.assertEqual([d["name"]["value"] for d in custom],
                         ["Total, Tokens"])


class Exactness(unittest.TestCase):
    def test_the_answer_is_json_whatever_the_style(self):
        for metric in ("GeneratedTokens", "ProcessedPromptTokens"):
            json.loads(ask(metricnames=metric, aggregation="Average").data)
