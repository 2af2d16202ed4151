"""Whether two texts are editions of one article: a few hashes of a text, and how much of one stands in the other.

The hashes are the smallest of those over every stretch of 32 characters (bottom-k sketching: Broder, "On the
resemblance and containment of documents", 1997), so they are a fair sample of the text in any script.
"""

import numpy as np
from numpy.typing import NDArray

_KEPT = 128  # hashes of a text
_DOUBLINGS = (1, 2, 4, 8, 16)  # of the stretch that a hash covers, one character at first
_FACTOR = np.uint32(0x9E3779B1)  # Knuth's multiplicative hashing
_MIXED = (
    (np.uint32(0x2C1B3C6D), np.uint32(15)),
    (np.uint32(0x297A2D39), np.uint32(13)),
)  # spread the bits
_LEAST_SHARED = 0.4
"""Of the shorter text. Reports that only share their wording ("will be closed within 6 weeks, the council decided")
reach 0.26 where every sentence is of one mould; of an edition of four sentences of which two are new, 0.6 stands in the
other.
"""


def sketch(text: str) -> bytes:
    """Return up to 128 hashes of `text`, case and white space aside."""
    hashes = np.frombuffer(" ".join(text.casefold().split()).encode("utf-32-le", "surrogatepass"), np.uint32)
    factor = _FACTOR
    for width in _DOUBLINGS:
        if len(hashes) <= width:
            break
        spread = hashes[:-width] * factor
        spread += hashes[width:]
        hashes = spread
        factor = np.multiply(factor, factor)
    for factor, shift in _MIXED:
        hashes = hashes * factor
        hashes ^= hashes >> shift
    if len(hashes) > 4 * _KEPT:  # four times as many as are kept are enough to sort
        hashes = hashes[hashes < 2**32 // len(hashes) * 4 * _KEPT]
    ordered = np.sort(hashes)  # np.unique builds a hash table, which takes three times as long here
    is_first = np.ones(len(ordered), dtype=bool)
    is_first[1:] = ordered[1:] != ordered[:-1]
    return ordered[is_first][:_KEPT].astype("<u4").tobytes()


def are_editions(one: bytes, other: bytes) -> bool:
    """Return True where the shorter of two texts, given by their sketches, stands in the longer for a good part."""
    left, right = np.frombuffer(one, "<u4"), np.frombuffer(other, "<u4")
    if not len(left) or not len(right):
        return len(left) == len(right)
    limit = min(_last_known(left), _last_known(right))
    left, right = left[left <= limit], right[right <= limit]
    return len(np.intersect1d(left, right)) >= _LEAST_SHARED * min(len(left), len(right))


def _last_known(hashes: NDArray[np.uint32]) -> int:
    """The hash up to which a sketch holds all that the text has."""
    return int(hashes[-1]) if len(hashes) >= _KEPT else 2**32 - 1
