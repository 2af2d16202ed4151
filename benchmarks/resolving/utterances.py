"""Utterances at scale: sentences of the BBC and Reuters articles beside the repository, printed again with changes.

Without those articles, sentences of invented words. Each article holds five quotes of one event by one of 200 outlets,
within two days, and an unattributed sentence. Peak memory is the process's own.
"""

import random
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.annotate.page.sentences import split_sentences
from pipelines.records import QUOTES, SENTENCES, Span
from pipelines.resolve.utterances import Prints, Utterances, resolve_utterances

SHARED = Path(__file__).resolve().parents[3] / "shared" / "real"
QUOTES_PER_ARTICLE = 5
ADDED_QUOTES = 1_000
FIRST_DAY = datetime(2026, 1, 1, tzinfo=UTC)
PARTS = ("utterances", "pairs", "history", "segments", "postings")


def read_sentences() -> list[str]:
    texts: list[str] = []
    for path in (SHARED / "bbc/bbc.parquet", SHARED / "reuters/reuters21578.parquet"):
        if path.exists():
            texts += [text for text in pq.read_table(path, columns=["text"])["text"].to_pylist() if text]
    if not texts:
        return invent_sentences(150_000)
    found = {span.of(text) for text in texts for span in split_sentences(text)}
    chosen = sorted(sentence for sentence in found if 40 <= len(sentence) <= 400 and sentence[0].isupper())
    random.Random(7).shuffle(chosen)  # in their order neighbours would be forms of one sentence
    return chosen


def invent_sentences(count: int) -> list[str]:
    rng = random.Random(7)
    syllables = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]
    words = ["".join(rng.choices(syllables, k=rng.randint(1, 4))) for _ in range(40_000)]
    weights = [1 / (rank + 3) for rank in range(len(words))]
    return [" ".join(rng.choices(words, weights, k=rng.randint(8, 24))).capitalize() + "." for _ in range(count)]


