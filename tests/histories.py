"""Histories of a data folder: what people and crashes do to one, in any order, and what must hold after each run.

`Folder` does the things (files come and go, a run is killed at a commit, caches are lost, ...), `LakeHistories` draws
them, `WarehouseHistories` builds and publishes too. A run here is the job's stages in this process, in the job's order,
with the annotator of rules; blocking expectations are asked as in the job. No results of checks are recorded: they are
logs, and each would cost another run of dbt.
"""

import csv
import json
import math
import os
import shutil
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache, wraps
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pandas as pd
import pyarrow.parquet as pq
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from pipelines.annotate.annotators import RuleAnnotator
from pipelines.annotate.stage import annotate_pending
from pipelines.automation.news import find_news
from pipelines.checks.frames import Wanted, condition_column, lake_frames, warehouse_frames
from pipelines.checks.news import to_check, without_replaced
from pipelines.checks.suites import Expectation, Suite, read_suites
from pipelines.cli.failures import explain
from pipelines.commits import files_of
from pipelines.corrections.read import COLUMNS
from pipelines.corrections.stage import commit_corrections
from pipelines.ingest import ingest as ingest_stage
from pipelines.ingest.identity_file import open_index
from pipelines.ingest.identity_index import IdentityIndex
from pipelines.ingest.ingest import IngestSettings, ingest
from pipelines.ingest.reading_settings import ReadingSettings, reading_settings
from pipelines.ingest.worker import read_record
from pipelines.lake import Lake
from pipelines.records import TABLES, Annotation, Document, Rejected
from pipelines.resolve.copies.stage import load_copies, resolve_pending_copies, tables_of
from pipelines.resolve.entities.stage import CACHED as ENTITY_TABLES
from pipelines.resolve.entities.stage import load_entities, resolve_pending_entities
from pipelines.resolve.entities.user_files.inputs import InputFiles
from pipelines.resolve.increments.current_rows import load_known
from pipelines.resolve.increments.pending import commits_of
from pipelines.resolve.utterances.kept import KEPT, VERSIONS
from pipelines.resolve.utterances.stage import resolve_pending_utterances
from pipelines.resources.data_folder import DataFolder
from pipelines.resources.settings import Settings
from pipelines.upkeep.check import check_lake
from pipelines.upkeep.compact import compact
from pipelines.upkeep.forget import forget
from pipelines.upkeep.repair import repair_lake
from pipelines.warehouse import build as build_module
from pipelines.warehouse import dbt as dbt_module
from pipelines.warehouse import publish as publish_module
from pipelines.warehouse.dbt import run_dbt
from tests.published import open_for_writing
from tests.same_marts import assert_same_marts, assert_same_present

