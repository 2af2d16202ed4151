"""Entities from run to run: ids, history, decisions, aliases, bare names, bad input. All people are invented."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from pipelines.resolve.entities import (
    Decision,
    EntityResolution,
    KnowledgeBase,
    KnownEntities,
    read_alias_file,
    read_decisions,
    resolve_entities,
)
from pipelines.resolved import CHAIN_ROWS, ENTITY_TABLES
from tests.unit.resolve.entities.entity_rows import PUBLISHED, article

CAST = [{"name": "Mara Teldin"}, {"name": "Bo Ferrick"}]


def _ids(known: KnownEntities) -> dict[tuple[str, int], str | None]:
    rows = known.entity_mentions.to_pylist()
    return {(row["article_id"], row["local_entity_no"]): row["entity_id"] for row in rows}


def _link(result: EntityResolution, article_id: str, number: int = 0) -> dict[str, Any]:
    found = [
        row
        for row in result.entity_mentions.to_pylist()
        if (row["article_id"], row["local_entity_no"]) == (article_id, number)
    ]
    return dict(found[0])


def _entity(known: KnownEntities, entity_id: str | None) -> dict[str, Any]:
    return next(dict(row) for row in known.entities.to_pylist() if row["entity_id"] == entity_id)


def _run_all(batches: Sequence[pa.Table], **more: Any) -> tuple[KnownEntities, list[EntityResolution]]:
    known, results = KnownEntities.nothing(), []
    for number, batch in enumerate(batches):
        results.append(resolve_entities(batch, known=known, batch_id=f"b{number}", **more))
        known = known.after(results[-1])
    return known, results


def test_rows_have_the_declared_schemas() -> None:
    result = resolve_entities(article("a", CAST), batch_id="b0")
    assert {name: table.schema for name, table in result.tables.items()} == dict(ENTITY_TABLES)
    for table in result.tables.values():
        table.validate(full=True)


def test_an_empty_run_gives_empty_tables() -> None:
    result = resolve_entities(CHAIN_ROWS.empty_table())
    assert all(table.num_rows == 0 for table in result.tables.values())


def test_ids_stay_when_more_articles_come() -> None:
    first = article("a", [{"name": "Oleksiy Marchenyuk", "roles": ["governor"]}, *CAST])
    second = article("b", [{"name": "Oleksii Marcheniuk", "roles": ["governor"]}, *CAST])
    known, results = _run_all([first, second])
    ids = _ids(known)
    assert ids["a", 0] == ids["b", 0] == _link(results[0], "a")["entity_id"]
    assert [results[1].entity_history.num_rows, _entity(known, ids["a", 0])["chains"]] == [0, 2]


def test_the_same_articles_again_change_no_id() -> None:
    batch = pa.concat_tables(
        [article("a", [{"name": "Ewa Brannick"}, *CAST]), article("b", [{"name": "Brannick"}, *CAST])]
    )
    known, results = _run_all([batch, batch])
    assert results[1].entity_history.num_rows == 0
    assert _ids(KnownEntities.nothing().after(results[0])) == _ids(known)
    assert {row["chains"] for row in known.entities.to_pylist()} == {2}


def test_together_or_one_after_the_other_gives_the_same_partition() -> None:
    batches = [
        article("a", [{"name": "Taras Lubenskyy"}, *CAST]),
        article("b", [{"name": "Taras Lubensky"}, {"name": "Ewa Brannick"}]),
        article("c", [{"name": "T. Nordby"}, {"name": "Ewa Brannick"}]),
    ]
    known, _ = _run_all(batches)
    at_once, _ = _run_all([pa.concat_tables(batches)])
    parts = []
    for ids in (_ids(known), _ids(at_once)):
        parts.append({frozenset(key for key in ids if ids[key] == entity_id) for entity_id in ids.values()})
    assert parts[0] == parts[1]


def test_a_new_mention_goes_to_the_namesake_whose_context_it_shares_else_to_neither() -> None:
    minister = {"name": "John Smithen", "roles": ["finance minister"]}
    striker = {"name": "John Smithen", "roles": ["striker"]}
    both = pa.concat_tables(
        [article("a", [minister, {"name": "Ann Petch"}]), article("b", [striker, {"name": "Hal Rook"}])]
    )
    known, _ = _run_all([both])
    later = pa.concat_tables(
        [
            article("c", [{**striker, "roles": ["forward"]}, {"name": "Una Crail"}]),
            article("d", [{"name": "John Smithen"}, {"name": "Ivo Dent"}]),
        ]
    )
    at_once = resolve_entities(later.filter(pc.field("article_id") == "c"), known=known, batch_id="b8")
    silent = resolve_entities(later.filter(pc.field("article_id") == "d"), known=known, batch_id="b9")
    ids = _ids(known)
    assert ids["a", 0] != ids["b", 0]
    assert _link(at_once, "c")["entity_id"] == ids["b", 0]
    assert _link(silent, "d")["entity_id"] is None
    assert {each["entity_id"] for each in _link(silent, "d")["candidates"]} == {ids["a", 0], ids["b", 0]}


def test_an_acronym_goes_with_the_full_name_that_is_known_from_before() -> None:
    full = {"name": "North Sea Fishing Alliance", "entity_type": "ORG"}
    acronym = {"name": "NSFA", "entity_type": "ORG"}
    known, results = _run_all([article("a", [full]), article("b", [full, acronym]), article("c", [acronym])])
    assert len(set(_ids(known).values())) == 1
    assert [result.entity_history.num_rows for result in results] == [0, 0, 0]
    assert _entity(known, _ids(known)["a", 0])["name"] == "North Sea Fishing Alliance"


@pytest.mark.parametrize("runs", [[["a", "b"]], [["a"], ["b"]], [["b"], ["a"]]])
def test_an_acronym_that_an_article_explains_within_a_chain_goes_with_the_full_name_elsewhere(
    runs: list[list[str]],
) -> None:
    name = "Allied Ferry Workers Union"
    chains = {"a": {"name": name, "spellings": [name, "AFWU"]}, "b": {"name": "AFWU"}}
    articles = {key: article(key, [{**chain, "entity_type": "ORG"}]) for key, chain in chains.items()}
    known, _ = _run_all([pa.concat_tables([articles[key] for key in run]) for run in runs])
    assert len(set(_ids(known).values())) == 1
    assert _entity(known, _ids(known)["a", 0])["name"] == name


@pytest.mark.parametrize("first", ["NATO", "North Atlantic Treaty Organization"])
def test_a_well_known_acronym_and_its_full_name_meet_in_different_runs(first: str) -> None:
    second = "NATO" if first != "NATO" else "North Atlantic Treaty Organization"
    known, _ = _run_all([article(name, [{"name": name, "entity_type": "ORG"}]) for name in (first, second)])
    assert len(set(_ids(known).values())) == 1


def test_an_acronym_with_another_meaning_stays_with_its_own() -> None:
    cricket = [
        {"name": "International Cricket Council", "entity_type": "ORG"},
        {"name": "ICC", "entity_type": "ORG"},
        {"name": "Ann Petch"},
    ]
    court = [{"name": "International Criminal Court", "entity_type": "ORG"}, {"name": "Hal Rook"}]
    known, _ = _run_all([article("a", cricket), article("b", court)])
    assert _ids(known)["a", 0] != _ids(known)["b", 0]


def test_the_order_of_the_rows_changes_no_id() -> None:
    names = ["Taras Lubenskyy", "Taras Lubensky", "Ewa Brannick", "Lubensky"]
    batch = pa.concat_tables([article(str(at), [{"name": name}, *CAST]) for at, name in enumerate(names)])
    turned = batch.take(pa.array(range(batch.num_rows - 1, -1, -1), pa.int64()))
    both = [KnownEntities.nothing().after(resolve_entities(each)) for each in (batch, turned)]
    assert _ids(both[0]) == _ids(both[1])


def test_one_event_in_two_outlets_gives_one_entity_per_person_whatever_the_spelling() -> None:
    gazette = [
        {"name": "Volodymyr Zelinchukk", "spellings": ["Volodymyr Zelinchukk", "Zelinchuk"], "roles": ["President"]},
        {"name": "President Putnik", "spellings": ["President Putnik", "Putnik", "Vladislav"]},
        {"name": "Dmitry Pestov", "roles": ["palace spokesman"]},
        {"name": "Donal Trimbley", "spellings": ["Donal Trimbley", "Trimbley"], "roles": ["president-elect"]},
    ]
    courier = [
        {"name": "Volodymr Zelinchuk", "spellings": ["Volodymr Zelinchuk", "Zelinchuk"], "roles": ["President"]},
        {"name": "Zelinchukk"},
        {"name": "Putnik", "spellings": ["Putnik", "Russian President Putnik", "Vladislav"]},
        {"name": "Dmitry Pestov", "roles": ["palace spokesman"]},
        {"name": "Donal Trimbley", "spellings": ["Trimbley"], "roles": ["president-elect"]},
    ]
    batch = pa.concat_tables([article("gazette", gazette), article("courier", courier, outlet="The Courier")])
    ids = _ids(KnownEntities.nothing().after(resolve_entities(batch)))
    people = [("gazette", 0), ("gazette", 1), ("gazette", 2), ("gazette", 3)]
    same = {("courier", 0): 0, ("courier", 1): 0, ("courier", 2): 1, ("courier", 3): 2, ("courier", 4): 3}
    assert len({ids[key] for key in people}) == 4
    assert {key: ids[key] for key in same} == {key: ids[people[at]] for key, at in same.items()}


def test_a_name_is_a_person_throughout_where_most_articles_say_so() -> None:
    kinds = ["PERSON", "PERSON", "ORG"]
    batch = pa.concat_tables(
        [article(str(at), [{"name": "Kim Jong Hwan", "entity_type": kind}]) for at, kind in enumerate(kinds)]
    )
    assert len(set(_ids(KnownEntities.nothing().after(resolve_entities(batch))).values())) == 1


def test_a_family_name_that_comes_first_is_found() -> None:
    batch = article("a", [{"name": "Kim Jong Hwan"}, {"name": "Kim"}, *CAST])
    ids = _ids(KnownEntities.nothing().after(resolve_entities(batch)))
    assert ids["a", 0] == ids["a", 1]


def test_a_bare_name_becomes_the_person_whom_a_later_article_names_and_the_merge_is_told() -> None:
    roles = {"roles": ["president"]}
    story = pa.concat_tables([article(name, [{"name": "Putnik", **roles}, *CAST]) for name in ("a", "b")])
    known, results = _run_all([story, article("c", [{"name": "Vilem Putnik", **roles}, *CAST])])
    ids = _ids(known)
    assert ids["a", 0] == ids["b", 0] == ids["c", 0]
    history = results[1].entity_history.to_pylist()
    assert [(row["kind"], row["chains"]) for row in history] == [("merge", 2)] or ids["a", 0] == _ids(
        KnownEntities.nothing().after(results[0])
    )["a", 0]
    assert _entity(known, ids["a", 0])["is_provisional"] is False


def test_a_single_given_name_means_a_person_whom_the_article_spells_so_and_none_of_another_tongue() -> None:
    named = article("a", [{"name": "Volodymyr Marchenko"}, {"name": "Vladimir"}])
    spelt = article("b", [{"name": "Volodymyr Marchenko"}, {"name": "Volodymir"}])
    ids = _ids(KnownEntities.nothing().after(resolve_entities(pa.concat_tables([named, spelt]))))
    assert ids["a", 1] is None
    assert ids["b", 1] == ids["b", 0]


def test_an_unresolved_bare_name_is_tried_again_when_its_family_name_turns_up() -> None:
    lone = article("a", [{"name": "Bratlie", "roles": ["oil minister"]}, *CAST])
    later = article("b", [{"name": "Sunniva Bratlie", "roles": ["oil minister"]}, *CAST])
    known, results = _run_all([lone, later])
    assert _link(results[0], "a")["entity_id"] is None
    assert _ids(known)["a", 0] == _ids(known)["b", 0] is not None
    assert _link(results[1], "a")["method"] == "context"


def test_candidates_are_kept_where_nothing_tells() -> None:
    batch = article("a", [{"name": "Donal Trimbley"}, {"name": "Melina Trimbley"}, {"name": "Trimbley"}])
    result = resolve_entities(batch)
    link = _link(result, "a", 2)
    wanted = {_link(result, "a", number)["entity_id"] for number in (0, 1)}
    assert link["entity_id"] is None
    assert {candidate["entity_id"] for candidate in link["candidates"]} == wanted


def test_an_alias_has_its_count_outlets_and_dates() -> None:
    later = PUBLISHED + timedelta(days=2)
    spellings = ["Oleksii Marcheniuk", "Marcheniuk", "Marcheniuk"]
    other = {"name": spellings[0], "spellings": spellings}
    known, _ = _run_all(
        [
            article("a", [{"name": "Oleksiy Marchenyuk"}, *CAST], outlet="The Ledger"),
            article("b", [other, *CAST], outlet="The Courier", published_at=later),
        ]
    )
    aliases = {row["alias"]: row for row in known.entity_aliases.to_pylist()}
    assert set(aliases) >= {"Oleksiy Marchenyuk", "Oleksii Marcheniuk", "Marcheniuk"}
    assert [aliases["Marcheniuk"][name] for name in ("count", "outlets", "first_seen_at")] == [
        2,
        ["The Courier"],
        later,
    ]


def test_an_article_read_anew_replaces_its_earlier_chains() -> None:
    first = article("a", [{"name": "Ewa Brannick"}, {"name": "Hal Rook"}])
    again = article("a", [{"name": "Ewa Brannick", "revision": 2}])
    known, results = _run_all([first, again])
    rook = _link(results[0], "a", 1)["entity_id"]
    assert _ids(known) == {("a", 0): _link(results[0], "a")["entity_id"]}
    assert _entity(known, rook)["chains"] == 0
    assert {row["count"] for row in known.entity_aliases.to_pylist() if row["entity_id"] == rook} == {0}


def _two_people() -> tuple[KnownEntities, str, str]:
    known, _ = _run_all([article("a", [{"name": "Dagmar Ostrovny"}]), article("b", [{"name": "Lena Westhaven"}])])
    ids = _ids(known)
    return known, str(ids["a", 0]), str(ids["b", 0])


def test_a_decision_makes_two_entities_one_under_the_left_id() -> None:
    known, left, right = _two_people()
    result = resolve_entities(
        CHAIN_ROWS.empty_table(), known=known, decisions=[Decision(1, left, right, "same")], batch_id="b9"
    )
    after = known.after(result)
    assert set(_ids(after).values()) == {left}
    assert result.entity_history.to_pylist()[0] == {
        "batch_id": "b9",
        "kind": "merge",
        "from_entity_id": right,
        "to_entity_id": left,
        "chains": 1,
        "reason": "decision",
    }
    assert (_entity(after, right)["merged_into"], _entity(after, right)["chains"]) == (left, 0)


def test_names_that_a_decision_has_made_one_do_not_keep_spellings_of_either_away() -> None:
    names = {"a": "Oleksiy Marchenyuk", "b": "Oleksii Marcheniuk", "c": "Bo Ferrick", "d": "Oleksij Marchenyuk"}
    articles = {key: article(key, [{"name": name}, *CAST]) for key, name in names.items()}
    first = pa.concat_tables([articles[key] for key in "abc"])
    known, _ = _run_all([first])
    ids = _ids(known)
    assert ids["a", 0] == ids["b", 0] != ids["c", 0]
    decisions = [Decision(1, ids["a", 0], ids["c", 0], "same")]
    for number, batch in enumerate([first, articles["d"], pa.concat_tables(articles.values())]):
        found = resolve_entities(batch, known=known, decisions=decisions, batch_id=f"c{number}")
        known = known.after(found)
    assert {_ids(known)[key, 0] for key in names} == {ids["a", 0]}


def test_a_merger_is_taken_back_by_a_decision_and_the_old_id_returns() -> None:
    known, left, right = _two_people()
    merged = known.after(
        resolve_entities(
            CHAIN_ROWS.empty_table(), known=known, decisions=[Decision(1, left, right, "same")], batch_id="b8"
        )
    )
    result = resolve_entities(
        CHAIN_ROWS.empty_table(), known=merged, decisions=[Decision(1, left, right, "not_same")], batch_id="b9"
    )
    assert _ids(merged.after(result)) == {("a", 0): left, ("b", 0): right}
    assert [row["kind"] for row in result.entity_history.to_pylist()] == ["split"]
    assert _entity(merged.after(result), right)["merged_into"] is None


def test_a_decision_keeps_two_chains_of_one_name_apart_in_every_run() -> None:
    batch = pa.concat_tables([article(name, [{"name": "Wilma Sprake"}, *CAST]) for name in ("a", "b")])
    decisions = [Decision(1, "a#0", "b#0", "not_same")]
    known, _ = _run_all([batch], decisions=decisions)
    ids = _ids(known)
    assert ids["a", 0] != ids["b", 0]
    more = resolve_entities(article("c", [{"name": "Bo Ferrick"}]), known=known, decisions=decisions, batch_id="b9")
    assert _ids(known.after(more))["a", 0] == ids["a", 0]
    assert _ids(known.after(more))["b", 0] == ids["b", 0]


def test_a_decision_splits_an_entity_of_an_earlier_run() -> None:
    batch = pa.concat_tables([article(name, [{"name": "Wilma Sprake"}, *CAST]) for name in ("a", "b")])
    known, _ = _run_all([batch])
    decisions = [Decision(1, "a#0", "b#0", "not_same")]
    result = resolve_entities(CHAIN_ROWS.empty_table(), known=known, decisions=decisions, batch_id="b9")
    ids = _ids(known.after(result))
    assert ids["a", 0] != ids["b", 0]
    assert _ids(known)["a", 0] in ids.values()
    assert [row["kind"] for row in result.entity_history.to_pylist()] == ["split"]


def test_a_decision_says_whom_a_bare_name_means() -> None:
    batch = article("a", [{"name": "Donal Trimbley"}, {"name": "Melina Trimbley"}, {"name": "Trimbley"}])
    result = resolve_entities(batch, decisions=[Decision(1, "a#1", "a#2", "same")])
    assert _link(result, "a", 2)["entity_id"] == _link(result, "a", 1)["entity_id"]


def test_a_decision_bars_a_bare_name_from_the_person_in_its_article() -> None:
    batch = article("a", [{"name": "Lena Orrick"}, {"name": "Orrick"}])
    result = resolve_entities(batch, decisions=[Decision(1, "a#0", "a#1", "not_same")])
    assert _link(result, "a", 1)["entity_id"] is None


@pytest.mark.parametrize("is_provisional_left", [True, False])
def test_a_decision_gives_a_provisional_entity_its_person_under_the_left_id(is_provisional_left: bool) -> None:
    story = pa.concat_tables([article(name, [{"name": "Putnik"}, *CAST]) for name in ("a", "b")])
    known, _ = _run_all([story, article("c", [{"name": "Vilem Hradec"}])])
    pair = (str(_ids(known)["a", 0]), str(_ids(known)["c", 0]))
    left, right = pair if is_provisional_left else pair[::-1]
    for batch in (CHAIN_ROWS.empty_table(), article("d", [{"name": "Putnik"}, *CAST])):
        result = resolve_entities(batch, known=known, decisions=[Decision(1, left, right, "same")], batch_id="b9")
        ids = _ids(known.after(result))
        assert ids["a", 0] == ids["b", 0] == ids["c", 0] == left


def test_decisions_that_cannot_hold_are_reported_and_the_rest_runs() -> None:
    known, left, right = _two_people()
    decisions = [
        Decision(1, left, right, "same"),
        Decision(2, left, right, "not_same"),
        Decision(3, right, left, "same"),
        Decision(4, left, "e0", "same"),
        Decision(5, "nowhere#4", left, "same"),
        Decision(6, left, left, "same"),
        Decision(7, left, right, "perhaps"),
    ]
    result = resolve_entities(CHAIN_ROWS.empty_table(), known=known, decisions=decisions, batch_id="b9")
    reports = {row["row_no"]: row["reason_code"] for row in result.entity_reports.to_pylist()}
    assert reports == {
        2: "contradiction",
        3: "cycle",
        4: "unknown_id",
        5: "unknown_id",
        6: "same_id_twice",
        7: "unknown_decision",
    }
    assert set(_ids(known.after(result)).values()) == {left}


def test_a_same_that_contradicts_a_not_same_through_others_is_reported() -> None:
    names = ["Dagmar Ostrovny", "Lena Westhaven", "Piers Halloway"]
    known, _ = _run_all([article(str(at), [{"name": name}]) for at, name in enumerate(names)])
    first, second, third = (str(_ids(known)[str(at), 0]) for at in range(3))
    decisions = [
        Decision(1, first, second, "same"),
        Decision(2, second, third, "not_same"),
        Decision(3, first, third, "same"),
    ]
    result = resolve_entities(CHAIN_ROWS.empty_table(), known=known, decisions=decisions, batch_id="b9")
    assert [row["row_no"] for row in result.entity_reports.to_pylist()] == [3]


def test_a_decisions_file_is_read_and_a_missing_column_is_named(tmp_path: Path) -> None:
    path = tmp_path / "decisions.csv"
    path.write_text("left_id,right_id,decision,note\ne1,e2,same,my own\n", encoding="utf-8")
    assert read_decisions(path) == [Decision(1, "e1", "e2", "same")]
    path.write_text("left_id,decision\ne1,same\n", encoding="utf-8")
    with pytest.raises(ValueError, match="right_id"):
        read_decisions(path)


def test_an_alias_file_joins_names_that_have_nothing_in_common_and_links_the_item(tmp_path: Path) -> None:
    path = tmp_path / "aliases.json"
    path.write_text(
        '[\n{"id":"Q1","type":"PERSON","labels":{"en":{"value":"Cosmo Vale"}},'
        '"aliases":{"en":[{"value":"The Lantern Man"},{"value":"Vale"}]}},\n'
        'not json\n{"id":"Q1","labels":{"en":{"value":"Twice"}}}\n{"labels":{}}\n{"id":"Q2"}\n[1, 2]\n'
        '{"id":"Q3","type":"PERSON","labels":{"en":{"value":"Vale"}}}\n{"id":"Q4","labels":{"en":{"value":"!?"}}}\n]\n',
        encoding="utf-8",
    )
    knowledge = read_alias_file(path)
    batch = pa.concat_tables([article("a", [{"name": "Cosmo Vale"}]), article("b", [{"name": "The Lantern Man"}])])
    result = resolve_entities(batch, knowledge=knowledge)
    assert _link(result, "a")["entity_id"] == _link(result, "b")["entity_id"]
    (entity,) = result.entities.to_pylist()
    assert (entity["knowledge_base_id"], entity["knowledge_base_probability"]) == ("Q1", 1.0)
    reports = [(row["row_no"], row["reason_code"]) for row in result.entity_reports.to_pylist()]
    assert reports == [
        (3, "not_json"),
        (4, "duplicate_id"),
        (5, "no_id"),
        (6, "no_name"),
        (7, "not_json"),
        (8, "no_telling_name"),
        (9, "no_telling_name"),
    ]


@pytest.mark.parametrize(
    ("wikis", "linked"),
    [({}, None), ({"Q1": 90, "Q2": 10}, None), ({"Q1": 5, "Q2": 95}, ("Q2", 0.95)), ({"Q1": 199}, ("Q1", 0.995))],
)
def test_a_name_of_two_items_is_linked_to_the_one_that_nearly_all_wikis_write_of(
    wikis: dict[str, int], linked: tuple[str, float] | None
) -> None:
    knowledge = KnowledgeBase(items={("PERSON", "cosmo vale"): frozenset({"Q1", "Q2"})}, wikis=wikis)
    (entity,) = resolve_entities(article("a", [{"name": "Cosmo Vale"}]), knowledge=knowledge).entities.to_pylist()
    assert (entity["knowledge_base_id"], entity["knowledge_base_probability"]) == (linked or (None, None))


ODD_NAMES = ["", " ", "X", "...", "—!?", "Ж", "王", "𝕏𝕐", "🙂", "a" * 300, "of the", "Jr.", "Mr.", "\u202e", "12", "O'"]


@pytest.mark.parametrize("entity_type", ["PERSON", "ORG", None])
def test_odd_names_break_nothing_and_leave_a_row_each(entity_type: str | None) -> None:
    odd = [{"name": name, "entity_type": entity_type} for name in ODD_NAMES]
    plain = {"name": "Bo Ferrick"}
    batch = pa.concat_tables([article("a", [*odd, plain]), article("b", [*odd, plain], published_at=None)])
    known, results = _run_all([batch, article("c", odd)])
    ids = _ids(known)
    assert len(ids) == 3 * len(odd) + 2
    assert ids["a", len(odd)] == ids["b", len(odd)] is not None
    names = [row["name"] for row in results[1].entity_mentions.to_pylist() if row["article_id"] == "c"]
    assert names == ODD_NAMES


@pytest.mark.parametrize("entity_type", ["PERSON", "ORG"])
def test_names_of_signs_only_are_nobody(entity_type: str) -> None:
    signs = [{"name": name, "entity_type": entity_type} for name in ("", " ", "...", "—!?", "\u202e", "-")]
    result = resolve_entities(pa.concat_tables([article("a", signs), article("b", signs)]))
    assert {row["entity_id"] for row in result.entity_mentions.to_pylist()} == {None}


def test_splinks_charts_come_with_the_result() -> None:
    batch = pa.concat_tables(
        [article("a", [{"name": "Taras Lubenskyy"}, *CAST]), article("b", [{"name": "Taras Lubensky"}, *CAST])]
    )
    charts = resolve_entities(batch).charts
    assert {"person match_weights", "person waterfall"} <= set(charts)
    assert "$schema" in charts["person waterfall"]


def test_a_batch_that_sorts_before_a_known_one_is_refused() -> None:
    known, _ = _run_all([article("a", CAST)])
    with pytest.raises(ValueError, match="comes before"):
        resolve_entities(article("b", CAST), known=known, batch_id="a0")
