"""Small invented lakes: articles and annotations written through `Lake.commit`, valid and with offsets that hold.

An article is a `Story`: lines of text, and quotes given by their words. Sentences are the lines.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pyarrow.parquet as pq

from pipelines.lake import Lake
from pipelines.resolve.copies.stage import resolve_pending_copies
from pipelines.resolve.entities.stage import resolve_pending_entities
from pipelines.resolve.entities.user_files.inputs import InputFiles
from pipelines.resolve.utterances.stage import resolve_pending_utterances

PUBLISHED = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Said:
    """A direct quote: `words` as the text has them, once, said by `speaker`, whose name the text has."""

    words: str
    speaker: str | None
    entity_type: str = "PERSON"
    role: str | None = None


@dataclass(frozen=True)
class Story:
    article_id: str
    text: str
    quotes: Sequence[Said] = ()
    revision: int = 1
    outlet: str | None = "Harbor Ledger"
    outlet_domain: str | None = "harborledger.example"
    published_at: datetime | None = PUBLISHED
    byline: str | None = None
    extra: dict[str, Any] = field(default_factory=dict)


def ingest(lake: Lake, batch_id: str, stories: Sequence[Story], outcomes: Sequence[dict[str, Any]] = ()) -> None:
    """Commit the articles of a batch, an `accepted` or `revised` outcome for each, and `outcomes` besides."""
    with lake.commit(stage="ingest", batch_id=batch_id, versions={"ingest": "1"}) as writer:
        writer.add("articles", [article_row(story, batch_id) for story in stories])
        writer.add("ingest_outcomes", [outcome_row(batch_id, **accepted(story)) for story in stories])
        writer.add("ingest_outcomes", [outcome_row(batch_id, **outcome) for outcome in outcomes])


def annotate(lake: Lake, batch_id: str, stories: Sequence[Story], *, part: int = 0, reader_version: str = "r1") -> None:
    """Commit the annotations of `stories` as one part."""
    versions = {"reader": reader_version}
    printed = {(story.article_id, story.revision) for story in stories}
    parts = {name for commit in lake.commits() for name in commit.files.get("articles", [])}
    with lake.commit(stage="annotate", batch_id=batch_id, part=part, versions=versions) as writer:
        writer.covers += sorted(n for n in parts if printed & _printed(lake, n))
        for story in stories:
            key = {
                "article_id": story.article_id,
                "revision": story.revision,
                "batch_id": batch_id,
                "reader_version": reader_version,
            }
            for table, rows in annotation_rows(story).items():
                writer.add(table, [{**key, **row} for row in rows])


def _printed(lake: Lake, part: str) -> set[tuple[str, int]]:
    columns = pq.read_table(lake.folder / part, columns=["article_id", "revision"]).to_pydict()
    return set(zip(columns["article_id"], columns["revision"], strict=True))


def resolve(lake: Lake, batch_id: str) -> None:
    """Resolve across articles whatever waits."""
    cache = lake.folder.parent / ".build" / "resolve"
    resolve_pending_copies(lake, cache, batch_id=batch_id)
    resolve_pending_entities(lake, cache, InputFiles(), batch_id=batch_id)
    resolve_pending_utterances(lake, cache, batch_id=batch_id)


def accepted(story: Story) -> dict[str, Any]:
    return {
        "path": f"{story.article_id}.txt",
        "outcome": "accepted" if story.revision == 1 else "revised",
        "article_id": story.article_id,
        "revision": story.revision,
    }


def outcome_row(batch_id: str, **fields: Any) -> dict[str, Any]:
    return {"batch_id": batch_id, "seen_at": PUBLISHED, **fields}


def article_row(story: Story, batch_id: str) -> dict[str, Any]:
    digest = hashlib.sha256(story.text.encode()).hexdigest()
    return {
        "article_id": story.article_id,
        "revision": story.revision,
        "batch_id": batch_id,
        "source_path": f"{story.article_id}.txt",
        "source_format": "text",
        "source_sha256": digest,
        "source_bytes": len(story.text.encode()),
        "outlet": story.outlet,
        "outlet_domain": story.outlet_domain,
        "url": f"https://{story.outlet_domain}/{story.article_id}" if story.outlet_domain else None,
        "title": story.text.split("\n", 1)[0],
        "byline": story.byline,
        "authors": [],
        "published_at": story.published_at,
        "language": "en",
        "text": story.text,
        "body_start_char": 0,
        "text_sha256": digest,
        "extractor": "whosaid",
        "extractor_version": "1",
        "ingested_at": datetime(2026, 3, 3, tzinfo=UTC),
        **story.extra,
    }


def annotation_rows(story: Story) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of sentences, mentions and quotes less the columns that say which annotation it is."""
    speakers = list(dict.fromkeys((q.speaker, q.entity_type, q.role) for q in story.quotes if q.speaker))
    chains = {speaker: number for number, (speaker, _, _) in enumerate(speakers)}
    prefix = f"{story.article_id}.{story.revision}"
    mentions = [
        {
            "mention_id": f"{prefix}.m{number}",
            "mention_no": number,
            **_span(story.text, speaker),
            "text": speaker,
            "form": "name",
            "entity_type": entity_type,
            "role": role,
            "local_entity_no": number,
            "local_entity_name": speaker,
            "score": 0.9,
        }
        for number, (speaker, entity_type, role) in enumerate(speakers)
    ]
    quotes = [
        {
            "quote_id": f"{prefix}.q{number}",
            "quote_no": number,
            "kind": "direct",
            "content": said.words,
            "content_spans": [_span(story.text, said.words)],
            "cue_spans": [],
            "source": said.speaker,
            "source_spans": [_span(story.text, said.speaker)] if said.speaker else [],
            "source_type": "person" if said.speaker else "unnamed",
            "speaker": said.speaker,
            "speaker_mention_id": f"{prefix}.m{chains[said.speaker]}" if said.speaker else None,
            "speaker_local_entity_no": chains[said.speaker] if said.speaker else None,
            "resolution_path": [f"name: {said.speaker}"] if said.speaker else [],
            "is_repeat": False,
            "score": 0.8,
        }
        for number, said in enumerate(story.quotes)
    ]
    return {"sentences": sentence_rows(story.text), "mentions": mentions, "quotes": quotes}


