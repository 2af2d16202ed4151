"""Alignment: two texts word by word on their stems (longest common subsequence), and the stretches that they share.

Content words weigh 1, function words a quarter. Not here: what an alignment means (`judging`).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from pipelines.resolve.words import TOKEN, Vocabulary

FUNCTION_WEIGHT = 0.25  # of a content word's, set by hand
FUNCTION, PLAIN, NAME = range(3)  # kinds of words: function words, content words, content words with a capital
SPELLING = 80.0  # fuzz.ratio from which two words are spellings of one
SPELLING_WEIGHT = 0.9
SPELT_APART = 3  # words that one name or compound is at most spelt in (cease fire, Abu al Haq)
LEAST_LETTERS = 5  # shorter words that are alike by letters are other words (cast, cost)
CLAUSE_MARKS = frozenset(",;:.!?…—–()[]")
QUOTATION_MARKS, CLOSING_MARKS = frozenset('"“”„«»'), frozenset("”»")
PIECE = re.compile(TOKEN.pattern + r"|[,;:.!?…](?=[\s\"”’»)\]]|$)|[—–()\[\]\"“”„«»]")

Stretch = tuple[int, int]  # word numbers, end exclusive
Block = tuple[int, int, int]  # word numbers at which it begins left and right, and how many words it has


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text's folded words."""

    codes: Sequence[int]
    breaks: bytes  # 1 where a clause ends before the word
    kinds: bytes  # of words
    glyphs: str
    content_glyphs: str
    special: Sequence[int]  # where negations and numbers stand
    quoted: Sequence[Stretch]  # between quotation marks inside the text

    def content(self, stretch: Stretch | None = None) -> int:
        """Return how many content words stand in `stretch`, or in all."""
        start, end = stretch or (0, len(self.kinds))
        return end - start - self.kinds.count(FUNCTION, start, end)

    def weigh(self, stretch: Stretch | None = None) -> float:
        """Return the weight of the words in `stretch`, or of all."""
        start, end = stretch or (0, len(self.kinds))
        return end - start - (1 - FUNCTION_WEIGHT) * self.kinds.count(FUNCTION, start, end)

    def words(self, vocabulary: Vocabulary, places: range) -> list[str]:
        """Return the folded words at `places`."""
        return [vocabulary.words[self.codes[i]] for i in places]


@dataclass(slots=True)
class Alignment:
    """What two texts share: blocks in order."""

    blocks: list[Block]
    shared: float = 0.0  # weight
    content: int = 0
    plain: int = 0  # content words without a capital

    @property
    def left(self) -> Stretch:
        """The stretch on the left from the first block to the last."""
        return self.blocks[0][0], self.blocks[-1][0] + self.blocks[-1][2]

    @property
    def right(self) -> Stretch:
        """The stretch on the right from the first block to the last."""
        return self.blocks[0][1], self.blocks[-1][1] + self.blocks[-1][2]

    @property
    def stretches(self) -> tuple[Stretch, Stretch]:
        """The stretches of both sides."""
        return self.left, self.right

    def gaps(self) -> Iterator[tuple[range, range]]:
        """Yield what stands between one block and the next, on both sides."""
        for (a, b, size), (next_a, next_b, _) in pairwise(self.blocks):
            yield range(a + size, next_a), range(b + size, next_b)


def tokenize(text: str, vocabulary: Vocabulary) -> Tokens:
    """Return the folded words of `text` with what its marks say of them."""
    codes: list[int] = []
    breaks, kinds = bytearray(), bytearray()
    quoted: list[Stretch] = []
    is_break, opened = False, -1
    for piece in PIECE.findall(text):
        if piece in CLAUSE_MARKS:
            is_break = True
        elif piece in QUOTATION_MARKS:
            if opened >= 0 or piece in CLOSING_MARKS:  # the mark that opens a segment is no part of it
                quoted.append((max(opened, 0), len(codes)))
                opened = -1
            else:
                opened = len(codes)
        else:
            content = NAME if piece[0].isupper() else PLAIN
            for code in vocabulary.codes[piece]:
                codes.append(code)
                breaks.append(is_break)
                kinds.append(content if vocabulary.content[code] else FUNCTION)
            is_break = False
    if opened >= 0:
        quoted.append((opened, len(codes)))
    glyphs = "".join([vocabulary.glyphs[code] for code in codes])
    content_glyphs = "".join([vocabulary.glyphs[code] for code in codes if vocabulary.content[code]])
    special = [place for place, code in enumerate(codes) if vocabulary.special[code]]
    return Tokens(codes, bytes(breaks), bytes(kinds), glyphs, content_glyphs, special, quoted)


def place_words(text: str, vocabulary: Vocabulary) -> list[tuple[int, int]]:
    """Return the characters of each folded word of `text`, in the order of `tokenize`."""
    matches = TOKEN.finditer(text)
    return [match.span() for match in matches for _ in vocabulary.codes[match[0]]]


