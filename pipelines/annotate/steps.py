"""The order of all steps from a finder's reading to an annotation: read this first.

    finder     the trained model (`reader`) or rules (`rule_finder`): sentences, names, attributions, as a `Reading`
    shapes     attributions that the layout alone shows
    mending    contents and sources that break where the page does not; what is no quote is dropped (`attribution`)
    naming     names to chains, one for each person, organisation or place of the document
    speakers   each source, or missing source, to a chain or to nobody
    quotes     cue class, kind, nesting and channel of each attribution (`attribution`)

All steps behind the finder are the same for both. Linear in the length of the document but for sorting.
"""

from collections.abc import Sequence

from pipelines.annotate.attribution.channels import read_channels
from pipelines.annotate.attribution.content_ends import without_aside, without_asked
from pipelines.annotate.attribution.content_mending import (
    go_past_abbreviation,
    join_paragraphs,
    part_headline,
    read_overlooked,
    take_from_line_before,
    unite_parts,
)
from pipelines.annotate.attribution.content_starts import with_subject, within_its_line, without_connective
from pipelines.annotate.attribution.cue_evidence import Reported
from pipelines.annotate.attribution.cues import judge_cue
from pipelines.annotate.attribution.nesting import find_parents
from pipelines.annotate.attribution.not_quotes import is_quote
from pipelines.annotate.attribution.quote_kinds import kind_of
from pipelines.annotate.attribution.source_mending import mend_source
from pipelines.annotate.attribution.stray_quotations import split_strays
from pipelines.annotate.attribution.turns import part_turns
from pipelines.annotate.named_speakers import list_speakers
from pipelines.annotate.naming.bodies import with_bodies
from pipelines.annotate.naming.chaining import chain_names
from pipelines.annotate.naming.genders import observe_genders, reported_words
from pipelines.annotate.naming.name_spans import cut_at_line_ends, names_inside, with_given_names, without_homes
from pipelines.annotate.naming.overlooked_names import with_overlooked
from pipelines.annotate.naming.source_phrases import read_source
from pipelines.annotate.page.layout import lay_out
from pipelines.annotate.page.quotations import Quotation, find_quotations, quoted_in
from pipelines.annotate.reading import Attribution, Reading
from pipelines.annotate.shapes.embedded_posts import with_posts
from pipelines.annotate.shapes.headline_colons import with_headlines
from pipelines.annotate.shapes.interviews import with_interviews
from pipelines.annotate.shapes.letters import with_letters
from pipelines.annotate.shapes.nested_reports import with_nested
from pipelines.annotate.shapes.prepositions import with_prepositions
from pipelines.annotate.shapes.reaction_lists import reacting_names, with_reactions
from pipelines.annotate.shapes.signed_quotations import with_signed
from pipelines.annotate.shapes.transcript_labels import label_names, with_transcripts
from pipelines.annotate.speakers.mentions import list_mentions
from pipelines.annotate.speakers.resolve import resolve_speakers
from pipelines.annotate.speakers.scene import Facts, Speaker
from pipelines.records import Annotation, Document, Quote, Span


def add_shapes(text: str, reading: Reading) -> Reading:
    """Return the reading with the attributions that the layout of `text` shows, in place of those that they overlap.

    Nested reports come last: a signed quotation or a line of a transcript may begin with one.
    """
    names = reacting_names(text, label_names(text, reading.names))
    attributions = with_headlines(text, names, reading.attributions)
    attributions = with_transcripts(text, names, with_signed(text, attributions))
    attributions = with_letters(text, names, with_interviews(text, names, with_reactions(text, names, attributions)))
    attributions = with_posts(text, attributions)
    attributions = with_prepositions(text, reading.sentences, attributions)
    attributions = with_nested(text, attributions)
    attributions.sort(key=lambda a: (a.content[0].start_char, a.content[0].end_char))
    return Reading(reading.sentences, names, attributions)


