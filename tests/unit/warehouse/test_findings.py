"""What rules find, and how a finding lives."""

from dataclasses import replace
from typing import Any

import duckdb
import pytest

from pipelines.checks.rules import count_rules
from pipelines.lake import Lake
from pipelines.resources.data_folder import DataFolder
from pipelines.warehouse import build
from pipelines.warehouse.dbt import run_dbt
from pipelines.warehouse.project import PROJECT
from tests.lake_samples import Story, annotation_rows, article_row, outcome_row
from tests.published import make, rows
from tests.unit.warehouse.finding_cases import CASES, MORE_THAT_HOLD, OPENS, Case, of, quote, said
from tests.unit.warehouse.test_findings_across import TRIED


def commit(lake: Lake, batch_id: str, cases: dict[str, Case], *, revision: int = 1) -> None:
    """Commit cases as articles under the ids that they are given."""
    stories = {name: replace(case.story(name), revision=revision) for name, case in cases.items()}
    with lake.commit(stage="ingest", batch_id=batch_id, versions={"ingest": "1"}) as writer:
        writer.add("articles", [article_row(story, batch_id) for story in stories.values()])
        outcomes = [{"path": name, "outcome": "accepted", "article_id": name} for name in cases]
        writer.add("ingest_outcomes", [outcome_row(batch_id, **outcome) for outcome in outcomes])
    with lake.commit(stage="annotate", batch_id=batch_id, versions={"reader": "r1"}) as writer:
        for name, case in [(name, case) for name, case in cases.items() if case.is_annotated]:
            key = {"article_id": name, "revision": revision, "batch_id": batch_id, "reader_version": "r1"}
            writer.add("sentences", [{**key, **row} for row in sentences(stories[name])])
            writer.add("mentions", [{**key, **row} for row in mentions(name, case)])
            for number, row in enumerate(case.quotes):
                mention_id = (row.get("speaker_mention_id") or "").replace("@", name) or None
                named = {"quote_id": f"{name}.{revision}.q{number}", "quote_no": number}
                writer.add("quotes", [{**key, **named, **row, "speaker_mention_id": mention_id}])


def sentences(story: Story) -> list[dict[str, Any]]:
    """Return one row for each sentence: paragraphs are cut after their full stops."""
    found = []
    for paragraph in annotation_rows(story)["sentences"]:
        start, end = paragraph["start_char"], paragraph["end_char"]
        stops = [at + 1 for at in range(start, end) if story.text[at : at + 2] == ". " and story.text[at - 2] != "M"]
        stops = [at for at in stops if story.text[at - 4 : at] != "Mrs."]
        for first, last in zip([start, *(at + 1 for at in stops)], [*stops, end], strict=True):
            found.append({**paragraph, "sentence_no": len(found), "start_char": first, "end_char": last})
    return found


def mentions(name: str, case: Case) -> list[dict[str, Any]]:
    """Return a row for every place of every name."""
    found, cut = [], sentences(case.story(name))
    for number, typed in enumerate(case.names):
        words, _, kind = typed.partition("/")
        at = case.text.find(words)
        while at >= 0:
            sentence = next(row for row in reversed(cut) if row["start_char"] <= at)
            found.append(
                {
                    "mention_id": f"{name}.m{len(found)}",
                    "mention_no": len(found),
                    "sentence_no": sentence["sentence_no"],
                    "start_char": at,
                    "end_char": at + len(words),
                    "text": words,
                    "form": "name",
                    "entity_type": kind or "PERSON",
                    "local_entity_no": number,
                    "local_entity_name": words,
                }
            )
            at = case.text.find(words, at + 1)
    return found


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[object, ...]]:
    """The findings of all cases, built at once: rule and article."""
    data = DataFolder(tmp_path_factory.mktemp("judged") / "data")
    cases = {f"{rule}.{kind}": case for rule, pair in CASES.items() for kind, case in zip("fh", pair, strict=True)}
    cases |= {f"more.{number}": case for number, (_, case) in enumerate(MORE_THAT_HOLD)}
    commit(Lake(data.lake), "b1", cases)
    build.start_build(data)
    assert run_dbt("run", data).failures == []  # not its tests: they stop a build with some of these quotes
    return rows(data.build_warehouse, "select rule, article_id from attribution_findings")


@pytest.mark.parametrize("rule", CASES)
def test_a_rule_fires_on_its_text_and_not_on_one_near_it(rule: str, judged: list[tuple[object, ...]]) -> None:
    assert [article_id for found, article_id in judged if found == rule and article_id == f"{rule}.f"]
    assert (rule, f"{rule}.h") not in judged


@pytest.mark.parametrize("number", range(len(MORE_THAT_HOLD)))
def test_a_rule_does_not_fire_where_the_text_explains_what_looks_wrong(
    number: int, judged: list[tuple[object, ...]]
) -> None:
    assert (MORE_THAT_HOLD[number][0], f"more.{number}") not in judged


def test_every_rule_is_in_the_union_and_tried() -> None:
    models = {path.stem.removeprefix("rule_") for path in (PROJECT / "models/findings/rules").glob("*.sql")}
    union = (PROJECT / "models/findings/intermediate/int_findings_found.sql").read_text()
    assert {rule for rule in models if f'"{rule}"' in union} == models
    assert set(CASES) | ELSEWHERE | TRIED == models


ELSEWHERE = {
    "batch_out_of_range",
    "correction_lost",
    "corrections_differ",
}  # tried in _rules__models.yml and test_corrections.py
CUT = quote(OPENS, '"We open at ni', "said", "Odo Fenn")


def test_a_finding_keeps_its_identity_until_it_no_longer_holds(data: DataFolder, lake: Lake) -> None:
    def findings() -> list[tuple[object, ...]]:
        columns = "finding_id, quote_id, revision, first_seen, last_seen > first_seen, resolved_at is null"
        return rows(data.warehouse, f"select {columns} from attribution_findings where rule = 'words_cut'")

    commit(lake, "b1", {"a": of(OPENS, CUT)})
    make(data)
    ((finding_id, *_, first_seen, _, is_open),) = findings()
    assert is_open
    commit(lake, "b2", {"a": of(OPENS + " It snowed.", said(), CUT)}, revision=2)
    make(data)
    assert findings() == [(finding_id, "a.2.q1", 2, first_seen, True, True)]
    commit(lake, "b3", {"a": of(OPENS, said())}, revision=3)
    make(data)
    assert findings() == [(finding_id, "a.2.q1", 2, first_seen, True, False)]
    commit(lake, "b4", {"a": of(OPENS, CUT)}, revision=4)
    make(data)
    assert findings() == [(finding_id, "a.4.q0", 4, first_seen, True, True)]


def test_articles_that_a_build_does_not_touch_keep_their_findings(data: DataFolder, lake: Lake) -> None:
    commit(lake, "b1", {"a": of(OPENS, CUT)})
    make(data)
    before = rows(data.warehouse, "select * from attribution_findings")
    assert before
    commit(lake, "b2", {"b": of(OPENS, said())})
    make(data)
    assert rows(data.warehouse, "select * from attribution_findings where article_id = 'a'") == before
    with duckdb.connect(str(data.warehouse), read_only=True) as connection:
        (cut,) = [counted for counted in count_rules(connection, ["b2"]) if counted.rule == "words_cut"]
    assert (cut.n_rows, cut.n_failed, cut.n_open) == (1, 0, 1)
