"""`whosaid aliases`: cuts the names of people, organisations and places out of a dump of Wikidata."""

import gzip
from pathlib import Path

from pipelines.cli.failures import CommandError, ExitCode
from pipelines.cli.terminal import console
from pipelines.resolve.entities.user_files.wikidata_dump import cut_dump, open_dump


def cut_aliases(dump: Path, out: Path, *, least_wikis: int) -> None:
    """Write the alias file `out`, packed where its name ends in .gz, and say how many items it holds."""
    if not dump.is_file():
        raise CommandError(ExitCode.NOTHING_TO_READ, f"there is no file {dump}")
    unfinished = out.with_name(f"{out.name}.tmp")
    opener = gzip.open if out.suffix == ".gz" else open
    kept = 0
    try:
        with open_dump(dump) as lines, opener(unfinished, "wt", encoding="utf-8") as file:
            for line in cut_dump(lines, least_wikis=least_wikis):
                file.write(f"{line}\n")
                kept += 1
    except (EOFError, UnicodeDecodeError) as error:
        unfinished.unlink(missing_ok=True)
        raise CommandError(ExitCode.FAILED, f"{dump} ends in the middle, or is damaged: {error}") from error
    unfinished.replace(out)
    console().print(f"{out}: {kept:,} items. Name it in DIR/whosaid.toml: [resolve] aliases = {str(out)!r}")
