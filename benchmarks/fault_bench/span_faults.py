"""Faults of the span: what is said to be quoted is not what stands at its offsets, or holds what it must not."""

import random
import re
from collections.abc import Iterator
from itertools import pairwise

from benchmarks.fault_bench.cases import Edit, edited
from benchmarks.fault_bench.faults import Fault, Injector, one
from benchmarks.fault_bench.variants import Row, Variant, annotated
from pipelines.annotate.page.quotations import find_quotations

WORD = re.compile(r"\w+(?:['’]\w+)*")
NEGATION = re.compile(r"\bnot (?=\w)|(?<=[^\Wn])n['’]t\b(?<!can['’]t)(?<!won['’]t)")
OTHER_WORDS = ("never", "harbour", "seven", "gladly", "refused", "windows", "against", "yesterday")
OPENING, CLOSING = frozenset('"“«'), frozenset('"”»')
FARTHEST = 40


def shifted(part: str) -> Injector:
    """Move the spans of a part by 1 to 40 characters; the words stay as they were."""

    def make(variant: Variant, chance: random.Random) -> Iterator[Fault]:
        length = len(variant.article["text"])
        for quote in variant.quotes:
            by = chance.choice((-1, 1)) * chance.randint(1, FARTHEST)
            spans = [_moved(span, by) for span in quote[f"{part}_spans"]]
            if spans and spans[0]["start_char"] >= 0 and spans[-1]["end_char"] <= length:
                yield _changed(f"{part}_shifted", variant, quote, **{f"{part}_spans": spans})

    return make


def word_changed(variant: Variant, chance: random.Random) -> Iterator[Fault]:
    """Put another word for one of the content's."""
    for quote in variant.quotes:
        words = list(WORD.finditer(quote["content"]))
        if words:
            word = chance.choice(words)
            new = chance.choice([other for other in OTHER_WORDS if other != word[0].lower()])
            content = quote["content"][: word.start()] + new + quote["content"][word.end() :]
            yield _changed("word_changed", variant, quote, content=content)


def negation_dropped(variant: Variant, chance: random.Random) -> Iterator[Fault]:
    """Leave a "not" out of the content."""
    for quote in variant.quotes:
        found = list(NEGATION.finditer(quote["content"]))
        if found:
            dropped = chance.choice(found)
            content = quote["content"][: dropped.start()] + quote["content"][dropped.end() :]
            yield _changed("negation_dropped", variant, quote, content=content)


def closing_mark_lost(variant: Variant, chance: random.Random) -> Iterator[Fault]:
    """End the content before its closing quotation mark; offsets and words agree."""
    for quote in variant.quotes:
        last = quote["content_spans"][-1]
        printed = variant.article["text"][last["start_char"] : last["end_char"]]
        if printed[-1:] in CLOSING and _is_quotation(variant, last["start_char"], last["end_char"]):
            spans = [*quote["content_spans"][:-1], {**last, "end_char": last["end_char"] - 1}]
            yield _changed("closing_mark_lost", variant, quote, **_printed(variant, spans))


def closing_mark_not_printed(variant: Variant, chance: random.Random) -> Iterator[Fault]:
    """Print the quotation without its closing mark."""
    for quote in variant.quotes:
        last = quote["content_spans"][-1]
        end = last["end_char"]
        text = variant.article["text"]
        goes_on = text[end:].lstrip()[:1] in OPENING  # then no mark closes the paragraph
        if text[end - 1] in CLOSING and _is_quotation(variant, last["start_char"], end) and not goes_on:
            faulted = annotated(edited(variant.case, [Edit(end - 1, end, "")]))
            yield one("closing_mark_not_printed", variant, faulted, quote["quote_no"])


def cut_inside_word(variant: Variant, chance: random.Random) -> Iterator[Fault]:
    """End the content inside its last word; offsets and words agree."""
    for quote in variant.quotes:
        last = quote["content_spans"][-1]
        words = list(WORD.finditer(variant.article["text"], last["start_char"], last["end_char"]))
        if words and words[-1].end() - words[-1].start() > 2:
            end = chance.randint(words[-1].start() + 1, words[-1].end() - 1)
            spans = [*quote["content_spans"][:-1], {**last, "end_char": end}]
            yield _changed("cut_inside_word", variant, quote, **_printed(variant, spans))


def source_and_content_exchanged(variant: Variant, chance: random.Random) -> Iterator[Fault]:
    """Take what is said for who says it, and the other way round; the speaker stays."""
    for quote in variant.quotes:
        if quote["source_spans"]:
            source = {"source": quote["content"], "source_spans": quote["content_spans"]}
            content = _printed(variant, quote["source_spans"])
            yield _changed("source_and_content_exchanged", variant, quote, **source, **content)


