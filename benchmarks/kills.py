"""Kills runs at random moments, edits files before the next, and compares with a folder whose runs nobody killed.

    python benchmarks/kills.py [--rounds 40] [--seed 1] [--seconds 20] [--data DIR]

Each round adds a file of every format to two folders, starts `whosaid run` (the rule annotator, a process group of its
own) on one of them and ends it by SIGKILL after a random part of `--seconds`; then files are edited and removed in
both, and both run to the end. What all marts say of the present must be what the other folder's say, and all marts but
logs those of a warehouse built from nothing out of the same lake. Stops at the first round that differs.
"""

import argparse
import gzip
import io
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from pipelines.resources.data_folder import DataFolder
from tests.published import make
from tests.same_marts import assert_same_marts, assert_same_present

SYLLABLES = ("bar", "cor", "dun", "fel", "gan", "har", "kil", "lor", "mar", "nel", "pol", "ras", "sen", "tor")
COMMAND = [sys.executable, "-m", "whosaid", "run", "--data"]
WORDS = [f"{first}{last}" for first in SYLLABLES for last in SYLLABLES]
QUOTATIONS = 3  # that two articles or more of a round print
SETTINGS = '[annotate]\nworkers = 1\nannotator = "pipelines.annotate:RuleAnnotator"\n[ingest]\nworkers = 1\n'


def title_of(name: str, version: int) -> str:
    """Return the headline of an invented article."""
    return f"Pier {name} stays open, edition {version}"


def body_of(name: str, version: int) -> str:
    """Return paragraphs that say who said what: own words, and a quotation that a few others print too.

    No five words in a row stand in many articles: of such that do, only the nearest articles are compared.
    """
    own, shared = random.Random(name), random.Random(name.partition("-")[0] + str(len(name) % QUOTATIONS))
    report = ". ".join(" ".join(own.choices(WORDS, k=12)).capitalize() for _ in range(4))
    return (
        f"{report}. Pier {name} has {version + 1} years.\n\n"
        f"“{' '.join(shared.choices(WORDS, k=14)).capitalize()},” said Ada Brennick.\n\n"
        f"“{' '.join(own.choices(WORDS, k=14)).capitalize()},” said Tomas Ruel."
    )


def record(name: str, version: int) -> dict[str, str]:
    """Return an article as a record."""
    address = f"https://mercury.example/{name}"
    return {"title": title_of(name, version), "body": body_of(name, version), "url": address, "outlet": "Mercury"}


def text(name: str, version: int) -> bytes:
    return f"{title_of(name, version)}\n\n{body_of(name, version)}\n".encode()


def page(name: str, version: int) -> bytes:
    paragraphs = "".join(f"<p>{one}</p>" for one in body_of(name, version).split("\n\n"))
    title = title_of(name, version)
    body = f"<article><h1>{title}</h1>{paragraphs}</article>"
    return f"<html><head><title>{title}</title></head><body>{body}</body></html>".encode()


def table(name: str, version: int) -> bytes:
    sink = io.BytesIO()
    pq.write_table(pa.Table.from_pylist([record(name, version)]), sink)
    return sink.getvalue()


def csv_table(name: str, version: int) -> bytes:
    row = record(name, version)
    return (",".join(row) + "\n" + ",".join(json.dumps(value, ensure_ascii=False) for value in row.values())).encode()


def feed(name: str, version: int) -> bytes:
    row = record(name, version)
    content = "".join(f"&lt;p&gt;{one}&lt;/p&gt;" for one in row["body"].split("\n\n"))
    told = f"<title>{row['title']}</title><link>{row['url']}</link><content:encoded>{content}</content:encoded>"
    space = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    return f'<rss version="2.0" {space}><channel><title>Mercury</title><item>{told}</item></channel></rss>'.encode()


def atom(name: str, version: int) -> bytes:
    row = record(name, version)
    content = "".join(f"&lt;p&gt;{one}&lt;/p&gt;" for one in row["body"].split("\n\n"))
    told = f'<title>{row["title"]}</title><link href="{row["url"]}"/><content type="html">{content}</content>'
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Mercury</title><entry>{told}</entry></feed>'.encode()


def nitf(name: str, version: int) -> bytes:
    paragraphs = "".join(f"<p>{one}</p>" for one in body_of(name, version).split("\n\n"))
    head = f"<body.head><hedline><hl1>{title_of(name, version)}</hl1></hedline></body.head>"
    return f"<nitf><body>{head}<body.content>{paragraphs}</body.content></body></nitf>".encode()