def finish(document: Document, reading: Reading, *, is_right: bool = False) -> Annotation:
    """Return the annotation of `document`: one quote per attribution of `reading`, ordered by content.

    What a machine read is completed, mended and sifted first; the attributions of a reading that `is_right` are kept.
    """
    facts = read_facts(document, reading, is_right=is_right)
    speakers = resolve_speakers(facts)
    mentions, mention_of = list_mentions(facts, speakers)
    quotes = [_quote(facts, number, speaker, mention_of[number]) for number, speaker in enumerate(speakers)]
    with_channels = read_channels(facts.text, facts.layout, facts.attributions, quotes)
    return Annotation(document.doc_id, facts.layout.sentences, mentions, with_channels)


def read_facts(document: Document, reading: Reading, *, is_right: bool = False) -> Facts:
    """Return all that is known of `document` before its speakers are."""
    text = document.text
    reading = reading if is_right else add_shapes(text, reading)
    layout = lay_out(document, reading.sentences)
    quotations = find_quotations(text)
    quoted = [piece for quotation in quotations for piece in quotation.pieces]
    found = [a for a in reading.attributions if a.content]
    if not is_right:
        found = mend_attributions(document, reading.sentences, quotations, found)
        found = [a for a in found if is_quote(text, a, quoted_in(quoted, a.content))]
    attributions = sorted(found, key=lambda a: (a.content[0].start_char, -a.content[-1].end_char))  # outer ones first

    names = with_given_names(text, without_homes(text, cut_at_line_ends(text, reading.names)))
    names = with_bodies(text, with_overlooked(text, names, attributions), attributions)
    chains = chain_names(text, names)
    observe_genders(text, layout, names, chains, [*quoted, *reported_words(text, attributions)])
    sources = [read_source(text, a.source, names_inside(names, a.source)) for a in attributions]
    kinds = [kind_of(text, a.content, quoted, has_cue=bool(a.cue)) for a in attributions]
    return Facts(text, layout, names, chains, attributions, sources, kinds, find_parents(attributions), quoted)


def mend_attributions(
    document: Document, sentences: Sequence[Span], quotations: Sequence[Quotation], attributions: Sequence[Attribution]
) -> list[Attribution]:
    """Return the attributions mended, and those that were overlooked, in no particular order.

    Sources come before contents, because a source may have been read as content. Strays are split before the
    paragraphs of a quotation are joined, so that no paragraph is joined to a cue that is not its own. What was
    overlooked is looked for last, in what is then still nobody's.
    """
    text = document.text
    found = [part_headline(text, document.body_start_char, a) for a in attributions]
    found = [with_subject(text, without_connective(text, within_its_line(text, a))) for a in found]
    found = [go_past_abbreviation(text, sentences, mend_source(text, sentences, a)) for a in found]
    found = [without_asked(text, without_aside(text, a)) for a in found]
    found = part_turns(text, split_strays(text, sentences, quotations, found))
    found = join_paragraphs(quotations, found)
    overlooked = read_overlooked(text, quotations, found)
    return [unite_parts(take_from_line_before(text, a)) for a in found] + overlooked


def _quote(facts: Facts, number: int, speaker: Speaker, mention_no: int | None) -> Quote:
    """Return the quote of one attribution, without its channel."""
    attribution, source, kind = facts.attributions[number], facts.sources[number], facts.kinds[number]
    content = attribution.content[0]
    reported = Reported(attribution.cue, attribution.content, source, kind, speaker.source_type, attribution.score)
    cue = judge_cue(facts.text, reported)
    sentence = facts.layout.sentence_of(content)
    chain = facts.chains.all[speaker.chain_no] if speaker.chain_no is not None else None
    return Quote(
        kind=kind,
        content=attribution.content,
        cue=attribution.cue,
        source=attribution.source,
        cue_lemma=cue.lemma,
        cue_class=cue.cue_class,
        source_type=speaker.source_type,
        speaker=chain.name if chain else None,
        speaker_mention_no=mention_no,
        speaker_local_entity_no=speaker.chain_no,
        resolution_path=speaker.path,
        parent_quote_no=facts.parents[number],
        is_repeat=sentence is not None and sentence.is_repeat,
        score=attribution.score,
        speaker_score=speaker.score if speaker.path else None,
        speaker_runner_up=speaker.runner_up.name if speaker.runner_up else None,
        speaker_runner_up_score=speaker.runner_up.score if speaker.runner_up else None,
        speakers=list_speakers(facts, number, speaker),
        is_withheld=cue.is_withheld,
        is_performed=cue.is_performed,
    )
