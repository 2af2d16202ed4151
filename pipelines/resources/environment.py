"""Finds the data folder: the one given, else `$WHOSAID_DATA`, else `data` in the working directory."""

import os
from pathlib import Path

from pipelines.resources.data_folder import DataFolder
from pipelines.resources.settings import SettingsError

ENVIRONMENT = "WHOSAID_DATA"
LOG_LEVEL = "WHOSAID_LOG_LEVEL"

UNUSABLE = "?"  # DuckDB ends the name of a file there, and puts its log where no folder is


def data_folder(path: Path | str | None = None) -> DataFolder:
    """Return the folder, as an absolute path; raise SettingsError for a path that can hold no warehouse."""
    folder = Path(path or os.environ.get(ENVIRONMENT) or "data").absolute()
    if UNUSABLE in str(folder):
        raise SettingsError(
            f"{folder} cannot hold a warehouse: DuckDB ends the name of a file at the {UNUSABLE}. Name another folder."
        )
    return DataFolder(folder)


def log_level(default: str) -> str:
    """Return what was asked for with `--log-level`, in small letters."""
    return os.environ.get(LOG_LEVEL) or default
