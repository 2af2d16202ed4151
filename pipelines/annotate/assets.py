"""The Dagster assets of annotation: from articles to sentences, mentions and quotes."""

from collections.abc import Iterator
from typing import Any

from dagster import MaterializeResult, ResourceParam, multi_asset

from pipelines.annotate.crash_mark import crash_mark
from pipelines.annotate.stage import annotate_pending, count_articles, pending_parts
from pipelines.display import lake_specs, table
from pipelines.resources.pipeline_run import PipelineRun
from pipelines.resources.progress import Progress
from pipelines.resources.retries import retry_what_can_pass

DESCRIPTIONS = {
    "sentences": "One row per sentence of an English article, with its role in the article.",
    "mentions": "One row per name, title or pronoun that stands for somebody, and its chain in the article.",
    "quotes": "One row per statement: the words, who is said to have said them, and the cue that ties the two.",
    "stances": "One row per attribution that reports no words: thoughts, wishes, acts, and sayings that were withheld.",
}
SAMPLES = {
    "sentences": ["article_id", "sentence_no", "role", "start_char", "end_char"],
    "mentions": ["text", "form", "entity_type", "role", "local_entity_name"],
    "quotes": ["speaker", "kind", "content", "cue", "source"],
    "stances": ["speaker", "cue_class", "content", "cue", "source"],
}


@multi_asset(specs=lake_specs(DESCRIPTIONS, group="annotate", deps=[["lake", "articles"]]))
def annotate(run: PipelineRun, progress: ResourceParam[Progress]) -> Iterator[MaterializeResult[Any]]:
    """Annotate every article that this version of the annotator has not read yet."""
    make_annotator, lake = run.settings.annotator_factory(), run.lake
    incomplete = run.settings.annotate_incomplete
    total = count_articles(lake, pending_parts(lake, make_annotator().version, incomplete=incomplete))
    with (
        retry_what_can_pass(),
        crash_mark(run.folder.annotating) as has_died,
        progress.stage("annotate", total) as advance,
    ):
        report = annotate_pending(
            lake,
            make_annotator,
            batch_id=run.batch_id,
            workers=run.settings.annotate_workers,
            incomplete=incomplete,
            in_pool=has_died,
            on_article=advance,
        )
    for name in DESCRIPTIONS:
        yield MaterializeResult(
            asset_key=["lake", name],
            metadata={
                "rows added": report.rows[name],
                "dagster/row_count": lake.count(name),
                "articles annotated": report.articles,
                "articles in other languages": report.skipped_languages.total(),
                "articles that are not whole": report.skipped_incomplete,
                "articles that failed": table([{"article": f.doc_id, "error": f.error} for f in report.failed[:20]]),
                "reader version": report.reader_version,
                "sample": table(lake.newest(name, SAMPLES[name])),
            },
        )
