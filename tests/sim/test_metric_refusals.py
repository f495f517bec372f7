# SPDX-License-Identifier: MIT
"""The metrics provider refuses: one row for each rule."""

import unittest

import cloud

ACCOUNT = cloud.account("rg-momo", "aoai-momo")
DAY = "2024-10-30T00:00:00Z"


def setUpModule():
    global sim
    sim = cloud.Cloud("article")


def tearDownModule():
    sim.stop()


# what, parameters, a part of the message
REFUSALS = (
    ("no metric", {"metricnames": None}, "metricnames"),
    ("an empty name", {"metricnames": "TokenTransaction,"}, "Empty"),
    ("21 names", {"metricnames": ",".join(["TokenTransaction"] * 21)},
     "max: 20"),
    ("an unknown metric", {"metricnames": "Tokens"},
     "Failed to find metric configuration for provider: Microsoft.Cognitive"
     "Services, resource Type: accounts, metric: Tokens, Valid metrics: "
     "TokenTransaction,ProcessedPromptTokens,"),
    ("the aggregation Sum", {"aggregation": "Sum"}, "Sum"),
    ("an interval of ten minutes", {"interval": "PT10M"},
     "Invalid time grain duration: PT10M, supported ones are: 00:01:00,"
     "00:05:00,00:15:00,00:30:00,01:00:00,06:00:00,12:00:00,1.00:00:00"),
    ("an interval of a month", {"interval": "P1M"}, "Invalid time grain"),
    ("full in small letters", {"interval": "full"}, "Invalid time grain"),
    ("a date without time", {"timespan": f"2024-10-01/{DAY}"}, "time range"),
    ("three instants", {"timespan": f"{DAY}/{DAY}/{DAY}"}, "time range"),
    ("a zone with its plus read as a blank",
     {"timespan": f"2024-10-01T00:00:00 09:00/{DAY}"}, "time range"),
    ("start at the end", {"timespan": f"{DAY}/{DAY}"}, "before end"),
    ("start and end in one minute",
     {"timespan": f"{DAY}/2024-10-30T00:00:59Z"}, "before end"),
    ("an end before retention",
     {"timespan": "2024-07-01T00:00:00Z/2024-07-30T00:00:00Z"},
     "Query endTime: 2024-07-30T00:00:00Z is out of the Max metrics "
     "retention period: 93.00:00:00"),
    ("top of nothing", {"top": "0"}, "top"),
    ("top below nothing", {"top": "-1"}, "top"),
    ("top above the highest", {"top": "2147483648"}, "top"),
    ("top that is a word", {"top": "all"}, "top"),
    ("two orders", {"orderby": "total desc,count"}, "orderby"),
    ("an unknown order", {"orderby": "name"}, "orderby"),
    ("an unknown result", {"resultType": "All"}, "resultType"),
    ("an unknown namespace", {"metricnamespace": "API Management"},
     "namespace"),
    ("a boolean that is none", {"AutoAdjustTimegrain": "1"},
     "AutoAdjustTimegrain"),
    ("no quotes", {"filter": "ModelDeploymentName eq *"}, "<name> eq"),
    ("double quotes", {"filter": 'ModelDeploymentName eq "*"'}, "<name> eq"),
    ("another operator", {"filter": "ModelDeploymentName ne 'a'"},
     "<name> eq"),
    ("a value alone", {"filter": "'a'"}, "<name> eq"),
    ("an end after and", {"filter": "Region eq 'a' and"}, "<name> eq"),
    ("no join", {"filter": "Region eq 'a' Region eq 'b'"}, "expected"),
    ("or between dimensions",
     {"filter": "Region eq 'a' or ApiName eq 'b'"}, "logical or"),
    ("the documented bad example",
     {"filter": "Region eq 'a' and ApiName eq '*' or Region eq 'b'"},
     "logical or"),
    ("and within a dimension",
     {"filter": "Region eq 'a' and Region eq 'b'"}, "twice"),
    ("brackets", {"filter": "(Region eq 'a')"}, "<name> eq"),
    ("a bracket encoded once", {"filter": "Region eq 'a (b)'"}, "brackets"),
    ("an unknown dimension", {"filter": "Deployment eq '*'"},
     "Metric: TokenTransaction does not support requested dimension "
     "combination: deployment, supported ones are: ApiName,"
     "ModelDeploymentName,"),
    ("a dimension that one of two metrics lacks",
     {"metricnames": "TokenTransaction,ActiveTokens",
      "filter": "ApiName eq '*'"}, "Metric: ActiveTokens does not support"),
    ("an unknown rollup", {"rollupby": "Deployment"}, "dimension"),
    ("two wildcards for metadata",
     {"resultType": "Metadata",
      "filter": "Region eq '*' and ApiName eq '*'"}, "wildcard"),
)


class Refusals(unittest.TestCase):
    def test_rows(self):
        token = sim.token()
        for what, change, text in REFUSALS:
            with self.subTest(what):
                reply = sim.metrics(ACCOUNT, token, **change)
                self.assertEqual(reply.status, 400)
                self.assertEqual(reply.json.keys(), {"code", "message"})
                self.assertEqual(reply.json["code"], "BadRequest")
                self.assertIn(text, reply.json["message"])

    def test_what_the_service_ignores_is_refused_loudly(self):
        token = sim.token()
        for change in ({"metricname": "x"}, {"$top": "5"}, {"filter_": "x"},
                       {"rollupby": "Region", "api_version": "2018-01-01"}):
            with self.subTest(change):
                reply = sim.metrics(ACCOUNT, token, **change)
                self.assertEqual(reply.code, "SimUnknownParameter")

    def test_names_of_parameters_are_not_case_sensitive(self):
        reply = sim.metrics(ACCOUNT, metricnames=None, TOP="5",
                            MetricNames="tokentransaction")
        self.assertEqual(reply.status, 200)
