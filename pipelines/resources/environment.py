"""Finds the data folder: the one given, else `$WHOSAID_DATA`, else `data` in the working directory."""

import os
from pathlib import Path

from pipelines.resources.data_folder import DataFolder

ENVIRONMENT = "WHOSAID_DATA"


def data_folder(path: Path | str | None = None) -> DataFolder:
    """Return the folder, as an absolute path."""
    return DataFolder(Path(path or os.environ.get(ENVIRONMENT) or "data").absolute())
