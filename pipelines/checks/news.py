"""Finds the commits of the lake that have to be checked, so that the cost grows with new rows, not with the lake."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.annotate.stage import STAGE
from pipelines.commits import Commit
from pipelines.lake import Lake
from pipelines.resources.data_folder import DataFolder
from pipelines.warehouse.build import held_commits
from pipelines.warehouse.recorded import CHECKS, FINDINGS


@dataclass(frozen=True, slots=True)
class ToCheck:
    """The commits to check. If they were checked before, the results are shown again but not recorded again."""

    commits: Sequence[Commit]
    is_new: bool

    @property
    def commit_ids(self) -> list[str]:
        """The ids of these commits."""
        return [commit.commit_id for commit in self.commits]

    @property
    def batch_ids(self) -> list[str]:
        """The ids of the batches that made these commits."""
        return sorted({batch_id for commit in self.commits for batch_id in commit.batch_ids})


def to_check(data: DataFolder) -> ToCheck:
    """Return the commits that the published warehouse does not hold. If it holds all, return those of the last batch.

    What a blocking check stopped was not published, so it is checked again until it is put right. An annotation that a
    later reader's replaced is never built, so it is not looked at; what earlier checks and builds said is nothing new.
    """
    commits = [one for one in without_replaced(Lake(data.lake).commits()) if one.stage not in (CHECKS, FINDINGS)]
    held = held_commits(data)
    new = [commit for commit in commits if commit.commit_id not in held]
    last = [commit for commit in commits if commit.batch_id == commits[-1].batch_id]
    return ToCheck(new or last, bool(new))


def without_replaced(commits: Sequence[Commit]) -> list[Commit]:
    """Return `commits` (oldest first) but for those of annotation whose articles a later one annotated anew."""
    latest = {name: commit.commit_id for commit in commits if commit.stage == STAGE for name in commit.covers}
    stands = {*latest.values()}
    return [commit for commit in commits if commit.stage != STAGE or commit.commit_id in stands]
