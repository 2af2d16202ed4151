"""All that a run reads: what waits in the lake, and what is known already."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from pipelines.commits import Commit
from pipelines.lake import Lake
from pipelines.resolve.arrow.columns import is_any, keep_rows, names_of
from pipelines.resolve.arrow.queries import query
from pipelines.resolve.copies.find import list_copies
from pipelines.resolve.copies.stage import load_copies
from pipelines.resolve.entities.stage import load_entities
from pipelines.resolve.increments.article_index import open_article_index
from pipelines.resolve.increments.pending import (
    STAGE,
    Part,
    article_files,
    covered_files,
    files_of,
    pending_parts,
    read_annotations,
    read_articles,
)
from pipelines.resolve.utterances.kept import VERSIONS, Kept, load
from pipelines.resolve.utterances.resolved_speakers import QUOTE_SPEAKERS, speakers_of
from pipelines.resolve.utterances.segments.prints import Prints

ARTICLE_COLUMNS = [
    "article_id",
    "revision",
    "text",
    "outlet",
    "outlet_domain",
    "published_at",
    "published_at_precision",
]
ANNOTATIONS = ("quotes", "stances", "sentences")
OTHER_RESOLVERS = ("article_copies", "entity_mentions", "entities")  # what they say decides too
WITH_OUTLETS = "select * replace (coalesce(outlet, outlet_domain) as outlet) from articles"


@dataclass(frozen=True, slots=True)
class Waiting:
    """The lake's files that no commit of this stage covers."""

    parts: Sequence[Part]  # articles and their annotations
    of_others: Sequence[str]  # files of copies and entities

    @property
    def files(self) -> list[str]:
        """All files that the run's commit covers."""
        return [*(name for part in self.parts for name in part.files), *self.of_others]


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a run resolves."""

    known: Kept
    prints: Prints
    speakers: pa.Table  # SPEAKERS: who says each quote, as the entities are today
    quote_speakers: pa.Table  # QUOTE_SPEAKERS of all quotes, those of `prints` among them


def find_waiting(commits: Sequence[Commit]) -> Waiting:
    """Return what `commits` hold that this stage has not covered."""
    covered = covered_files(commits, VERSIONS)
    resolved = [commit for commit in commits if commit.stage == STAGE]
    of_others = [name for table in OTHER_RESOLVERS for name in files_of(resolved, table) if name not in covered]
    return Waiting(pending_parts(commits, VERSIONS, annotations=ANNOTATIONS), of_others)


def read_inputs(lake: Lake, commits: Sequence[Commit], cache: Path, parts: Sequence[Part]) -> Inputs:
    """Read the articles and annotations of `parts`, and what earlier runs and the other resolvers found."""
    index = open_article_index(lake, article_files(commits), cache / "articles")
    known = load(lake, commits, cache / "utterances", index)
    articles = read_articles(lake, parts, index, ARTICLE_COLUMNS)
    quotes = read_annotations(lake, parts, index, "quotes")
    quote_speakers = pa.concat_tables(
        [_of_other_articles(known.quote_speakers, articles), quotes.select(QUOTE_SPEAKERS.names).cast(QUOTE_SPEAKERS)]
    )
    speakers = speakers_of(quote_speakers, load_entities(lake, commits, cache))
    prints = Prints(
        quotes=quotes,
        stances=read_annotations(lake, parts, index, "stances"),
        sentences=read_annotations(lake, parts, index, "sentences"),
        articles=query(WITH_OUTLETS, articles.schema, articles=articles),
        speakers=speakers,
        copies=list_copies(load_copies(lake, commits, cache).copies),
    )
    return Inputs(known, prints, speakers, quote_speakers)


def _of_other_articles(quotes: pa.Table, articles: pa.Table) -> pa.Table:
    return keep_rows(quotes, ~is_any(quotes["article_id"], names_of(articles["article_id"])))