def zipped(name: str, version: int) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        archive.writestr(zipfile.ZipInfo("inner.txt"), text(name, version))
    return sink.getvalue()


def web_archive(name: str, version: int) -> bytes:
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    sink = io.BytesIO()
    writer = WARCWriter(sink, gzip=False)
    headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.0")
    address = f"https://warc.example/{name}"
    body = io.BytesIO(page(name, version))
    writer.write_record(writer.create_warc_record(address, "response", body, http_headers=headers))
    return sink.getvalue()


FORMATS: Mapping[str, Callable[[str, int], bytes]] = {
    "txt": text,
    "md": lambda name, version: b"# " + text(name, version),
    "html": page,
    "json": lambda name, version: json.dumps(record(name, version)).encode(),
    "jsonl": lambda name, version: json.dumps(record(name, version)).encode() + b"\n",
    "parquet": table,
    "csv": csv_table,
    "rss": feed,
    "atom": atom,
    "nitf.xml": nitf,
    "warc": web_archive,
    "zip": zipped,
    "txt.gz": lambda name, version: gzip.compress(text(name, version), mtime=0),
}


class Twins:
    """Two folders that hold the same files: the runs of one are killed."""

    def __init__(self, root: Path) -> None:
        """Make both."""
        self.folders = [DataFolder(root / name) for name in ("killed", "whole")]
        for folder in self.folders:
            folder.raw.mkdir(parents=True, exist_ok=True)
            (folder.root / "whosaid.toml").write_text(SETTINGS)

    def write(self, name: str, version: int) -> None:
        """Write a file to both, of one time."""
        content, now = FORMATS[name.partition(".")[2]](name.replace(".", "-"), version), time.time_ns()
        for folder in self.folders:
            (folder.raw / name).write_bytes(content)
            os.utime(folder.raw / name, ns=(now, now))

    def remove(self, name: str) -> None:
        """Remove a file from both."""
        for folder in self.folders:
            (folder.raw / name).unlink()


def start(folder: DataFolder) -> "subprocess.Popen[bytes]":
    """Start a run as a process group of its own."""
    return subprocess.Popen([*COMMAND, str(folder.root)], stdout=subprocess.DEVNULL, start_new_session=True)


def run(folder: DataFolder) -> None:
    """Run to the end."""
    if code := start(folder).wait():
        sys.exit(f"a run over {folder.root} ended with {code}")


def kill_a_run(folder: DataFolder, seconds: float) -> bool:
    """Return whether a run was still going on when it was killed."""
    process = start(folder)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
    return process.wait() == -signal.SIGKILL


def compare(twins: Twins, scratch: Path) -> None:
    """Raise where the folders differ, or the killed one's warehouse from one built out of its lake."""
    killed, whole = twins.folders
    assert_same_present(killed.warehouse, whole.warehouse)
    anew = DataFolder(scratch / "anew")
    shutil.rmtree(anew.root, ignore_errors=True)
    shutil.copytree(killed.lake, anew.lake)
    make(anew)
    assert_same_marts(killed.warehouse, anew.warehouse)


def main() -> None:
    """Run the rounds and print each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=20, help="how long a run takes at most here")
    parser.add_argument("--data", type=Path)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    with tempfile.TemporaryDirectory(prefix="whosaid-kills-") as temporary:
        root = options.data or Path(temporary)
        twins, names, killed = Twins(root), [], 0
        for number in range(options.rounds):
            known = [*names]  # what both have read: one killed may have read more of the new ones than the other will
            for form in FORMATS:
                names.append(f"r{number}.{form}")
                twins.write(names[-1], 0)
            after = chance.uniform(0, options.seconds)
            was_killed = kill_a_run(twins.folders[0], after)
            killed += was_killed
            for name in chance.sample(names, 5):
                twins.write(name, chance.randrange(3))
            for name in chance.sample(known, min(1, len(known))):
                names.remove(name)
                twins.remove(name)
            for folder in twins.folders:
                run(folder)
            compare(twins, root)
            said = f"killed after {after:.1f} s" if was_killed else "over before it was killed"
            print(f"round {number + 1}: {said}, {len(names)} files; same", flush=True)
        print(f"{options.rounds} rounds, {killed} killed: all same")


if __name__ == "__main__":
    main()
