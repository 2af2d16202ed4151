"""`whosaid correct`: appends a correction to `data/corrections/corrections.csv` after checking it."""

from collections.abc import Mapping
from pathlib import Path

from pipelines.cli.terminal import console, plain
from pipelines.corrections.add import FILE, add_correction
from pipelines.resources.environment import data_folder
from pipelines.warehouse.reading import open_warehouse


def correct_quote(quote: str, data: Path | None, given: Mapping[str, str | None], *, is_forced: bool) -> None:
    """Append one correction of a quote, or of a place that is none yet; raises where it means nothing there."""
    folder, out = data_folder(data), console()
    with open_warehouse(folder) as connection:
        added = add_correction(folder, connection, quote, given, is_forced=is_forced)
    out.print(f"Added to {folder.corrections / FILE}; the next whosaid run applies it.")
    for row in added.earlier:
        said = plain(row["speaker"] or row["source"] or row["kind"] or row["content"] or row["wrong"])
        by = f"{plain(row['corrected_by'])}, {row['corrected_at']:%Y-%m-%d %H:%M}"
        out.print(f"There is another on the same thing ({said}; {by}; line {row['line_no']} of {row['path']}).")
    if added.earlier:
        out.print("The latest counts.")
