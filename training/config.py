"""Reads the one configuration file of the training."""

import tomllib
from pathlib import Path
from typing import Any

CONFIG = Path(__file__).parent / "config.toml"


def configuration(*, from_base: bool = False) -> dict[str, Any]:
    """Everything that is set; with `from_base`, as it is where training begins with the base encoder."""
    config = tomllib.loads(CONFIG.read_text(encoding="utf-8"))
    instead = config.pop("from_base")
    if from_base:
        for name, value in instead.items():
            config[name] = config[name] | value if isinstance(value, dict) else value
    return config
