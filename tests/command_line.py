"""The command line as a user calls it."""

import subprocess
import sys
from typing import Any


def whosaid(*arguments: object, **options: Any) -> "subprocess.CompletedProcess[str]":
    """Call `whosaid` in a process of its own."""
    command = [sys.executable, "-c", "from pipelines.cli import main; main()", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False, **options)
