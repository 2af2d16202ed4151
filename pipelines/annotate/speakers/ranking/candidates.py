"""Who may be meant by an attribution: chains named or speaking near it, and those that its source's words fit."""

from collections.abc import Sequence

from pipelines.annotate.naming.source_heads import is_compatriot
from pipelines.annotate.speakers.ranking.cast import Part
from pipelines.annotate.speakers.ranking.features import FAR
from pipelines.annotate.speakers.ranking.view import View

SENTENCES_BACK = 15  # in which a name is a candidate
SENTENCES_AHEAD = 4
MOST_CANDIDATES = 24


def candidates(view: View, cast: Sequence[Part]) -> list[Part]:
    """Return those of the `cast` who may be meant, in its order; the likeliest where they are too many."""
    chosen = [part for part in cast if _may_be(view, part)]
    if len(chosen) > MOST_CANDIDATES:
        chosen = sorted(chosen, key=lambda part: _nearness(view, part))[:MOST_CANDIDATES]
        chosen.sort(key=lambda part: part.chain.number)
    return chosen


def _may_be(view: View, part: Part) -> bool:
    """True for a chain near enough, that spoke lately, or that the source's words fit; not for `the Norlander`."""
    return not _is_adjective(view, part) and (
        _is_near(view, part)
        or part.chain.number in view.named_next
        or any(a.chain_no == part.chain.number for _, _, a in view.said_before)
        or (view.source.form == "nominal" and _fits(view, part))
    )


def _is_adjective(view: View, part: Part) -> bool:
    """True for a people or the like that only describes the source."""
    source, text = view.source, view.scene.facts.text
    is_inside = any(source.span.start_char <= s < source.span.end_char for s in part.starts)
    is_people = source.form == "nominal" and is_compatriot(source.span.of(text), source.head)
    return is_inside and (part.chain.entity_type == "MISC" or is_people)


def _is_near(view: View, part: Part) -> bool:
    last, following = part.before(view.position), part.after(view.position)
    return (last is not None and view.sentence - part.sentences[last] <= SENTENCES_BACK) or (
        following is not None and part.sentences[following] - view.sentence <= SENTENCES_AHEAD
    )


def _fits(view: View, part: Part) -> bool:
    """True where a noun or another word of the source is said of the chain, is in its name or stands beside it."""
    return not (
        view.source.nouns.isdisjoint(part.chain.nouns)
        and view.tokens.isdisjoint(part.words)
        and view.tokens.isdisjoint(part.beside)
    )


def _nearness(view: View, part: Part) -> float:
    """Return how far off a chain is, those that fit or speak first."""
    last = part.before(view.position)
    far = view.sentence - part.sentences[last] if last is not None else FAR
    is_likely = part.chain.number in view.named_next or (view.source.form == "nominal" and _fits(view, part))
    return far - (FAR if is_likely else 0)
