"""Two real reports of one event beside the repository, from their files to findings: every issue that is marked."""

import json
from pathlib import Path
from typing import Any

import pytest

from pipelines.cli import main
from tests.published import rows

COLUMNS = ("rule", "document", "words", "other_words", "suggestion")
FINDINGS = """
    select f.rule, parse_filename(a.source_path) as document,
        coalesce(list_aggregate(list_transform(f.evidence_spans,
            lambda s: a.text[s.start_char + 1:s.end_char]), 'string_agg', ' '), '') as words,
        coalesce(list_aggregate(list_transform(f.other_evidence_spans,
            lambda s: b.text[s.start_char + 1:s.end_char]), 'string_agg', ' '), '') as other_words,
        f.suggestion
    from attribution_findings as f join articles as a using (article_id)
    left join articles as b on f.other_article_id = b.article_id
"""
RULES = {
    "unattributed_claim": "attribution_dropped",
    "attribution_conflict": "chain_conflict",
    "first_person_outside_quotes": "first_person",
    "quote_split_or_merged": "quotation_cut_otherwise",
    "repeated_paragraph": "paragraph_repeated",
    "name_misspelt": "name_spelt_otherwise",
    "missing_source": "source_of_article_missing",
}


@pytest.fixture(scope="module")
def gold(shared_folder: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((shared_folder / "gold/seeds.json").read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(scope="module")
def found(shared_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """The findings of `whosaid run` on the two files."""
    data = tmp_path_factory.mktemp("seeds") / "data"
    (data / "raw").mkdir(parents=True)
    for path in (shared_folder / "real/seeds").glob("*.txt"):
        (data / "raw" / path.name).write_bytes(path.read_bytes())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.argv", ["whosaid", "run", "--data", str(data)])
        with pytest.raises(SystemExit) as end:
            main()
    assert end.value.code in (0, None)
    return [dict(zip(COLUMNS, row, strict=True)) for row in rows(data / "warehouse.duckdb", FINDINGS)]


def of_issue(found: list[dict[str, Any]], issue: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the findings of the issue's rule in its article, which hold its words where it names some."""
    named = [row for row in found if (row["rule"], row["document"]) == (RULES[issue["id"]], issue["document"])]
    return [row for row in named if "text" not in issue or issue["text"] in row["words"]]


@pytest.mark.parametrize("name", RULES)
def test_each_marked_issue_is_a_finding(name: str, found: list[dict[str, Any]], gold: dict[str, Any]) -> None:
    (issue,) = [issue for issue in gold["issues"] if issue["id"] == name]
    assert of_issue(found, issue)


def test_findings_across_name_the_other_side(found: list[dict[str, Any]], gold: dict[str, Any]) -> None:
    spoken = {quote["id"]: quote["content"] for document in gold["documents"].values() for quote in document["quotes"]}
    issues = {issue["id"]: issue for issue in gold["issues"]}
    (claim,) = of_issue(found, issues["unattributed_claim"])
    assert claim["suggestion"].startswith("Vladimir Putin, from ")
    (chain,) = of_issue(found, issues["attribution_conflict"])
    assert spoken[issues["attribution_conflict"]["other"]] in chain["other_words"]
    split = issues["quote_split_or_merged"]
    cuts = [row for row in of_issue(found, split) if spoken[split["quote"]][:60] in row["words"]]
    assert [all(spoken[part][1:40] in row["other_words"] for part in split["other"].split(",")) for row in cuts] == [
        True
    ]
