"""A lake of many quotes: all rows of a small one, copied under new ids as often as wanted."""

from datetime import UTC, datetime
from pathlib import Path

import duckdb
import orjson

from pipelines.lake import Lake


def _id(column: str) -> str:
    """Return the SQL for a copy's id: of an article, or of what begins with an article's id."""
    return f"left(md5(left({column}, 16) || '.' || copy), 16) || substring({column}, 17) as {column}"


def _ids(*columns: str) -> str:
    return ", ".join([*map(_id, columns), "'{batch}' as batch_id"])


INGESTED = {
    "articles": f"{_ids('article_id')}, text || chr(10) || 'Edition ' || copy || '.' as text,"
    " source_path || copy as source_path, url || copy as url",
    "ingest_outcomes": f"{_ids('article_id')}, path || copy as path",
}
ANNOTATED = {
    "sentences": _ids("article_id"),
    "mentions": _ids("article_id", "mention_id"),
    "quotes": f"{_ids('article_id', 'quote_id', 'speaker_mention_id')},"
    " case when hash(quote_id, copy) % 100 > 0 then speaker end as speaker",
}
RESOLVED = {
    "entity_mentions": _ids("article_id"),
    "article_copies": _ids("article_id", "copy_article_id"),
    "shared_passages": _ids("article_id", "copy_article_id"),
    "utterances": _ids("utterance_id", "first_article_id"),
    "utterance_segments": _ids("utterance_id", "segment_id", "quote_id", "article_id"),
    "utterance_pairs": _ids(
        *(f"{side}_{name}" for side in ("left", "right") for name in ("segment_id", "quote_id", "article_id"))
    ),
}
ONCE = {"entities": "'{batch}' as batch_id", "entity_aliases": "'{batch}' as batch_id"}  # all copies tell of the same
STAGES = {"ingest": INGESTED, "annotate": ANNOTATED, "resolve": RESOLVED}


def copied(source: Lake, target: Lake, *, batch: str, copies: range) -> None:
    """Commit `copies` copies of all rows of `source` as one batch of `target`."""
    for stage, tables in STAGES.items():
        is_first = not any(commit.stage == stage for commit in target.commits())
        made = {**tables, **(ONCE if stage == "resolve" and is_first else {})}
        rows = {
            table: _write(source, target, table, columns=columns.format(batch=batch), batch=batch, copies=copies)
            for table, columns in made.items()
            if source.files(table)
        }
        _commit(target, stage=stage, batch=batch, rows=rows)


def _write(source: Lake, target: Lake, table: str, *, columns: str, batch: str, copies: range) -> int:
    """Write the copies of one table, and return how many rows they are."""
    path = target.folder / table / f"{batch}.0000.parquet"
    path.parent.mkdir(parents=True, exist_ok=True)
    first, last = copies.start, (copies.start + 1 if table in ONCE else copies.stop)
    with duckdb.connect() as connection:
        connection.execute(
            f"copy (select rows.* replace ({columns}) from read_parquet(?, union_by_name = true) as rows,"
            f" range({first}, {last}) as made(copy)) to '{path}' (compression zstd, row_group_size 50000)",
            [[str(file) for file in source.files(table)]],
        )
        counted = connection.execute("select count(*) from read_parquet(?)", [str(path)]).fetchone()
    return counted[0] if counted else 0


def _commit(target: Lake, *, stage: str, batch: str, rows: dict[str, int]) -> None:
    now = datetime.now(UTC)
    manifest = {
        "commit_id": f"{batch}.{stage}.00000",
        "batch_id": batch,
        "stage": stage,
        "started_at": now,
        "committed_at": now,
        "files": {table: [f"{table}/{batch}.0000.parquet"] for table in rows},
        "rows": rows,
        "covers": [f"articles/{batch}.0000.parquet"] if stage == "annotate" else [],
        "versions": {"reader": "copied"},
    }
    folder: Path = target.folder / "_commits"
    folder.mkdir(exist_ok=True)
    (folder / f"{batch}.{stage}.00000.json").write_bytes(orjson.dumps(manifest))
