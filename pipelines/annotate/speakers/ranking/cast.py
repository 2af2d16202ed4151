"""The cast of a document: its chains of names with where they stand, prepared once for all of its attributions."""

import re
from bisect import bisect_left
from dataclasses import dataclass, field

from pipelines.annotate.lexicon import given_name_genders, word_class, words
from pipelines.annotate.naming.chains import Chain
from pipelines.annotate.speakers.scene import Scene

WORD = re.compile(r"[^\W_]+(?:[’'.-][^\W_]+)*")
BEFORE, AFTER = 45, 70  # characters beside a name that may describe it
MOST_DESCRIBED = 6  # mentions of one chain whose surroundings are looked at
STOPS = re.compile(r"[.!?\n“”\"]")
SMALL = frozenset(("the", "a", "an", "of", "and", "for", "in", "on", "at", "to", "its", "his", "her", "their", "our"))


@dataclass(slots=True)
class Part:
    """One chain with its places: starts of all its names, those outside quotation marks, and what is printed beside."""

    chain: Chain
    starts: list[int]
    told: list[int]  # starts of names outside quotation marks
    sentences: dict[int, int]  # of each start
    name_at: dict[int, int]
    words: frozenset[str]
    woman: float  # 0 = by given name a man's, 1 = a woman's, 0.5 = unknown
    is_body: bool
    beside: frozenset[str] = field(default_factory=frozenset)

    def before(self, position: int, *, told: bool = False) -> int | None:
        """Return the start of the last name before `position`."""
        starts = self.told if told else self.starts
        place = bisect_left(starts, position)
        return starts[place - 1] if place else None

    def after(self, position: int) -> int | None:
        """Return the start of the first name at or after `position`, outside quotation marks."""
        place = bisect_left(self.told, position)
        return self.told[place] if place < len(self.told) else None


def call_parts(scene: Scene) -> list[Part]:
    """Return one part per chain, in the chains' order."""
    return [_part(scene, chain) for chain in scene.facts.chains.all]


def _part(scene: Scene, chain: Chain) -> Part:
    facts = scene.facts
    starts = [scene.name_starts[n] for n in chain.mentions]
    name_at = dict(zip(starts, chain.mentions, strict=True))
    told = [s for s in starts if not scene.is_quoted[name_at[s]]]
    sentences = {s: facts.layout.sentence_at(s) or 0 for s in starts}
    return Part(
        chain,
        starts,
        told,
        sentences,
        name_at,
        frozenset(stem(w) for w in chain.words if w not in SMALL),
        womanly(chain),
        chain.entity_type != "PERSON" and _is_body(chain),
        frozenset(_beside(scene, chain)),
    )


def stem(word: str) -> str:
    """Return a word's beginning, by which `Airlines` and `airline`, `Ukraine’s` and `Ukraine` are one."""
    plain = re.sub(r"[’']s?$", "", word)
    return plain[:-1] if len(plain) > 4 and plain.endswith("s") and not plain.endswith("ss") else plain


def womanly(chain: Chain) -> float:
    """Return how often the given name is a woman's; 0.5 where it is not known."""
    if chain.entity_type != "PERSON" or len(chain.words) < 2:
        return 0.5
    return given_name_genders().get(chain.words[0], 0.5)


def _is_body(chain: Chain) -> bool:
    last = chain.words[-1]
    return last in words("org_words") or last in word_class("organisation_nouns")


def _beside(scene: Scene, chain: Chain) -> set[str]:
    """Return the small words that stand right beside the names of a chain, in their sentence."""
    text, found = scene.facts.text, set()
    for number in chain.mentions[:MOST_DESCRIBED]:
        span = scene.facts.names[number].span
        before = STOPS.split(text[max(0, span.start_char - BEFORE) : span.start_char])[-1]
        after = text[span.end_char : span.end_char + AFTER]
        after = STOPS.split(after)[0] if after[:1] in ",(" or after[:2] in (" –", " —", " (") else ""
        found |= {stem(w.lower()) for w in WORD.findall(before)[-4:]} | {
            stem(w.lower()) for w in WORD.findall(after)[:8]
        }
    return found - SMALL