def align(left: Tokens, right: Tokens, vocabulary: Vocabulary) -> Alignment | None:
    """Return the blocks of words that two texts share in order; None where no content word is among them."""
    found = LCSseq.editops(left.glyphs, right.glyphs).as_matching_blocks()
    blocks = [(block.a, block.b, block.size) for block in found if block.size]
    return measure(_draw_near(_without_strays(blocks, left), left, right), left, right, vocabulary)


def _draw_near(blocks: list[Block], left: Tokens, right: Tokens) -> list[Block]:
    """Move the first and the last block to where the same words stand nearest to the others."""
    if len(blocks) < 2:
        return blocks
    (a, b, size), (next_a, next_b, _) = blocks[:2]
    words = left.glyphs[a : a + size]
    first = (left.glyphs.rfind(words, a, next_a), right.glyphs.rfind(words, b, next_b), size)
    (last_a, last_b, last_size), (a, b, size) = blocks[-2:]
    words = left.glyphs[a : a + size]
    ends = (last_a + last_size, last_b + last_size)
    last = (left.glyphs.find(words, ends[0], a + size), right.glyphs.find(words, ends[1], b + size), size)
    if len(blocks) == 2:
        return [first, blocks[1]]
    return [first, *blocks[1:-1], last]


def measure(blocks: list[Block], left: Tokens, right: Tokens, vocabulary: Vocabulary) -> Alignment | None:
    """Return the alignment of these blocks with its counts; None without a block."""
    if not blocks:
        return None
    aligned = Alignment(blocks)
    for start, _, size in blocks:
        stretch = (start, start + size)
        aligned.shared += left.weigh(stretch)
        aligned.content += left.content(stretch)
        aligned.plain += left.kinds.count(PLAIN, *stretch)
    for ours, theirs in aligned.gaps():
        aligned.shared += weigh_spelling(left, right, ours, theirs, vocabulary)
    return aligned


def _without_strays(blocks: list[Block], left: Tokens) -> list[Block]:
    """Drop blocks at either end that hold function words only and stand apart from the rest."""

    def holds_content(block: Block) -> bool:
        return left.content((block[0], block[0] + block[2])) > 0

    def is_stray(block: Block, neighbour: Block) -> bool:
        first, second = sorted((block, neighbour))
        apart = max(second[0] - first[0] - first[2], second[1] - first[1] - first[2])
        return apart > 1 and not holds_content(block)

    while len(blocks) > 1 and is_stray(blocks[0], blocks[1]):
        blocks = blocks[1:]
    while len(blocks) > 1 and is_stray(blocks[-1], blocks[-2]):
        blocks = blocks[:-1]
    return blocks if any(map(holds_content, blocks)) else []


def weigh_spelling(left: Tokens, right: Tokens, ours: range, theirs: range, vocabulary: Vocabulary) -> float:
    """Return the weight of words in a gap that are the same in another spelling (cease-fire, Zelenskiy)."""
    if not ours or not theirs or max(len(ours), len(theirs)) > SPELT_APART:
        return 0.0
    first, second = "".join(left.words(vocabulary, ours)), "".join(right.words(vocabulary, theirs))
    weight = min(left.weigh((ours.start, ours.stop)), right.weigh((theirs.start, theirs.stop)))
    if first == second:
        return weight
    if min(len(first), len(second)) < LEAST_LETTERS or any(c.isdigit() for c in first + second):
        return 0.0
    return weight * SPELLING_WEIGHT if fuzz.ratio(first, second) >= SPELLING else 0.0


def list_differences(
    left: Tokens, right: Tokens, aligned: Alignment, vocabulary: Vocabulary
) -> tuple[list[str], list[str]]:
    """Return the words of each side that the other does not print there, or prints in another form."""
    ours = {a + i: b + i for a, b, size in aligned.blocks for i in range(size)}
    theirs = {b: a for a, b in ours.items()}
    return (
        [vocabulary.words[c] for i, c in enumerate(left.codes) if i not in ours or right.codes[ours[i]] != c],
        [vocabulary.words[c] for i, c in enumerate(right.codes) if i not in theirs or left.codes[theirs[i]] != c],
    )


def find_inside(part: Tokens, stretch: Stretch, whole: Tokens) -> int | None:
    """Return the word number in `whole` at which the very words of `stretch` of `part` begin."""
    wanted = part.codes[slice(*stretch)]
    start = whole.glyphs.find(part.glyphs[slice(*stretch)])
    while start >= 0:
        if list(whole.codes[start : start + len(wanted)]) == list(wanted):
            return start
        start = whole.glyphs.find(part.glyphs[slice(*stretch)], start + 1)
    return None
