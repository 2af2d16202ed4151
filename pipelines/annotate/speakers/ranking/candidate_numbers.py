"""The numbers of one candidate: where it stands, whether it spoke, how its gender, name and nouns fit the source."""

from collections.abc import Container, Sequence
from dataclasses import dataclass

from pipelines.annotate.lexicon import role_synonyms
from pipelines.annotate.naming.source_phrases import Source
from pipelines.annotate.speakers.ranking.cast import SMALL, STOPS, Part, stem
from pipelines.annotate.speakers.ranking.features import FAR, GENDERS, agreement
from pipelines.annotate.speakers.ranking.view import View
from pipelines.annotate.speakers.scene import POSSESSIVE
from pipelines.records import EntityType

OWNING = (*POSSESSIVE, "‘s")  # after a name that only says whose; the last as some type it
LONGEST_APPOSITION = 90  # characters between a name and a source that goes on from it
MOST_SENTENCES, MOST_MENTIONS, MOST_NOUNS = 10, 15, 5  # counted; more say no more
MOST_MENTIONS_BEFORE, MENTIONS_LOOKED_AT = 10, 12


@dataclass(frozen=True, slots=True)
class _Sight:
    """One candidate as seen from one attribution; starts are those of its names."""

    part: Part
    last: int | None  # start before the attribution
    told: int | None  # the same, outside quotations
    nearest: int | None  # `told`, else `last`
    name_no: int | None  # of `nearest`
    inside: list[int]  # starts inside the source
    is_head: bool  # of the source
    spoke: list[tuple[int, int]]  # (attributions back, attribution)


def candidate_row(view: View, part: Part) -> list[float]:
    """Return the numbers of one chain, in the order of `OF_CANDIDATE`."""
    sight = _sight(view, part)
    return [
        0.0,  # is_nobody
        *_type_numbers(part),
        *_distance_numbers(view, sight),
        *_story_numbers(view, sight),
        *_speech_numbers(view, sight),
        *_gender_numbers(view, part),
        *_word_numbers(view, part),
        *_link_numbers(view, sight),
    ]


def _sight(view: View, part: Part) -> _Sight:
    source, chains = view.source, view.scene.facts.chains
    last, told = part.before(view.position), part.before(view.position, told=True)
    nearest = told if told is not None else last
    is_printed = source.form != "none"
    return _Sight(
        part,
        last,
        told,
        nearest,
        name_no=part.name_at[nearest] if nearest is not None else None,
        inside=[s for s in part.starts if is_printed and source.span.start_char <= s < source.span.end_char],
        is_head=source.name_no is not None and chains.of_name[source.name_no] == part.chain.number,
        spoke=[(back, n) for back, n, a in view.said_before if a.chain_no == part.chain.number],
    )


def _type_numbers(part: Part) -> list[float]:
    """Return `is_person` to `has_body_word`."""
    types: tuple[EntityType, ...] = ("PERSON", "ORG", "LOC", "MISC")
    return [*(float(part.chain.entity_type == one) for one in types), float(part.is_body)]


def _distance_numbers(view: View, sight: _Sight) -> list[float]:
    """Return `in_source` to `mentions`: where the chain is named, and how often."""
    part, nearest = sight.part, sight.nearest
    following = part.after(view.position)
    paragraph_at = view.scene.facts.layout.paragraph_at
    return [
        float(len(sight.inside)),
        float(sight.is_head),
        view.back(part, sight.last),
        view.back(part, sight.told),
        min(FAR, float(part.sentences[following] - view.sentence)) if following is not None else FAR,
        min(FAR, float(view.paragraph - paragraph_at(nearest))) if nearest is not None else FAR,
        float(min(part.sentences[part.starts[0]], MOST_SENTENCES)),
        float(min(sum(s < view.position for s in part.starts[:MENTIONS_LOOKED_AT]), MOST_MENTIONS_BEFORE)),
        float(min(len(part.starts), MOST_MENTIONS)),
    ]


def _story_numbers(view: View, sight: _Sight) -> list[float]:
    """Return `is_subject` to `leads_up`: the chain's part in the story."""
    part, scene = sight.part, view.scene
    subject = _last_among(view, part, scene.subjects)
    return [
        float(sight.name_no in scene.subjects),
        view.back(part, subject),
        float(sight.name_no in scene.told),
        float(any(span.start_char <= s < span.end_char for s in part.starts for span in view.content)),
        float(sight.name_no in scene.credits),
        0.0,  # the two ranks are told once all candidates are known (`evidence`)
        0.0,
        float(subject is not None and part.sentences[subject] == view.sentence_before),
    ]


