"""Faults that other outlets give away: four articles print one quotation, and one of them prints it otherwise.

Each print is an article of its own: an invented headline and lead that names the speaker, the paragraph of the gold in
which the quotation stands, and invented lines. The faulted print agrees with itself: only the others show the fault.
"""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import islice

from benchmarks.fault_bench.cases import UNKNOWN, Case, Edit, along, carried, edited, inside
from benchmarks.fault_bench.faults import SEED, Fault
from benchmarks.fault_bench.gold import SOME_DAY, columns_of
from benchmarks.fault_bench.naming import same_name
from benchmarks.fault_bench.span_faults import NEGATION, OTHER_WORDS, WORD
from benchmarks.fault_bench.variants import Row, Variant, annotated
from pipelines.annotate.reading import Attribution, Name
from pipelines.records import Span

OUTLETS = ("Ostrel Courier", "Marle Gazette", "Denvik Post", "Harrow Vale Echo")
LEADS = ("spoke to reporters", "took questions", "made a statement", "answered critics")
SUBJECTS = ("The council", "A committee", "The harbour board", "The school", "A local firm", "The ferry company")
ACTIONS = ("approved a budget for", "put off a decision on", "published figures on", "opened a review of", "closed")
THINGS = ("the eastern road", "a grain store", "two bridges", "the winter market", "a new library", "the rail link")
TAILS = ("after a short debate", "without a vote", "for the third time", "in spring", "before the holidays")
AUTHORS = ("Lea Marr", "Odo Fenn", "Nils Arvo", "Rita Coyle")
PEOPLE = ("Ilse Tammik", "Bram Okonjo", "Petra Vossler", "Aldo Quintrell", "Mirela Sand", "Tobin Harrack")
LEAST_WORDS = 12
MOST_WORDS = 60
LONGEST_PARAGRAPH = 600  # characters; of a longer one the prints would be copies of one another

Change = Callable[[Case, int, random.Random], Case | None]
"""Returns the print with one of its quotations changed; None where this one cannot be changed so."""


def word_changed(case: Case, number: int, chance: random.Random) -> Case | None:
    """Another word for one of more than three letters."""
    words = [word for word in WORD.finditer(case.text, *_ends(case, number)) if len(word[0]) > 3]
    if not words:
        return None
    word = chance.choice(words)
    new = chance.choice([other for other in OTHER_WORDS if other != word[0].lower()])
    return edited(case, [Edit(word.start(), word.end(), new)])


def negation_dropped(case: Case, number: int, chance: random.Random) -> Case | None:
    """One "not" less."""
    found = list(NEGATION.finditer(case.text, *_ends(case, number)))
    dropped = chance.choice(found) if found else None
    return edited(case, [Edit(dropped.start(), dropped.end(), "")]) if dropped else None


def number_changed(case: Case, number: int, chance: random.Random) -> Case | None:
    """Another number."""
    found = list(re.finditer(r"\d+", case.text[slice(*_ends(case, number))]))
    if not found:
        return None
    picked, start = chance.choice(found), _ends(case, number)[0]
    new = str(int(picked[0]) + chance.randint(1, 9))
    return edited(case, [Edit(start + picked.start(), start + picked.end(), new)])


def words_left_out(case: Case, number: int, chance: random.Random) -> Case | None:
    """Two or three words less in the middle, without an ellipsis."""
    words = list(WORD.finditer(case.text, *_ends(case, number)))
    if len(words) < LEAST_WORDS:
        return None
    first = chance.randint(2, len(words) - 5)
    last = first + chance.randint(2, 3)
    return edited(case, [Edit(words[first].start(), words[last].start(), "")])


def attribution_removed(case: Case, number: int, chance: random.Random) -> Case | None:
    """The words in the article's own voice: no marks, no cue, no source."""
    start, end = _ends(case, number)
    paragraph = _paragraph(case.text, Span(start, end))
    others = [a for n, a in enumerate(case.attributions) if n != number]
    if any(inside(span, paragraph) for other in others for span in other.content):
        return None
    words = case.text[start:end].strip('"“”, ')
    first = case.text.index(words, start)
    last = first + len(words)
    edits = [Edit(paragraph.start_char, first, ""), Edit(last, paragraph.end_char, "" if words[-1] in ".?!" else ".")]
    changed = edited(replace(case, attributions=others, speakers=[UNKNOWN] * len(others)), edits)
    return replace(changed, body_start_char=case.body_start_char)


def speaker_changed(case: Case, number: int, chance: random.Random) -> Case | None:
    """Somebody else says them, in the lead and beside the quotation."""
    attribution = case.attributions[number]
    lead = case.names[0].span
    source = attribution.source[0]
    if not any(inside(name.span, source) for name in case.names):
        return None
    new = chance.choice([name for name in PEOPLE if name not in case.columns["authors"]])
    changed = edited(case, [Edit(lead.start_char, lead.end_char, new), Edit(source.start_char, source.end_char, new)])
    moved = changed.attributions[number].source[0]
    names = [name for name in changed.names if not inside(name.span, moved)]
    names = sorted([*names, Name(moved, "PERSON")], key=lambda name: name.span.start_char)
    return replace(changed, names=names, speakers=[UNKNOWN] * len(changed.speakers))


