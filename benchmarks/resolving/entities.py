"""Entities at scale: names made by perturbing real ones, all resolved at once, then 1,000 quotes more.

Given and family names are drawn from the tables that ship with the package; people move in circles of eight, articles
print four of a circle, some by family name only. It is known here who is who: pairs of chains of one person that share
an entity (recall), and pairs of chains of one entity that are one person (precision).
"""

import random
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow as pa

from pipelines.names.lists import name_parts, nicknames
from pipelines.resolve.entities import KnownEntities, resolve_entities
from pipelines.resolved import CHAIN_ROWS

CIRCLE = 8
PER_ARTICLE = 4
QUOTES_PER_CHAIN = 2.5
BARE_SHARE = 0.15
START = datetime(2024, 1, 1, tzinfo=UTC)
ROLES = ["minister", "striker", "novelist", "banker", "bishop", "farmer", "surgeon", None, None, None, None, None]


def perturb(name: str, random_source: random.Random) -> str:
    """Return `name` as another outlet may print it: a slip, another spelling, an initial, a nickname, a middle name."""
    given, family = name.split(" ", 1)
    kind = random_source.choice(["slip", "slip", "spelling", "initial", "middle", "nickname"])
    if kind == "slip" and len(family) > 4:
        at = random_source.randrange(1, len(family) - 1)
        swapped = family[:at] + family[at + 1] + family[at] + family[at + 2 :]
        return f"{given} {random_source.choice([swapped, family[:at] + family[at + 1 :]])}"
    if kind == "spelling":
        swaps = [("y", "i"), ("v", "w"), ("k", "ck"), ("ou", "u"), ("f", "ph"), ("i", "y")]
        for old, new in random_source.sample(swaps, len(swaps)):
            if old in family:
                return f"{given} {family.replace(old, new, 1)}"
    if kind == "initial":
        return f"{given[0]}. {family}"
    short = [nickname for nickname, names in _short_names().get(given.lower(), ())]
    if kind == "nickname" and short:
        return f"{random_source.choice(short).title()} {family}"
    return f"{given} {random_source.choice('ABCDEFGHJKLMNPRSTW')}. {family}"


def _short_names() -> dict[str, list[tuple[str, str]]]:
    if not _SHORT:
        for nickname, names in nicknames().items():
            for name in names:
                _SHORT.setdefault(name, []).append((nickname, name))
    return _SHORT


_SHORT: dict[str, list[tuple[str, str]]] = {}


def people(names: int, random_source: random.Random) -> list[list[str]]:
    """Return one list of spellings per person, `names` different spellings in all, most persons with one to three."""
    givens = sorted({name for found in nicknames().values() for name in found if len(name) > 2})
    families = [part for part in sorted(name_parts()) if 4 <= len(part) <= 10]
    found: list[list[str]] = []
    seen: set[str] = set()
    while len(seen) < names:
        full = f"{random_source.choice(givens)} {random_source.choice(families)}".title()
        spellings = [full, *(perturb(full, random_source) for _ in range(random_source.choice([0, 1, 1, 2])))]
        if seen.isdisjoint(spellings):
            seen.update(spellings)
            found.append(list(dict.fromkeys(spellings)))
    return found


