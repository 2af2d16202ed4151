"""What a user may set: `whosaid.toml` in the data folder, or a variable for each key (`variables`). Every key has a
default, and a missing file is all defaults.

[ingest]
workers = 0                    # processes that read files; 0: one for each processor
timezone = "Europe/Berlin"     # of times that state no zone; none: they are kept as if they were UTC
day_first = true               # 05/03/2024 is in March (false: in May); none: it is no date
records = "export.pieces"      # where a JSON document of yours keeps its list of articles
folders = ["/srv/news"]        # where a run started in the interface may read beside raw
[ingest.fields]                # names of your JSON, CSV or Parquet fields, looked for before the usual ones
headline_text = "title"        # theirs = ours: title, body, url, outlet, byline, authors, published_at, ...
[annotate]
workers = 0                    # processes that annotate; 0: one for each processor
incomplete = false             # whether stubs and what pages show instead of an article are annotated too
annotator = "whosaid:default_annotator"   # module:function that makes an Annotator (docs/annotators.md)
[resolve]
aliases = "people.json.gz"     # names by identifier, in the form of Wikidata's dump (docs/resolution.md)
[run]
settle_seconds = 30            # how long a new file must lie unchanged before the sensor starts a run
wait_seconds = 600             # how long a run started by Dagster waits for another writer
[history]
runs = 100                     # how many runs Dagster remembers, about 5 MB each
days = 90                      # how long it remembers them
"""

import importlib
import os
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pipelines.resources.data_folder import DataFolder
from pipelines.resources.variables import place_of, read_variables

T = TypeVar("T")

DEFAULT_ANNOTATOR = "whosaid:default_annotator"
CHECKOUT_ANNOTATOR = "pipelines.annotate:default_annotator"  # its name in 0.1, which a wheel knows by another
KEYS: Mapping[str, frozenset[str]] = {
    "ingest": frozenset({"workers", "folders", "timezone", "day_first", "records", "fields"}),
    "annotate": frozenset({"workers", "annotator", "incomplete"}),
    "resolve": frozenset({"aliases"}),
    "run": frozenset({"settle_seconds", "wait_seconds"}),
    "history": frozenset({"runs", "days"}),
}


class SettingsError(ValueError):
    """`whosaid.toml` is not TOML, or holds a key or value that means nothing here."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The values of `whosaid.toml`, or their defaults."""

    ingest_workers: int = 0
    ingest_folders: Sequence[Path] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    timezone: str | None = None
    day_first: bool | None = None
    records: str | None = None
    annotate_workers: int = field(default_factory=lambda: os.cpu_count() or 1)
    annotator: str = DEFAULT_ANNOTATOR
    annotate_incomplete: bool = False
    aliases: Path | None = None
    settle_seconds: float = 30
    wait_seconds: float = 600
    history_runs: int = 100
    history_days: int = 90

    def annotator_factory(self) -> Callable[[], Any]:
        """Return the function that `annotator` names; raises `SettingsError` where there is none."""
        annotator = DEFAULT_ANNOTATOR if self.annotator == CHECKOUT_ANNOTATOR else self.annotator
        module, _, name = annotator.partition(":")
        try:
            factory = getattr(importlib.import_module(module), name)
        except (ImportError, AttributeError) as error:
            raise SettingsError(f"annotate.annotator: no function {self.annotator!r} ({error})") from error
        if not callable(factory):
            raise SettingsError(f"annotate.annotator: {self.annotator!r} is no function")
        return factory  # type: ignore[no-any-return]


def read_settings(folder: DataFolder) -> Settings:
    """Read `whosaid.toml` and the variables, which win; raises `SettingsError` with the key at fault."""
    path = folder.root / "whosaid.toml"
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: {error}") from error
    _refuse_unknown(raw)
    variables = read_variables()
    _refuse_unknown(variables)
    raw = {section: {**raw.get(section, {}), **variables.get(section, {})} for section in KEYS}
    ingest, annotate, resolve, run, history = (raw[section] for section in KEYS)
    default = Settings()
    return Settings(
        ingest_workers=_count("ingest.workers", ingest.get("workers", 0)),
        ingest_folders=_folders("ingest.folders", ingest.get("folders", []), folder.root),
        fields=_strings("ingest.fields", ingest.get("fields", {})),
        timezone=_optional(_string, "ingest.timezone", ingest.get("timezone")),
        day_first=_optional(_boolean, "ingest.day_first", ingest.get("day_first")),
        records=_optional(_string, "ingest.records", ingest.get("records")),
        annotate_workers=_count("annotate.workers", annotate.get("workers", 0)) or default.annotate_workers,
        annotator=_string("annotate.annotator", annotate.get("annotator", default.annotator)),
        annotate_incomplete=_boolean("annotate.incomplete", annotate.get("incomplete", False)),
        aliases=_file("resolve.aliases", resolve.get("aliases"), folder.root),
        settle_seconds=_seconds("run.settle_seconds", run.get("settle_seconds", default.settle_seconds)),
        wait_seconds=_seconds("run.wait_seconds", run.get("wait_seconds", default.wait_seconds)),
        history_runs=_positive("history.runs", history.get("runs", default.history_runs)),
        history_days=_positive("history.days", history.get("days", default.history_days)),
    )


def _refuse_unknown(raw: Mapping[str, Any]) -> None:
    for section, values in raw.items():
        if section not in KEYS or not isinstance(values, dict):
            raise SettingsError(f"{place_of(section)}: no such section; there are {', '.join(KEYS)}")
        for key in values.keys() - KEYS[section]:
            there = ", ".join(sorted(KEYS[section]))
            raise SettingsError(f"{place_of(f'{section}.{key}')}: no such key; [{section}] has {there}")


def _count(key: str, value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise SettingsError(f"{place_of(key)} must be a whole number, not {value!r}")
    return value


def _positive(key: str, value: Any) -> int:
    if not _count(key, value):
        raise SettingsError(f"{place_of(key)} must be 1 or more")
    return int(value)


def _seconds(key: str, value: Any) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or value < 0:
        raise SettingsError(f"{place_of(key)} must be a number of seconds, not {value!r}")
    return float(value)


def _optional(check: Callable[[str, Any], T], key: str, value: Any) -> T | None:
    return None if value is None else check(key, value)


def _boolean(key: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise SettingsError(f"{place_of(key)} must be true or false, not {value!r}")
    return value


def _string(key: str, value: Any) -> str:
    if not isinstance(value, str):
        raise SettingsError(f"{place_of(key)} must be a string, not {value!r}")
    return value


def _file(key: str, value: Any, root: Path) -> Path | None:
    """Return the file that `value` names, relative to the data folder; None where nothing is named."""
    if value is None:
        return None
    path = root / _string(key, value)
    if not path.is_file():
        raise SettingsError(f"{place_of(key)}: there is no file {path}")
    return path


def _folders(key: str, value: Any, root: Path) -> tuple[Path, ...]:
    """Return the folders that `value` lists, relative to the data folder."""
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise SettingsError(f'{place_of(key)} must be a list of folders, e.g. ["/srv/news"]')
    for missing in (root / name for name in value if not (root / name).is_dir()):
        raise SettingsError(f"{place_of(key)}: there is no folder {missing}")
    return tuple(root / name for name in value)


def _strings(key: str, value: Any) -> dict[str, str]:
    if not isinstance(value, dict) or not all(isinstance(name, str) for name in value.values()):
        raise SettingsError(f'{place_of(key)} must be a table of strings, e.g. headline_text = "title"')
    return value
