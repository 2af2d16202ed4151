"""The assets of resolving across articles: copies, entities and utterances, one for each resolver."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from dagster import AssetSpec, MaterializeResult, MetadataValue, ResourceParam, multi_asset

from pipelines.display import bars, lake_specs, table
from pipelines.lake import Lake
from pipelines.resolve.charts import waterfall_rows, write_charts
from pipelines.resolve.copies.stage import resolve_pending_copies
from pipelines.resolve.entities.stage import resolve_pending_entities
from pipelines.resolve.entities.user_files.inputs import InputFiles
from pipelines.resolve.utterances.stage import resolve_pending_utterances
from pipelines.resources.desk_address import desk_page
from pipelines.resources.pipeline_run import PipelineRun
from pipelines.resources.progress import Progress
from pipelines.resources.retries import retry_what_can_pass

ROWS_SHOWN = 20
COPIES = {
    "article_copies": "One row per pair of articles of which one prints much of what the other prints.",
    "shared_passages": "One row per passage that two articles share, with its place in both.",
    "article_fingerprints": "One row per article: hashes of some runs of its words, by which copies of it are found.",
}
ENTITIES = {
    "entity_mentions": "One row per named chain of an article: which person, organisation or place it is, and why.",
    "entities": "One row per person, organisation or place across articles; its id stays the same.",
    "entity_aliases": "One row per entity and spelling as printed.",
    "entity_history": "One row per merge or split of entities, with the reason.",
    "entity_reports": "One row per row of the user's decisions or alias file that was left out, with the reason.",
}
UTTERANCES = {
    "utterances": "One row per utterance: the same words wherever they were printed, and by whom they are said to be.",
    "utterance_segments": "One row per sentence of a quote, and per sentence that no article attributes.",
    "utterance_pairs": "One row per pair of prints of the same words, with what differs.",
    "utterance_history": "One row per utterance that merged into another, split, or ended.",
}
SAMPLES = {
    "article_copies": ["article_id", "copy_article_id", "kind", "containment", "copy_containment", "wire_credit"],
    "shared_passages": ["article_id", "copy_article_id", "words", "start_char", "copy_start_char"],
    "article_fingerprints": ["article_no", "article_id"],
    "entity_mentions": ["name", "entity_id", "method", "score", "outlet"],
    "entities": ["name", "entity_type", "full_names", "roles", "mentions", "outlets"],
    "entity_aliases": ["entity_id", "alias", "count", "outlets"],
    "entity_history": ["kind", "from_entity_id", "to_entity_id", "chains", "reason"],
    "entity_reports": ["source", "row_no", "reason_code", "detail"],
    "utterances": ["text", "speaker", "votes", "articles", "outlets"],
    "utterance_segments": ["utterance_id", "form", "text", "speaker", "outlet"],
    "utterance_pairs": ["kind", "score", "left_words", "right_words", "is_same_speaker"],
    "utterance_history": ["change", "utterance_id", "into_utterance_id", "reason"],
}


def _specs(tables: Mapping[str, str], *, deps: list[str]) -> list[AssetSpec]:
    return lake_specs(tables, group="resolve", deps=[["lake", dep] for dep in deps])


@multi_asset(specs=_specs(COPIES, deps=["articles"]))
def copies(run: PipelineRun, progress: ResourceParam[Progress]) -> Iterator[MaterializeResult[Any]]:
    """Find which new articles copy others or are copied: wire copy, near-duplicates, excerpts."""
    with retry_what_can_pass(), progress.stage("copies", None):
        report = resolve_pending_copies(run.lake, run.folder.resolve_cache, batch_id=run.batch_id)
    shown = {"articles compared": report.articles, "copies of each kind": _bars("Copies", report.kinds, "pairs")}
    yield from _results(run.lake, COPIES, report.rows, shown)


@multi_asset(specs=_specs(ENTITIES, deps=["articles", "mentions"]))
def entities(run: PipelineRun, progress: ResourceParam[Progress]) -> Iterator[MaterializeResult[Any]]:
    """Say which entity each chain of a new article is; the user's decisions are always honoured."""
    files = InputFiles(run.folder.decisions, run.settings.aliases)
    with retry_what_can_pass(), progress.stage("entities", None):
        report = resolve_pending_entities(run.lake, run.folder.resolve_cache, files, batch_id=run.batch_id)
    pages = write_charts(report.charts, run.folder.charts)
    shown = {
        "chains resolved": report.chains,
        "chains left unresolved": report.unresolved,
        "merges and splits": table(report.history[:ROWS_SHOWN]),
        "decisions and aliases left out": table(report.reports[:ROWS_SHOWN]),
        "what Splink weighed in the pair hardest to tell": table(waterfall_rows(report.charts)),
        **{f"chart: {name}": MetadataValue.url(desk_page(f"/charts/{page.stem}")) for name, page in pages.items()},
    }
    yield from _results(run.lake, ENTITIES, report.rows, shown)


@multi_asset(
    specs=_specs(UTTERANCES, deps=["articles", "sentences", "quotes", "article_copies", "entity_mentions", "entities"]),
)
def utterances(run: PipelineRun, progress: ResourceParam[Progress]) -> Iterator[MaterializeResult[Any]]:
    """Find who else prints the words of new quotes, and whom each of them names as the speaker."""
    with retry_what_can_pass(), progress.stage("utterances", None):
        report = resolve_pending_utterances(run.lake, run.folder.resolve_cache, batch_id=run.batch_id)
    shown = {
        "articles compared": report.articles,
        "pairs of each kind": _bars("Pairs of prints", report.pairs, "pairs"),
        "printed by most outlets": table(report.widest),
        "merges, splits and ends": table(report.history[:ROWS_SHOWN]),
    }
    yield from _results(run.lake, UTTERANCES, report.rows, shown)


def _results(
    lake: Lake, tables: Mapping[str, str], rows: Counter[str], shown: Mapping[str, Any]
) -> Iterator[MaterializeResult[Any]]:
    """Yield one result per table: its counts, its newest rows, and what is `shown` of the whole run."""
    for name in tables:
        counts = {"rows added": rows[name], "dagster/row_count": lake.count(name)}
        sample = {"sample": table(lake.newest(name, SAMPLES[name]))}
        yield MaterializeResult(asset_key=["lake", name], metadata={**counts, **shown, **sample})


def _bars(title: str, counts: Counter[str], unit: str) -> MetadataValue[Any]:
    return bars(title, dict(counts.most_common()), unit=unit)
