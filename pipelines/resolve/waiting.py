"""Whether resolving would find anything to do. Reads manifests, and stamps of the user's files."""

from pipelines.lake import Lake
from pipelines.resolve.copies.stage import VERSIONS
from pipelines.resolve.entities.stage import pending_entities
from pipelines.resolve.entities.user_files.inputs import InputFiles
from pipelines.resolve.increments.pending import pending_parts
from pipelines.resolve.utterances.stage import waits


def is_resolved(lake: Lake, files: InputFiles) -> bool:
    """Return True where every article of the lake, and every decision of the user, is resolved."""
    commits = lake.commits()
    return not (pending_parts(commits, VERSIONS) or pending_entities(commits, files) is not None or waits(commits))
