"""A handful of invented news files, good and broken."""

import json
from pathlib import Path

COUNCIL = """Council votes to keep the ferry
The town of Marle Point will keep its ferry for another year, the council decided on Tuesday.

“Nobody here is going to swim to work,” said Ada Brennick, who chairs the council. “The ferry stays.”

Her deputy, Tomas Ruel, said the subsidy would be reviewed in the spring. He added that fares would not rise.
"""
RIVAL = """Ferry to stay for a year
The council of Marle Point has voted to keep it. “Nobody here is going to swim to work,” Ada Brennick told the meeting.

According to Tomas Ruel, the subsidy will be looked at again in the spring.
"""
GERMAN = """Die Fähre bleibt
Der Rat hat am Dienstag beschlossen, die Fähre ein weiteres Jahr zu betreiben. „Niemand schwimmt zur Arbeit“, sagte die
Vorsitzende, und der Beifall im Saal wollte kein Ende nehmen, denn viele hatten das Gegenteil erwartet.
"""


def write_articles(raw: Path) -> None:
    """Write two reports of one event, a German one, and a broken file."""
    raw.mkdir(parents=True)
    (raw / "ferry.txt").write_text(COUNCIL, encoding="utf-8")
    sidecar = {
        "outlet": "Marle Point Mercury",
        "url": "https://mercury.example/ferry",
        "byline": "By Ines Calder",
        "date": "2026-02-03",
    }
    (raw / "ferry.json").write_text(json.dumps(sidecar), encoding="utf-8")
    (raw / "rival.md").write_text(RIVAL, encoding="utf-8")
    (raw / "faehre.txt").write_text(GERMAN, encoding="utf-8")
    (raw / "broken.json").write_text('{"title": "Ferry to st', encoding="utf-8")
