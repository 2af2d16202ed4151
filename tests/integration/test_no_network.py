"""A whole `whosaid run`, with an annotator of the user's own, as the system sees it: no network, one folder written."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from news_samples import write_articles

from tests.system_calls import NETWORK, read_calls, strace

ANNOTATOR = """
import onnxruntime  # as a user's module may, before anything of the reader is imported

from pipelines.annotate import default_annotator


def make():
    assert onnxruntime.get_available_providers()
    return default_annotator()
"""
PAGE = """<!doctype html><html lang="en"><head><title>Ferry to stay | Marle Point Mercury</title>
<link rel="canonical" href="https://www.mercury.example/ferry-to-stay"><script src="https://ads.example/a.js"></script>
</head><body><article><h1>Ferry to stay</h1><img src="https://ads.example/a.png">
<p>The council of Marle Point has voted to keep the ferry for another year, its chair said on Tuesday evening.</p>
<p>“Nobody here is going to swim to work,” said Ada Brennick, who chairs the council of the small harbour town.</p>
</article></body></html>"""
ENTITIES = """<?xml version="1.0"?><!DOCTYPE nitf SYSTEM "https://dtd.example/nitf.dtd"
[<!ENTITY away SYSTEM "https://dtd.example/away.txt">]><nitf><head><title>Ferry</title></head><body><body.content>
<p>The ferry will stay, said Ada Brennick. &away;</p></body.content></body></nitf>"""
SUITE = """{"expectations": [{"type": "expect_column_values_to_not_be_null", "kwargs": {"column": "quote_id"}}]}"""
LOOPBACK = re.compile(r'inet_addr\("127\.|"::1"')
STRACE = shutil.which("strace")
QUIET = ("ORT_", "GX_", "DBT_", "DAGSTER_", "RAY_", "HF_", "DO_NOT_TRACK")  # a shell has none of these


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    write_articles(folder / "raw")
    (folder / "raw" / "page.html").write_text(PAGE, encoding="utf-8")
    (folder / "raw" / "entities.xml").write_text(ENTITIES, encoding="utf-8")
    (folder / "whosaid.toml").write_text('annotate.annotator = "own_annotator:make"\nannotate.workers = 2\n')
    (folder / "expectations").mkdir()
    (folder / "expectations" / "warehouse.quotes.own.json").write_text(SUITE)
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "own_annotator.py").write_text(ANNOTATOR)
    return folder


def _run(folder: Path, *before: str) -> None:
    """Run the pipeline under the program `before`, in a home of its own."""
    home = folder.parent / "home"
    home.mkdir()
    own = {"HOME": str(home), "PYTHONPATH": str(folder.parent / "code"), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [*before, sys.executable, "-c", "from pipelines.cli import main; main()", "run", "--data", str(folder)]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(QUIET)}
    done = subprocess.run(command, env={**kept, **own}, capture_output=True, text=True, timeout=3000, check=False)
    assert done.returncode == 0, done.stderr
    assert (folder / "warehouse.duckdb").is_file()
    assert list(home.iterdir()) == []


@pytest.mark.skipif(STRACE is None, reason="needs strace, which tells what is asked of the system")
def test_a_run_looks_nothing_up_and_writes_to_its_data_folder_alone(folder: Path) -> None:
    trace = folder.parent / "trace"
    _run(folder, *strace(trace))
    calls = list(read_calls(trace))
    written = {place for call in calls if call.writes for place in call.places}
    assert str(folder / "warehouse.duckdb") in written, "the trace shows what is written"
    assert [place for place in written if not place.startswith((f"{folder}/", "/dev/"))] == []
    internet = [call.arguments for call in calls if call.name in NETWORK and "sa_family=AF_INET" in call.arguments]
    assert [address for address in internet if not LOOPBACK.search(address)] == []


def _has_network_namespaces() -> bool:
    found = shutil.which("unshare")
    return (
        found is not None and subprocess.run([found, "-rn", "true"], capture_output=True, check=False).returncode == 0
    )


@pytest.mark.skipif(
    STRACE is not None, reason="strace shows more: what a run asks for, not only that it can do without"
)
@pytest.mark.skipif(not _has_network_namespaces(), reason="needs unshare and leave to make a network namespace")
def test_a_run_needs_no_network_at_all(folder: Path) -> None:
    _run(folder, "unshare", "-rn")
