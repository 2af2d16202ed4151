"""Which commits may become one without anybody being able to tell. Reads no files: judges manifests alone.

Of one line (a stage, and what it versions) those are of a kind that were made in one version and whose files the same
later commits were made from. An article file and its annotations belong together: whoever reads one looks up the other.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from pipelines.commits import Commit

INGEST, ANNOTATE = "ingest", "annotate"
LAST_COUNTS = frozenset({"decisions", "corrections"})  # stamps of the user's files: of these only the last is asked for
GROWTH = 2  # a commit is merged with those after it once they are together more than half its size

Kind = tuple[object, ...]


class Lines:
    """The commits of a lake by line and kind."""

    def __init__(self, commits: Sequence[Commit]) -> None:
        """Look through `commits`, oldest first."""
        self._commits = commits
        self._covering: dict[str, list[Commit]] = defaultdict(list)
        for commit in commits:
            for name in commit.covers:
                self._covering[name].append(commit)

    def mergeable(self, sizes: Mapping[str, int], *, most_bytes: int) -> Iterator[list[list[Commit]]]:
        """Yield groups of commits, each of which becomes one; all groups yielded together are merged or none is.

        `sizes` are bytes by commit; one that has none there stays as it is, and so does what stands on its both sides.
        """
        for line, found in self._lines().items():
            for alike in self._alike(found, sizes):
                group = newest_of(alike, sizes, most_bytes=most_bytes)
                together = self._with_annotations(group) if line[0] == INGEST else [group]
                if len(group) > 1 and all(one.commit_id in sizes for part in together for one in part):
                    yield together

    def _lines(self) -> Mapping[Kind, list[Commit]]:
        lines: dict[Kind, list[Commit]] = defaultdict(list)
        for commit in self._commits:
            if commit.stage != ANNOTATE:
                lines[_line(commit)].append(commit)
        return lines

    def _alike(self, line: Sequence[Commit], sizes: Mapping[str, int]) -> Iterator[list[Commit]]:
        """Yield commits of a kind that follow one another; what brought no article goes with those before it."""
        kinds: list[tuple[Kind, Commit]] = []
        for commit in line:
            kind = self._kind(commit)
            if kinds and commit.stage == INGEST and not commit.files.get("articles") and kinds[-1][0][0] == kind[0]:
                kind = kinds[-1][0]
            kinds.append((kind if commit.commit_id in sizes else (commit.commit_id,), commit))
        for _, alike in groupby(kinds, key=lambda one: one[0]):
            yield [commit for _, commit in alike]

    def _kind(self, commit: Commit) -> Kind:
        """Return what commits have in common that may become one; one like no other where its files differ."""
        read_by: list[Kind] = []
        for table, names in sorted(commit.files.items()):
            readers = {self._readers(name) for name in names}
            if len(readers) > 1 or (table == "articles" and len(names) > 1):
                return (commit.commit_id,)
            read_by.append((table, *readers))
        return (_version(commit), tuple(one for one in read_by if one[1]))

    def _readers(self, name: str) -> Kind:
        """Return the kinds of commits that were made from a file: of each line in their order, for the last counts."""
        latest = dict.fromkeys((_line(one), self._reader(one)) for one in reversed(self._covering[name]))
        return tuple(sorted(latest, key=lambda reader: reader[0]))

    def _reader(self, commit: Commit) -> Kind:
        return self._kind(commit) if commit.stage == ANNOTATE else _version(commit)

    def _with_annotations(self, group: Sequence[Commit]) -> list[list[Commit]]:
        """Return the group and those of its annotations, one for each version; nothing where one is of others too."""
        articles = {name for commit in group for name in commit.files.get("articles", [])}
        versions: dict[Kind, dict[str, Commit]] = defaultdict(dict)
        for commit in (one for name in articles for one in self._covering[name] if one.stage == ANNOTATE):
            if not articles.issuperset(commit.covers):
                return []
            versions[_version(commit)][commit.commit_id] = commit
        for found in versions.values():
            covered = [name for commit in found.values() for name in commit.covers]
            if len(covered) > len(set(covered)):  # read again by a version that had read it before another
                return []
        return [[*group], *([found[name] for name in sorted(found)] for found in versions.values())]


def newest_of(alike: Sequence[Commit], sizes: Mapping[str, int], *, most_bytes: int) -> list[Commit]:
    """Return the last of `alike` that are to be one: each is at most twice as large as all that follow it."""
    first, total = len(alike) - 1, sizes.get(alike[-1].commit_id, most_bytes)
    while first > 0 and sizes[alike[first - 1].commit_id] <= min(GROWTH * total, most_bytes - total):
        first -= 1
        total += sizes[alike[first].commit_id]
    return [*alike[first:]]


def _line(commit: Commit) -> tuple[str, ...]:
    return (commit.stage, *sorted(commit.versions))


def _version(commit: Commit) -> Kind:
    return tuple(sorted((name, value) for name, value in commit.versions.items() if name not in LAST_COUNTS))
