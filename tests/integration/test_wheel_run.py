"""The pipeline out of the wheel, in a folder that is no checkout."""

from pathlib import Path

from news_samples import write_articles
from published import rows
from wheels import install


def test_the_wheel_runs_from_raw_files_to_the_published_warehouse(tmp_path: Path) -> None:
    installed = install(tmp_path)
    write_articles(installed.beside / "data" / "raw")
    called = installed.python("-m", "whosaid", "run")
    assert called.returncode == 0, called.stderr
    assert rows(installed.beside / "data" / "warehouse.duckdb", "select count(*) > 0 from quotes") == [(True,)]
    assert not (installed.site / "whosaid" / "dbt_project" / "target").exists()  # an install may be read-only
