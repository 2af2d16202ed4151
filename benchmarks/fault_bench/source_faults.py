"""Faults of the source: what the article says of itself is taken away or wrong, or its text was spoilt on the way."""

import random
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from benchmarks.fault_bench.cases import Edit, along, carried, edited, inside
from benchmarks.fault_bench.faults import Fault, Injector, one
from benchmarks.fault_bench.variants import Row, Variant, annotated
from pipelines.records import Span

REMOVED: dict[str, Row] = {
    "outlet": {"outlet": None, "outlet_domain": None, "outlet_origin": None},
    "date": {"published_at": None, "published_at_precision": None, "published_at_origin": None},
    "link": {"url": None, "url_origin": None},
    "byline": {"byline": None, "byline_origin": None, "authors": []},
}
AGENCIES = ("Reuters", "AP", "AFP", "UPI")
PLACES = ("OSTRAVA", "PORT LOUIS", "GENEVA", "LAGOS")
BROKEN = {"utf-8 read as cp1252": "cp1252", "utf-8 read as latin-1": "latin-1"}
MARKS = re.compile(r"['’‘“”–—\u00c0-\u017f]")
SPOILT = re.compile(r"[\ufffd\u0080-\u009f]|[ÃÂâ][^\sa-z]")
LEAST_REPEATED = 60  # characters of a paragraph that says something


def removed(what: str) -> Injector:
    """Take away the outlet, the date, the link or the byline."""

    def make(variant: Variant, chance: random.Random) -> Iterator[Fault]:
        faulted = variant.copy()
        faulted.article.update(REMOVED[what])
        yield one(f"{what}_removed", variant, faulted)

    return make


def date_in_future(variant: Variant, chance: random.Random) -> Iterator[Fault]:
    """Date the article days to years after it was ingested."""
    faulted = variant.copy()
    later = timedelta(days=chance.choice((3, 10, 31, 365, 3653)))
    faulted.article["published_at"] = variant.article["ingested_at"] + later
    yield one("date_in_future", variant, faulted)


def wire_credit_removed(variant: Variant, chance: random.Random) -> Iterator[Fault]:
    """Take away the credit of an article whose dateline or last line names the agency."""
    agency = chance.choice(AGENCIES)
    case = variant.case
    if chance.random() < 0.5:
        edit = Edit(case.body_start_char, case.body_start_char, f"{chance.choice(PLACES)} ({agency}) — ")
    else:
        edit = Edit(len(case.text), len(case.text), f"\n© {agency}")
    printed = edited(case, [edit])
    credited = {"wire_credit": agency, "wire_credit_origin": "text"}
    clean = annotated(replace(printed, columns={**case.columns, **credited}))
    faulted = clean.copy()
    faulted.article.update(wire_credit=None, wire_credit_origin=None)
    yield one("wire_credit_removed", clean, faulted)


def paragraph_repeated(variant: Variant, chance: random.Random) -> Iterator[Fault]:
    """Print a paragraph again, right after itself or at the end, with the quotes in it."""
    case = variant.case
    paragraphs = [m for m in re.finditer(r"[^\n]+", case.text) if m.start() >= case.body_start_char]
    long = [Span(m.start(), m.end()) for m in paragraphs if len(m[0]) >= LEAST_REPEATED]
    if not long:
        return
    picked = chance.choice(long)
    at = chance.choice((picked.end_char, len(case.text)))
    longer = edited(case, [Edit(at, at, "\n" + picked.of(case.text))])
    by = at + 1 - picked.start_char
    names = [replace(n, span=along(n.span, by)) for n in case.names if inside(n.span, picked)]
    again = [n for n, a in enumerate(case.attributions) if all(inside(s, picked) for s in a.content)]
    attributions = [carried(case.attributions[n], picked, by) for n in again]
    both = [*zip(longer.attributions, longer.speakers, strict=True)]
    both += [(a, case.speakers[n]) for a, n in zip(attributions, again, strict=True)]
    both.sort(key=lambda pair: (pair[0].content[0].start_char, -pair[0].content[-1].end_char))
    faulted = replace(
        longer,
        names=sorted([*longer.names, *names], key=lambda n: n.span.start_char),
        attributions=[a for a, _ in both],
        speakers=[s for _, s in both],
    )
    yield one("paragraph_repeated", variant, annotated(faulted))


def mojibake(variant: Variant, chance: random.Random) -> Iterator[Fault]:
    """Spoil one to six characters as a wrong encoding does."""
    case = variant.case
    spots = [m for m in MARKS.finditer(case.text) if m.start() >= case.body_start_char]
    if not spots or SPOILT.search(case.text):
        return
    picked = chance.sample(spots, min(len(spots), chance.randint(1, 6)))
    codec = chance.choice(list(BROKEN.values()))
    edits = [Edit(m.start(), m.end(), _spoilt(m[0], codec)) for m in picked]
    yield one("mojibake", variant, annotated(edited(case, edits)))


def replacement_characters(variant: Variant, chance: random.Random) -> Iterator[Fault]:
    """Print U+FFFD where letters were lost."""
    case = variant.case
    if SPOILT.search(case.text):
        return
    spots = [m for m in re.finditer(r"\w", case.text) if m.start() >= case.body_start_char]
    picked = chance.sample(spots, chance.randint(1, 6))
    edits = [Edit(m.start(), m.end(), "\ufffd") for m in picked]
    yield one("replacement_characters", variant, annotated(edited(case, edits)))


def _spoilt(mark: str, codec: str) -> str:
    typographic = {"'": "’"}.get(mark, mark)
    return typographic.encode().decode(codec, errors="replace")


SOURCE_FAULTS: dict[str, Injector] = {
    **{f"{what}_removed": removed(what) for what in REMOVED},
    "date_in_future": date_in_future,
    "wire_credit_removed": wire_credit_removed,
    "paragraph_repeated": paragraph_repeated,
    "mojibake": mojibake,
    "replacement_characters": replacement_characters,
}
