"""Finds the data folder: the one given, else `$WHOSAID_DATA`, else `data` in the working directory."""

import os
from pathlib import Path

from pipelines.resources.data_folder import DataFolder
from pipelines.resources.settings import SettingsError

ENVIRONMENT = "WHOSAID_DATA"

MEANT_OTHERWISE = {  # signs that a path may hold, and what takes them for something else
    "?": "DuckDB ends a file's name there",
    "[": "Dagster looks for its settings by a pattern",
    "{{": "dbt takes it for code",
}


def data_folder(path: Path | str | None = None) -> DataFolder:
    """Return the folder, as an absolute path; raise SettingsError for a path that a library below reads otherwise."""
    folder = Path(path or os.environ.get(ENVIRONMENT) or "data").absolute()
    for sign, why in MEANT_OTHERWISE.items():
        if sign in str(folder):
            raise SettingsError(
                f"{folder} cannot hold a warehouse for the {sign} in its path: {why}. Name another folder."
            )
    return DataFolder(folder)
