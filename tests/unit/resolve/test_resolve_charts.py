"""Splink's charts: a page each, still there after a run that weighed nothing."""

import re
from pathlib import Path

import pyarrow as pa

from pipelines.resolve.charts import waterfall_rows, write_charts
from pipelines.resolve.entities import resolve_entities
from tests.unit.resolve.entities.entity_rows import article


def test_charts_are_pages_that_need_no_internet_and_outlast_a_run_without_any(tmp_path: Path) -> None:
    spelt = [article("a", [{"name": "Odo Fenn"}]), article("b", [{"name": "Odo Fen"}])]
    charts = resolve_entities(pa.concat_tables(spelt)).charts
    pages = write_charts(charts, tmp_path / "entities")
    assert sorted(pages) == ["person match_weights", "person waterfall"]
    assert {row["compared"] for row in waterfall_rows(charts)} >= {"name"}
    for page in pages.values():
        html = page.read_text(encoding="utf-8")
        assert "vega" in html
        assert not re.search(r"""<(?:script|link)[^>]+(?:src|href)=["']?(?:https?:)?//""", html)
    assert write_charts({}, tmp_path / "entities") == pages
