# SPDX-License-Identifier: MIT
"""The api-versions of each resource type, and the refusals of others.

Folders of azure-rest-api-specs below monitor, cognitiveservices and resources.
"""

import re

from .answer import arm_error

_METRICS = ("2018-01-01", "2019-07-01", "2021-05-01", "2023-10-01",
            "2024-02-01")
VERSIONS = {
    "metrics": ("Microsoft.Insights", _METRICS),
    "metricdefinitions": ("Microsoft.Insights", _METRICS),
    "metricnamespaces": ("Microsoft.Insights",
                         ("2017-12-01-preview", "2024-02-01")),
    "accounts": ("Microsoft.CognitiveServices",
                 ("2021-04-30", "2021-10-01", "2022-03-01", "2022-10-01",
                  "2022-12-01", "2023-05-01", "2024-10-01", "2025-06-01",
                  "2025-09-01", "2025-12-01")),
    "subscriptions": ("Microsoft.Resources",
                      ("2016-06-01", "2019-11-01", "2020-01-01", "2021-01-01",
                       "2022-12-01")),
}


def check_version(kind, pairs):
    """Refuse a missing, malformed or unknown api-version with 400."""
    given = [value for name, value in pairs if name.lower() == "api-version"]
    if not given or not given[0]:
        raise arm_error(400, "MissingApiVersionParameter",
                        "The api-version query parameter (?api-version=) is "
                        "required for all requests.")
    provider, known = VERSIONS[kind]
    version, listed = given[0], ", ".join(known)
    if not re.fullmatch(r"\d{4}-\d\d-\d\d(-preview)?", version):
        raise arm_error(400, "InvalidApiVersionParameter",
                        f"The api-version '{version}' is invalid. The "
                        f"supported versions are '{listed}'.")
    if version in known:
        return
    if provider == "Microsoft.Insights":
        raise arm_error(400, "InvalidResourceType",
                        f"The resource type '{kind}' could not be found in "
                        f"the namespace '{provider.lower()}' for api version "
                        f"'{version}'. The supported api-versions are "
                        f"'{listed}'.")
    raise arm_error(400, "NoRegisteredProviderFound",
                    "No registered resource provider found for location "
                    f"'global' and API version '{version}' for type '{kind}'. "
                    f"The supported api-versions are '{listed}'.")
