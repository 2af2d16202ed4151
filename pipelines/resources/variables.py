"""A variable of the environment for every key of `whosaid.toml`: `WHOSAID_ANNOTATE__WORKERS=2` sets annotate.workers.

A value is written as in the file; a string needs no quotation marks. Read by hand: pydantic-settings does the same, and
its import takes 0.5 s of the processor at the start of every command.
"""

import os
import tomllib
from typing import Any

PREFIX = "WHOSAID_"
DELIMITER = "__"


def variable_of(key: str) -> str:
    """Return the variable of a key: WHOSAID_ANNOTATE__WORKERS of annotate.workers."""
    return f"{PREFIX}{key.replace('.', DELIMITER)}".upper()


def place_of(key: str) -> str:
    """Return where the key is set: its variable, else its place in the file."""
    variable = variable_of(key)
    return variable if variable in os.environ else f"whosaid.toml: {key}"


def read_variables() -> dict[str, dict[str, Any]]:
    """Return the values by section and key, of keys that do not exist too."""
    found: dict[str, dict[str, Any]] = {}
    for name, text in os.environ.items():
        section, delimiter, key = name.removeprefix(PREFIX).lower().partition(DELIMITER)
        if name.startswith(PREFIX) and delimiter:
            found.setdefault(section, {})[key] = _value(text)
    return found


def _value(text: str) -> Any:
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text
