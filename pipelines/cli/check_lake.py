"""`whosaid check-lake`: whether all that commits name is there and whole; with --repair, puts aside what is not."""

from collections.abc import Sequence
from pathlib import Path

from pipelines.cli.failures import CommandError, ExitCode
from pipelines.cli.run import run_pipeline
from pipelines.cli.terminal import console
from pipelines.lake import Lake
from pipelines.resources.data_folder import DataFolder
from pipelines.resources.environment import data_folder
from pipelines.resources.writer_lock import writer_lock
from pipelines.upkeep.check import Damage, check_lake
from pipelines.upkeep.repair import QUARANTINE, RepairReport, repair_lake


def check_lake_of(data: Path | None, *, is_repaired: bool, wait_seconds: float) -> None:
    """Print what is damaged and what it costs; ends with exit code 1 where something is, and stays so."""
    folder = data_folder(data)
    if not folder.lake.is_dir():
        raise CommandError(ExitCode.NOTHING_TO_READ, f"there is no lake in {folder.root}: nothing was ever run there")
    with writer_lock(folder, wait_seconds=wait_seconds):
        if is_repaired:
            _repair(folder, data)
        else:
            _check(folder)


def _check(folder: DataFolder) -> None:
    report = check_lake(Lake(folder.lake))
    out = console()
    _print_damages(report.damages)
    if report.damages:
        problem = f"{len(report.damages):,} of {report.files:,} files of the lake are damaged or missing"
        raise CommandError(ExitCode.FAILED, f"{problem}: put them back from a copy, or run whosaid check-lake --repair")
    out.print(f"The lake is whole: {report.files:,} files, {report.bytes / 1e6:,.1f} MB.")
    if report.without_digest:
        out.print(f"{report.without_digest:,} of them were written before files had digests: they can be read in full.")


def _repair(folder: DataFolder, data: Path | None) -> None:
    report = repair_lake(folder)
    if not report.damages:
        console().print("The lake is whole: nothing to repair.")
        return
    _print_damages(report.damages)
    _print_repaired(folder, report)
    folder.raw.mkdir(parents=True, exist_ok=True)
    run_pipeline([], data, wait_seconds=0)


def _print_damages(damages: Sequence[Damage]) -> None:
    out = console()
    for damage in damages:
        out.print(f"{damage.file}: {damage.problem}")
        out.print(f"    costs {damage.cost}")


def _print_repaired(folder: DataFolder, report: RepairReport) -> None:
    out = console()
    out.print(f"Put aside in {folder.lake / QUARANTINE}: {len(report.damages):,} files")
    for path in report.read_again:
        out.print(f"Read again: {path}")
    for article_id in report.lost:
        out.print(f"Lost, for its raw file is gone: article {article_id}")
