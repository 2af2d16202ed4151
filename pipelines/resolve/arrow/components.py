"""Connected components of pairs of numbered items, over numpy arrays."""

import numpy as np
from scipy.sparse import coo_matrix  # type: ignore[import-untyped]
from scipy.sparse.csgraph import connected_components  # type: ignore[import-untyped]

from pipelines.resolve.arrow.columns import Integers


def connect(labels: Integers, left: Integers, right: Integers) -> Integers:
    """Return labels, numbered from 0, in which the items `left` and `right` of each pair share one."""
    size = int(labels.max(initial=-1)) + 1
    edges = (np.ones(len(left), dtype=np.bool_), (labels[left], labels[right]))
    _, components = connected_components(coo_matrix(edges, shape=(size, size)), directed=False)
    return np.asarray(np.unique(components[labels], return_inverse=True)[1], dtype=np.int64)
