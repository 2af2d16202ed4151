"""`whosaid status`: what the data folder holds, what the next run would do, and which process writes."""

from collections import Counter
from pathlib import Path

from pipelines.automation.news import find_news
from pipelines.cli.terminal import console, table
from pipelines.lake import Lake
from pipelines.records import TABLES
from pipelines.resources.data_folder import DataFolder
from pipelines.resources.environment import data_folder
from pipelines.resources.settings import read_settings
from pipelines.resources.writer_lock import read_holder
from pipelines.warehouse.locks import logs_of


def print_status(data: Path | None) -> None:
    """Print a short report; reads only."""
    folder = data_folder(data)
    lake, out = Lake(folder.lake), console()
    commits = lake.commits()
    rows: Counter[str] = Counter()
    for commit in commits:
        rows.update(commit.rows)
    out.print(f"Data folder  {folder.root}")
    out.print(f"Last batch   {commits[-1].batch_id if commits else 'none yet'}")
    out.print(f"Warehouse    {_of_warehouse(folder)}")
    out.print(f"Waiting      {_waiting(folder)}")
    docs = folder.data_docs / "index.html"
    out.print(f"Data Docs    {docs if docs.is_file() else 'none yet; a run that brings something new makes them'}")
    holder = read_holder(folder)
    out.print(f"Writing      {f'process {holder.pid}, since {holder.started_at:%H:%M:%S} UTC' if holder else 'nobody'}")
    out.print()
    out.print(table("Lake", [{"table": name, "rows": rows[name]} for name in TABLES]))


def _of_warehouse(folder: DataFolder) -> str:
    if not folder.warehouse.is_file():
        return "none yet; make one with whosaid run"
    beside = "; another program wrote beside it: whosaid run removes that" if logs_of(folder.warehouse) else ""
    return f"{folder.warehouse} ({folder.warehouse.stat().st_size / 1e6:,.1f} MB){beside}"


def _waiting(folder: DataFolder) -> str:
    if not folder.raw.is_dir():
        return f"there is no folder {folder.raw}"
    news = find_news(folder, read_settings(folder))
    parts = [f"{len(news.files):,} files to ingest", f"{news.articles:,} articles to annotate"]
    parts += [] if news.is_resolved else ["articles to resolve"]
    parts += [] if news.is_corrected else ["corrections to apply"]
    return ", ".join([*parts, "the warehouse is current" if news.is_current else "the warehouse is to be built"])
