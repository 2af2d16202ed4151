"""The Dagster assets of ingest: news files become articles, and every input gets one outcome."""

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from dagster import AssetSpec, Config, Failure, MaterializeResult, MetadataValue, ResourceParam, multi_asset
from pydantic import Field

from pipelines.display import OWNERS, lake_specs, table
from pipelines.ingest.ingest import IngestSettings, ingest
from pipelines.ingest.reading_settings import reading_settings
from pipelines.resources.pipeline_run import PipelineRun
from pipelines.resources.progress import Progress
from pipelines.resources.retries import retry_what_can_pass

raw_files = AssetSpec(
    "raw_files",
    group_name="ingest",
    description="News files as somebody put them there, in any of the formats. Never written to.",
    kinds={"file"},
    owners=OWNERS,
)
DESCRIPTIONS = {
    "articles": "One row per revision of an article: its text, and what it states of its source, and where.",
    "ingest_outcomes": "One row per input of every batch: what became of a file, or of a record in it, and why.",
}
SAMPLES = {
    "articles": ["outlet", "title", "byline", "published_at", "language", "source_path"],
    "ingest_outcomes": ["path", "record_no", "outcome", "reason_code", "detail"],
}


class Sources(Config):
    """What to ingest, as said in the interface."""

    paths: list[str] = Field(
        default=[],
        description="Files and folders below raw or a folder that whosaid.toml names (ingest.folders); none: raw.",
    )


@multi_asset(name="ingest", specs=lake_specs(DESCRIPTIONS, group="ingest", deps=["raw_files"]))
def ingest_files(
    config: Sources,
    run: PipelineRun,
    named_sources: ResourceParam[Sequence[Path]],
    progress: ResourceParam[Progress],
) -> Iterator[MaterializeResult[Any]]:
    """Ingest what is new, changed or named."""
    sources = [*named_sources, *_inside(config.paths, run)] or [run.folder.raw]
    settings = IngestSettings(run.settings.ingest_workers, reading_settings(run.settings))
    with retry_what_can_pass(), progress.stage("ingest", None) as advance:
        report = ingest(sources, run.folder, batch_id=run.batch_id, settings=settings, on_outcome=advance)
    for name in DESCRIPTIONS:
        yield MaterializeResult(
            asset_key=["lake", name],
            metadata={
                "dagster/row_count": run.lake.count(name),
                "outcomes": _counts("outcome", report.outcomes),
                "rejected, by reason": _counts("reason", report.reasons),
                "formats": _counts("format", report.formats),
                "files read": report.files,
                "files known already": report.skipped,
                "seconds": report.seconds,
                "sample": table(run.lake.newest(name, SAMPLES[name])),
            },
        )


def _inside(paths: Sequence[str], run: PipelineRun) -> list[Path]:
    """Return the paths, taken from raw; refuses those that lead out of raw and the folders that the settings name.

    What the interface starts may not bring any file of this machine into the warehouse.
    """
    places = [Path(os.path.realpath(place)) for place in (run.folder.raw, *run.settings.ingest_folders)]
    found = [run.folder.raw / path for path in paths]
    for path in found:
        if not any(Path(os.path.realpath(path)).is_relative_to(place) for place in places):
            said = f"{path} lies neither below {run.folder.raw} nor below a folder of ingest.folders in whosaid.toml"
            raise Failure(f"{said}: name it there, or run: whosaid run {path}", allow_retries=False)
    return found


def _counts(of: str, counts: Counter[str]) -> MetadataValue[Any]:
    return table([{of: name, "inputs": count} for name, count in counts.most_common()])
