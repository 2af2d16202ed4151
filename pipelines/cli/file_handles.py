"""How many files a command may have open: as many as the system lets it, and no start with too few.

With too few, SQLite and DuckDB say that a file cannot be opened, and not why.
"""

import resource

from pipelines.cli.failures import CommandError, ExitCode

NEEDED = (
    128  # by count a run opens some forty (five SQLite files with their logs, DuckDB, workers, Python's own); thrice
)
ENOUGH = 4096  # of a limit without end: some programs walk through all that they might have open


def allow_files() -> None:
    """Raise the limit as far as the system lets; raises `CommandError` where that is too low for a run."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = ENOUGH if hard == resource.RLIM_INFINITY else min(hard, ENOUGH)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    if most < NEEDED:
        said = f"too few files may be open at once, {most} where a run needs {NEEDED}"
        raise CommandError(ExitCode.FAILED, f"{said}: allow more with ulimit -n, then run again")
