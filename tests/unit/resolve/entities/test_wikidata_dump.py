"""An alias file cut out of a dump in Wikidata's form. All items are invented."""

import bz2
import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from pipelines.cli.app import app
from pipelines.resolve.entities.user_files.alias_file import read_alias_file
from pipelines.resolve.entities.user_files.wikidata_dump import cut_dump

HUMAN = {"P31": [{"mainsnak": {"datavalue": {"value": {"id": "Q5"}}}}]}


def _item(number: str, name: str, claims: Any, *, wikis: int = 3, **more: Any) -> str:
    sitelinks = {f"{at}wiki": {"title": name} for at in range(wikis)}
    labels = {"en": {"language": "en", "value": name}, "de": {"language": "de", "value": f"{name} (de)"}}
    return json.dumps({"id": number, "labels": labels, "aliases": [], "claims": claims, "sitelinks": sitelinks, **more})


def _dump(*items: str) -> list[str]:
    return ["[\n", *(f"{item},\n" for item in items), "]\n"]


@pytest.mark.parametrize(
    ("claims", "kind"),
    [
        (HUMAN, "PERSON"),
        ({**HUMAN, "P625": [{}]}, "PERSON"),
        ({"P159": [{}]}, "ORG"),
        ({"P1454": [{}], "P625": [{}]}, "ORG"),
        ({"P625": [{}]}, "LOC"),
        ({"P577": [{}]}, None),
        ([], None),
    ],
)
def test_an_items_claims_say_what_it_is(claims: Any, kind: str | None) -> None:
    found = [json.loads(line)["type"] for line in cut_dump(_dump(_item("Q1", "Odo Fenn", claims)))]
    assert found == ([kind] if kind else [])


def test_items_that_few_wikis_have_are_left_out_and_broken_lines_passed_over() -> None:
    lines = [*_dump(_item("Q1", "Odo Fenn", HUMAN, wikis=2), _item("Q2", "Ria Fenn", HUMAN)), "{broken\n"]
    assert [json.loads(line)["id"] for line in cut_dump(lines)] == ["Q2"]
    assert [json.loads(line)["id"] for line in cut_dump(lines, least_wikis=2)] == ["Q1", "Q2"]


@pytest.mark.parametrize(("name", "packed"), [("dump.json.bz2", bz2.open), ("dump.json.gz", gzip.open)])
def test_the_command_writes_a_file_that_the_resolver_reads(name: str, packed: Any, tmp_path: Path) -> None:
    aliases = {"en": [{"language": "en", "value": "O. R. Fenn"}]}
    with packed(tmp_path / name, "wt", encoding="utf-8") as file:
        file.writelines(_dump(_item("Q1", "Odo Fenn", HUMAN, aliases=aliases)))
    out = tmp_path / "people.json.gz"
    done = CliRunner().invoke(app, ["aliases", "--from-wikidata", str(tmp_path / name), "--out", str(out)])
    assert (done.exit_code, "1 items" in done.output) == (0, True)
    base = read_alias_file(out)
    assert base.reports == []
    assert {base.item_of("PERSON", key) for _, key in base.items} == {("Q1", 1.0)}
    assert base.wikis == {"Q1": 3}
