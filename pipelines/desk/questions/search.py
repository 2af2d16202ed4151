"""Rows of /search: quotes or articles that hold what was typed, and how they divide by speaker, outlet and so on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

import duckdb
import pyarrow as pa

from pipelines.desk.question import Question, Rows
from pipelines.desk.search_terms import Term, parse_terms

ROWS_A_PAGE = 20
VALUES_A_FACET = 8  # what is read at one look
FACETS = ("speaker", "outlet", "kind", "class", "channel")
COLUMN_OF = {"kind": "kind", "class": "cue_class", "channel": "channel"}
OF_ARTICLES = ("outlet",)
MATCHING = "rowid in (select place from matching)"  # what `narrow` found
Asked = tuple[str, dict[str, Any]]  # conditions of SQL, and the values that they name
ROLES = """
    select role, sum(n) as n from (
        select unnest(entities.roles) as role, speakers.n
        from (select unnest($speakers) as speaker, unnest($counts) as n) as speakers
        inner join entities on entities.name = speakers.speaker
    ) where role is not null group by role order by n desc, role limit 8
"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; empty parts let everything through."""

    q: str = ""
    speaker: str = ""
    outlet: str = ""
    since: str = ""
    until: str = ""
    kind: str = ""
    cue_class: str = ""
    channel: str = ""
    role: str = ""
    place: str = "quotes"
    page: int = 1

    @property
    def terms(self) -> Sequence[Term]:
        """The words and phrases."""
        return parse_terms(self.q)

    def link(self, **other: Any) -> str:
        """Return the address of this search, with other values for some parts; the first page unless said otherwise."""
        changed = replace(self, **{"page": 1, **{NAMES_BACK.get(name, name): value for name, value in other.items()}})
        parts = {NAMES.get(f.name, f.name): getattr(changed, f.name) for f in fields(self)}
        kept = {name: value for name, value in parts.items() if value not in ("", "quotes", 1)}
        return urlencode(kept)


NAMES = {"cue_class": "class", "place": "in"}  # field -> its name in an address
NAMES_BACK = {name: field for field, name in NAMES.items()}


def read_wanted(given: Mapping[str, str]) -> Wanted:
    """Return the search that an address asks for; what it cannot mean is left out."""
    parts: dict[str, Any] = {}
    for name, value in given.items():
        field = NAMES_BACK.get(name, name)
        if field in TEXTS:
            parts[field] = value.replace("\0", "").strip()[:500]
    for name in ("since", "until"):
        if parts.get(name) and _day(parts[name]) is None:
            del parts[name]
    if parts.get("place") not in (None, "articles"):
        del parts["place"]
    page = given.get("page", "1")
    parts["page"] = min(int(page), 10_000) if page.isascii() and page.isdigit() and int(page[:6]) > 0 else 1
    return Wanted(**parts)


TEXTS = {field.name for field in fields(Wanted)} - {"page"}


def narrow(connection: duckdb.DuckDBPyConnection, wanted: Wanted, indexed: pa.Table | None = None) -> None:
    """Look for words and roles once, and keep where those stand that match: counts and cards start from these.

    `indexed` holds the rows of `quotes` that an index of words gave for the terms (`WordIndex.find`).
    """
    if not _is_narrowed(wanted):
        return
    if indexed is None:
        conditions, values = _asked(wanted)
    else:
        conditions, values = _conditions(wanted, [term for term in wanted.terms if not term.is_word])
        conditions += "\n    and rowid in (select place from indexed)"
        connection.register("indexed", indexed)
    sql = f"create or replace temp table matching as select rowid as place from {_table(wanted)} where {conditions}"
    connection.execute(sql, values)


def page_question(wanted: Wanted) -> Question:
    """Return the question for the cards of a page, among what `narrow` found on the same connection."""
    of = _quotes if wanted.place == "quotes" else _articles
    return of(_found(wanted), limit=ROWS_A_PAGE, offset=(wanted.page - 1) * ROWS_A_PAGE)


def results_question(wanted: Wanted, *, limit: int = ROWS_A_PAGE) -> Question:
    """Return the question for quotes or articles, the latest first, as it can be asked anywhere."""
    of = _quotes if wanted.place == "quotes" else _articles
    return of(_asked(wanted), limit=limit, offset=0)


def _quotes(asked: Asked, *, limit: int, offset: int) -> Question:
    conditions, values = asked
    sql = f"""
select quote_id, speaker, speaker_entity_id, content, kind, cue, cue_class, channel, outlet, outlet_id, published_at,
    title, article_id, speaker_score
from quotes
where {conditions}
order by published_at desc nulls last, article_id, quote_no
limit {limit} offset {offset}
"""
    return Question(sql, values)