def quotation_split(case: Case, number: int, chance: random.Random) -> Case | None:
    """Two quotations of one, with words of attribution between its sentences."""
    start, end = _ends(case, number)
    stop = re.search(r"[^.?!]{20,}([.])\s+(?=\w[^.?!]{20})", case.text[start:end])
    if stop is None:
        return None
    name = case.names[0].span.of(case.text)
    at, after = start + stop.start(1), start + stop.end()
    opening, closing = ("“", "”") if "“" in case.text[start : start + 2] else ('"', '"')
    between = f",{closing} {name} said. {opening}"
    longer = edited(case, [Edit(at, after, between)])
    head, tail = (
        Span(start, at + 2),
        Span(at + len(between) - 1, start + len(longer.text) - len(case.text) + end - start),
    )
    source = Span(at + 3, at + 3 + len(name))
    cue = Span(source.end_char + 1, source.end_char + 5)
    old = longer.attributions[number]
    attributions = [*longer.attributions]
    attributions[number : number + 1] = [Attribution([head], [cue], [source]), replace(old, content=[tail])]
    names = sorted([*longer.names, Name(source, "PERSON")], key=lambda name: name.span.start_char)
    speakers = [*case.speakers[:number], UNKNOWN, *case.speakers[number:]]
    return replace(longer, names=names, attributions=attributions, speakers=speakers)


ACROSS_FAULTS: dict[str, Change] = {
    "number_changed_in_one_outlet": number_changed,
    "negation_dropped_in_one_outlet": negation_dropped,
    "quotation_split_in_one_outlet": quotation_split,
    "attribution_removed_in_one_outlet": attribution_removed,
    "speaker_changed_in_one_outlet": speaker_changed,
    "words_left_out_in_one_outlet": words_left_out,
    "word_changed_in_one_outlet": word_changed,
}


RARE = ("number_changed_in_one_outlet", "negation_dropped_in_one_outlet", "quotation_split_in_one_outlet")


def across_faults(variants: Sequence[Variant], most: int, *, seed: int = SEED) -> list[Fault]:
    """Return at most `most` faults of each kind; no two groups print the same quotation."""
    chance = random.Random(seed)
    groups = _places(variants, chance)
    missing = dict.fromkeys([*ACROSS_FAULTS, SHORTENED], most)
    faults = []
    for variant, quote_no in groups:
        wanted = [kind for kind in ACROSS_FAULTS if missing[kind]]
        wanted.sort(key=lambda kind: (kind not in RARE, -missing[kind]))
        fault = _group(variant, quote_no, wanted, chance)
        if fault is not None:
            missing[fault.kind] -= 1
            faults.append(fault)
    reported = [q["content"] for v in variants for q in v.quotes if q["kind"] == "indirect"]
    chance.shuffle(reported)
    shortened = (chain_shortened(words, chance) for words in reported if _is_clause(words))
    return [*faults, *islice(shortened, most)]


def _places(variants: Sequence[Variant], chance: random.Random) -> list[tuple[Variant, int]]:
    """Return the quotations to print in any order: of a paragraph one, and of one that two articles print one."""
    places = [(variant, quote_no) for variant in variants for quote_no in _quotable(variant)]
    chance.shuffle(places)
    of_paragraph = {(id(v), _paragraph(v.case.text, v.case.attributions[n].content[0])): (v, n) for v, n in places}
    of_words = {" ".join(WORD.findall(v.quote(n)["content"].lower())): (v, n) for v, n in of_paragraph.values()}
    return list(of_words.values())


def _group(variant: Variant, quote_no: int, kinds: Sequence[str], chance: random.Random) -> Fault | None:
    """Return a fault of the first kind that this quotation allows."""
    quote = variant.quotes[quote_no]
    prints = _prints(variant, quote_no, chance)
    clean = [annotated(case) for case in prints]
    numbers = [_target(one, quote["content"], quote["speaker"]) for one in clean]
    if not clean or None in numbers:
        return None
    at = chance.randrange(len(prints))
    number = numbers[at] or 0
    for kind in kinds:
        changed = ACROSS_FAULTS[kind](prints[at], number, chance)
        if changed is not None:
            faulted = [*clean[:at], annotated(changed), *clean[at + 1 :]]
            quotes = frozenset() if kind.startswith("attribution") else frozenset({number})
            return Fault(kind, clean, faulted, at, quotes)
    return None


def _target(printed: Variant, content: str, speaker: str) -> int | None:
    """Return the number of the quotation in a print; None where it did not get the speaker that it has in the gold."""
    found = (q for q in printed.quotes if q["content"] == content and same_name(q["speaker"], speaker))
    return next((quote["quote_no"] for quote in found), None)