def source_swallowed(variant: Variant, chance: random.Random) -> Iterator[Fault]:
    """Let the content run on over its own cue and source."""
    for quote in variant.quotes:
        outer = [*quote["content_spans"], *quote["cue_spans"], *quote["source_spans"]]
        if len(outer) > len(quote["content_spans"]):
            start, end = min(s["start_char"] for s in outer), max(s["end_char"] for s in outer)
            holds_more = [(start, end)] != [(s["start_char"], s["end_char"]) for s in quote["content_spans"]]
            if end - start < 2000 and holds_more:
                spans = [{"start_char": start, "end_char": end}]
                yield _changed("source_swallowed", variant, quote, **_printed(variant, spans))


def quotes_merged(variant: Variant, chance: random.Random) -> Iterator[Fault]:
    """Make one quote of two quotations, with the words of attribution that stand between them."""
    ordered = sorted(variant.quotes, key=lambda q: q["content_spans"][0]["start_char"])
    text = variant.article["text"]
    for first, second in pairwise(ordered):
        start, middle = first["content_spans"][0]["start_char"], first["content_spans"][-1]["end_char"]
        again = second["content_spans"][0]["start_char"]
        are_direct = first["kind"] == second["kind"] == "direct"
        are_marked = text[middle - 1] in CLOSING and text[again] in OPENING and text[start] in OPENING
        if are_direct and are_marked and 0 < again - middle < 300 and WORD.search(text, middle, again):
            merged = variant.copy()
            spans = [{"start_char": start, "end_char": second["content_spans"][-1]["end_char"]}]
            merged.quote(first["quote_no"]).update(_printed(variant, spans))
            merged.quotes = [q for q in merged.quotes if q["quote_no"] != second["quote_no"]]
            yield one("quotes_merged", variant, merged, first["quote_no"])


def quote_split(variant: Variant, chance: random.Random) -> Iterator[Fault]:
    """Make two quotes of one quotation: the first lacks its closing mark, the second its opening one."""
    for quote in variant.quotes:
        if quote["kind"] != "direct" or len(quote["content_spans"]) != 1:
            continue
        span = quote["content_spans"][0]
        words = list(WORD.finditer(variant.article["text"], span["start_char"], span["end_char"]))
        inner = variant.article["text"][span["start_char"] + 1 : span["end_char"] - 1]
        holds_another = any(mark in inner for mark in OPENING | CLOSING)
        if len(words) >= 6 and not holds_another and _is_quotation(variant, span["start_char"], span["end_char"]):
            cut = words[chance.randint(2, len(words) - 3)]
            split = variant.copy()
            head = split.quote(quote["quote_no"])
            number = max(q["quote_no"] for q in variant.quotes) + 1
            tail = {**head, "quote_no": number, "quote_id": f"@.1.q{number}"}
            head.update(_printed(variant, [{**span, "end_char": cut.start() - 1}]))
            tail.update(_printed(variant, [{**span, "start_char": cut.start()}]))
            split.quotes.append(tail)
            yield one("quote_split", variant, split, quote["quote_no"], number)


def _moved(span: Row, by: int) -> Row:
    return {"start_char": span["start_char"] + by, "end_char": span["end_char"] + by}


def _printed(variant: Variant, spans: list[Row]) -> Row:
    """Return content columns that hold what the article prints at `spans`."""
    text = variant.article["text"]
    return {"content_spans": spans, "content": " ".join(text[s["start_char"] : s["end_char"]] for s in spans)}


def _is_quotation(variant: Variant, start: int, end: int) -> bool:
    """True where a quotation that is opened and closed spans exactly these characters."""
    pieces = [piece for found in find_quotations(variant.article["text"]) for piece in found.pieces]
    return any(piece.start_char == start and piece.end_char == end for piece in pieces)


def _changed(kind: str, variant: Variant, quote: Row, **columns: object) -> Fault:
    faulted = variant.copy()
    faulted.quote(quote["quote_no"]).update(columns)
    return one(kind, variant, faulted, quote["quote_no"])


SPAN_FAULTS: dict[str, Injector] = {
    "content_shifted": shifted("content"),
    "cue_shifted": shifted("cue"),
    "source_shifted": shifted("source"),
    "word_changed": word_changed,
    "negation_dropped": negation_dropped,
    "closing_mark_lost": closing_mark_lost,
    "closing_mark_not_printed": closing_mark_not_printed,
    "cut_inside_word": cut_inside_word,
    "source_and_content_exchanged": source_and_content_exchanged,
    "source_swallowed": source_swallowed,
    "quotes_merged": quotes_merged,
    "quote_split": quote_split,
}
