# SPDX-License-Identifier: MIT
"""The platform metrics that exist on a resource type without being asked for.

From azure-monitor-docs, reference/supported-metrics/
microsoft-cognitiveservices-accounts-metrics.md and
microsoft-insights-components-metrics.md: name, display name, unit, dimensions.
"""

ACCOUNTS = "Microsoft.CognitiveServices/accounts"
COMPONENTS = "Microsoft.Insights/components"

_USAGE = "ApiName,ModelDeploymentName,FeatureName,UsageChannel,Region," \
    "ModelVersion"
_MODELS = "ApiName,Region,ModelDeploymentName,ModelName,ModelVersion"
_AUDIO = "ModelDeploymentName,ModelName,ModelVersion,Region"
_PTU = "Region,ModelDeploymentName,ModelName,ModelVersion"
_STREAM = "Region,StreamType,ModelDeploymentName,ModelName,ModelVersion"
_CACHE = "ApiName,Region,ModelDeploymentName,ModelName,ModelVersion," \
    "ContextLength"
_REQUEST = "ApiName,OperationName,Region,StreamType,ModelDeploymentName," \
    "ModelName,ModelVersion,StatusCode"
_CALLS = "ApiName,OperationName,Region,RatelimitKey"

_TABLE = {
    ACCOUNTS: (
        ("TokenTransaction", "Processed Inference Tokens", "Count", _USAGE),
        ("ProcessedPromptTokens", "Processed Prompt Tokens", "Count", _USAGE),
        ("GeneratedTokens", "Generated Completion Tokens", "Count", _USAGE),
        ("ActiveTokens", "Active Tokens", "Count", _PTU),
        ("AudioPromptTokens", "Audio Prompt Tokens", "Count", _AUDIO),
        ("AudioCompletionTokens", "Audio Completion Tokens", "Count", _AUDIO),
        ("FineTunedTrainingHours", "Processed FineTuned Training Hours",
         "Count", "ApiName,ModelDeploymentName,FeatureName,UsageChannel,"
                  "Region"),
        ("RealtimeUsageTime", "Realtime Usage Time", "Seconds",
         "Region,ModelDeploymentName"),
        ("AzureOpenAIRequests", "Azure OpenAI Requests", "Count", _REQUEST),
        ("AzureOpenAIProvisionedManagedUtilizationV2",
         "Provisioned-managed Utilization V2", "Percent", _STREAM),
        ("InputTokens", "Input Tokens", "Count", _MODELS),
        ("OutputTokens", "Output Tokens", "Count", _MODELS),
        ("TotalTokens", "Total Tokens", "Count", _MODELS),
        ("cacheReadInputTokens", "Cache Read Input Tokens", "Count", _CACHE),
        ("ephemeral5mInputTokens", "Ephemeral 5m Input Tokens", "Count",
         _CACHE),
        ("ephemeral1hInputTokens", "Ephemeral 1h Input Tokens", "Count",
         _CACHE),
        ("AudioInputTokens", "Audio Input Tokens", "Count", _AUDIO),
        ("AudioOutputTokens", "Audio Output Tokens", "Count", _AUDIO),
        ("ModelRequests", "Model Requests", "Count", _REQUEST),
        ("ProvisionedUtilization", "Provisioned Utilization", "Percent", _PTU),
        ("TotalCalls", "Total Calls", "Count", _CALLS),
    ),
    COMPONENTS: (
        ("requests/count", "Server requests", "Count",
         "request/performanceBucket,request/resultCode,operation/synthetic,"
         "cloud/roleInstance,request/success,cloud/roleName"),
        ("exceptions/count", "Exceptions", "Count",
         "cloud/roleName,cloud/roleInstance,client/type"),
    ),
}

DESCRIPTIONS = {
    "TokenTransaction":
        "Number of inference tokens processed on an OpenAI model. Calculated "
        "as prompt tokens (input) plus generated tokens (output). Applies to "
        "PTU, PTU-Managed and Pay-as-you-go deployments.",
    "ProcessedPromptTokens":
        "Number of prompt tokens processed (input) on an OpenAI model.",
    "GeneratedTokens": "Number of tokens generated (output) from an OpenAI "
                       "model.",
}


def platform_metrics(resource_type):
    """(name, display name, unit, dimensions) of each metric of a type."""
    for known, rows in _TABLE.items():
        if known.lower() == resource_type.lower():
            return [(name, display, unit, dimensions.split(","))
                    for name, display, unit, dimensions in rows]
    return []
