"""Prepares a run: what comes in, what of the known it touches, and which decisions hold."""

from collections.abc import Collection, Mapping, Sequence

from pipelines.resolve.entities.chains import Chain
from pipelines.resolve.entities.join.kinds import unify_kinds, unify_single_words, unify_spellings
from pipelines.resolve.entities.join.national_bodies import tell_countries
from pipelines.resolve.entities.known.commonplace_names import commonplace_names
from pipelines.resolve.entities.known.known_entities import KnownEntities
from pipelines.resolve.entities.known.near_entities import current_ids, known_keys, near_entities, reopen
from pipelines.resolve.entities.known.wanted_names import wanted_of
from pipelines.resolve.entities.run import Run
from pipelines.resolve.entities.user_files.alias_file import KnowledgeBase
from pipelines.resolve.entities.user_files.decisions import Decision, Decisions, check_decisions, parse_chain_id


def prepare(
    incoming: list[Chain],
    known: KnownEntities,
    decisions: Sequence[Decision],
    knowledge: KnowledgeBase,
    *,
    read_anew: Collection[str] = (),
) -> Run:
    """Return a run over `incoming` chains and what they reopen; decisions that do not hold are reported."""
    unify_kinds(incoming, known.entities)
    unify_single_words(incoming, known.entities)
    unify_spellings(incoming)
    tell_countries(incoming)
    current = current_ids(known.entities)
    held = _check(decisions, incoming, known, current)
    referred = {number for pair in (*held.same, *held.not_same) for number in pair}
    merged = frozenset(number for pair in held.not_same for number in pair if current.get(number, number) != number)
    released = frozenset(key for number in referred if (key := parse_chain_id(number)))
    reopened = reopen(known, incoming, read_anew=read_anew, released=released, released_origins=merged)
    for chain in (*reopened.withdrawn, *reopened.reopened):
        chain.previous_id = current.get(chain.previous_id or "")
    _inherit_ids(incoming, reopened.withdrawn)
    chains = [*incoming, *reopened.reopened]
    always = {chain.previous_id for chain in chains if chain.previous_id}
    always |= {current[number] for number in referred if number in current}
    return Run(
        incoming=incoming,
        reopened=reopened.reopened,
        withdrawn=reopened.withdrawn,
        near=near_entities(known, wanted_of(chains), always=always),
        current=current,
        decisions=held,
        knowledge=knowledge,
        commonplace=commonplace_names(chains, known),
        alone=released,
        merged=merged,
    )


def _check(
    decisions: Sequence[Decision], incoming: Sequence[Chain], known: KnownEntities, current: Mapping[str, str]
) -> Decisions:
    """Return the decisions that hold: those about entities that there are, and about chains known or coming in."""
    named = {key for row in decisions for number in (row.left_id, row.right_id) if (key := parse_chain_id(number))}
    keys = {chain.key for chain in incoming} | known_keys(known.entity_mentions, named)

    def id_now(number: str) -> str | None:
        key = parse_chain_id(number)
        return current.get(number) if key is None else number if key in keys else None

    return check_decisions(decisions, current_id=id_now)


def _inherit_ids(incoming: Sequence[Chain], withdrawn: Sequence[Chain]) -> None:
    """Let chains of an article that is read anew speak for the ids that their names had in it before."""
    before = {(chain.key[0], chain.kind, chain.name_key): chain for chain in reversed(withdrawn)}
    for chain in incoming:
        earlier = before.get((chain.key[0], chain.kind, chain.name_key))
        if earlier is not None:
            chain.previous_id, chain.origin_id = earlier.previous_id, earlier.origin_id
