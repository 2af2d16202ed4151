"""Mentions of a document: its names, and the descriptions and pronouns that sources are, each with its chain."""

from collections.abc import Sequence

from pipelines.annotate.naming.chains import Chains
from pipelines.annotate.naming.source_phrases import Form, Source
from pipelines.annotate.reading import Name
from pipelines.annotate.speakers.scene import Facts, Speaker
from pipelines.records import Mention, MentionForm, Span


def list_mentions(facts: Facts, speakers: Sequence[Speaker]) -> tuple[list[Mention], list[int | None]]:
    """Return all mentions in text order, and for each source the place of its mention among them."""
    names, chains, sources = facts.names, facts.chains, facts.sources
    printed = {source.span for source in sources if source.form == "nominal"}
    named = [n for n, name in enumerate(names) if name.form == "name" or name.span not in printed]
    mentions = [_of_name(number, names[number], chains) for number in named]
    extra: dict[Span, Mention] = {}
    for source, speaker in zip(sources, speakers, strict=True):
        if source.form == "nominal" or source.form == "pronoun":
            extra[source.span] = _of_source(source, source.form, speaker, chains)
    mentions += extra.values()
    mentions.sort(key=lambda mention: (mention.span.start_char, mention.span.end_char))
    place_of: dict[tuple[Span, Form], int] = {
        (mention.span, mention.form): place for place, mention in enumerate(mentions)
    }
    mention_of: list[int | None] = []
    for source in sources:
        span = names[source.name_no].span if source.name_no is not None else source.span
        mention_of.append(place_of.get((span, source.form)))
    return mentions, mention_of


def _of_name(number: int, name: Name, chains: Chains) -> Mention:
    chain = chains.all[chains.of_name[number]]
    return Mention(name.span, name.form, name.entity_type, chains.roles[number], chain.number, chain.name, name.score)


def _of_source(source: Source, form: MentionForm, speaker: Speaker, chains: Chains) -> Mention:
    if speaker.chain_no is None:
        return Mention(source.span, form, score=speaker.score)
    chain = chains.all[speaker.chain_no]
    return Mention(source.span, form, chain.entity_type, None, chain.number, chain.name, speaker.score)
