"""What rules find, and how a finding lives: every rule with a text where it fires and one near it where it must not."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from pipelines.lake import Lake
from pipelines.resources.data_folder import DataFolder
from pipelines.warehouse.project import PROJECT
from tests.lake_samples import Story, annotation_rows, article_row, outcome_row
from tests.published import make, rows

WHOLE = 'Harbour opens\n"We open at nine," said Odo Fenn, the harbour master. It rained.'


def story(rule: str, kind: str, text: str = WHOLE, **fields: Any) -> Story:
    """Return an article with a byline, a link and a date, whose id says which rule it tries."""
    return Story(f"{rule}.{kind}", text, byline="By Lia Tarn", **fields)


def quote(text: str, content: str, cue: str | None = None, source: str | None = None, **fields: Any) -> dict[str, Any]:
    """Return a row of quotes, its parts at their first place in `text`; `fields` say what differs."""
    return {
        "kind": "direct" if content[:1] in '"“' else "indirect",
        "content": content,
        "content_spans": spans(text, content),
        "cue": cue,
        "cue_spans": spans(text, cue),
        "source": source,
        "source_spans": spans(text, source),
        "source_type": "person",
        "speaker": source,
        "resolution_path": [],
        "is_repeat": False,
        **fields,
    }


def spans(text: str, words: str | None) -> list[dict[str, int]]:
    if words is None:
        return []
    start = text.index(words)
    return [{"start_char": start, "end_char": start + len(words)}]


def said(text: str = WHOLE, **fields: Any) -> dict[str, Any]:
    return {**quote(text, '"We open at nine,"', "said", "Odo Fenn"), **fields}


Case = tuple[str, Story, list[dict[str, Any]], Story, list[dict[str, Any]]]
LATE = datetime(2026, 3, 9, tzinfo=UTC)
CASES: list[Case] = [
    (
        "words_not_in_article",
        story("words_not_in_article", "fires"),
        [said(content='"We open at ten,"')],
        story("words_not_in_article", "holds"),
        [said()],
    ),
    (
        "spans_out_of_order",
        story("spans_out_of_order", "fires"),
        [said(content="We open at nine,", content_spans=[*spans(WHOLE, "at nine,"), *spans(WHOLE, "We open")])],
        story("spans_out_of_order", "holds"),
        [said(content="We open at nine,", content_spans=[*spans(WHOLE, "We open"), *spans(WHOLE, "at nine,")])],
    ),
    (
        "source_inside_content",
        story("source_inside_content", "fires"),
        [quote(WHOLE, '"We open at nine," said', "said", "Odo Fenn")],
        story("source_inside_content", "holds"),
        [said()],
    ),
    (
        "words_cut",
        story("words_cut", "fires"),
        [quote(WHOLE, '"We open at ni', "said", "Odo Fenn")],
        story("words_cut", "holds"),
        [quote(WHOLE, '"We open at', "said", "Odo Fenn")],
    ),
    (
        "speaker_missing",
        story("speaker_missing", "fires"),
        [quote(WHOLE, '"We open at nine,"')],
        story("speaker_missing", "holds"),
        [quote(WHOLE, '"We open at nine,"', "said", "the harbour master", speaker=None)],
    ),
    (
        "source_of_article_missing",
        replace(story("source_of_article_missing", "fires"), byline=None),
        [],
        story("source_of_article_missing", "holds"),
        [],
    ),
    (
        "date_in_future",
        story("date_in_future", "fires", published_at=LATE),
        [],
        story("date_in_future", "holds", published_at=datetime(2026, 3, 3, 20, tzinfo=UTC)),
        [],
    ),
]


def commit(lake: Lake, batch_id: str, stories: list[tuple[Story, list[dict[str, Any]]]]) -> None:
    """Commit articles with their quotes as given."""
    with lake.commit(stage="ingest", batch_id=batch_id, versions={"ingest": "1"}) as writer:
        writer.add("articles", [article_row(story, batch_id) for story, _ in stories])
        outcomes = [{"path": story.article_id, "outcome": "accepted"} for story, _ in stories]
        writer.add("ingest_outcomes", [outcome_row(batch_id, **outcome) for outcome in outcomes])
    with lake.commit(stage="annotate", batch_id=batch_id, versions={"reader": "r1"}) as writer:
        for story, quotes in stories:
            key = {"article_id": story.article_id, "revision": story.revision, "batch_id": batch_id}
            key["reader_version"] = "r1"
            writer.add("sentences", [{**key, **row} for row in annotation_rows(story)["sentences"]])
            for number, row in enumerate(quotes):
                named = {"quote_id": f"{story.article_id}.{story.revision}.q{number}", "quote_no": number}
                writer.add("quotes", [{**key, **named, **row}])


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[object, ...]]:
    """The findings of all cases, built at once: rule and article."""
    from pipelines.warehouse import build
    from pipelines.warehouse.dbt import run_dbt

    data = DataFolder(tmp_path_factory.mktemp("judged") / "data")
    stories = [pair for _, fires, its, holds, theirs in CASES for pair in ((fires, its), (holds, theirs))]
    commit(Lake(data.lake), "b1", stories)
    build.start_build(data)
    assert run_dbt("run", data).failures == []  # not its tests: they stop a build with some of these quotes
    return rows(data.build_warehouse, "select rule, article_id from attribution_findings")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_a_rule_fires_on_its_text_and_not_on_one_near_it(case: Case, judged: list[tuple[object, ...]]) -> None:
    rule, fires, _, holds, _ = case
    assert (rule, fires.article_id) in judged
    assert (rule, holds.article_id) not in judged


def test_every_rule_is_in_the_union_and_tried_here() -> None:
    models = {path.stem.removeprefix("rule_") for path in (PROJECT / "models/findings/rules").glob("*.sql")}
    union = (PROJECT / "models/findings/intermediate/int_findings_found.sql").read_text()
    assert {rule for rule in models if f'"{rule}"' in union} == models
    assert {rule for rule, *_ in CASES} == models


def test_a_finding_keeps_its_identity_until_it_no_longer_holds(data: DataFolder, lake: Lake) -> None:
    def findings() -> list[tuple[object, ...]]:
        columns = "finding_id, quote_id, revision, first_seen, last_seen > first_seen, resolved_at is null"
        return rows(data.warehouse, f"select {columns} from attribution_findings where rule = 'words_cut'")

    first = story("a", "1")
    cut = quote(WHOLE, '"We open at ni', "said", "Odo Fenn")
    commit(lake, "b1", [(first, [cut])])
    make(data)
    ((finding_id, *_, first_seen, _, is_open),) = findings()
    assert is_open
    longer = replace(first, text=WHOLE + " It snowed.", revision=2)
    commit(lake, "b2", [(longer, [said(), cut])])
    make(data)
    assert findings() == [(finding_id, "a.1.2.q1", 2, first_seen, True, True)]
    commit(lake, "b3", [(replace(longer, revision=3), [said()])])
    make(data)
    assert findings() == [(finding_id, "a.1.2.q1", 2, first_seen, True, False)]
    commit(lake, "b4", [(replace(longer, revision=4), [cut])])
    make(data)
    assert findings() == [(finding_id, "a.1.4.q0", 4, first_seen, True, True)]


def test_articles_that_a_build_does_not_touch_keep_their_findings(data: DataFolder, lake: Lake) -> None:
    commit(lake, "b1", [(story("a", "1"), [quote(WHOLE, '"We open at ni', "said", "Odo Fenn")])])
    make(data)
    before = rows(data.warehouse, "select * from attribution_findings")
    commit(lake, "b2", [(story("a", "2"), [said()])])
    make(data)
    assert rows(data.warehouse, "select * from attribution_findings") == before
