"""`whosaid report`: an outlet's month as a page for an editor, with CSV files beside it."""

import os
from datetime import date
from pathlib import Path

from pipelines.cli.failures import CommandError, ExitCode
from pipelines.cli.terminal import console
from pipelines.desk.reports import write_report
from pipelines.resources.environment import data_folder
from pipelines.warehouse.reading import open_warehouse


def report_month(data: Path | None, *, outlet: str, month: str, out: Path | None) -> None:
    """Write the report into `out`, or into a folder named after the month, and name its files."""
    try:
        first = date.fromisoformat(f"{month}-01")
    except ValueError as error:
        raise CommandError(ExitCode.USAGE, f"--month {month!r} is no month: write it like 2026-10") from error
    folder = out or Path(f"report-{month}")
    with open_warehouse(data_folder(data)) as connection:
        try:
            written = write_report(connection, outlet=outlet, month=first, out=folder)
        except OSError as error:
            line = f"{folder} cannot be written ({os.strerror(error.errno or 0)})"
            raise CommandError(ExitCode.DISK, line) from error
    if written is None:
        line = f'no outlet {outlet!r}: whosaid sql "from outlets" lists them'
        raise CommandError(ExitCode.USAGE, line)
    for path in written:
        console().print(str(path))
