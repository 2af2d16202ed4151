"""What a damaged file held is accounted for: whole articles, and a rejection for what was lost."""

import bz2
import csv
import gzip
import io
import json
import lzma
import random
import tarfile
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.ingest.discover import discover
from pipelines.ingest.reading import read
from pipelines.ingest.reading_settings import ReadingSettings
from pipelines.ingest.record import RawRecord
from pipelines.ingest.worker import read_record
from pipelines.records import Rejected

NEWS = {
    place: f"“The {place} opens in May,” said Mara Quill, who runs it. Nobody had asked about the {place} for years."
    for place in ("ferry", "mill", "bridge")
}
ITEMS = [{"title": f"{place.title()} reopens", "text": text} for place, text in NEWS.items()]
LINES = "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in ITEMS)


def _csv() -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, ["title", "text"], quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(ITEMS)
    return text.getvalue().encode()


def _parquet() -> bytes:
    buffer = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(ITEMS), buffer, row_group_size=1)
    return buffer.getvalue()


def _zip(compression: int) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for number, item in enumerate(ITEMS):
            archive.writestr(zipfile.ZipInfo(f"{number}.json"), json.dumps(item), compression)
    return buffer.getvalue()


def _xml(template: str, item: str) -> bytes:
    return (template % "\n".join(item.format(**one) for one in ITEMS)).encode()


RSS = _xml(
    '<rss xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Echo</title>%s</channel></rss>',
    "<item><title>{title}</title><content:encoded><![CDATA[<p>{text}</p>]]></content:encoded></item>",
)
ATOM = _xml(
    '<feed xmlns="http://www.w3.org/2005/Atom"><title>Echo</title>%s</feed>',
    "<entry><title>{title}</title><id>{title}</id><content type='html'>&lt;p&gt;{text}&lt;/p&gt;</content></entry>",
)
NEWSML = _xml(
    '<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>%s</itemSet></newsMessage>',
    '<newsItem guid="{title}"><contentSet><inlineXML><html><body><p>{text}</p></body></html></inlineXML></contentSet>'
    "</newsItem>",
)


def _zstandard(data: bytes) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.CompressedOutputStream(sink, "zstd") as stream:
        stream.write(data)
    return bytes(sink.getvalue())


def _tar() -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for number, item in enumerate(ITEMS):
            data = json.dumps(item).encode()
            info = tarfile.TarInfo(f"news/{number}.json")
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return packed.getvalue()


FILES = {
    "one.json": json.dumps(ITEMS[0], indent=1).encode(),
    "list.json": json.dumps(ITEMS).encode(),
    "lines.jsonl": LINES.encode(),
    "wide.jsonl": LINES.encode("utf-16"),
    "table.csv": _csv(),
    "table.parquet": _parquet(),
    "feed.rss": RSS,
    "feed.atom": ATOM,
    "items.xml": NEWSML,
    "deflated.zip": _zip(zipfile.ZIP_DEFLATED),
    "stored.zip": _zip(zipfile.ZIP_STORED),
    "lines.jsonl.gz": gzip.compress(LINES.encode(), mtime=0),
    "feed.rss.gz": gzip.compress(RSS, mtime=0),
    "lines.jsonl.bz2": bz2.compress(LINES.encode()),
    "lines.jsonl.xz": lzma.compress(LINES.encode()),
    "lines.jsonl.zst": _zstandard(LINES.encode()),
    "news.tar": _tar(),
    "news.tar.gz": gzip.compress(_tar(), mtime=0),
}
PLACES = 40  # of each file that are cut at, or changed


def _outcomes(path: Path, data: bytes) -> tuple[list[str], list[Rejected]]:
    """The texts of the articles in a file, and the rejections."""
    path.write_bytes(data)
    texts, rejections = [], []
    for piece in (piece for found in discover([path], root=path.parent) for piece in read(found)):
        result = piece.content
        if isinstance(result, RawRecord):
            result = read_record(result, ReadingSettings())
        if isinstance(result, Rejected):
            rejections.append(result)
        else:
            texts.append(result.fields["text"])
    return texts, rejections


@pytest.mark.parametrize("name", FILES)
def test_a_file_cut_anywhere_gives_whole_articles_alone_and_says_what_it_lost(tmp_path: Path, name: str) -> None:
    data = FILES[name]
    whole, rejections = _outcomes(tmp_path / name, data)
    assert whole
    assert not rejections
    for cut in range(0, len(data), max(1, len(data) // PLACES)):
        texts, rejections = _outcomes(tmp_path / name, data[:cut])
        assert texts == whole[: len(texts)], cut
        is_between_lines = b"\n" in data[max(0, cut - 2) : cut + 2]
        assert texts == whole or rejections or is_between_lines, cut
        assert not {rejected.reason_code for rejected in rejections} & {"reader_failed", "extractor_failed"}, cut


@pytest.mark.parametrize("name", [name for name in FILES if name != "deflated.zip"])  # its bytes are zlib's to choose
def test_a_changed_byte_loses_no_article_without_a_word(tmp_path: Path, name: str) -> None:
    data, chance = FILES[name], random.Random(name)
    whole, _ = _outcomes(tmp_path / name, data)
    for _ in range(PLACES):
        place, change = chance.randrange(len(data)), chance.randrange(1, 256)
        changed = data[:place] + bytes([data[place] ^ change]) + data[place + 1 :]
        texts, rejections = _outcomes(tmp_path / name, changed)
        assert len(texts) == len(whole) or rejections, (place, change)
        assert not {rejected.reason_code for rejected in rejections} & {"reader_failed", "extractor_failed"}, place


@pytest.mark.parametrize("name", ["list.json", "table.parquet", "items.xml", "deflated.zip", "stored.zip"])
def test_two_files_put_together_are_both_read_or_told_of(tmp_path: Path, name: str) -> None:
    whole, _ = _outcomes(tmp_path / name, FILES[name])
    for other in FILES.values():
        texts, rejections = _outcomes(tmp_path / name, FILES[name] + other)
        assert rejections or len(texts) > len(whole) or other == FILES[name]
