"""Compare an earlier and a later text word by word: which word of the one is which of the other.

Sentences that stand once in both texts come first, then the words between them by longest common subsequence. Common words
that such a subsequence picks out of two unrelated sentences are taken out again, and edits are moved to sentence ends where
the words allow it. Moved passages are no part of the result: they read as removed in one place and added in another.
"""

from __future__ import annotations

from array import array
from collections import Counter
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from .normalise import letters

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .anchor_text import Haystack

LONG: Final = 25
"""Letters from which a common run of words is no chance, whatever stands around it: about five words."""
LIMIT: Final = 20_000_000_000
"""Word pairs that are compared at most in one gap, about two seconds; what is left reads as changed."""
TERMINATORS: Final = frozenset(".!?。！？…")
_FULL_WIDTH: Final = frozenset("。！？")
"""Those after which no space stands."""

Run = tuple[int, int, int]
"""Words that are the same: the first of them in the old text, the first in the new one, how many."""


class Comparison(Struct, frozen=True):
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
    breaks = _breaks(old), _breaks(new)
    runs = list(_words_between(a, b, _sentences(breaks, a, b)))
    runs = _slide(_slide(runs, a, breaks[0], 0), b, breaks[1], 1)
    runs = _without_chance(list(_cut(runs, breaks)), _measure(old), _measure(new))
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
        ends = word in TERMINATORS and (bool(gap) or haystack.text[form.starts[end - 1]] in _FULL_WIDTH)
        breaks.append(2 if "\n" in gap else int(ends))
    return breaks


def _sentences(breaks: tuple[list[int], list[int]], a: list[int], b: list[int]) -> list[Run]:
    """Give the sentences that stand once in each text, in an order common to both."""
    from rapidfuzz.distance import LCSseq

    parts = [_split(a, breaks[0]), _split(b, breaks[1])]
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
    from rapidfuzz.distance import LCSseq

    i = j = 0
    for x, y, length in [*sentences, (len(a), len(b), 0)]:
        # The quadratic step is left out where it would take minutes.
        if 0 < (x - i) * (y - j) <= LIMIT:
            for block in LCSseq.opcodes(a[i:x], b[j:y]):
                if block.tag == "equal":
                    yield i + block.src_start, j + block.dest_start, block.src_end - block.src_start
        yield x, y, length
        i, j = x + length, y + length


def _cut(runs: list[Run], breaks: tuple[list[int], list[int]]) -> Iterator[Run]:
    """Cut runs where a sentence begins, in either text."""
    for i, j, length in runs:
        start = 0
        for at in range(1, length + 1):
            if at == length or breaks[0][i + at] or breaks[1][j + at]:
                yield i + start, j + start, at - start
                start = at


def _without_chance(runs: list[Run], old: list[float], new: list[float]) -> list[Run]:
    """Drop runs that are shorter than what was replaced next to them: two unrelated sentences share words by chance.

    The idea of "semantic cleanup" in text comparison, but only a replacement makes a run doubtful: where text was only
    removed or only added, its neighbours are as sure as before. Short runs go first, because without them the
    replacements are longer.
    """
    ends = len(old) - 1, len(new) - 1, 0
    for limit in (*(2**power for power in range(1, 5)), LONG):
        dropped = True
        while dropped:
            kept: list[Run] = []
            for run, after in pairwise([*runs, ends]):
                said = old[run[0] + run[2]] - old[run[0]]
                sides = _replaced(kept[-1] if kept else (0, 0, 0), run, old, new), _replaced(run, after, old, new)
                known = [side for side in sides if side is not None]
                if said >= limit or not known or any(said > side for side in known):
                    kept.append(run)
            dropped = len(kept) < len(runs)
            runs = kept
    return runs


def _replaced(before: Run, after: Run, old: list[float], new: list[float]) -> float | None:
    """Tell how many letters were replaced between two runs, at the least; `None` if they follow each other."""
    removed = old[after[0]] - old[before[0] + before[2]]
    added = new[after[1]] - new[before[1] + before[2]]
    return min(removed, added) if removed or added else None


def _measure(haystack: Haystack) -> list[float]:
    """Give the letters before each word, and before the end; a mark of punctuation counts as a fraction of one."""
    return list(accumulate((letters(word) or 0.25 for word in haystack.tokens.words), initial=0.0))


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