def change(sentence: str, rng: random.Random, words: list[str]) -> str:
    """Return `sentence` as another outlet may print it: six in ten unchanged."""
    dice = rng.random()
    tokens = sentence.split()
    if dice < 0.6:
        return sentence
    if dice < 0.7:
        return sentence.replace(",", "").replace("'", "’").rstrip(".") + ","
    if dice < 0.8:
        start = rng.randrange(max(1, len(tokens) // 3))
        return " ".join(tokens[start : start + max(6, 2 * len(tokens) // 3)])
    if dice < 0.87 and len(tokens) > 1:
        cut = rng.randrange(1, len(tokens))
        return " ".join([*tokens[:cut], "...", *tokens[cut + 1 :]])
    for _ in range(max(1, len(tokens) // 8)):
        tokens[rng.randrange(len(tokens))] = rng.choice(words)
    return " ".join(tokens)


def make_articles(quotes: int, *, first_article: int, sentences: list[str]) -> Iterator[tuple[Any, ...]]:
    """Yield (article row, quote rows, sentence rows); an event's sentences are printed by eight articles on average."""
    rng = random.Random(first_article)
    words = [word for sentence in sentences[:2_000] for word in sentence.split()]
    events = max(1, len(sentences) // 12)
    for number in range(first_article, first_article + quotes // QUOTES_PER_ARTICLE):
        event = rng.randrange(min(events, max(1, quotes // QUOTES_PER_ARTICLE // 8)))
        rotation = number // (events * 8)  # later prints of an event are of other sentences
        pool = [sentences[(event * 12 + place + rotation * 7_919) % len(sentences)] for place in range(12)]
        article_id = f"{number:016x}"
        day = FIRST_DAY + timedelta(days=(event * 37 + rotation) % 3_000, hours=rng.randrange(48))
        text, quote_rows = "", []
        for quote_no in range(QUOTES_PER_ARTICLE):
            first = rng.randrange(11)
            picked = pool[first : first + rng.choice((1, 1, 2))]
            content = " ".join(change(sentence, rng, words) for sentence in picked)
            speaker = rng.choice((f"Jan Orr{event}", f"Orr{event}", f"Jan Orr{event}", None))
            start = len(text)
            text += content + "\n"
            quote_rows.append(quote_row(article_id, quote_no, content, start, speaker))
        span = Span(len(text), len(text) + len(pool[11]))
        sentence_row = {"article_id": article_id, "start_char": span.start_char, "end_char": span.end_char}
        outlet = f"outlet{rng.randrange(200)}.example"
        article = {"article_id": article_id, "text": text + pool[11], "outlet": outlet, "published_at": day}
        yield article, quote_rows, [sentence_row]


def quote_row(article_id: str, quote_no: int, content: str, start: int, speaker: str | None) -> dict[str, Any]:
    return {
        "quote_id": f"{article_id}.1.q{quote_no}",
        "article_id": article_id,
        "quote_no": quote_no,
        "kind": "direct",
        "content": content,
        "content_spans": [{"start_char": start, "end_char": start + len(content)}],
        "speaker": speaker,
    }


FILL = {"string": "", "int32": 1, "int64": 0, "bool": False}
ARTICLES = pa.schema(
    [("article_id", "string"), ("text", "string"), ("outlet", "string"), ("published_at", pa.timestamp("us", tz="UTC"))]
)


def write_prints(folder: Path, quotes: int, *, first_article: int, sentences: list[str]) -> None:
    folder.mkdir()
    schemas = {"articles": ARTICLES, "quotes": QUOTES, "sentences": SENTENCES}
    writers = {name: pq.ParquetWriter(folder / f"{name}.parquet", schema) for name, schema in schemas.items()}
    pending: dict[str, list[dict[str, Any]]] = {name: [] for name in schemas}

    def flush() -> None:
        for name, rows in pending.items():
            full = [{**filling(schemas[name]), **row} for row in rows]
            writers[name].write_table(pa.Table.from_pylist(full, schema=schemas[name]))
            rows.clear()

    for article, quote_rows, sentence_rows in make_articles(quotes, first_article=first_article, sentences=sentences):
        pending["articles"].append(article)
        pending["quotes"] += quote_rows
        pending["sentences"] += [{"role": "body", **row} for row in sentence_rows]
        if len(pending["quotes"]) >= 50_000:
            flush()
    flush()
    for writer in writers.values():
        writer.close()


def filling(schema: pa.Schema) -> dict[str, Any]:
    required = [field for field in schema if not field.nullable and field.name not in ARTICLES.names]
    return {field.name: [] if pa.types.is_list(field.type) else FILL[str(field.type)] for field in required}


def measure(prints: Path, known: Path | None, out: Path) -> dict[str, Any]:
    """Resolve what `prints` holds, reading and writing what is known as the asset's cache does; return the figures."""
    started, cpu = time.perf_counter(), time.process_time()
    read = Prints(**{name: pq.read_table(prints / f"{name}.parquet") for name in ("quotes", "sentences", "articles")})
    before = Utterances(**{part: read_arrow(known / f"{part}.arrow") for part in PARTS}) if known else Utterances.none()
    read_at = time.perf_counter()
    found = resolve_utterances(read, before, batch_id="benchmark")
    found_at = time.perf_counter()
    out.mkdir()
    for part in PARTS:
        write_arrow(getattr(found, part), out / f"{part}.arrow")
    return {
        "seconds": round(time.perf_counter() - started, 1),
        "resolve_seconds": round(found_at - read_at, 1),
        "cpu_seconds": round(time.process_time() - cpu, 1),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "segments": len(found.segments),
        "pairs": len(found.pairs),
        "utterances": len(found.utterances),
        "largest": int(found.utterances["quotes"].to_numpy().max()),
    }


def read_arrow(path: Path) -> pa.Table:
    """Return a table mapped into memory."""
    with pa.memory_map(str(path)) as source:
        return pa.ipc.open_file(source).read_all()


def write_arrow(table: pa.Table, path: Path) -> None:
    """Write a table that `read_arrow` reads."""
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)


def measure_growth(quotes: int, run: Callable[[list[str]], dict[str, Any]]) -> dict[str, Any]:
    """Measure `quotes` from nothing, then 1,000 more, each by `run` in a process of its own."""
    sentences = read_sentences()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_prints(folder / "first", quotes, first_article=0, sentences=sentences)
        write_prints(folder / "more", ADDED_QUOTES, first_article=quotes, sentences=sentences)
        known = str(folder / "known")
        first = run([str(folder / "first"), known])
        added = run([str(folder / "more"), str(folder / "then"), known])
    figures = {"part": "utterances", "quotes": quotes, "sentences": len(sentences), **first}
    return figures | {f"added_{key}": added[key] for key in ("seconds", "resolve_seconds", "cpu_seconds", "peak_mb")}
