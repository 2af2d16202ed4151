"""What the user gives besides articles: decisions and a file of aliases. A file that cannot be read is one report."""

import csv
import gzip
import zlib
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from pipelines.resolve.entities.user_files.alias_file import KnowledgeBase, read_alias_file
from pipelines.resolve.entities.user_files.decisions import Decision, Report, read_decisions

WHOLE_FILE = 0  # row_no of a report on the file itself


@dataclass(frozen=True, slots=True)
class InputFiles:
    """Where they lie; neither need exist."""

    decisions: Path | None = None
    aliases: Path | None = None

    @property
    def decisions_stamp(self) -> str:
        """Another one means: other decisions."""
        if self.decisions is None or not self.decisions.is_file():
            return "none"
        return sha256(self.decisions.read_bytes()).hexdigest()[:16]

    @property
    def aliases_stamp(self) -> str:
        """Another one means: other aliases; the file may be large, so size and time stand for its content."""
        if self.aliases is None or not self.aliases.is_file():
            return "none"
        stat = self.aliases.stat()
        return f"{stat.st_size}-{stat.st_mtime_ns}"


@dataclass(slots=True)
class Inputs:
    """What could be read."""

    decisions: list[Decision] = field(default_factory=list)
    knowledge: KnowledgeBase = field(default_factory=KnowledgeBase)


def read_inputs(files: InputFiles) -> Inputs:
    """Read both files; what of them cannot be read is among the reports of `knowledge`, and the rest holds."""
    found = Inputs()
    problems: list[Report] = []
    if files.aliases is not None and files.aliases.is_file():
        try:
            found.knowledge = read_alias_file(files.aliases)
        except (gzip.BadGzipFile, EOFError, zlib.error) as error:
            problems.append(Report("aliases", WHOLE_FILE, "broken_gzip", str(error)))
    if files.decisions is not None and files.decisions.is_file():
        try:
            found.decisions = read_decisions(files.decisions)
        except UnicodeDecodeError as error:
            problems.append(Report("decisions", WHOLE_FILE, "not_utf8", str(error)))
        except (ValueError, csv.Error) as error:
            problems.append(Report("decisions", WHOLE_FILE, "no_such_columns", str(error)))
    found.knowledge.reports += problems
    return found
