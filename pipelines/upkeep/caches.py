"""What a data folder knows besides the lake, and makes anew from it: removed where the lake was rewritten."""

import shutil

from pipelines.resources.data_folder import DataFolder
from pipelines.warehouse.build import mark_path


def drop_caches(folder: DataFolder) -> None:
    """Remove the caches, an unpublished build and the mark of the published one: the next run builds from nothing."""
    mark_path(folder).unlink(missing_ok=True)
    for pattern in (folder.identity_index.name, folder.word_index.name, folder.build_warehouse.name):
        for path in folder.build.glob(f"{pattern}*"):
            path.unlink()
    shutil.rmtree(folder.resolve_cache, ignore_errors=True)