def _articles(asked: Asked, *, limit: int, offset: int) -> Question:
    conditions, values = asked
    sql = f"""
select article_id, title, outlet, outlet_id, published_at, byline, n_quotes, text
from articles
where {conditions}
order by published_at desc nulls last, article_id
limit {limit} offset {offset}
"""
    return Question(sql, values)


def count_facets(connection: duckdb.DuckDBPyConnection, wanted: Wanted) -> tuple[int, dict[str, Rows]]:
    """Return how many `narrow` found, and for each facet its most frequent values with their counts."""
    names = FACETS if wanted.place == "quotes" else OF_ARTICLES
    columns = [COLUMN_OF.get(name, name) for name in names]
    sets = ", ".join(f"({column})" for column in columns)
    facet = " ".join(f"when grouping({column}) = 0 then '{name}'" for name, column in zip(names, columns, strict=True))
    conditions, values = _found(wanted)
    sql = f"""
select case {facet} end as facet, coalesce({", ".join(columns)}) as value, count(*) as n
from {_table(wanted)}
where {conditions}
group by grouping sets ((), {sets})
qualify row_number() over (partition by facet order by n desc, value) <= {VALUES_A_FACET + 1}
order by n desc, value
"""
    counted = Question(sql, values).rows(connection)
    total = sum(row["n"] for row in counted if row["facet"] is None)
    facets = {name: [row for row in counted if row["facet"] == name and row["value"] is not None] for name in names}
    return total, {name: found[:VALUES_A_FACET] for name, found in facets.items() if found}


def count_roles(connection: duckdb.DuckDBPyConnection, speakers: Rows) -> Rows:
    """Return the roles of the speakers of a facet, most quoted first."""
    if not speakers:
        return []
    values = {"speakers": [row["value"] for row in speakers], "counts": [row["n"] for row in speakers]}
    return [{"value": row["role"], "n": int(row["n"])} for row in Question(ROLES, values).rows(connection)]


def _table(wanted: Wanted) -> str:
    return "quotes" if wanted.place == "quotes" else "articles"


def _is_narrowed(wanted: Wanted) -> bool:
    """Return True where it costs more to look at the conditions twice than to keep what matches."""
    return bool(wanted.terms or wanted.role)


def _found(wanted: Wanted) -> Asked:
    return (MATCHING, {}) if _is_narrowed(wanted) else _asked(wanted)


def _asked(wanted: Wanted) -> Asked:
    return _conditions(wanted, wanted.terms) if wanted.place == "quotes" else _of_articles(wanted)


def _conditions(wanted: Wanted, terms: Sequence[Term]) -> Asked:
    parts = ["not is_repeat", "not is_refuted"]
    values: dict[str, Any] = {}
    for number, term in enumerate(terms):
        parts.append(f"contains(lower(content), $word{number}) and regexp_matches(content, $pattern{number}, 'i')")
        values |= {f"word{number}": term.core, f"pattern{number}": term.pattern}
    if wanted.speaker:
        parts.append("contains(lower(speaker), lower($speaker))")
        values["speaker"] = wanted.speaker
    if wanted.role:
        parts.append(
            "speaker_entity_id in (select entity_id from entities"
            " where contains(lower(array_to_string(roles, ' | ')), lower($role)))"
        )
        values["role"] = wanted.role
    for name in ("kind", "cue_class", "channel"):
        if getattr(wanted, name):
            parts.append(f"{name} = ${name}")
            values[name] = getattr(wanted, name)
    _add_outlet_and_days(wanted, parts, values)
    return "\n    and ".join(parts), values


def _of_articles(wanted: Wanted) -> Asked:
    parts = ["completeness != 'furniture'"]
    values: dict[str, Any] = {}
    for number, term in enumerate(wanted.terms):
        parts.append(f"contains(lower(text), $word{number}) and regexp_matches(text, $pattern{number}, 'i')")
        values |= {f"word{number}": term.core, f"pattern{number}": term.pattern}
    _add_outlet_and_days(wanted, parts, values)
    return "\n    and ".join(parts), values


def _add_outlet_and_days(wanted: Wanted, parts: list[str], values: dict[str, Any]) -> None:
    if wanted.outlet:
        parts.append("$outlet in (outlet, outlet_id)")
        values["outlet"] = wanted.outlet
    if first := _day(wanted.since):
        parts.append("published_at >= $since")
        values["since"] = first
    if last := _day(wanted.until):
        parts.append("published_at < $until")
        values["until"] = last + timedelta(days=1)


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None
