"""How many printed roles of persons are right: `python -m benchmarks.roles ../shared/real/news_events/articles.jsonl`.

`judged/roles.csv` holds verdicts on roles drawn at random and read in their places: the article's digest, where the
name stands, the role's digest, and whether the role is a whole phrase that the article gives that person. The first
draw was made before roles were mended, the second after. A role that was not judged counts as unread: read it with
`--show`, and add a row.
"""

import argparse
import csv
import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal, get_args

from pipelines.annotate import ReaderAnnotator
from pipelines.records import Document

JUDGED = Path(__file__).parent / "judged" / "roles.csv"
DIGITS = 12  # of a digest

Place = tuple[str, int]
Outcome = Literal["right", "wrong", "none", "unread"]


def digest(text: str) -> str:
    """Name a text without holding it."""
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]


def read_verdicts(path: Path) -> dict[str, dict[Place, dict[str, bool]]]:
    """Return, for each draw and each place of a name in it, what was judged of each role that was read there."""
    draws: dict[str, dict[Place, dict[str, bool]]] = {}
    with path.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            places = draws.setdefault(row["draw"], {})
            places.setdefault((row["article"], int(row["start_char"])), {})[row["role"]] = row["is_right"] == "true"
    return draws


def read_roles(texts: Sequence[str]) -> Iterator[tuple[Place, str]]:
    """Yield where each name stands, with the role that is read for it; `""` for none."""
    annotator = ReaderAnnotator()
    for text in texts:
        (annotation,) = annotator.annotate([Document("judged", text, 0)])
        for mention in annotation.mentions:
            yield (digest(text), mention.span.start_char), mention.role or ""


def outcome_of(role: str, verdicts: dict[str, bool]) -> Outcome:
    """Return what is known of the role that is read at a judged place."""
    if not role:
        return "none"
    is_right = verdicts.get(digest(role))
    return "unread" if is_right is None else "right" if is_right else "wrong"


def main() -> None:
    """Print for each draw how many places have a right role, a wrong one, none, or one that nobody has read."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path, help="JSON Lines with `text`")
    parser.add_argument("--show", action="store_true", help="print the roles that nobody has read")
    chosen = parser.parse_args()
    draws = read_verdicts(JUDGED)
    articles = {article for places in draws.values() for article, _ in places}
    lines = chosen.articles.read_text(encoding="utf-8").splitlines()
    texts = [text for text in (json.loads(line)["text"] for line in lines) if digest(text) in articles]
    roles = dict(read_roles(texts))
    for draw, places in draws.items():
        found = {place: outcome_of(roles.get(place, ""), verdicts) for place, verdicts in places.items()}
        counts = Counter(found.values())
        print(f"draw {draw}:", *(f"{name} {counts[name]}" for name in get_args(Outcome)))
        for place in (place for place in found if chosen.show and found[place] == "unread"):
            print(*place, digest(roles[place]), roles[place])


if __name__ == "__main__":
    main()
