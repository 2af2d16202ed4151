"""The same words in real news: how many, whom each outlet names, and pairs of prints drawn for somebody to judge.

Reads the warehouse that `whosaid run --data DATA ../shared/real/news_events/articles.jsonl` has published. A conflict
is an utterance of which two outlets name two speakers, copies included; the rule `speaker_conflict` leaves them aside.
"""

import random
import textwrap
from itertools import combinations
from pathlib import Path
from typing import Any

import duckdb

WIDTH = 118
PRINTS = """
    select prints.utterance_id, prints.quote_id, prints.article_id, prints.outlet, prints.text, prints.kind,
        coalesce(prints.speaker_entity_id, prints.speaker) as speaker_key, prints.speaker, articles.title,
        prints.published_at::date as day
    from utterance_quotes as prints join articles using (article_id)
    where prints.outlet is not null
    order by all
"""
FOUND = "select count(*) from attribution_findings where rule = 'speaker_conflict' and resolved_at is null"
COLUMNS = ("utterance_id", "quote_id", "article_id", "outlet", "text", "kind", "speaker_key", "speaker", "title", "day")

Print = dict[str, Any]


def measure_news(data: Path, *, pairs: int, seed: int) -> None:
    """Print counts, every conflict, and `pairs` pairs of prints by two outlets, one of an utterance each."""
    with duckdb.connect(str(data / "warehouse.duckdb"), read_only=True) as connection:
        prints = [dict(zip(COLUMNS, row, strict=True)) for row in connection.sql(PRINTS).fetchall()]
        findings = connection.sql(FOUND).fetchall()[0][0]
    quoted = _by_utterance([one for one in prints if one["quote_id"]])
    everywhere = _by_utterance(prints)
    shared = {name: found for name, found in quoted.items() if _outlets(found) > 1}
    conflicts = {name: found for name, found in shared.items() if _is_conflict(found)}
    quotes = {one["quote_id"] for found in shared.values() for one in found}
    print(f"utterances: {len(quoted):,}")
    print(f"quoted by two outlets or more: {len(shared):,}, of {len(quotes):,} quotes")
    print(f"printed by two or more, in their own voice too: {sum(_outlets(f) > 1 for f in everywhere.values()):,}")
    print(f"with two speakers, copies included: {len(conflicts):,}; findings of speaker_conflict: {findings:,}")
    for number, found in enumerate(conflicts.values(), start=1):
        _show(f"conflict {number}", found)
    for number, pair in enumerate(draw_pairs(shared, pairs=pairs, seed=seed), start=1):
        _show(f"pair {number}", pair)


def draw_pairs(shared: dict[str, list[Print]], *, pairs: int, seed: int) -> list[tuple[Print, Print]]:
    """Return one pair of prints by two outlets out of each of so many utterances, drawn at random."""
    source = random.Random(seed)
    drawn = source.sample(sorted(shared), min(pairs, len(shared)))
    return [
        source.choice([(a, b) for a, b in combinations(shared[name], 2) if a["outlet"] != b["outlet"]])
        for name in drawn
    ]


def _by_utterance(prints: list[Print]) -> dict[str, list[Print]]:
    found: dict[str, list[Print]] = {}
    for one in prints:
        found.setdefault(one["utterance_id"], []).append(one)
    return found


def _outlets(prints: list[Print]) -> int:
    return len({one["outlet"] for one in prints})


def _is_conflict(prints: list[Print]) -> bool:
    """Say whether two outlets each name a speaker whom the other does not."""
    named = [one for one in prints if one["speaker_key"]]
    return any(a["outlet"] != b["outlet"] and a["speaker_key"] != b["speaker_key"] for a, b in combinations(named, 2))


def _show(heading: str, prints: tuple[Print, ...] | list[Print]) -> None:
    print(f"\n{heading}")
    for one in prints:
        print(f"  {one['outlet']}, {one['day']}, {one['article_id']}: {one['title'] or ''}"[:WIDTH])
        words = f"{one['speaker'] or 'nobody'} ({one['kind']}): {one['text']}"
        print(textwrap.fill(words, WIDTH, initial_indent="    ", subsequent_indent="    "))
