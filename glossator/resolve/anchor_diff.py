"""Compare an earlier and a later text word by word: which word of the one is which of the other.

Sentences that stand once in both texts come first, then the words between them by longest common subsequence. Common words
that such a subsequence picks out of two unrelated sentences are taken out again, and edits are moved to sentence ends where
the words allow it. Moved passages are no part of the result: they read as removed in one place and added in another.
"""

from __future__ import annotations

from array import array
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from rapidfuzz.distance import LCSseq

from .anchor_quote import letters

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .anchor_text import Haystack

LONG: Final = 25
"""Letters from which a common run of words is no chance, whatever stands around it: about five words."""
LIMIT: Final = 20_000_000_000
"""Word pairs that are compared at most in one gap, about two seconds; what is left reads as changed."""
_TERMINATORS: Final = frozenset(".!?。！？…")

Run = tuple[int, int, int]
"""Words that are the same: the first of them in the old text, the first in the new one, how many."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two texts, and where the words of each are in the other; indexes into `Haystack.tokens`."""

    old: Haystack
    new: Haystack
    image: Sequence[int]
    """For each word of the old text the word of the new one, rising, or -1."""
    origin: Sequence[int]
    """For each word of the new text the word of the old one, or -1."""


def compare(old: Haystack, new: Haystack) -> Comparison:
    """Compare two texts. Cost: near linear for texts that mostly agree, else quadratic with a very small factor up to `LIMIT`."""
    ids: dict[str, int] = {}
    a = [ids.setdefault(word, len(ids)) for word in old.tokens.words]
    b = [ids.setdefault(word, len(ids)) for word in new.tokens.words]
    runs = list(_words_between(a, b, _sentences(old, new, a, b)))
    runs = _without_chance(runs, old, new)
    runs = _slide(_slide(runs, a, _breaks(old), 0), b, _breaks(new), 1)
    image, origin = array("l", [-1]) * len(a), array("l", [-1]) * len(b)
    for i, j, length in runs:
        image[i : i + length] = array("l", range(j, j + length))
        origin[j : j + length] = array("l", range(i, i + length))
    return Comparison(old, new, image, origin)


def _breaks(haystack: Haystack) -> list[int]:
    """Tell for each word whether a block (2) or a sentence (1) begins with it, or none (0)."""
    tokens, form = haystack.tokens, haystack.plain
    breaks = [2] if tokens.words else []
    for (word, _), (end, start) in zip(
        pairwise(tokens.words), zip(tokens.ends, tokens.starts[1:], strict=False), strict=True
    ):
        gap = haystack.text[form.ends[end - 1] : form.starts[start]]
        breaks.append(2 if "\n" in gap else int(word in _TERMINATORS and bool(gap)))
    return breaks


def _sentences(old: Haystack, new: Haystack, a: list[int], b: list[int]) -> list[Run]:
    """Give the sentences that stand once in each text, in an order common to both."""
    parts = [_split(ids, _breaks(haystack)) for haystack, ids in ((old, a), (new, b))]
    counts = [Counter(words for _, words in part) for part in parts]
    unique = {words for words, count in counts[0].items() if count == 1 and counts[1][words] == 1 and len(words) > 3}
    left, right = ([(at, words) for at, words in part if words in unique] for part in parts)
    number = {words: n for n, (_, words) in enumerate(left)}
    blocks = LCSseq.opcodes(list(range(len(left))), [number[words] for _, words in right])
    return [
        (left[n][0], right[n - block.src_start + block.dest_start][0], len(left[n][1]))
        for block in blocks
        if block.tag == "equal"
        for n in range(block.src_start, block.src_end)
    ]


def _split(ids: list[int], breaks: list[int]) -> list[tuple[int, tuple[int, ...]]]:
    """Split words into sentences: where each begins, and its words."""
    starts = [at for at, weight in enumerate(breaks) if weight]
    return [(start, tuple(ids[start:end])) for start, end in pairwise([*starts, len(ids)])]


def _words_between(a: list[int], b: list[int], sentences: list[Run]) -> Iterator[Run]:
    """Give the common sentences and the common words in the gaps between them."""
    i = j = 0
    for x, y, length in [*sentences, (len(a), len(b), 0)]:
        # The quadratic step is left out where it would take minutes.
        if 0 < (x - i) * (y - j) <= LIMIT:
            for block in LCSseq.opcodes(a[i:x], b[j:y]):
                if block.tag == "equal":
                    yield i + block.src_start, j + block.dest_start, block.src_end - block.src_start
        yield x, y, length
        i, j = x + length, y + length


def _without_chance(runs: list[Run], old: Haystack, new: Haystack) -> list[Run]:
    """Drop short runs among long replacements: a run counts if it is longer than what was removed or what was added around it.

    The idea of "semantic cleanup" in text comparison: two sentences share words by chance. Text that was only removed or
    only added around a run does not make it doubtful.
    """
    measure_old, measure_new = _measure(old), _measure(new)
    ends = (0, 0, 0), (len(measure_old) - 1, len(measure_new) - 1, 0)
    merged = _merge([ends[0], *runs, ends[1]])
    while True:
        kept = [merged[0]]
        for run, following in pairwise(merged[1:]):
            before = kept[-1]
            removed = _around(measure_old, before[0] + before[2], run[0], run[0] + run[2], following[0])
            added = _around(measure_new, before[1] + before[2], run[1], run[1] + run[2], following[1])
            said = measure_old[run[0] + run[2]] - measure_old[run[0]]
            if said >= min(LONG, removed, added):
                kept.append(run)
        kept.append(merged[-1])
        if len(kept) == len(merged):
            return kept
        merged = kept


def _measure(haystack: Haystack) -> list[float]:
    """Give the letters before each word, and before the end; a mark of punctuation counts as a fraction of one."""
    total, totals = 0.0, [0.0]
    for word in haystack.tokens.words:
        total += letters(word) or 0.25
        totals.append(total)
    return totals


def _around(measure: list[float], start: int, run_start: int, run_end: int, end: int) -> float:
    return measure[run_start] - measure[start] + measure[end] - measure[run_end]


def _merge(runs: list[Run]) -> list[Run]:
    """Join runs that follow each other in both texts; the first and the last stay as they are."""
    merged = [runs[0]]
    for i, j, length in runs[1:-1]:
        x, y, before = merged[-1]
        if before and (x + before, y + before) == (i, j):
            merged[-1] = (x, y, before + length)
        elif length:
            merged.append((i, j, length))
    return [*merged, runs[-1]]


def _slide(runs: list[Run], words: list[int], breaks: list[int], side: int) -> list[Run]:
    """Move each pure removal (side 0) or addition (side 1) to the best break at which the same words remain."""
    moved = [list(run) for run in runs]
    for before, after in pairwise(moved):
        start, end = before[side] + before[2], after[side]
        if start == end or before[1 - side] + before[2] != after[1 - side]:
            continue
        left = right = 0
        while left < before[2] and words[start - left - 1] == words[end - left - 1]:
            left += 1
        while right < after[2] and words[start + right] == words[end + right]:
            right += 1
        shift = max(range(-left, right + 1), key=lambda by: (breaks[start + by], -abs(by)))
        before[2] += shift
        after[0], after[1], after[2] = after[0] + shift, after[1] + shift, after[2] - shift
    return [(i, j, length) for i, j, length in moved]
