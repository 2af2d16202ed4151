"""What `whosaid run` says of corrections."""

from pathlib import Path

import duckdb
import pytest

from pipelines.cli.corrections_applied import print_corrections
from pipelines.corrections.stage import STAGE
from pipelines.lake import Lake

WAREHOUSE = """
    create table corrections as select * from (values
        ('c1', 'a1.1.q0', 'speaker'), ('c2', 'a1.1.q1', 'not_a_quote'), ('c3', 'a1.1.q2', 'kind')
    ) t(correction_id, quote_id, wrong), (select timestamp '2026-03-02' as corrected_at, 2 as line_no);
    create table quotes as select * from (values
        ('a1.1.q0', ['c1'], 'Odo Fenn', 'Lia Tarn'), ('a1.1.q1', ['c2'], null, 'Odo Fenn')
    ) t(quote_id, correction_ids, speaker, reader_speaker),
        (select 'he' as source, 'he' as reader_source, 'mixed' as kind, 'mixed' as reader_kind, 'We open' as content,
            'We open' as reader_content);
"""


def rows(*ids: str) -> list[dict[str, object]]:
    return [
        {"correction_id": one, "batch_id": "b", "path": "corrections.csv", "line_no": 2, "article_id": "a1"}
        | {"words": "We open", "wrong": "nothing", "corrected_by": "Ida Moor", "corrected_at": "2026-03-02"}
        for one in ids
    ]


def test_new_corrections_are_listed_with_what_they_changed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from datetime import UTC, datetime

    lake = Lake(tmp_path)
    for batch, ids in (("b1", ("c0",)), ("b2", ("c1", "c2", "c3"))):
        with lake.commit(stage=STAGE, batch_id=batch, versions={STAGE: batch}) as writer:
            day = datetime(2026, 3, 2, tzinfo=UTC)
            writer.add("corrections", [{**row, "batch_id": batch, "corrected_at": day} for row in rows(*ids)])
    connection = duckdb.connect()
    connection.execute(WAREHOUSE)
    print_corrections(lake, lake.commits()[-1:], connection)
    said = capsys.readouterr().out
    assert "Corrections: 3 new, 1 taken back, 3 in all" in said
    lines = {line.split()[0]: line for line in said.splitlines() if line.startswith("a1")}
    assert "Lia Tarn" in lines["a1.1.q0"] and "Odo Fenn" in lines["a1.1.q0"]
    assert "no quote" in lines["a1.1.q1"] and "not applied" in lines["a1.1.q2"]
    print_corrections(lake, [], connection)
    assert capsys.readouterr().out == ""