NAMES = ("alder", "birch", "cedar", "dogwood", "elder")
VERSIONS_OF_TEXT = 4
BEGAN = datetime(2026, 2, 1, tzinfo=UTC)
FIELDS = ({}, {"kopf": "title"}, {"zeitung": "outlet"})
INDEX_TABLES = ("articles", "duplicates", "files", "commits")
COMMITS_OF_A_RUN = 9  # ingest, annotate by file, three of resolve, corrections, compact
DAMAGES: Mapping[str, Callable[[bytes], bytes | None]] = {
    "gone": lambda content: None,
    "cut": lambda content: content[: len(content) // 2],
    "changed": lambda content: content[:-9] + bytes([content[-9] ^ 1]) + content[-8:],
}


class Killed(BaseException):
    """The process ends here."""


class Stopped(Exception):
    """A blocking check failed, and says which; nothing is published."""


class OtherRules(RuleAnnotator):
    """A later version of the rules, which finds one quote less."""

    version = "rules-other"

    def annotate(self, documents: Sequence[Document]) -> list[Annotation]:
        found = super().annotate(documents)
        return [Annotation(one.doc_id, one.sentences, one.mentions, one.quotes[:-1]) for one in found]


READERS: Sequence[Callable[[], RuleAnnotator]] = (RuleAnnotator, OtherRules)


def story(name: str, version: int) -> str:
    """Return a small article: words that others print too, words of its own, and for version 0 next to no words."""
    if version == 0:
        return f"Note on {name}\n“No,” said Mara {name.title()}.\n"
    shared = "Nobody in this town will ever walk to the market again if the bridge is closed"
    first = "Odo Fenn" if version % 2 else "Odo Fen"
    return (
        f"Bridge of {name} stays, edition {version}\n"
        f"“{shared},” said {first}, the mayor of Marle Point. He said the {name} road would stay open.\n\n"
        f"“We counted {version + 10} carts on the {name} road this morning,” Mara {name.title()} told reporters.\n"
        + ("“It is a scandal for all of us,” she added.\n" if version == 3 else "")
    )


@dataclass
class InlinePool:
    """Reads records in this process: a worker's start costs more than a sequence."""

    workers: int
    reading: ReadingSettings
    seconds_per_record: float = 0

    def __enter__(self) -> "InlinePool":
        return self

    def __exit__(self, *_: object) -> None: ...

    def __class_getitem__(cls, _: object) -> type["InlinePool"]:
        return cls

    def results(self, chunks: Any) -> Iterator[Any]:
        for chunk in chunks:
            for label, content in zip(chunk.labels, chunk.contents, strict=True):
                yield label, content if isinstance(content, Rejected) else read_record(content, self.reading)


@dataclass
class Folder:
    """A data folder, and what the next run of it will be."""

    data: DataFolder
    clock: int = 0
    batches: int = 0
    reader: int = 0
    fields: int = 0
    fingerprint: str = "first"
    compacts: bool = False
    is_pure: bool = True  # nothing was removed or renamed

    @property
    def lake(self) -> Lake:
        return Lake(self.data.lake)

    @property
    def settings(self) -> Settings:
        return Settings(fields=FIELDS[self.fields], annotator=f"{__name__}:reader_{self.reader}")

    @property
    def inputs(self) -> InputFiles:
        return InputFiles(self.data.decisions, None)

    def files(self) -> list[Path]:
        return sorted(self.data.raw.iterdir()) if self.data.raw.is_dir() else []

    def write(self, name: str, version: int, *, as_json: bool) -> None:
        path = self.data.raw / f"{name}{'.json' if as_json else '.txt'}"
        self.data.raw.mkdir(parents=True, exist_ok=True)
        title, _, body = story(name, version).partition("\n")
        fields = {"kopf": title, "body": body, "zeitung": f"{name.title()} Post", "url": f"https://{name}.example/a"}
        path.write_text(json.dumps(fields) if as_json else f"{title}\n{body}", encoding="utf-8")
        self.touch(path)

    def touch(self, path: Path) -> None:
        self.clock += 1
        when = BEGAN.timestamp() + self.clock
        os.utime(path, (when, when))

    def correct(self, choice: int) -> None:
        quotes = [row for row in self.lake.read("quotes").to_pylist() if row["content"]]
        if not quotes:
            return
        quote = quotes[choice % len(quotes)]
        path = self.data.corrections / "corrections.csv"
        path.parent.mkdir(exist_ok=True)
        is_new = not path.exists()
        line = {"quote_id": quote["quote_id"], "words": quote["content"], "wrong": "speaker", "corrected_by": "T. Roon"}
        speaker = ["Ida Roon", "Odo Fenn", ""][choice % 3]
        with path.open("a", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS)
            if is_new:
                writer.writeheader()
            writer.writerow({**line, "speaker": speaker, "corrected_at": "2026-02-03T10:00:00Z"})

    def decide(self, choice: int) -> None:
        chains = [
            f"{row['article_id']}#{row['local_entity_no']}" for row in self.lake.read("entity_mentions").to_pylist()
        ]
        chains = sorted(set(chains))
        if len(chains) < 2:
            return
        left, right = chains[choice % len(chains)], chains[(choice // 3 + 1) % len(chains)]
        self.data.decisions.write_text(
            f"left_id,right_id,decision\n{left},{right},{['same', 'not_same'][choice % 2]}\n"
        )

    def expect(self, *, blocking: bool) -> None:
        self.data.expectations.mkdir(exist_ok=True)
        suite = {
            "severity": "ERROR" if blocking else "WARN",
            "blocking": blocking,
            "expectations": [
                {"type": "expect_column_values_to_match_regex", "kwargs": {"column": "content", "regex": "^never$"}}
            ],
        }
        (self.data.expectations / "lake.quotes.own.json").write_text(json.dumps(suite))

    def relent(self) -> None:
        shutil.rmtree(self.data.expectations, ignore_errors=True)

    def forget(self, choice: int, *, killed_at: str = "") -> None:
        """Forget an article, again where that was killed, and look for it everywhere."""
        articles = sorted({row["article_id"] for row in self.lake.read("articles", ["article_id"]).to_pylist()})
        if not articles:
            return
        name, given = articles[choice % len(articles)], {"by": "Desk", "why": "an order"}
        with suppress(Killed), dying(killed_at):
            forget(self.data, name, **given, batch_id=self.next_batch())
        forget(self.data, name, **given, batch_id=self.next_batch())
        assert name in self.lake.forgotten().article_ids
        held = [table for table in TABLES if name in repr(self.lake.read(table).to_pylist())]
        assert held in ([], ["corrections"]), held  # a line of the user's own, which the next run leaves out

    def damage(self, choice: int, how: str, *, killed_at: str = "") -> None:
        """Damage a file that the lake counts on, and repair it, again where that was killed."""
        lake = self.lake
        files = sorted([*(lake.folder / name for name in files_of(lake.commits())), *lake.manifests.glob("*.json")])
        files = [path for path in files if how != "gone" or path.suffix == ".parquet"]  # no manifest: no such commit
        if not files:
            return
        path = files[choice % len(files)]
        content = DAMAGES[how](path.read_bytes())
        path.unlink() if content is None else path.write_bytes(content)
        assert check_lake(lake).damages
        with suppress(Killed), dying(killed_at):
            repair_lake(self.data)
        repair_lake(self.data)
        assert not check_lake(lake).damages
        shutil.rmtree(self.data.corrections, ignore_errors=True)  # one of a quote that is lost stops the next run

    # runs

    def run(self, *, builds: bool, killed_at: str = "") -> str | None:
        """Run the stages; return None where they end well or nothing is to be done, else the line that is said."""
        try:
            with self._as_configured(), dying(killed_at):
                self._stages(builds=builds)
        except Killed:
            return "killed"
        except Stopped as stopped:
            return str(stopped)
        except Exception as error:
            said = explain(error)
            if said is None:
                raise
            return str(said)
        return None

    def _as_configured(self) -> ExitStack:
        stack = ExitStack()
        stack.enter_context(patch.object(ingest_stage, "Pool", InlinePool))
        for module in (build_module, dbt_module):
            stack.enter_context(patch.object(module, "fingerprint", lambda: self.fingerprint))
        return stack

    def has_news(self) -> bool:
        with self._as_configured():
            return bool(find_news(self.data, self.settings))

    def next_batch(self) -> str:
        self.batches += 1
        return f"{BEGAN + timedelta(hours=self.batches):%Y%m%dT%H%M%SZ}-0000"

    def _stages(self, *, builds: bool) -> None:
        batch_id = self.next_batch()
        lake, cache = self.lake, self.data.resolve_cache
        lake.sweep()
        seen_at = BEGAN + timedelta(hours=self.batches)
        settings = IngestSettings(workers=1, reading=reading_settings(self.settings))
        ingest([self.data.raw], self.data, batch_id=batch_id, seen_at=seen_at, settings=settings)
        annotate_pending(lake, READERS[self.reader], batch_id=batch_id)
        resolve_pending_copies(lake, cache, batch_id=batch_id)
        resolve_pending_entities(lake, cache, self.inputs, batch_id=batch_id)
        resolve_pending_utterances(lake, cache, batch_id=batch_id)
        self._check("lake")
        commit_corrections(lake, self.data.corrections, batch_id=batch_id)
        if builds and not build_module.is_current(self.data):
            built = build_module.build(self.data)
            assert not built.failures, [(node.name, node.message) for node in built.failures]
            self._check("warehouse")
            publish_module.publish(self.data)
        if self.compacts:
            compact(lake, batch_id=batch_id, batches_before=1)

    def _check(self, layer: str) -> None:
        news = to_check(self.data)
        failed = []
        for suite in read_suites(self.data.expectations):
            if suite.blocking and suite.layer == layer:
                wanted = Wanted(suite.table, suite.columns, suite.conditions)
                frames = (
                    lake_frames(self.lake, news.commits, wanted)
                    if layer == "lake"
                    else warehouse_frames(self.data.build_warehouse, wanted, news.batch_ids)
                )
                failed += [f"{suite.table}.{suite.name}.{name}" for frame in frames for name in broken(suite, frame)]
        assert all(name.startswith("quotes.own.") for name in failed), failed
        if failed:
            raise Stopped(f"blocked by {', '.join(failed)}")

    # what must hold

    def assert_caches_say_what_the_lake_says(self) -> None:
        """What is kept beside the lake is what the lake alone gives."""
        lake, commits = self.lake, self.lake.commits()
        with tempfile.TemporaryDirectory() as nothing:
            caches = (self.data.resolve_cache, Path(nothing) / "resolve")
            copies = [tables_of(load_copies(lake, commits, cache)) for cache in caches]
            assert_same("copies", *copies)
            made, order = commits_of(commits, VERSIONS), {"utterance_segments": "segment_no"}
            assert_same("utterances", *(load_known(lake, made, cache / "utterances", KEPT, order) for cache in caches))
            entities = [load_entities(lake, commits, cache) for cache in caches]
            assert_same("entities", *({name: getattr(e, name) for name in ENTITY_TABLES} for e in entities))
            indexes = []
            for path in (self.data.identity_index, Path(nothing) / "identity.sqlite"):
                with open_index(path, lake) as index:
                    indexes.append({name: sorted(_rows_of(index._connection, name)) for name in INDEX_TABLES})
            assert indexes[0] == indexes[1]

    def assert_as_a_fresh_folder_reads(self) -> None:
        """The current articles, and what is read in them, are those of a new folder with the same files."""
        files = tuple((path.name, path.read_bytes()) for path in self.files())
        fresh = read_afresh(files, self.reader, self.fields)
        for now, then in zip(current_state(self.lake), fresh, strict=True):
            assert now == then, sorted((now - then).items(), key=str) + sorted((then - now).items(), key=str)

    def assert_published_is_as_built_anew(self) -> None:
        """All marts but logs are those of a warehouse built from nothing out of the same lake."""
        with tempfile.TemporaryDirectory() as place, self._as_configured():
            anew = DataFolder(Path(place))
            shutil.copytree(self.data.lake, anew.lake, copy_function=os.link)
            build_module.start_build(anew, full_refresh=True)
            run = run_dbt("run", anew)
            assert not run.failures, [(node.name, node.message) for node in run.failures]
            assert_same_marts(self.data.warehouse, anew.build_warehouse)

    def assert_published_is_as_of_a_fresh_folder(self) -> None:
        """What all marts say of the present is what they say in a new folder with the same files, read at once."""
        with tempfile.TemporaryDirectory() as place:
            fresh = replace(self, data=DataFolder(Path(place)), batches=0)
            shutil.copytree(self.data.raw, fresh.data.raw)
            if self.data.decisions.is_file():
                shutil.copy2(self.data.decisions, fresh.data.decisions)
            assert fresh.run(builds=True) is None
            assert_same_present(self.data.warehouse, fresh.data.warehouse)


@lru_cache(maxsize=64)  # most of the files are as they were a step before
def read_afresh(files: tuple[tuple[str, bytes], ...], reader: int, fields: int) -> tuple[Counter[Any], Counter[Any]]:
    """Return the current state of a new folder that holds `files`."""
    with tempfile.TemporaryDirectory() as place:
        fresh = Folder(DataFolder(Path(place)), reader=reader, fields=fields)
        fresh.data.raw.mkdir()
        for name, content in files:
            (fresh.data.raw / name).write_bytes(content)
        with fresh._as_configured():
            settings = IngestSettings(workers=1, reading=reading_settings(fresh.settings))
            ingest([fresh.data.raw], fresh.data, batch_id=fresh.next_batch(), settings=settings)
            annotate_pending(fresh.lake, READERS[reader], batch_id=fresh.next_batch())
        return current_state(fresh.lake)


def broken(suite: Suite, frame: pd.DataFrame) -> list[str]:
    """Return the names of the expectations that a frame breaks: those of our blocking suites, in pandas' own words.

    Great Expectations, which says the same, takes 25 times as long as all stages of so small a run together.
    """
    return [one.name for one in suite.expectations if not keeps(one, frame)]


def keeps(one: Expectation, frame: pd.DataFrame) -> bool:
    given = one.kwargs
    asked = frame if one.condition is None else frame[frame[condition_column(one.condition)].fillna(False)]
    if one.type == "expect_compound_columns_to_be_unique":
        return not asked[given["column_list"]].duplicated().any()
    if "column_A" in given:
        left, right = (asked[given[side]] for side in ("column_A", "column_B"))
        return all(PAIRS[one.type](left, right, given.get("or_equal", False)))
    return all(VALUES[one.type](asked[given["column"]], given))


PAIRS: Mapping[str, Callable[[Any, Any, bool], Any]] = {
    "expect_column_pair_values_to_be_equal": lambda left, right, _: left.fillna("") == right.fillna(""),
    "expect_column_pair_values_a_to_be_greater_than_b": (
        lambda left, right, or_equal: (left > right) | (left == right) & or_equal | left.isna() | right.isna()
    ),
}
VALUES: Mapping[str, Callable[[Any, Mapping[str, Any]], Any]] = {
    "expect_column_values_to_not_be_null": lambda found, _: found.notna(),
    "expect_column_values_to_be_null": lambda found, _: found.isna(),
    "expect_column_values_to_be_unique": lambda found, _: ~found.dropna().duplicated(),
    "expect_column_values_to_be_in_set": lambda found, given: found.dropna().isin(given["value_set"]),
    "expect_column_values_to_match_regex": lambda found, given: found.dropna().str.contains(given["regex"]),
    "expect_column_values_to_be_between": (
        lambda found, given: found.dropna().between(given.get("min_value", -math.inf), given.get("max_value", math.inf))
    ),
}


def reader_0() -> RuleAnnotator:
    return READERS[0]()


def reader_1() -> RuleAnnotator:
    return READERS[1]()


@contextmanager
def dying(where: str) -> Iterator[None]:
    """Raise `Killed` in the block: "before 3" or "after 3" the manifest of its third commit, "index 1" before ingest's
    index keeps it, "mark" and "replaced" around the replacement of the published file.
    """
    what, _, number = where.partition(" ")
    count = Counter[str]()

    def at(place: str, call: Callable[..., Any], *, after: bool = False) -> Callable[..., Any]:
        def wrapped(*args: Any, **kwargs: Any) -> Any:
            count[place] += 1
            is_here = what == place and count[place] == int(number or 1)
            if is_here and not after:
                raise Killed
            found = call(*args, **kwargs)
            if is_here:
                raise Killed
            return found

        return wrapped

    write = at("after", at("before", Lake._write_manifest), after=True)
    with ExitStack() as stack:
        stack.enter_context(patch.object(Lake, "_write_manifest", write))
        for owner, name, place, after in (
            (IdentityIndex, "commit", "index", False),
            (publish_module, "write_whole", "mark", True),
            (publish_module, "sync", "replaced", True),
        ):
            stack.enter_context(patch.object(owner, name, at(place, getattr(owner, name), after=after)))
        yield


def _rows_of(connection: sqlite3.Connection, table: str) -> list[tuple[Any, ...]]:
    return connection.execute(f"select * from {table}").fetchall()


def assert_same(what: str, left: Any, right: Any) -> None:
    for name in left:
        one, other = (Counter(map(str, side[name].to_pylist())) for side in (left, right))
        assert one == other, (what, name, list((one - other).items())[:3], list((other - one).items())[:3])


def current_state(lake: Lake) -> tuple[Counter[Any], Counter[Any]]:
    """Return what the current revisions say, and what is read in them, without ids that tell their history."""
    current = {row["article_id"]: row for row in lake.read("articles").to_pylist()}  # the last revision comes last
    kept = ("article_id", "text", "title", "outlet", "url", "byline", "language", "body_start_char")
    articles = Counter(tuple(row[name] for name in kept) for row in current.values())
    files = [lake.folder / name for one in without_replaced(lake.commits()) for name in one.files.get("quotes", [])]
    words = ("reader_version", "article_id", "kind", "content", "cue", "source", "speaker", "channel")
    quotes = Counter(
        tuple(row[name] for name in words)
        for file in files
        for row in pq.read_table(file).to_pylist()
        if row["revision"] == current[row["article_id"]]["revision"]
    )
    return articles, quotes


def step(**drawn: st.SearchStrategy[Any]) -> Callable[[Callable[..., None]], Any]:
    """Make a rule of a method, which is told in `told` and does nothing once the history is over."""

    def rule_of(method: Callable[..., None]) -> Any:
        @wraps(method)
        def take(self: "LakeHistories", **given: Any) -> None:
            if not self.is_over:
                self.told.append(
                    f"{method.__name__}({', '.join(f'{name}={value!r}' for name, value in given.items())})"
                )
                self.take(method, given)

        return rule(**drawn)(take)

    return rule_of


class LakeHistories(RuleBasedStateMachine):
    """Histories as far as the lake: after each run its caches say what it says itself."""

    builds = False

    def __init__(self) -> None:
        super().__init__()
        self.place = Path(tempfile.mkdtemp(prefix="history-"))
        self.folder = Folder(DataFolder(self.place / "data"))
        self.is_over = False
        self.told: list[str] = []
        self.first: list[int] = []

    def take(self, method: Callable[..., None], given: Mapping[str, Any]) -> None:
        method(self, **given)

    def teardown(self) -> None:
        shutil.rmtree(self.place, ignore_errors=True)

    @initialize(versions=st.lists(st.integers(0, VERSIONS_OF_TEXT - 1), min_size=2, max_size=3))
    def first_files(self, versions: list[int]) -> None:
        self.first = versions
        for name, version in zip(NAMES, versions, strict=False):
            self.folder.write(name, version, as_json=name == NAMES[0])

    def pick(self, choice: int) -> Path | None:
        files = self.folder.files()
        return files[choice % len(files)] if files else None

    @step(name=st.sampled_from(NAMES), version=st.integers(0, VERSIONS_OF_TEXT - 1))
    def add_or_edit(self, name: str, version: int) -> None:
        self.folder.write(name, version, as_json=name in NAMES[:2])

    @step(choice=st.integers(0, 4))
    def touch(self, choice: int) -> None:
        if path := self.pick(choice):
            self.folder.touch(path)

    @step(choice=st.integers(0, 4), is_copy=st.booleans())
    def rename(self, choice: int, is_copy: bool) -> None:
        if path := self.pick(choice):
            other = path.with_name(f"{path.stem}x{path.suffix}")
            shutil.copy2(path, other)
            if not is_copy:
                path.unlink()
            self.folder.is_pure = False

    @step(choice=st.integers(0, 4))
    def delete(self, choice: int) -> None:
        if path := self.pick(choice):
            path.unlink()
            self.folder.is_pure = False

    @step(choice=st.integers(0, 30))
    def correct(self, choice: int) -> None:
        self.folder.correct(choice)

    @step(choice=st.integers(0, 30))
    def decide(self, choice: int) -> None:
        self.folder.decide(choice)

    @step(blocking=st.booleans())
    def expect(self, blocking: bool) -> None:
        self.folder.expect(blocking=blocking)

    @step()
    def relent(self) -> None:
        self.folder.relent()

    @step(reader=st.integers(0, len(READERS) - 1))
    def use_another_reader(self, reader: int) -> None:
        self.folder.reader = reader

    @step(fields=st.integers(0, len(FIELDS) - 1))
    def name_other_fields(self, fields: int) -> None:
        self.folder.fields = fields

    @step(compacts=st.booleans())
    def merge_small_commits(self, compacts: bool) -> None:
        self.folder.compacts = compacts

    @step()
    def lose_caches(self) -> None:
        shutil.rmtree(self.folder.data.build, ignore_errors=True)

    @step(choice=st.integers(0, 9), killed_at=st.sampled_from(["", "before 1", "after 1"]))
    def forget(self, choice: int, killed_at: str) -> None:
        self.folder.forget(choice, killed_at=killed_at)
        self.folder.is_pure = False
        self.run_once()

    @step(
        choice=st.integers(0, 99),
        how=st.sampled_from(sorted(DAMAGES)),
        killed_at=st.sampled_from(["", "before 1", "after 1"]),
    )
    def damage_and_repair(self, choice: int, how: str, killed_at: str) -> None:
        self.folder.damage(choice, how, killed_at=killed_at)
        self.run_once()

    @step(where=st.sampled_from(["before", "after"]), number=st.integers(1, COMMITS_OF_A_RUN), goes_on=st.booleans())
    def kill_at_a_commit(self, where: str, number: int, goes_on: bool) -> None:
        """Kill a run; the next one comes at once, or after whatever else is done to the folder."""
        if goes_on:
            self.run_once(killed_at=f"{where} {number}")
        else:
            self.folder.run(builds=self.builds, killed_at=f"{where} {number}")

    @step()
    def kill_before_the_index_keeps_a_batch(self) -> None:
        self.run_once(killed_at="index 1")

    @step()
    def run(self) -> None:
        self.run_once()

    def run_once(self, killed_at: str = "") -> None:
        said = self.folder.run(builds=self.builds, killed_at=killed_at)
        if said == "killed":
            assert killed_at
            said = self.folder.run(builds=self.builds)
        if said is not None:
            assert "\n" not in said
            assert said.startswith("blocked by quotes.own."), said
            return
        self.assert_all_holds()

    def assert_all_holds(self) -> None:
        self.folder.assert_caches_say_what_the_lake_says()
        if self.folder.is_pure:
            self.folder.assert_as_a_fresh_folder_reads()


class WarehouseHistories(LakeHistories):
    """Histories with what is built and published of them."""

    builds = True

    def assert_all_holds(self) -> None:
        super().assert_all_holds()
        assert not self.folder.has_news()
        self.folder.assert_published_is_as_built_anew()
        if self.folder.is_pure and not self.folder.data.corrections.exists():  # they name revisions
            self.folder.assert_published_is_as_of_a_fresh_folder()

    @step()
    def lose_the_warehouse(self) -> None:
        self.folder.data.warehouse.unlink(missing_ok=True)

    @step()
    def lose_warehouse_and_caches(self) -> None:
        self.lose_the_warehouse()
        self.lose_caches()

    @step()
    def upgrade(self) -> None:
        self.folder.fingerprint = "second"

    @step(where=st.sampled_from(["mark", "replaced 1", "replaced 2"]))
    def kill_while_it_publishes(self, where: str) -> None:
        self.run_once(killed_at=where)

    @precondition(lambda self: self.folder.data.warehouse.is_file())
    @step()
    def run_while_another_program_writes(self) -> None:
        self.folder.write(NAMES[-1], self.folder.clock % VERSIONS_OF_TEXT, as_json=False)
        self.folder.relent()
        with open_for_writing(self.folder.data.warehouse, "create or replace table notes (line varchar)"):
            said = self.folder.run(builds=True)
            assert said is None or "close it" in said, said
        self.run_once()