def _quotable(variant: Variant) -> Iterator[int]:
    """Yield the numbers of quotations that are long enough to be the same only by being one."""
    for quote in variant.quotes:
        n_words = len(WORD.findall(quote["content"]))
        is_marked = quote["kind"] == "direct" and quote["content"][0] in '"“' and quote["content"][-1] in '"”'
        is_whole = is_marked and len(quote["content_spans"]) == 1 and not quote["is_repeat"]
        if is_whole and LEAST_WORDS <= n_words <= MOST_WORDS and quote["speaker"] and quote["source"]:
            yield quote["quote_no"]


def _prints(variant: Variant, quote_no: int, chance: random.Random) -> list[Case]:
    """Return the articles that print a quote's paragraph; none where its source stands in another."""
    case, attribution = variant.case, variant.case.attributions[quote_no]
    paragraph = _paragraph(case.text, attribution.content[0])
    parts = [*attribution.content, *attribution.cue, *attribution.source]
    is_long = paragraph.end_char - paragraph.start_char > LONGEST_PARAGRAPH
    if is_long or paragraph.start_char < case.body_start_char or not all(inside(span, paragraph) for span in parts):
        return []
    speaker = variant.quotes[quote_no]["speaker"]
    return [_print(case, paragraph, speaker, number, chance) for number in range(len(OUTLETS))]


def _print(case: Case, paragraph: Span, speaker: str, number: int, chance: random.Random) -> Case:
    headline = _line(chance)
    lead = f"{headline}\n{speaker} {LEADS[number]} {chance.choice(TAILS)}.\n"
    by = len(lead) - paragraph.start_char
    at = len(headline) + 1
    kept = [n for n, a in enumerate(case.attributions) if all(inside(span, paragraph) for span in a.content)]
    named = [replace(n, span=along(n.span, by)) for n in case.names if inside(n.span, paragraph)]
    return Case(
        name=f"{case.name}/{paragraph.start_char}/{number}",
        origin=case.origin,
        columns=_columns(number),
        text="\n".join([lead + paragraph.of(case.text), *(f"{_line(chance)}." for _ in range(8))]),
        body_start_char=at,
        names=[Name(Span(at, at + len(speaker)), "PERSON"), *named],
        attributions=[carried(case.attributions[n], paragraph, by) for n in kept],
        speakers=[case.speakers[n] for n in kept],
    )


def _columns(number: int) -> Row:
    columns = columns_of(OUTLETS[number], url=None, authors=[AUTHORS[number]], byline=f"By {AUTHORS[number]}")
    return columns | {"published_at": SOME_DAY + timedelta(hours=number)}


SHORTENED = "chain_shortened_in_one_outlet"


def chain_shortened(words: str, chance: random.Random) -> Fault:
    """ "A said that B had told the council" in all outlets but one, which prints "B told the council"."""
    reporter, speaker = chance.sample(PEOPLE, 2)
    words = words.removeprefix("that ").rstrip(" .,;")
    clean = [annotated(_chain(words, [reporter, speaker], number, chance)) for number in range(len(OUTLETS))]
    at = chance.randrange(len(OUTLETS))
    faulted = [*clean]
    faulted[at] = annotated(_chain(words, [speaker], at, chance))
    return Fault(SHORTENED, clean, faulted, at)


def _chain(words: str, people: Sequence[str], number: int, chance: random.Random) -> Case:
    """Return a print in which the first of `people` reports what the second said, or one says it."""
    text = _line(chance) + "\n"
    body = len(text)
    names, heads = [], []
    for place, name in enumerate(people):
        cue = "told the council that" if place + 1 == len(people) else "said that"
        names.append(Name(Span(len(text), len(text) + len(name)), "PERSON"))
        text += f"{name} {cue} "
        heads.append(Span(len(text) - len(cue) - 1, len(text) - 1))
    end = len(text) + len(words)
    starts = [*(name.span.start_char for name in names[1:]), len(text)]
    attributions = [
        Attribution([Span(start, end)], [head], [name.span])
        for start, head, name in zip(starts, heads, names, strict=True)
    ]
    text = "\n".join([f"{text}{words}.", *(f"{_line(chance)}." for _ in range(8))])
    return Case(f"chain/{number}", "invented", _columns(number), text, body, names, attributions, [*people])


def _is_clause(words: str) -> bool:
    n_words = len(words.split())
    return LEAST_WORDS <= n_words <= MOST_WORDS and not re.search(r"[\n\"“”‘]", words) and words[:1].islower()


def _line(chance: random.Random) -> str:
    return " ".join(map(chance.choice, (SUBJECTS, ACTIONS, THINGS, TAILS))) + f" ({chance.randint(100, 99999)})"


def _ends(case: Case, number: int) -> tuple[int, int]:
    content = case.attributions[number].content
    return content[0].start_char, content[-1].end_char


def _paragraph(text: str, span: Span) -> Span:
    end = text.find("\n", span.start_char)
    return Span(text.rfind("\n", 0, span.start_char) + 1, len(text) if end < 0 else end)
