"""What a finder of names and attributions hands to `steps.finish`: spans and scores, nothing resolved.

A finder is the rules (`rule_finder`) or a trained reader. Everything else that an annotation holds (mentions,
speakers, cue classes, channels, nesting, repeats) is added by `steps.finish` and is the same for every finder.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pipelines.records import EntityType, Span


@dataclass(frozen=True, slots=True)
class Name:
    """A proper name as printed, without titles and without a possessive ending; `score` is a probability.

    The form is "nominal" where part of it is lower case: `Ukraine’s emergency service`.
    """

    span: Span
    entity_type: EntityType
    score: float = 1.0
    form: Literal["name", "nominal"] = "name"


@dataclass(frozen=True, slots=True)
class Attribution:
    """Words (`content`) laid to somebody's (`source`) account by `cue`; content holds its own quotation marks.

    Each part is in text order and may be several pieces or, except `content`, empty. `score` is a probability.
    """

    content: Sequence[Span]
    cue: Sequence[Span] = ()
    source: Sequence[Span] = ()
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Reading:
    """What a finder found in one document, each list in text order; names do not overlap one another."""

    sentences: Sequence[Span] = ()
    names: Sequence[Name] = ()
    attributions: Sequence[Attribution] = ()