def chains(
    persons: list[list[str]], count: int, random_source: random.Random, *, prefix: str
) -> Iterator[tuple[dict[str, Any], int]]:
    """Yield chains of articles with the number of the person whom each means."""
    circles = [range(at, min(at + CIRCLE, len(persons))) for at in range(0, len(persons), CIRCLE)]
    made = 0
    order = random_source.sample(range(len(circles)), len(circles))
    while made < count:
        circle = circles[order[(made // PER_ARTICLE) % len(order)]]
        members = random_source.sample(circle, min(PER_ARTICLE, len(circle)))
        full = {person: random_source.choice(persons[person]) for person in members}
        is_bare = {person: random_source.random() < BARE_SHARE for person in members}
        shown = {person: name.split()[-1] if is_bare[person] else name for person, name in full.items()}
        published_at = START + timedelta(days=random_source.randrange(60), hours=(made // PER_ARTICLE) % 24)
        for number, person in enumerate(members):
            role = ROLES[person % len(ROLES)]
            yield (
                {
                    "article_id": f"{prefix}{made // PER_ARTICLE:08d}",
                    "revision": 1,
                    "local_entity_no": number,
                    "name": shown[person],
                    "spellings": [shown[person], shown[person].split()[-1]],
                    "entity_type": "PERSON",
                    "roles": [role] if role else [],
                    "gender": None,
                    "published_at": published_at,
                    "outlet": f"outlet {made % 40}",
                    "company": [name for other, name in shown.items() if other != person],
                },
                person,
            )
        made += len(members)


def score(truth: list[int], entity_ids: list[str | None]) -> dict[str, float]:
    """Return pairwise precision and recall over all chains, and the share of chains left unresolved."""
    pairs = Counter((person, entity) for person, entity in zip(truth, entity_ids, strict=True) if entity)
    both = sum(number * (number - 1) // 2 for number in pairs.values())
    of_person = sum(number * (number - 1) // 2 for number in Counter(truth).values())
    of_entity = sum(n * (n - 1) // 2 for n in Counter(entity for entity in entity_ids if entity).values())
    return {
        "pair_precision": round(both / max(of_entity, 1), 4),
        "pair_recall": round(both / max(of_person, 1), 4),
        "unresolved": round(sum(entity is None for entity in entity_ids) / len(truth), 4),
    }


def measure_scale(*, names: int, quotes: int) -> dict[str, Any]:
    """Resolve all, then add 1,000 quotes as a fresh process would; return the figures."""
    random_source = random.Random(7)
    persons = people(names, random_source)
    rows = list(chains(persons, max(int(quotes / QUOTES_PER_CHAIN), names), random_source, prefix="a"))
    table = pa.Table.from_pylist([row for row, _ in rows], schema=CHAIN_ROWS)
    added = list(chains(persons, int(1_000 / QUOTES_PER_CHAIN), random_source, prefix="z"))
    more = pa.Table.from_pylist([row for row, _ in added], schema=CHAIN_ROWS)
    truth = [person for _, person in rows]
    keys = [(row["article_id"], row["local_entity_no"]) for row, _ in rows]
    figures: dict[str, Any] = {
        "part": "entities",
        "quotes": quotes,
        "names": names,
        "distinct_printed": len(set(table["name"].to_pylist())),
        "persons": len(persons),
        "chains": len(rows),
    }
    del rows
    started, cpu = time.perf_counter(), time.process_time()
    result = resolve_entities(table, batch_id="b1")
    figures["seconds"] = round(time.perf_counter() - started, 1)
    figures["cpu_seconds"] = round(time.process_time() - cpu, 1)
    figures["entities"] = result.entities.num_rows
    links = {
        (row["article_id"], row["local_entity_no"]): row["entity_id"] for row in result.entity_mentions.to_pylist()
    }
    figures |= score(truth, [links[key] for key in keys])
    del links
    known = KnownEntities.nothing().after(result)
    forget_names()
    started, cpu = time.perf_counter(), time.process_time()
    second = resolve_entities(more, known=known, batch_id="b2")
    figures["added_seconds"] = round(time.perf_counter() - started, 1)
    figures["added_cpu_seconds"] = round(time.process_time() - cpu, 1)
    figures["added_history_rows"] = second.entity_history.num_rows
    figures["peak_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    return figures


def forget_names() -> None:
    """Empty the package's caches, so that a second run pays for reading names as a fresh process does."""
    for name, module in list(sys.modules.items()):
        if name.startswith("pipelines.resolve.entities"):
            for value in vars(module).values():
                if hasattr(value, "cache_clear"):
                    value.cache_clear()
