"""From what a format's reader found to a row of `articles`: cleaned text and metadata, each with where it came from.

What the source states comes first; what it does not, the text's usual forms and the URL may tell. Nothing is invented:
what neither says stays null.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pipelines.ingest.article_source import columns_of, source_columns
from pipelines.ingest.completeness import completeness_of, without_cut_mark
from pipelines.ingest.dates import NOTHING_ASSUMED, Assumed
from pipelines.ingest.encoding import GUESSED_MAC, encoding_name
from pipelines.ingest.language import language_of
from pipelines.ingest.limits import MAX_RECORD_BYTES
from pipelines.ingest.mending import may_need_mending, mend
from pipelines.ingest.paragraphs import (
    Composed,
    clean_paragraphs,
    compose,
    count_letters,
    is_only_headline,
    strip_markup,
)
from pipelines.ingest.record import Extracted, RawRecord
from pipelines.ingest.words import word_lists
from pipelines.records import Accepted, Rejected, Stated

_FEWEST_LETTERS = 10  # of a body
_LOOKED_AT = 100  # characters that decide for most bodies
_LONGEST_TITLE = 500  # characters
_LONGEST_SECTION = 100


def complete(extracted: Extracted, record: RawRecord, assumed: Assumed = NOTHING_ASSUMED) -> Accepted | Rejected:
    """Return the row of `articles` (less ids, batch and source columns) that a record makes, or why it is no article.

    Rejections: `no_body` where no text is left that says more than a headline, `too_large`.
    """
    if len(extracted.body) > MAX_RECORD_BYTES:
        return Rejected("too_large", f"a text of more than {MAX_RECORD_BYTES >> 20} million characters")
    extracted, mended = _mended(extracted)
    title = _title(extracted.stated.get("title"))
    headline = title.value if title else None
    body, is_cut = without_cut_mark(clean_paragraphs(extracted.body))
    if not _has_letters(body) or is_only_headline(headline, body):
        return Rejected("no_body", f"no article text found ({len(body)} characters besides the headline)")
    composed = compose(headline, body)
    body = composed.text[composed.body_start_char :]
    return Accepted(
        {
            "encoding": encoding_name(extracted.encoding),
            **columns_of("title", title),
            **source_columns(extracted, record.url, body.split("\n"), assumed),
            **columns_of("section", _section(extracted.stated.get("section"))),
            **columns_of("language", language_of(body, extracted.stated.get("language"))),
            **_text_columns(composed),
            **_completeness_columns(body, headline, extracted.stated.get("extent"), is_cut=is_cut),
            "mended": mended,
            "extractor": extracted.extractor,
            "extractor_version": extracted.extractor_version,
        }
    )


def _text_columns(composed: Composed) -> Mapping[str, Any]:
    return {
        "text": composed.text,
        "body_start_char": composed.body_start_char,
        "text_sha256": hashlib.sha256(composed.text.encode()).hexdigest(),
    }


def _completeness_columns(
    body: str, headline: str | None, extent: Stated | None, *, is_cut: bool
) -> Mapping[str, str | None]:
    found = completeness_of(body, title=headline, is_cut=is_cut, extent=extent.value if extent else None)
    return {"completeness": found.kind, "completeness_reason": found.reason}


def _mended(extracted: Extracted) -> tuple[Extracted, str | None]:
    """Return what was extracted with destroyed characters mended, and the kinds of what was, in one line."""
    texts = (extracted.body, *(each.value for each in extracted.stated.values()), *extracted.authors)
    if not any(map(may_need_mending, texts)):
        return extracted, None
    body = mend(extracted.body)
    stated = {name: mend(each.value) for name, each in extracted.stated.items()}
    authors = [mend(author) for author in extracted.authors]
    told = ["mac_roman"] if extracted.encoding == GUESSED_MAC else []
    for each in (body, *stated.values(), *authors):
        told.extend(each.kinds)
    if not told:
        return extracted, None
    known = {name: Stated(value.text, extracted.stated[name].origin) for name, value in stated.items()}
    names = tuple(author.text for author in authors)
    return replace(extracted, body=body.text, stated=known, authors=names), ", ".join(dict.fromkeys(told))


def _has_letters(body: str) -> bool:
    return count_letters(body[:_LOOKED_AT]) >= _FEWEST_LETTERS or count_letters(body) >= _FEWEST_LETTERS


def _title(stated: Stated | None) -> Stated | None:
    value = strip_markup(stated.value)[:_LONGEST_TITLE] if stated else ""
    return Stated(value, stated.origin) if stated and any(character.isalnum() for character in value) else None


def _section(stated: Stated | None) -> Stated | None:
    value = strip_markup(stated.value)[:_LONGEST_SECTION] if stated else ""
    is_section = value and value.casefold() not in word_lists()["not_a_section"]
    return Stated(value, stated.origin) if stated and is_section else None
