"""Bare family names that their own article explains: it names one such person in full.

Not here: those that it does not (`bare_names_by_context`), and those that no article does (`stories`).
"""

from collections.abc import Sequence

from pipelines.names.folding import sound_of
from pipelines.names.part_agreement import Part, agree_parts
from pipelines.resolve.entities.chains import Chain
from pipelines.resolve.entities.names.person_names import bare
from pipelines.resolve.entities.names.roles import parse_role

ARTICLE_SCORE = 0.98  # the article names one such person; stated, not measured
CHOSEN_SCORE = 0.9  # of several persons of that name in the article, by title, role or generation; stated too
MAX_CANDIDATES = 5  # kept with an unresolved chain, for a reader


def resolve_in_article(chain: Chain, named: Sequence[tuple[Chain, int]]) -> int | None:
    """Return the cluster that a bare name means in its own article, whose full names are `named` with their clusters.

    Sets the chain's method, score and candidates. None where the article names nobody so, or several and nothing tells.
    """
    fitting = [(other, root) for other, root in named if _has_family(chain, other)]
    fitting = fitting or [(other, root) for other, root in named if _has_given(chain, other)]
    roots = list(dict.fromkeys(root for _, root in fitting))
    if len(roots) == 1:
        chain.method, chain.score = "article", ARTICLE_SCORE
        return roots[0]
    best = _best_fitting(chain, fitting)
    if best is not None:
        chain.method, chain.score = "article", CHOSEN_SCORE
        chain.candidates = [(str(root), round(1 - CHOSEN_SCORE, 4)) for root in roots if root != best][:MAX_CANDIDATES]
        return best
    chain.candidates = [(str(root), round(1 / len(roots), 4)) for root in roots][:MAX_CANDIDATES]
    return None


def _has_family(chain: Chain, other: Chain) -> bool:
    part = bare(chain.person.parts[0])
    return any(agree_parts(part, family, is_family=True) >= Part.MISSPELT for family in other.person.families)


def _has_given(chain: Chain, other: Chain) -> bool:
    """Say whether a single name is the given name of another, as one article spells it: Vladimir is no Volodymyr."""
    given, whole = bare(chain.person.parts[0]), other.person.given
    return agree_parts(given, whole) >= Part.SPELLING and sound_of(given) == sound_of(whole)


def _best_fitting(chain: Chain, fitting: Sequence[tuple[Chain, int]]) -> int | None:
    """Return the one person of that name whom generation, gender and role single out."""
    words = {word for role in chain.roles for word in parse_role(role).words}
    scores: dict[int, float] = {}
    for other, root in fitting:
        if chain.gender and other.gender and chain.gender != other.gender:
            continue
        theirs = {word for role in other.roles for word in parse_role(role).words}
        score = 2.0 * bool(words & theirs) + (chain.person.generation == other.person.generation)
        score += bool(chain.gender and chain.gender == other.gender)
        scores[root] = max(score, scores.get(root, 0.0))
    ranked = sorted(scores.items(), key=lambda item: -item[1])
    if not ranked or (len(ranked) > 1 and ranked[0][1] <= ranked[1][1]):
        return None
    return ranked[0][0]
