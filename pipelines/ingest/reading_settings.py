"""How records are read where a user has a say: names of fields, the zone of times that state none, the order of dates.

What was read under other settings is read again: they are part of the version that a file is known by.
"""

import hashlib
from dataclasses import dataclass, field

import orjson

from pipelines.ingest.dates import NOTHING_ASSUMED, Assumed, known_zone
from pipelines.ingest.fields import DEFAULT_MAPPING, FieldMapping, mapping_with
from pipelines.resources.settings import Settings, SettingsError

INGEST_VERSION = "7"
"""Raise it when the same file would give another article: scans then read again what an earlier version read."""


@dataclass(frozen=True, slots=True)
class ReadingSettings:
    """`mapping` says where structured records keep their fields, `assumed` what dates mean that do not say all."""

    mapping: FieldMapping = field(default_factory=lambda: DEFAULT_MAPPING)
    assumed: Assumed = NOTHING_ASSUMED

    @property
    def version(self) -> str:
        """Names the code and these settings; the defaults go by the code's alone."""
        if self == ReadingSettings():
            return INGEST_VERSION
        stated = orjson.dumps([dict(self.mapping), self.assumed], option=orjson.OPT_SORT_KEYS)
        return f"{INGEST_VERSION}+{hashlib.blake2b(stated, digest_size=4).hexdigest()}"


def reading_settings(settings: Settings) -> ReadingSettings:
    """Return how `whosaid.toml` says that records are read; raises `SettingsError` for a zone that does not exist."""
    zone = settings.timezone
    if zone is not None and not known_zone(zone):
        raise SettingsError(f"whosaid.toml: ingest.timezone: no zone {zone!r}; zones are named as in Europe/Berlin")
    mapping = mapping_with(settings.fields, records=settings.records)
    return ReadingSettings(mapping, Assumed(zone, settings.day_first))
