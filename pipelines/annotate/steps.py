"""Turn a reading (spans) into an annotation: layout, mentions, speakers, cues, channels, nesting, repeats.

The same for every finder. Linear in the length of the document but for sorting.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from pipelines.annotate.attribution.channels import read_channel
from pipelines.annotate.attribution.content_mending import part_headline, repair
from pipelines.annotate.attribution.cues import read_cue
from pipelines.annotate.attribution.not_quotes import is_quote
from pipelines.annotate.naming.chains import Entities, chain_names
from pipelines.annotate.naming.genders import observe_genders
from pipelines.annotate.naming.source_phrases import Source, read_source
from pipelines.annotate.page.layout import Layout, lay_out
from pipelines.annotate.page.quotations import Quotation, find_quotations, quoted_in
from pipelines.annotate.reading import Attribution, Name, Reading
from pipelines.annotate.speakers.resolve import resolve_speakers
from pipelines.annotate.speakers.scene import Facts, Speaker
from pipelines.records import Annotation, Document, Mention, Quote, Span

LEAST_DIRECT = 0.9  # share of the content inside quotation marks
FRAGMENT = 3  # words; shorter quoted pieces are mixed, not direct


def finish(document: Document, reading: Reading, *, is_right: bool = False) -> Annotation:
    """Return the annotation of `document`: one quote per attribution of `reading`, ordered by content.

    A machine's attributions are mended and sifted first; those of a reading that `is_right` are kept.
    """
    text = document.text
    layout = lay_out(document, reading.sentences)
    names = _within_lines(text, reading.names)
    quotations = find_quotations(text)
    quoted = [piece for quotation in quotations for piece in quotation.pieces]
    marked = [a for a in reading.attributions if a.content]
    attributions = _ordered(marked if is_right else _mended(document, reading.sentences, marked, quotations, quoted))
    entities = chain_names(text, names)
    observe_genders(text, layout, names, entities, quoted)
    sources = [read_source(text, a.source, _names_inside(names, a.source)) for a in attributions]
    kinds = [_kind(text, a.content, quoted) for a in attributions]
    parents = _parents(attributions)
    speakers = resolve_speakers(Facts(text, layout, names, entities, attributions, sources, kinds, parents, quoted))
    mentions, mention_of = _mentions(names, entities, sources, speakers)
    quotes = [
        _quote(text, layout, entities, a, sources[n], kinds[n], speakers[n], parents[n], mention_of[n])
        for n, a in enumerate(attributions)
    ]
    return Annotation(document.doc_id, layout.sentences, mentions, _with_channels(text, layout, attributions, quotes))


def _mended(
    document: Document,
    sentences: Sequence[Span],
    attributions: Sequence[Attribution],
    quotations: Sequence[Quotation],
    quoted: Sequence[Span],
) -> list[Attribution]:
    """Return the attributions with broken spans mended, without those that are no quotes."""
    text = document.text
    parted = [part_headline(text, document.body_start_char, a) for a in attributions]
    found = repair(text, sentences, quotations, parted)
    return [a for a in found if is_quote(text, a, quoted_in(quoted, a.content))]


def _ordered(attributions: Sequence[Attribution]) -> list[Attribution]:
    """Order by content, outer ones first."""
    return sorted(attributions, key=lambda a: (a.content[0].start_char, -a.content[-1].end_char))


def _within_lines(text: str, names: Sequence[Name]) -> list[Name]:
    """Return the names in text order, those that run over a line's end cut there."""
    found: list[Name] = []
    for name in sorted(names, key=lambda name: name.span.start_char):
        for piece in re.finditer(r"\S(?:[^\n]*\S)?", name.span.of(text)):
            start = name.span.start_char + piece.start()
            found.append(replace(name, span=Span(start, start + len(piece[0]))))
    return found


def _names_inside(names: Sequence[Name], spans: Sequence[Span]) -> list[tuple[int, Name]]:
    if not spans:
        return []
    place = bisect_right(names, spans[0].start_char, key=lambda name: name.span.end_char)
    found = []
    while place < len(names) and names[place].span.start_char < spans[-1].end_char:
        found.append((place, names[place]))
        place += 1
    return found


def _kind(text: str, content: Sequence[Span], quoted: Sequence[Span]) -> str:
    """Direct where all content stands in quotation marks, mixed where some does."""
    total = sum(s.end_char - s.start_char for s in content)
    inside = sum(s.end_char - s.start_char for s in quoted_in(quoted, content))
    if inside < 3:
        return "indirect"
    printed = " ".join(span.of(text) for span in content)
    return "direct" if inside >= LEAST_DIRECT * total and len(printed.split()) >= FRAGMENT else "mixed"


