"""The command line: `whosaid`, or `python -m whosaid`."""

import atexit
import os
import sys

from pipelines.cli import main as run_command


def main() -> None:
    """Run the command line as this process, and end it at once, with the command's exit code.

    A command leaves nothing open, and once Dagster and dbt are loaded the interpreter takes a second or two to take
    itself down. What libraries registered for the end is done before; a reader who is gone is left to Python.
    """
    code: int | str | None = 0
    try:
        run_command()
    except SystemExit as end:
        code = end.code
    if not isinstance(code, int | None):
        sys.exit(code)
    atexit._run_exitfuncs()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        sys.exit(code)
    os._exit(code or 0)


if __name__ == "__main__":
    main()
