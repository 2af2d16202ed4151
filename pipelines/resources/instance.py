"""Dagster's own storage in the data folder: runs, events, schedules. One writer at a time, no telemetry."""

from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.resources.data_folder import DataFolder

if TYPE_CHECKING:
    from dagster import DagsterInstance

DAGSTER_YAML = """\
# Written by whosaid; remove this line to keep changes of your own.
telemetry: {enabled: false}
nux: {enabled: false}
concurrency:
  runs: {max_concurrent_runs: 1}  # the data folder has one writer
run_monitoring: {enabled: true, start_timeout_seconds: 180}
run_retries:
  enabled: true
  max_retries: 0
  retry_on_asset_or_op_failure: false  # a run whose process died may be started again, bad data not
storage:
  custom:
    module: PACKAGE.dagster_storage
    class: Storage
    config: {base_dir: {env: DAGSTER_HOME}}
retention:
  schedule: {purge_after_days: 30}
  sensor: {purge_after_days: {skipped: 2, failure: 30, success: 30}}
""".replace("PACKAGE", f"{__package__}")
FIRST_LINE = DAGSTER_YAML.splitlines()[0]


def ensure_dagster_home(folder: DataFolder) -> Path:
    """Write our `dagster.yaml` to DAGSTER_HOME, unless a user has edited it, and return DAGSTER_HOME."""
    home = folder.dagster_home.absolute()
    home.mkdir(parents=True, exist_ok=True)
    path = home / "dagster.yaml"
    present = path.read_text(encoding="utf-8") if path.is_file() else FIRST_LINE
    if present != DAGSTER_YAML and present.startswith(FIRST_LINE):
        path.write_text(DAGSTER_YAML, encoding="utf-8")
    return home


def open_instance(folder: DataFolder) -> "DagsterInstance":
    """Return the folder's Dagster for a command line: what steps print goes to the terminal and is not kept.

    Dagster's own way to show and keep it starts four processes a run, to which a terminal's Ctrl+C comes as well.
    """
    from dagster import DagsterInstance
    from dagster._core.instance.ref import InstanceRef

    from pipelines.resources import dagster_storage  # noqa: F401 - it makes Dagster read the folder's own settings

    nothing = {"module": "dagster._core.storage.noop_compute_log_manager", "class": "NoOpComputeLogManager"}
    home = str(ensure_dagster_home(folder))
    return DagsterInstance.from_ref(InstanceRef.from_dir(home, overrides={"compute_logs": {**nothing, "config": {}}}))
