"""Reads the one configuration file of the training."""

import tomllib
from pathlib import Path
from typing import Any

CONFIG = Path(__file__).parent / "config.toml"


def configuration(path: Path = CONFIG) -> dict[str, Any]:
    """Everything that is set; the file says what each part is."""
    return tomllib.loads(path.read_text(encoding="utf-8"))
