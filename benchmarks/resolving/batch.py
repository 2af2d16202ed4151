"""A few new files on what is known: seconds of the three resolvers on a copy of a data folder, with its caches."""

import json
import shutil
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from pipelines.annotate.stage import annotate_pending
from pipelines.ingest.ingest import ingest
from pipelines.lake import Lake
from pipelines.resolve.copies.stage import resolve_pending_copies
from pipelines.resolve.entities.stage import resolve_pending_entities
from pipelines.resolve.entities.user_files.inputs import InputFiles
from pipelines.resolve.utterances.stage import resolve_pending_utterances
from pipelines.resources.data_folder import DataFolder
from pipelines.resources.settings import read_settings

BATCH_ID = "29990101T000000Z-0000"  # later than any that the folder holds


def measure_batch(data: Path, write_files: Callable[[Path], None]) -> None:
    """Print seconds of the clock and of the processor of each resolver; all that waits in `data` is resolved.

    Lake files are never written twice, so that the copy may link to them.
    """
    with tempfile.TemporaryDirectory(dir=data.parent) as name:
        folder = DataFolder(Path(name))
        shutil.copytree(data / "lake", folder.lake, copy_function=_link)
        shutil.copytree(data / ".build" / "resolve", folder.resolve_cache)
        for config in data.glob("whosaid.toml"):
            shutil.copy(config, folder.root)
        folder.raw.mkdir()
        write_files(folder.raw)
        ingest([folder.raw], folder, batch_id=BATCH_ID)
        lake = Lake(folder.lake)
        read = annotate_pending(lake, read_settings(folder).annotator_factory(), batch_id=BATCH_ID)
        stages = {
            "copies": resolve_pending_copies,
            "entities": partial(resolve_pending_entities, files=InputFiles()),
            "utterances": resolve_pending_utterances,
        }
        figures = {part: _measure(partial(run, lake, folder.resolve_cache)) for part, run in stages.items()}
    print(json.dumps({"articles read": read.articles, **figures}))


def _link(source: str, target: str) -> None:
    Path(target).hardlink_to(source)


def _measure(run: Callable[..., Any]) -> dict[str, Any]:
    started, cpu = time.perf_counter(), time.process_time()
    report = run(batch_id=BATCH_ID)
    clock, processor = time.perf_counter() - started, time.process_time() - cpu
    return {"seconds": round(clock, 2), "cpu_seconds": round(processor, 2), "rows": report.rows.total()}
