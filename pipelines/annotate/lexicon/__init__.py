"""Word tables as data files: cues, titles, roles, places, abbreviations, and the readers that load them once.

Here live lists only; what is made of them lives beside the code that uses them. Text files hold one entry a line.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pipelines.names import lists
from pipelines.names.lists import Title
from pipelines.records import CueClass

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class CueWord:
    """A word that ties a source to content: its lemma, and its class beside quotation marks and without them."""

    lemma: str
    cue_class: CueClass
    class_without_marks: CueClass


@cache
def words(name: str) -> frozenset[str]:
    """Return the entries of `<name>.txt`, or of a list of names that other rooms read too."""
    if name == "surnames_first":
        return lists.surnames_first("article")
    if name in ("places", "demonyms"):
        form = "name" if name == "places" else "demonym"
        return frozenset(found.word for found in lists.place_words("article") if found.form == form)
    return frozenset(line for line in (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines() if line)


@cache
def word_class(name: str) -> frozenset[str]:
    """Return the words of one class of `word_classes.csv`, lower case."""
    return _word_classes()[name]


@cache
def _word_classes() -> dict[str, frozenset[str]]:
    return {row["word_class"]: frozenset(row["words"].split()) for row in _rows("word_classes")}


def _rows(name: str) -> list[dict[str, Any]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@cache
def cue_words() -> dict[str, CueWord]:
    """Return the cue words by surface form, lower case."""
    return {r["surface"]: CueWord(r["lemma"], r["cue_class"], r["class_without_marks"]) for r in _rows("cues")}


@cache
def titles() -> dict[str, Title]:
    """Return the titles by surface form, lower case and without a full stop."""
    return lists.titles("article")


@cache
def role_nouns() -> dict[str, str]:
    """Return nouns for people in a role ("spokeswoman"), each with the gender that it states, or an empty text."""
    return {r["surface"]: r["gender"] for r in _rows("role_nouns")}


@cache
def given_name_genders() -> dict[str, float]:
    """Return, for a given name, which share of its bearers are women: by the US census of 1990 (public domain).

    Taken from the package `names` 0.3.0 (MIT), where 0.001 % is the least frequency; each sex has so much added: a name
    that few Americans bear ("Yuri") says little. Evidence to be weighed, never an answer.
    """
    return {r["given_name"]: float(r["woman"]) for r in _rows("given_name_genders")}


def is_role(word: str) -> bool:
    """Return whether a lower-case word is a noun for people: listed, or joined to one ("sergeant-at-arms")."""
    if word in role_nouns() or word in titles():
        return True
    first, _, last = word.partition("-")
    return bool(last) and (first in role_nouns() or word.rpartition("-")[2] in role_nouns())


@cache
def role_synonyms() -> dict[str, frozenset[str]]:
    """Return, for a noun for people, those that may stand for it, itself among them."""
    related: dict[str, set[str]] = {}
    for row in _rows("role_synonyms"):
        group = row["nouns"].split()
        for noun in group:
            related.setdefault(noun, set()).update(group)
    return {noun: frozenset(group) for noun, group in related.items()}
