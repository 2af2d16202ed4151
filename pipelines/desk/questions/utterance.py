"""Rows of /utterance/ID: all prints of one sentence, with the words in which they differ from the first."""

import re
from difflib import SequenceMatcher
from typing import Any

import duckdb

from pipelines.desk.question import one, rows
from pipelines.desk.search_terms import Piece

UTTERANCE = "select * from utterances where utterance_id = ?"
PRINTS = """
    select prints.*, articles.title, articles.url from utterance_quotes as prints
    left join articles using (article_id)
    where utterance_id = ? order by prints.published_at nulls last, prints.outlet, prints.segment_id
"""
WORDS = re.compile(r"\w+(?:['’]\w+)*|\s+|[^\w\s]")


def find_utterance(connection: duckdb.DuckDBPyConnection, utterance_id: str) -> dict[str, Any] | None:
    """Return an utterance with its prints, the first print first; None where there is none of that id."""
    utterance = one(connection, UTTERANCE, [utterance_id])
    if utterance is None:
        return None
    prints = rows(connection, PRINTS, [utterance_id])
    for row in prints:
        row["pieces"] = mark_differences(utterance["text"], row["text"])
        row["is_first"] = row["article_id"] == utterance["first_article_id"]
    return {"utterance": utterance, "prints": sorted(prints, key=lambda row: not row["is_first"])}


def mark_differences(first: str, other: str) -> list[Piece]:
    """Cut `other` into pieces; marked are the words that `first` does not have there. Case does not count."""
    left, right = WORDS.findall(first), WORDS.findall(other)
    matcher = SequenceMatcher(None, [word.lower() for word in left], [word.lower() for word in right], autojunk=False)
    return [
        Piece("".join(right[start:end]), change != "equal" and any(map(str.isalnum, "".join(right[start:end]))))
        for change, _, _, start, end in matcher.get_opcodes()
        if start < end
    ]
