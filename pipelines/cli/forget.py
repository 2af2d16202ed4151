"""`whosaid forget`: takes an article out of everything that whosaid keeps, then builds the warehouse anew."""

import os
from pathlib import Path

from pipelines.cli.failures import CommandError, ExitCode
from pipelines.cli.run import run_pipeline
from pipelines.cli.terminal import console
from pipelines.corrections.read import correction_files
from pipelines.forgotten import Tombstone
from pipelines.resources.data_folder import DataFolder
from pipelines.resources.environment import data_folder
from pipelines.resources.instance import ensure_dagster_home
from pipelines.resources.writer_lock import writer_lock
from pipelines.upkeep.batch import name_batch
from pipelines.upkeep.forget import UnknownArticleError, forget


def forget_article(named: str, data: Path | None, *, by: str, why: str, wait_seconds: float) -> None:
    """Forget the article or file `named`, publish a warehouse without it, and say what is left to a person."""
    folder = data_folder(data)
    if not by.strip() or not why.strip():
        raise CommandError(ExitCode.USAGE, "say who forgets the article, and for what reason: --by and --why")
    if not folder.lake.is_dir():
        raise CommandError(ExitCode.NOTHING_TO_READ, f"there is no lake in {folder.root}: nothing was ever run there")
    with writer_lock(folder, wait_seconds=wait_seconds):
        try:
            tombstones = forget(folder, named, by=by.strip(), why=why.strip(), batch_id=name_batch(folder))
        except UnknownArticleError as error:
            raise CommandError(ExitCode.NOTHING_TO_READ, str(error.args[0])) from error
        _erase_history(folder)
        folder.raw.mkdir(parents=True, exist_ok=True)
        run_pipeline([], data, wait_seconds=0)
    _say(folder, tombstones)


def _erase_history(folder: DataFolder) -> None:
    """Empty Dagster's storage: what it shows of runs holds samples of rows."""
    from dagster import DagsterInstance

    from pipelines.resources import dagster_storage  # noqa: F401 - it makes Dagster read the folder's own settings
    from pipelines.resources.history import erase_history

    os.environ["DAGSTER_HOME"] = str(ensure_dagster_home(folder))
    with DagsterInstance.get() as instance:
        erase_history(instance)


def _say(folder: DataFolder, tombstones: list[Tombstone]) -> None:
    out = console()
    out.print(f"\nForgotten: {', '.join(one.article_id for one in tombstones)}. It stays out, also under another name.")
    raw = [folder.raw / path for one in tombstones for path in one.paths]
    ids = [one.article_id for one in tombstones]
    corrected = [path for path in correction_files(folder.corrections) if any(i in path.read_text() for i in ids)]
    for path in [*(path for path in raw if path.is_file()), *corrected]:
        out.print(f"Yours to remove, whosaid does not write there: {path}")