def _parents(attributions: Sequence[Attribution]) -> list[int | None]:
    """Return for each attribution the innermost one whose content holds all of its content and is longer."""
    parents: list[int | None] = []
    holding: list[tuple[int, int]] = []  # (end, number)
    for number, attribution in enumerate(attributions):
        start, end = attribution.content[0].start_char, attribution.content[-1].end_char
        while holding and holding[-1][0] <= start:
            holding.pop()
        parent = next(
            (n for stop, n in reversed(holding[-8:]) if stop >= end and _holds(attributions[n], start, end)), None
        )
        parents.append(parent)
        holding.append((end, number))
    return parents


def _holds(outer: Attribution, start: int, end: int) -> bool:
    return any(
        s.start_char <= start and end <= s.end_char and s.end_char - s.start_char > end - start for s in outer.content
    )


def _mentions(
    names: Sequence[Name], entities: Entities, sources: Sequence[Source], speakers: Sequence[Speaker]
) -> tuple[list[Mention], list[int | None]]:
    """Return all mentions in order, and for each attribution the place of its source's mention."""
    rows: list[tuple[Span, Mention]] = []
    for number, name in enumerate(names):
        entity = entities.chains[entities.of_name[number]]
        rows.append(
            (
                name.span,
                Mention(
                    name.span, "name", name.entity_type, entities.roles[number], entity.number, entity.name, name.score
                ),
            )
        )
    extra: dict[Span, Mention] = {}
    for source, speaker in zip(sources, speakers, strict=True):
        if source.form in ("nominal", "pronoun"):
            entity_no = speaker.entity_no
            bearer = entities.chains[entity_no] if entity_no is not None else None
            kind = bearer.entity_type if bearer else None
            extra[source.span] = Mention(
                source.span, source.form, kind, None, entity_no, bearer.name if bearer else None, speaker.score
            )
    rows += extra.items()
    rows.sort(key=lambda row: (row[0].start_char, row[0].end_char))
    place_of = {(span, mention.form): place for place, (span, mention) in enumerate(rows)}
    mention_of: list[int | None] = []
    for source in sources:
        span = names[source.name_no].span if source.name_no is not None else source.span
        mention_of.append(place_of.get((span, source.form)))
    return [mention for _, mention in rows], mention_of


def _quote(  # noqa: PLR0913 - one argument per thing found out before
    text: str,
    layout: Layout,
    entities: Entities,
    attribution: Attribution,
    source: Source,
    kind: str,
    speaker: Speaker,
    parent: int | None,
    mention_no: int | None,
) -> Quote:
    cue = read_cue(text, attribution.cue, source, attribution.content[0], kind=kind, source_type=speaker.source_type)
    sentence = layout.sentence_of(attribution.content[0])
    entity = entities.chains[speaker.entity_no] if speaker.entity_no is not None else None
    return Quote(
        kind=kind,
        content=attribution.content,
        cue=attribution.cue,
        source=attribution.source,
        cue_lemma=cue.lemma,
        cue_class=cue.cue_class,
        source_type=speaker.source_type,
        speaker=entity.name if entity else None,
        speaker_mention_no=mention_no,
        speaker_local_entity_no=speaker.entity_no,
        resolution_path=speaker.path,
        parent_quote_no=parent,
        is_repeat=sentence is not None and sentence.is_repeat,
        score=attribution.score,
        speaker_score=speaker.score if speaker.path else None,
        speaker_runner_up=speaker.runner_up.name if speaker.runner_up else None,
        speaker_runner_up_score=speaker.runner_up.score if speaker.runner_up else None,
    )


def _with_channels(
    text: str, layout: Layout, attributions: Sequence[Attribution], quotes: Sequence[Quote]
) -> list[Quote]:
    """Add channels; a quotation that goes on after its said-clause keeps that of the words right before."""
    found: list[Quote] = []
    for number, quote in enumerate(quotes):
        attribution = attributions[number]
        channel = None
        anchor = attribution.cue[:1]
        if found and quote.speaker and quote.speaker == found[-1].speaker and _goes_on(found[-1], attribution):
            channel = found[-1].channel
        elif anchor and (sentence := layout.sentence_of(anchor[0])):
            around = _inside_parent(attributions, quote.parent_quote_no, anchor[0]) or sentence.span
            channel = read_channel(text, anchor[0], attribution.content, around)
        found.append(replace(quote, channel=channel) if channel else quote)
    return found


def _goes_on(before: Quote, attribution: Attribution) -> bool:
    """Return whether `attribution` has no said-clause but the one of the quote `before`, whole or in part."""
    is_same_cue = not attribution.cue or tuple(attribution.cue) == tuple(before.cue)
    is_same_source = not attribution.source or tuple(attribution.source) == tuple(before.source)
    return is_same_cue and is_same_source


def _inside_parent(attributions: Sequence[Attribution], parent: int | None, cue: Span) -> Span | None:
    """Return the piece of the outer content that holds the cue: the channel around it is the outer speaker's."""
    pieces = attributions[parent].content if parent is not None else ()
    return next((p for p in pieces if p.start_char <= cue.start_char and cue.end_char <= p.end_char), None)
