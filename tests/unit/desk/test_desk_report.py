"""The report on an outlet's month."""

import csv
from datetime import date
from pathlib import Path

from pipelines.desk.reports import write_report
from pipelines.resources.data_folder import DataFolder
from pipelines.warehouse.reading import open_warehouse


def test_a_month_is_one_page_without_other_files_and_its_tables(sample: DataFolder, tmp_path: Path) -> None:
    with open_warehouse(sample) as connection:
        asked = {"outlet": "Northern Courier", "month": date(2026, 11, 1), "out": tmp_path}
        written = write_report(connection, **asked) or []
        query = """
            select count(*) from quotes where outlet = 'Northern Courier' and not is_repeat and speaker is not null
                and published_at >= '2026-11-01' and published_at < '2026-12-01'
        """
        n_quotes = (connection.execute(query).fetchone() or (0,))[0]
        empty = write_report(connection, outlet="Northern Courier", month=date(1999, 12, 1), out=tmp_path / "empty")
        assert empty is not None and "Nobody." in (tmp_path / "empty" / "report.html").read_text()
        assert write_report(connection, outlet="Nowhere Post", month=date(2026, 11, 1), out=tmp_path / "none") is None
    assert sorted(path.name for path in written) == ["findings.csv", "quoted.csv", "report.html", "shared.csv"]
    page = (tmp_path / "report.html").read_text()
    assert (
        "Marcus Hale" in page
        and "Kind of role" in page
        and "src=" not in page
        and "<script" not in page
        and "href=" not in page
    )
    with (tmp_path / "quoted.csv").open() as lines:
        assert sum(int(row["quotes"]) for row in csv.DictReader(lines)) == n_quotes > 0
