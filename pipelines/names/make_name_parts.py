"""Makes `data/name_parts.txt.gz` out of name items of Wikidata.

`python -m pipelines.names.make_name_parts SOURCE TARGET`, where SOURCE is JSON lines (.gz), each with
`forms`: the spellings of one given or family name in all scripts. Kept are forms in Latin, Cyrillic and Greek letters,
folded; a group whose forms sound alike teaches nothing but that they are attested.
"""

import gzip
import json
import sys
from collections.abc import Iterable
from pathlib import Path

from pipelines.names.folding import fold_word, sound_of, words_of

MAX_LETTERS = 25


def compile_name_parts(items: Iterable[list[str]]) -> list[str]:
    """Return the lines of the table: groups of two forms or more, then single attested forms, each sorted."""
    groups: set[str] = set()
    attested: set[str] = set()
    for forms in items:
        folded = _fold_forms(forms)
        if not any(folded.values()):
            continue
        attested |= {form for form, is_latin in folded.items() if is_latin}
        if len({sound_of(form) for form in folded}) > 1:
            groups.add(" ".join(sorted(folded)))
    grouped = {form for group in groups for form in group.split()}
    return sorted(groups) + sorted(attested - grouped)


def _fold_forms(forms: list[str]) -> dict[str, bool]:
    """Return folded form -> whether it was written in Latin letters."""
    folded: dict[str, bool] = {}
    for form in forms:
        words = words_of(form)
        part = fold_word(words[0]) if len(words) == 1 else ""
        if not (2 <= len(part) <= MAX_LETTERS and part.isalpha()):
            continue
        is_latin = all(character < "ɐ" or "Ḁ" <= character < "ἀ" for character in words[0])
        if is_latin or all("Ͱ" <= character < "\u0530" for character in words[0]):
            folded[part] = folded.get(part, False) or is_latin
    return folded


def main(source: Path, target: Path) -> None:
    """Read `source`, write `target` with a fixed time stamp, so that the same input gives the same bytes."""
    with gzip.open(source, "rt", encoding="utf-8") as lines:
        rows = compile_name_parts(json.loads(line)["forms"] for line in lines if line.strip())
    target.write_bytes(gzip.compress("\n".join(rows).encode("ascii"), compresslevel=9, mtime=0))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
