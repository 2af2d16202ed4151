"""Text as the model sees it: words with exact character offsets, word pieces, letter case, gaps and quotation state.

Words are found by one regular expression over the text as it stands, so offsets are exact by construction; only the
copy of a word that is looked up in the vocabulary is lower-cased and stripped of accents. Training and run time both
build their input here, and nowhere else.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

Ints = npt.NDArray[np.int32]

WORD = re.compile(r"\w+|[^\w\s]")
LONGEST_WORD = 100  # characters, as in Hugging Face's WordPiece: a longer one is one unknown piece
CACHED_WORDS = 200_000  # remembered with their pieces: bounds the memory of a run over many articles
UNKNOWN, CLS, SEP = 100, 101, 102

CASES = ("other", "lower", "title", "upper", "single_upper", "mixed", "digit", "punctuation")
GAPS = ("none", "space", "line", "paragraph")
SPACE, LINE, PARAGRAPH = 1, 2, 3
QUOTE_STATES = ("outside", "inside", "opens", "closes", "carried")
OUTSIDE, INSIDE, OPENS, CLOSES, CARRIED = range(5)

OPENING = frozenset("“«„‟")
CLOSING = frozenset("”»")
STRAIGHT = '"'
COLON = ":"
SAME_MARK = str.maketrans({"«": "“", "»": "”", "„": "“", "‟": "“", "…": ".", "‹": "‘", "›": "’", "＂": '"'})
SENTENCE_END = frozenset(".!?…")


def shape_rows(case: Ints, gap: Ints, quote: Ints) -> Ints:
    """Return one number per word for its letter case, gap and quotation state together."""
    rows: Ints = (case * len(GAPS) + gap) * len(QUOTE_STATES) + quote
    return rows


@dataclass(frozen=True)
class Words:
    """The words of one text; all arrays but `pieces` and `first_piece` have one entry per word.

    `first_piece` has one entry more: word i owns pieces[first_piece[i]:first_piece[i + 1]].
    """

    start: Ints
    end: Ints
    case: Ints
    gap: Ints
    quote: Ints
    sentence: Ints
    paragraph: Ints
    after_colon: npt.NDArray[np.bool_]
    pieces: Ints
    first_piece: Ints

    def __len__(self) -> int:
        """Return how many words there are."""
        return len(self.start)


class WordPieces:
    """Splits text into words and looks their pieces up, remembering the words it has seen."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        """Take the vocabulary; windows are cut elsewhere, so nothing is truncated or padded."""
        tokenizer.no_truncation()
        tokenizer.no_padding()
        self._tokenizer = tokenizer
        self._seen: dict[str, tuple[Sequence[int], int]] = {}

    @classmethod
    def from_file(cls, path: Path) -> "WordPieces":
        """Read a tokenizer.json."""
        return cls(Tokenizer.from_file(str(path)))

    def __call__(self, text: str) -> Words:
        """Return the words of the text in order. Linear in its length."""
        starts, ends, gaps, cases, counts = [], [], [], [], []
        pieces: list[int] = []
        tokens: list[str] = []
        previous = 0
        for match in WORD.finditer(text):
            start, end = match.span()
            word = match.group() if end - start <= LONGEST_WORD else ""
            ids, case = self._seen.get(word) or self._look_up(word)
            starts.append(start)
            ends.append(end)
            cases.append(case)
            gaps.append(_gap(text[previous:start]) if previous else PARAGRAPH)
            counts.append(len(ids))
            pieces.extend(ids)
            tokens.append(word)
            previous = end
        if PARAGRAPH not in gaps[1:]:  # no blank lines: every line is a paragraph
            gaps = [PARAGRAPH if g == LINE else g for g in gaps]
        gap = np.array(gaps, np.int32)
        first_piece = np.zeros(len(starts) + 1, np.int32)
        np.cumsum(counts, out=first_piece[1:])
        return Words(
            start=np.array(starts, np.int32),
            end=np.array(ends, np.int32),
            case=np.array(cases, np.int32),
            gap=gap,
            quote=_quote_states(text, tokens, starts, gaps),
            sentence=_sentence_numbers(tokens, gap),
            paragraph=np.cumsum(gap == PARAGRAPH, dtype=np.int32),
            after_colon=_after_colon(tokens),
            pieces=np.array(pieces, np.int32),
            first_piece=first_piece,
        )

    def _look_up(self, word: str) -> tuple[Sequence[int], int]:
        known = word.translate(SAME_MARK).encode("utf-8", "ignore").decode()  # lone surrogates are no text
        ids = self._tokenizer.encode(known, add_special_tokens=False).ids if known else []
        found = (tuple(ids) or (UNKNOWN,), _case(word))
        if len(self._seen) < CACHED_WORDS:
            self._seen[word] = found
        return found


def _case(word: str) -> int:
    if not word:
        return 0
    if word.isdigit():
        return 6
    if not word[0].isalnum():
        return 7
    if word.islower():
        return 1
    if word.isupper():
        return 4 if len(word) == 1 else 3
    return 2 if word.istitle() else 5 if word.lower() != word else 0


def _gap(space: str) -> int:
    if not space:
        return 0
    return min(SPACE + space.count("\n"), PARAGRAPH)


def _quote_states(text: str, tokens: list[str], starts: list[int], gaps: list[int]) -> Ints:
    """Return one of QUOTE_STATES per word.

    A quotation left open ends with its paragraph unless the next opens with a mark.
    """
    states = np.zeros(len(tokens), np.int32)
    inside = False
    carried = False
    for i, printed in enumerate(tokens):
        if gaps[i] == PARAGRAPH:
            carried, inside = inside, False
        if printed in OPENING or printed in CLOSING or printed == STRAIGHT:
            opens = printed in OPENING or (printed == STRAIGHT and _straight_opens(text, starts[i], inside))
            states[i] = OPENS if opens else CLOSES
            carried = carried and opens and not inside
            inside = opens
        elif inside:
            states[i] = CARRIED if carried else INSIDE
    return states


def _straight_opens(text: str, at: int, inside: bool) -> bool:
    before = at == 0 or text[at - 1].isspace() or text[at - 1] in "([—–-‘'"
    after = at + 1 < len(text) and not text[at + 1].isspace()
    return not inside if before == after else before


def _after_colon(tokens: list[str]) -> npt.NDArray[np.bool_]:
    """Return whether a colon stands right before the word, or before the mark that opens a quotation with it."""
    colon = np.array([False, *(t == COLON for t in tokens)], bool)[: len(tokens)]
    mark = np.array([False, *(t in OPENING or t == STRAIGHT for t in tokens)], bool)[: len(tokens)]
    colon[1:] |= mark[1:] & colon[:-1]
    return colon


def _sentence_numbers(tokens: list[str], gap: Ints) -> Ints:
    """Return for each word a rough number of its sentence, by full stops before a gap: good enough for distances."""
    ends = np.array([t in SENTENCE_END for t in tokens], bool)
    starts = np.zeros(len(tokens), bool)
    starts[1:] = (ends[:-1] & (gap[1:] > 0)) | (gap[1:] == PARAGRAPH)
    return np.cumsum(starts, dtype=np.int32)
