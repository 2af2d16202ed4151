"""Who stands in a source beside its head: those who speak with it, and the body that it speaks for. Resolves nobody.

`Orr and Lena Falk`, `Hamas and Iran`: all of one kind speak. `Kremlin spokesman Orr`, `a spokeswoman for the port`: the
body is spoken for, and so it is where the article says it of the speaker elsewhere.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from pipelines.annotate.lexicon import word_class
from pipelines.annotate.naming.chains import Chains
from pipelines.annotate.naming.roles import BEHIND, NEAR
from pipelines.annotate.naming.source_heads import TOKEN, Place, is_lead
from pipelines.annotate.reading import Name
from pipelines.records import Span

JOINT = re.compile(r"\s*(?:,\s*(?:and|&)|,|and|&|along with|together with)\s+", re.I)
JOINED = re.compile(r"(?:\band|&|along with|together with)\s", re.I)
MOST_LEADS = 6  # words of a title between two joint speakers: `and general manager Steve Brae`
WHOM = re.compile(r"(?:for|of|at|from|with)\s+(?:the\s+)?$")
BETWEEN = re.compile(r"(?:[’']s?)?\s+(?:[\w’'-]+\s+){0,3}?")


def joint_speakers(text: str, span: Span, head: int, names: Sequence[Place]) -> list[int]:
    """Return the places of the names in `span` that are joined to the name at place `head`, in order."""
    after = [(number, name) for number, name in names if number >= head]
    found: list[int] = []
    has_joint = False
    for (_, left), (number, right) in pairwise(after):
        between = text[left.span.end_char : right.span.start_char]
        joint = JOINT.match(between)
        leads = TOKEN.findall(between[joint.end() :]) if joint else []
        if joint is None or len(leads) > MOST_LEADS or not all(map(is_lead, leads)):
            continue
        if not _are_alike(after[0][1], right) or text[right.span.end_char : span.end_char].startswith(("’s", "'s")):
            continue
        has_joint = has_joint or JOINED.search(between) is not None
        found.append(number)
    return found if has_joint else []


def spoken_for(text: str, span: Span, head: int | None, names: Sequence[Place]) -> int | None:
    """Return the place of the body for which the one that `span` describes speaks; `head` is the speaker's own name."""
    for number, name in names:
        is_person = name.entity_type == "PERSON"
        if number != head and any(_leads_to(text, span, name, noun) for noun in _representatives(is_person=is_person)):
            return number
    return None


def spoken_for_elsewhere(text: str, chain_no: int, names: Sequence[Name], chains: Chains) -> int | None:
    """Return the place of the body that a role printed beside any name of the chain says it speaks for."""
    for number in chains.all[chain_no].mentions:
        role = chains.roles[number]
        if role is None:
            continue
        own = names[number].span
        start = text.find(role, max(0, own.start_char - NEAR), own.end_char + BEHIND + len(role))
        if start < 0:
            continue
        span = Span(min(start, own.start_char), max(start + len(role), own.end_char))
        inside = [(n, names[n]) for n in range(max(0, number - 3), min(len(names), number + 4))]
        inside = [(n, name) for n, name in inside if span.start_char <= name.span.start_char < span.end_char]
        if (found := spoken_for(text, span, number, inside)) is not None:
            return found
    return None


def _representatives(*, is_person: bool) -> frozenset[str]:
    return word_class("spokespeople") if is_person else word_class("spokespeople") | word_class("officers")


def _leads_to(text: str, span: Span, name: Name, noun: str) -> bool:
    """True for `NOUN for NAME` and `NAME’s chief NOUN`."""
    before = text[span.start_char : name.span.start_char].lower()
    whom = WHOM.search(before)
    if whom and re.search(rf"\b{noun}\s$", before[: whom.start()]):
        return True
    behind = text[name.span.end_char : span.end_char].lower()
    return re.match(BETWEEN.pattern + rf"{noun}\b", behind) is not None


def _are_alike(one: Name, other: Name) -> bool:
    return (one.entity_type == "PERSON") == (other.entity_type == "PERSON")
