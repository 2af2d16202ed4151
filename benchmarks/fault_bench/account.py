"""The account: which faults were found, by rules that describe them, and what clean articles were accused of."""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.fault_bench.faults import Fault
from benchmarks.fault_bench.judged import Found

KINDS = Path(__file__).parent / "kinds.csv"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of fault: its class, the rules that describe it, and what it is."""

    name: str
    fault_class: str
    rules: frozenset[str]
    what: str


@dataclass
class Tally:
    """What became of the faults of one kind; `by_rule` counts all rules that pointed at them anew.

    `missed` names the articles and quotes whose faults were not found.
    """

    injected: int = 0
    detected: int = 0
    by_rule: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Share of the faults that were found."""
        return self.detected / self.injected if self.injected else 0.0

    def count(self, rules: Iterable[str], kind: Kind, place: str) -> None:
        """Count a fault at which `rules` point."""
        pointed = set(rules)
        self.injected += 1
        self.by_rule.update(pointed)
        if pointed & kind.rules:
            self.detected += 1
        else:
            self.missed.append(place)


@dataclass(frozen=True, slots=True)
class Placed:
    """A fault, the ids of its clean and of its faulted articles in the lakes, and the findings of each lake."""

    fault: Fault
    clean: Sequence[str]
    faulted: Sequence[str]


@dataclass
class Alarms:
    """Findings on clean articles."""

    quotes: int
    severities: Counter[str]
    rules: Counter[tuple[str, str]]

    def per_hundred(self, severity: str) -> float:
        """Findings of a severity for every 100 clean quotes."""
        return 100 * self.severities[severity] / max(1, self.quotes)


def read_kinds(path: Path = KINDS) -> dict[str, Kind]:
    """Return the kinds of faults by name, in the order of the file."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return {row["kind"]: Kind(row["kind"], row["class"], frozenset(row["rules"].split()), row["what"]) for row in rows}


class Pointed:
    """Findings by the article that they point at."""

    def __init__(self, found: Iterable[Found]) -> None:
        """Sort them."""
        self._of_article: dict[str, list[tuple[int | None, Found]]] = defaultdict(list)
        for one in found:
            for article_id, quote_no in one.sides():
                self._of_article[article_id].append((quote_no, one))

    def at(self, article_id: str, quotes: Iterable[int] = ()) -> set[tuple[str, int | str | None]]:
        """Return (rule, what it is about) of the findings at some quotes of an article, or at any place in it."""
        wanted = set(quotes)
        found = self._of_article[article_id]
        return {
            (one.rule, one.evidence if quote_no is None else quote_no)
            for quote_no, one in found
            if not wanted or quote_no in wanted
        }


def tally(placed: Iterable[Placed], before: Pointed, after: Pointed) -> dict[str, Tally]:
    """Return what became of the faults, by kind.

    A fault is found where a rule that describes it (`kinds.csv`) points at it and did not at the clean article.
    """
    kinds = read_kinds()
    tallies: dict[str, Tally] = defaultdict(Tally)
    for one in placed:
        fault = one.fault
        known = before.at(one.clean[fault.at])
        pointed = after.at(one.faulted[fault.at], fault.quotes) - known
        place = f"{one.faulted[fault.at]} {sorted(fault.quotes)}"
        tallies[fault.kind].count((rule for rule, _ in pointed), kinds[fault.kind], place)
    return dict(tallies)


def alarms(clean: Mapping[str, int], found: Iterable[Found]) -> Alarms:
    """Count the findings on clean articles, given as id and number of quotes."""
    raised = [one for one in found if one.article_id in clean]
    return Alarms(
        quotes=sum(clean.values()),
        severities=Counter(one.severity for one in raised),
        rules=Counter((one.severity, one.rule) for one in raised),
    )


def as_json(tallies: Mapping[str, Tally], clean: Alarms) -> dict[str, Any]:
    """Return the account as `--json` writes it."""
    kinds = read_kinds()
    return {
        "kinds": {
            name: {"class": kinds[name].fault_class, "injected": one.injected, "detected": one.detected}
            for name, one in tallies.items()
        },
        "clean": {
            "quotes": clean.quotes,
            "errors": clean.severities["error"],
            "warnings": clean.severities["warning"],
        },
    }


def in_words(tallies: Mapping[str, Tally], clean: Alarms) -> str:
    """Return the account as tables: kinds, classes, false alarms by rule."""
    kinds = read_kinds()
    classes: dict[str, Tally] = defaultdict(Tally)
    lines = [f"{'kind':<36}{'class':<16}{'injected':>9}{'detected':>9}{'rate':>8}  rules that pointed at it"]
    for name, kind in kinds.items():
        if name not in tallies:
            continue
        one = tallies[name]
        rules = ", ".join(f"{rule} {n}" for rule, n in one.by_rule.most_common(4))
        lines.append(f"{name:<36}{kind.fault_class:<16}{one.injected:>9}{one.detected:>9}{one.rate:>8.1%}  {rules}")
        classes[kind.fault_class].injected += one.injected
        classes[kind.fault_class].detected += one.detected
    lines.append("")
    lines += [f"{name:<52}{one.injected:>9}{one.detected:>9}{one.rate:>8.1%}" for name, one in classes.items()]
    total = sum(one.injected for one in tallies.values())
    lines += ["", f"{total:,} faults of {len(tallies)} kinds", f"{clean.quotes:,} clean quotes, false alarms per 100:"]
    for severity in ("error", "warning", "note"):
        lines.append(f"  {severity:<42}{clean.severities[severity]:>6}{clean.per_hundred(severity):>8.2f}")
        of_rule = [(rule, n) for (said, rule), n in clean.rules.most_common() if said == severity]
        lines += [f"    {rule:<40}{n:>6}{100 * n / max(1, clean.quotes):>8.2f}" for rule, n in of_rule]
    return "\n".join(lines)