def sentence_rows(text: str) -> list[dict[str, Any]]:
    rows, start = [], 0
    for number, line in enumerate(text.split("\n")):
        end = start + len(line)
        role = "body" if number else "headline"
        rows.append(
            {
                "sentence_no": number,
                "paragraph_no": number,
                "start_char": start,
                "end_char": end,
                "role": role,
                "is_repeat": False,
            }
        )
        start = end + 1
    return rows


def _span(text: str, words: str) -> dict[str, int]:
    start = text.index(words)
    return {"start_char": start, "end_char": start + len(words)}


FISH = Story(
    "a1",
    'Mayor opens \N{FISH} market\n"We cafe\u0301 sell fish," said Odo Fenn.\nFenn waved.',
    [Said("We cafe\u0301 sell fish,", "Odo Fenn", role="mayor")],
    byline="By Lia Tarn",
)
FERRY = Story(
    "a2",
    'Ferry stops\n"No boats today," said Odo Fenn.\n"None," said Brill.',
    [Said("No boats today,", "Odo Fenn", role="harbour chief"), Said("None,", "Brill")],
    outlet="Tidewater Post",
    outlet_domain="tidewaterpost.example",
)
BRIDGE = Story("a3", 'Bridge shut\n"It is closed," said Brill.', [Said("It is closed,", "Brill")], published_at=None)
FISH_AGAIN = Story(
    "a1", 'Mayor shuts market\n"No more fish," said Odo Fenn.', [Said("No more fish,", "Odo Fenn")], revision=2
)


def first_batch(lake: Lake) -> None:
    """Commit batch b1: two annotated articles, resolved, and one rejected file."""
    ingest(lake, "b1", [FISH, FERRY], [{"path": "x.bin", "outcome": "rejected", "reason_code": "binary"}])
    annotate(lake, "b1", [FISH, FERRY])
    resolve(lake, "b1")
