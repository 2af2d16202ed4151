"""Settings that say how records are read, and the version that they make."""

import pytest

from pipelines.ingest.dates import Assumed
from pipelines.ingest.reading_settings import INGEST_VERSION, ReadingSettings, reading_settings
from pipelines.resources.settings import Settings, SettingsError


def test_what_is_set_is_part_of_the_version_so_that_files_are_read_again() -> None:
    settings = [
        Settings(),
        Settings(timezone="Europe/Berlin"),
        Settings(day_first=True),
        Settings(records="export.pieces"),
        Settings(fields={"kopf": "title"}),
    ]
    versions = [reading_settings(each).version for each in settings]
    assert versions[0] == INGEST_VERSION == ReadingSettings().version
    assert len(set(versions)) == len(versions)
    assert versions == [reading_settings(each).version for each in settings]


def test_a_zone_and_an_order_are_assumed_of_dates() -> None:
    read = reading_settings(Settings(timezone="Asia/Tokyo", day_first=False))
    assert read.assumed == Assumed("Asia/Tokyo", day_first=False)


def test_a_zone_that_does_not_exist_is_named() -> None:
    with pytest.raises(SettingsError, match=r"ingest\.timezone: no zone 'Europe/Berln'"):
        reading_settings(Settings(timezone="Europe/Berln"))
