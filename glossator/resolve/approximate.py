"""Find the passages of a text that are most like a quote.

A window is proposed where pieces of the quote stand in the order of the quote, and its ends are then moved over the word
boundaries near them. The ratio is 2 * common / (quote + passage) in characters (Indel similarity), because unlike
the edit distance it does not prefer a cut-off passage to one with words put in.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from .normalise import cuts_word, letters

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PIECE: Final = 3
"""Code points of a piece. If a share e of a quote's letters is wrong, some of its pieces are whole as long as PIECE < 1 / e
(pigeonhole), and below three quarters nothing is accepted."""
HITS: Final = 200_000
"""Places of pieces that are looked at for one quote, rarest pieces first: a bound for texts that repeat themselves."""
WINDOWS: Final = 8
"""Windows that are measured: the best one, rivals, and what chance puts among them."""
BOUNDARIES: Final = 48
"""Word boundaries tried on each side of an end, nearest first."""

WORD: Final = 4
"""Letters that are a word, or two characters of Han and kana: fewer at an end may be an ending or a misspelling."""


class Window(Struct, frozen=True):
    """A passage like the quote: `start` and `end` in the searched text, and the ratio, 0 to 1."""

    start: int
    end: int
    ratio: float


def windows(text: str, quote: str) -> list[Window]:
    """Give the passages most like a quote, best first, none overlapping a better one by more than half.

    Both are plain forms in lower case. Cost: linear in the text for each piece of the quote, with a small factor.
    """
    found = sorted({fit(text, quote, *region) for region in _regions(text, quote)}, key=lambda w: (-w.ratio, w.start))
    kept: list[Window] = []
    for window in found:
        if not any(_overlap(window, better) for better in kept):
            kept.append(window)
    return kept


def _overlap(one: Window, other: Window) -> bool:
    shared = min(one.end, other.end) - max(one.start, other.start)
    return 2 * shared > min(one.end - one.start, other.end - other.start)


def _regions(text: str, quote: str) -> Iterator[tuple[int, int]]:
    """Give stretches of the text in which many pieces of the quote stand in one diagonal."""
    width = 16 + len(quote) // 16
    votes: Counter[int] = Counter()
    for start, places in _pieces(text, quote):
        votes.update({(place - start) // width for place in places})
    # A band and the next one count together, because a diagonal may run along their border.
    bands = sorted(votes, key=lambda band: (-votes[band] - votes[band + 1], band))
    slack = width + len(quote) // 2
    taken: list[int] = []
    for band in bands:
        if all(abs(band - other) * width > len(quote) // 2 for other in taken):
            taken.append(band)
            middle = band * width
            yield max(0, middle - slack), min(len(text), middle + width + len(quote) + slack)
        if len(taken) == WINDOWS:
            return


def _pieces(text: str, quote: str) -> Iterator[tuple[int, list[int]]]:
    """Give the places of the quote's pieces, rarest first: offset in the quote, offsets in the text."""
    step = PIECE if len(quote) >= 8 * PIECE else 1
    size = min(PIECE, len(quote))
    pieces = {quote[start : start + size]: start for start in range(0, len(quote) - size + 1, step)}
    counts = sorted((text.count(piece), start, piece) for piece, start in pieces.items())
    left = HITS
    for count, start, piece in counts:
        left -= count
        if left < 0:
            return
        if count:
            yield start, list(_places(text, piece))


def _places(text: str, piece: str) -> Iterator[int]:
    at = text.find(piece)
    while at >= 0:
        yield at
        at = text.find(piece, at + 1)


def fit(text: str, quote: str, low: int, high: int) -> Window:
    """Give the passage within `low` and `high` that is most like the quote and cuts no word."""
    from rapidfuzz import fuzz
    from rapidfuzz.distance import Indel

    aligned = fuzz.partial_ratio_alignment(quote, text[low:high])
    assert aligned is not None
    start, end = low + aligned.dest_start, low + aligned.dest_end
    if len(quote) > high - low or start == end:
        start, end = low, high
    for _ in range(2):
        start = _best(text, quote, _near(text, start, low, end - 1, moves_start=True), fixed=end, moves_start=True)
        end = _best(text, quote, _near(text, end, start + 1, high, moves_start=False), fixed=start, moves_start=False)
    return Window(start, end, Indel.normalized_similarity(quote, text[start:end]))


def _may_end(text: str, at: int, is_start: bool) -> bool:
    """Tell whether a passage may begin, or end, at an offset: not at a space, and not inside a word."""
    return text[at - (not is_start) : at + is_start] != " " and not cuts_word(text, at)


def _near(text: str, at: int, low: int, high: int, moves_start: bool) -> list[int]:
    """Give the offsets near `at`, within bounds, at which no word is cut."""
    before = (i for i in range(min(at, high), low - 1, -1) if _may_end(text, i, moves_start))
    after = (i for i in range(max(at, low) + 1, high + 1) if _may_end(text, i, moves_start))
    found = [i for side in (before, after) for i, _ in zip(side, range(BOUNDARIES), strict=False)]
    return found or [at]


def _best(text: str, quote: str, offsets: Iterable[int], fixed: int, moves_start: bool) -> int:
    """Give the end that makes the passage most like the quote; among equals the shortest passage."""
    from rapidfuzz.distance import Indel

    def rank(offset: int) -> tuple[float, int]:
        start, end = (offset, fixed) if moves_start else (fixed, offset)
        return -Indel.normalized_similarity(quote, text[start:end]), end - start

    return min(offsets, key=rank)


def cuts_off(quote: str, passage: str) -> bool:
    """Tell whether a passage lacks the quote's first or last word: a twin that differs there looks alike without it."""
    from rapidfuzz.distance import Indel

    codes = Indel.opcodes(quote, passage)
    first, last = codes[0], codes[-1]
    lost = (quote[code.src_start : code.src_end] for code in (first, last) if code.tag == "delete")
    return any(letters(piece) >= WORD for piece in lost)