def _last_among(view: View, part: Part, names: Container[int]) -> int | None:
    """Return the last start before the attribution, outside quotations, of a name among `names`."""
    return next((s for s in reversed(part.told) if s < view.position and part.name_at[s] in names), None)


def _speech_numbers(view: View, sight: _Sight) -> list[float]:
    """Return `spoke` to `speaks_next`."""
    spoke, number = sight.spoke, sight.part.chain.number
    return [
        float(spoke[0][0]) if spoke else FAR,
        view.paragraphs_since(spoke[0][1]) if spoke else FAR,
        float(len(spoke)),
        float(number in view.here),
        float(view.named_next.get(number, FAR)),
    ]


def _gender_numbers(view: View, part: Part) -> list[float]:
    """Return `gender_agrees` and `given_name_agrees`, from -1 (speaks against) to 1."""
    gender = view.source.gender
    woman = (part.woman - 0.5) * 2
    return [agreement(gender, part.chain.gender), GENDERS.get(gender or "", 0.0) * woman]


def _word_numbers(view: View, part: Part) -> list[float]:
    """Return `nouns_match` to `initials_match`: how the source's words fit the chain's name, roles and nouns."""
    source, chain = view.source, part.chain
    known = part.words | part.beside | {stem(w) for w in chain.role_words}
    tokens = _telling_words(view)
    count = max(len(tokens), 1)
    head = stem(source.head) if source.form == "nominal" else ""
    return [
        _nouns_match(source, part),
        float(bool(head) and head in part.words),
        float(bool(head) and head in part.beside),
        len(view.modifiers & known) / len(view.modifiers) if view.modifiers else 0.0,
        float(len(view.modifiers - known)),
        len(tokens & part.words) / count,
        len(tokens & part.beside) / count,
        float(not source.belongs_to.isdisjoint(chain.words) or not source.belongs_to.isdisjoint(chain.role_words)),
        float(_initials(chain.words) == source.span.of(view.scene.facts.text).lower()),
    ]


def _link_numbers(view: View, sight: _Sight) -> list[float]:
    """Return `roles` to `same_words_spoke`: what ties the chain to this attribution beside words and distance."""
    part, scene, inside, name_no = sight.part, view.scene, sight.inside, sight.name_no
    facts, chain = scene.facts, part.chain
    parent = facts.parents[view.number]
    above = scene.answers.get(parent) if parent is not None else None
    tokens = _telling_words(view)
    return [
        float(min(len(chain.nouns), MOST_NOUNS)),
        float(name_no is not None and name_no == chain.mentions[0] and len(chain.words) > 1),
        float(above is not None and above.chain_no == chain.number),
        float(any(s in view.heading for s in part.starts)),
        float(any(facts.text.startswith(OWNING, facts.names[part.name_at[s]].span.end_char) for s in inside)),
        float(bool(inside) and "," in facts.text[view.source.span.start_char : inside[-1]]),
        view.back(part, _last_among(view, part, scene.topics)),
        float(name_no in scene.topics),
        float(_is_right_before(view, part, sight.last)),
        float(bool(tokens) and tokens <= part.words),
        float(any(facts.sources[n].head == view.source.head for _, n in sight.spoke)),
    ]


def _telling_words(view: View) -> frozenset[str]:
    """Return the source's words by which somebody is told: a former minister is looked for as a minister."""
    return view.tokens - {"former"}


def _is_right_before(view: View, part: Part, start: int | None) -> bool:
    """True for `Orr, who said` and `Orr, the mayor, who said`: only a comma or an apposition between."""
    if start is None:
        return False
    facts = view.scene.facts
    gap = facts.text[facts.names[part.name_at[start]].span.end_char : view.position]
    is_apposed = gap.startswith(",") and gap.rstrip().endswith(",")
    return len(gap) < LONGEST_APPOSITION and not STOPS.search(gap) and (is_apposed or not gap.strip(" ,—–"))


def _nouns_match(source: Source, part: Part) -> float:
    """Return which share of a description's nouns the text says of a chain, synonyms included; -1 without nouns."""
    if not source.nouns:
        return -1.0
    nouns = part.chain.nouns
    return sum(n in nouns or not nouns.isdisjoint(role_synonyms().get(n, ())) for n in source.nouns) / len(source.nouns)


def _initials(name: Sequence[str]) -> str:
    return "".join(w[0] for w in name if w not in SMALL)
