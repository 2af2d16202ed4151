"""`whosaid`: a folder of raw news articles in, a DuckDB warehouse of who said what out.

Nothing is sent anywhere. Some libraries report what they do unless a variable of the environment forbids it when they
are imported; every process of ours imports this package first, and those that it starts inherit its environment.
"""

import os

__version__ = "0.1.0"

NO_REPORTS = {
    "DO_NOT_TRACK": "1",  # dbt, huggingface_hub and others that follow donottrack.sh
    "ORT_DISABLE_TELEMETRY": "1",  # onnxruntime: looks up a host on each run, keeps a device id below ~/.cache
    "GX_ANALYTICS_ENABLED": "false",  # great_expectations
    "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",  # dbt; its flags say the same, this is for dbt called by hand
    "DAGSTER_DISABLE_TELEMETRY": "1",  # dagster; its dagster.yaml says the same
    "RAY_USAGE_STATS_ENABLED": "0",  # ray, which an annotator of one's own may use
    "HF_HUB_DISABLE_TELEMETRY": "1",  # huggingface_hub, of the tokenizers
    "HF_HUB_OFFLINE": "1",
}
os.environ.update(NO_REPORTS)
