"""Labels for training out of what people corrected."""

import json
from pathlib import Path

import duckdb

from pipelines.resources.data_folder import DataFolder
from training.from_corrections import read_corrected, write_labels

TEXT = "Harbour opens\nWe open, said Fenn. It rained."
WAREHOUSE = """
    create table articles as select 'a1' as article_id, $text as text;
    create table quotes as
        with q(quote_id, speaker, span, corrections, is_refuted, is_confirmed) as (values
            ('a1.1.q0', 'Odo Fenn', {start_char: 14, end_char: 21}, ['c1', 'c2'], false, false),
            ('a1.1.q1', null, {start_char: 34, end_char: 43}, ['c3'], true, false),
            ('a1.1.q2', null, {start_char: 0, end_char: 7}, [], false, false)
        )
        select quote_id, 'a1' as article_id, 'Ledger' as outlet, speaker, speaker as speaker_as_printed,
            'indirect' as kind, 'speech' as cue_class, [span] as content_spans, [] as cue_spans, [] as source_spans,
            span.start_char as content_start_char, corrections as correction_ids, is_refuted, is_confirmed,
            false as is_added
        from q;
    create table corrections as select * from (values ('c1', 'speaker'), ('c2', 'kind'), ('c3', 'not_a_quote'))
        t(correction_id, wrong);
"""


def test_quotes_that_somebody_looked_at_become_labels_and_refuted_ones_are_told_apart(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    with duckdb.connect(str(folder.warehouse)) as connection:
        connection.execute(WAREHOUSE.replace("$text", "'" + TEXT.replace("\n", "' || chr(10) || '") + "'"))
    out = tmp_path / "labels.jsonl"
    assert write_labels(folder, out) == 1
    line = json.loads(out.read_text())
    (label,) = line["attributions"]
    assert (label["content"], label["speaker"], label["checked"]) == ([[14, 21]], "Odo Fenn", ["kind", "speaker"])
    assert line["refuted"] == [[[34, 43]]] and line["is_partial"] and line["n_chars"] == len(TEXT)
    (article,) = read_corrected(folder)
    assert article.text[14:21] == "We open" and article.attributions == line["attributions"]
