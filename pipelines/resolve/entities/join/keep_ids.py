"""Identity: which entity_id each group of chains goes by. An id once given stays; merges and splits are rows."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pipelines.resolve.entities.chains import Chain

ID_HEX_DIGITS = 16
_FIRST, _SECOND = 2_000_000_000, 1_000_000_000  # votes of a decision, and of an entity that still has other chains


@dataclass(slots=True)
class Group:
    """Chains that are one entity, with the known entities in it (`known`: entity_id -> chains that are not at hand)."""

    chains: list[Chain]
    known: dict[str, int] = field(default_factory=dict)
    preferred: list[str] = field(default_factory=list)  # ids that a decision wants kept, first one first
    reason: str = ""  # why more than one known entity came together
    is_provisional: bool = False
    entity_id: str = ""

    def claims(self) -> Counter[str]:
        """Return previous id -> how many chains speak for it."""
        votes = Counter(self.known)
        votes.update(chain.previous_id for chain in self.chains if chain.previous_id)
        votes.update(dict.fromkeys(self.preferred, 0))
        return votes


@dataclass(frozen=True, slots=True)
class Change:
    """A row of `ENTITY_HISTORY` less the batch."""

    kind: str
    from_entity_id: str
    to_entity_id: str
    chains: int
    reason: str


def name_groups(groups: Sequence[Group], *, provisional: frozenset[str], taken: frozenset[str]) -> list[Change]:
    """Set every group's entity_id; return what merged and what split.

    An id goes to the group that most of its chains are in; a group with several ids takes the one that a decision
    prefers, else that of a whole name before a provisional one, else the one with most chains. `provisional` and
    `taken` are ids of earlier runs; a new id is a hash of the group's first chain, and the same in every run.
    """
    owner = _owners(groups)
    for number, group in enumerate(groups):
        own = [entity_id for entity_id in group.claims() if owner[entity_id] == number]
        group.entity_id = _choose(group, own, provisional)
    used = set(taken) | {group.entity_id for group in groups if group.entity_id}
    for group in groups:
        if not group.entity_id:
            group.entity_id = mint_id(group.chains, used)
            used.add(group.entity_id)
    return _changes(groups, owner)


def _owners(groups: Sequence[Group]) -> dict[str, int]:
    """Return previous id -> the group that holds most of its chains."""
    best: dict[str, tuple[int, int]] = {}
    for number, group in enumerate(groups):
        for entity_id, votes in group.claims().items():
            wanted = votes + _FIRST * (entity_id in group.preferred) + _SECOND * (entity_id in group.known)
            if entity_id not in best or wanted > best[entity_id][0]:
                best[entity_id] = (wanted, number)
    return {entity_id: number for entity_id, (_, number) in best.items()}


def _choose(group: Group, own: Iterable[str], provisional: frozenset[str]) -> str:
    claims = group.claims()
    preferred = {entity_id: -place for place, entity_id in enumerate(group.preferred)}

    def rank(entity_id: str) -> tuple[bool, int, bool, int, str]:
        is_preferred = entity_id in preferred
        place = preferred.get(entity_id, 0)
        return (is_preferred, place, entity_id not in provisional, claims[entity_id], entity_id)

    return max(own, key=rank, default="")


def mint_id(chains: Sequence[Chain], used: set[str]) -> str:
    """Return a new id out of the group's earliest chain; `used` ids are avoided."""
    first = min(chains, key=lambda chain: (chain.day is None, chain.day or 0, chain.key))
    seed = "|".join((first.kind, first.name_key, *map(str, first.key)))
    salt = 0
    while True:
        digest = hashlib.sha256(f"{seed}|{salt}".encode()).hexdigest()[:ID_HEX_DIGITS]
        if f"e{digest}" not in used:
            return f"e{digest}"
        salt += 1


def _changes(groups: Sequence[Group], owner: Mapping[str, int]) -> list[Change]:
    kept = {group.entity_id for group in groups}
    changes: list[Change] = []
    for number, group in enumerate(groups):
        for entity_id, chains in sorted(group.claims().items()):
            if entity_id == group.entity_id or not chains:
                continue
            is_merge = owner[entity_id] == number and entity_id not in kept
            reason = group.reason or ("named in full" if not group.is_provisional else "same story")
            changes.append(Change("merge" if is_merge else "split", entity_id, group.entity_id, chains, reason))
    return changes
