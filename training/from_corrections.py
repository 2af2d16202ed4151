"""Makes labels for training of what people corrected: `python -m training.from_corrections DATA OUT.jsonl`.

One line an article, stand-off like those of `training/labels` (ids, a digest of the text, offsets), with the quotes
that somebody looked at, as they are right: corrected, confirmed or added. `refuted` holds the spans of what is no
quote, and `is_partial` says that the other quotes of the article are not judged. What a correction does not speak of is
the reader's own word; `checked` names the fields of each quote that a person vouches for.
"""

import hashlib
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipelines.desk.question import rows
from pipelines.durable import write_whole
from pipelines.resources.data_folder import DataFolder
from pipelines.warehouse.reading import open_warehouse
from training.labels import FIRST_READING, LabelledArticle

SET = "corrections"
ALL = ("content", "kind", "source", "speaker")
FIELDS = {"speaker": ["speaker"], "source": ["source"], "kind": ["kind"], "span": ["content"]}
CORRECTED = """
    select quotes.*, articles.text,
        (select list(wrong) from corrections where list_contains(quotes.correction_ids, correction_id)) as said
    from quotes inner join articles using (article_id)
    where len(quotes.correction_ids) > 0 order by quotes.article_id, quotes.content_start_char
"""


def read_corrected(data: DataFolder) -> list[LabelledArticle]:
    """Return the articles of a data folder in which somebody corrected or confirmed a quote, with the right values."""
    return [
        LabelledArticle(line["article_id"], line["outlet"] or "", text, line["attributions"], is_partial=True)
        for line, text in _lines(data)
    ]


def write_labels(data: DataFolder, out: Path) -> int:
    """Write the labels, and return of how many articles they are."""
    lines = [line for line, _ in _lines(data)]
    write_whole(out, "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines).encode())
    return len(lines)


def _lines(data: DataFolder) -> Iterator[tuple[dict[str, Any], str]]:
    by_article: dict[str, list[Mapping[str, Any]]] = {}
    with open_warehouse(data) as warehouse:
        for row in rows(warehouse, CORRECTED):
            by_article.setdefault(row["article_id"], []).append(row)
    for article_id, quotes in by_article.items():
        text = quotes[0]["text"]
        yield (
            {
                "set": SET,
                "article_id": article_id,
                "outlet": quotes[0]["outlet"],
                "text_sha256": hashlib.sha256(text.encode()).hexdigest(),
                "n_chars": len(text),
                "reading": FIRST_READING,
                "is_partial": True,
                "attributions": [_attribution(quote) for quote in quotes if not quote["is_refuted"]],
                "refuted": [_pairs(quote["content_spans"]) for quote in quotes if quote["is_refuted"]],
            },
            text,
        )


def _attribution(quote: Mapping[str, Any]) -> dict[str, Any]:
    is_whole = quote["is_confirmed"] or quote["is_added"]
    checked = ALL if is_whole else sorted({field for said in quote["said"] for field in FIELDS.get(said, ())})
    return {
        "content": _pairs(quote["content_spans"]),
        "cue": _pairs(quote["cue_spans"]),
        "source": _pairs(quote["source_spans"]),
        "kind": quote["kind"],
        "class": quote["cue_class"],
        "speaker": quote["speaker_as_printed"] or quote["speaker"],
        "checked": [*checked],
        "also": [],
        "on_behalf_of": None,
        "via": None,
        "inside": None,
        "piece_of": None,
        "unsure": False,
    }


def _pairs(spans: Sequence[Mapping[str, int]] | None) -> list[list[int]]:
    return [[span["start_char"], span["end_char"]] for span in spans or ()]


def main(arguments: Sequence[str]) -> None:
    """Write the labels of a data folder to a file."""
    if len(arguments) != 2:
        raise SystemExit("usage: python -m training.from_corrections DATA OUT.jsonl")
    data, out = DataFolder(Path(arguments[0])), Path(arguments[1])
    print(f"{write_labels(data, out):,} articles with corrected quotes -> {out}")


if __name__ == "__main__":
    main(sys.argv[1:])
