"""Room for labels: how wide a text may be, and in which row each label stands.

No font is known when a page is built, so widths are estimated from above. The classes are the widest of the faces that
the stylesheet may end at, which is DejaVu Sans, in thousandths of the font size; measured in Chromium, Source Sans takes
three quarters of that and Liberation Sans nine tenths.
"""

from __future__ import annotations

import unicodedata
from itertools import accumulate
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_NARROW: Final = frozenset("iljtfrI.,:;'|!()[]{}/\\-·’‘ \u00a0")
_WIDE: Final = frozenset("mwMWQ@%&—…ЖШЮжшщюфыФМ")
_WIDEST: Final = frozenset("ЩЫ")
_SIGNS: Final = frozenset("+=<>~^")
_GAP: Final = 12.0
"""Between two labels in one row, in pixels."""


def text_width(text: str, size: float) -> float:
    """Estimate from above how wide a text is, in the unit of the font size."""
    return sum(map(_thousandths, text)) * size / 1000


def _thousandths(char: str) -> int:
    if char in _NARROW:
        return 400
    if char in _WIDE:
        return 1000
    if char in _WIDEST:
        return 1120
    if char.isascii():
        return 840 if char in _SIGNS else 790 if char.isupper() else 640
    if unicodedata.combining(char):
        return 0
    if unicodedata.east_asian_width(char) in "WF":
        return 1050
    return 780 if char.isupper() else 700


def shortened(text: str, size: float, room: float) -> str:
    """Cut a text at a word, or within one that is too long, and end it with an ellipsis, so that it fits."""
    if text_width(text, size) <= room:
        return text
    room -= text_width("…", size)
    end = sum(used <= room for used in accumulate(text_width(char, size) for char in text))
    cut = text[:end]
    word = cut.rfind(" ")
    return (cut[:word] if word > end // 2 else cut).rstrip(" ,;:-–—") + "…"


def rows(starts: Sequence[float], widths: Sequence[float]) -> tuple[int, ...]:
    """Give each label a row, 0 being the lowest; `starts` ascend.

    From right to left, each label stands one row above all that it would cross. So no two overlap, and the leader of a
    label, which goes up at its start, meets none of the labels below.
    """
    found = [0] * len(starts)
    for here in range(len(starts) - 1, -1, -1):
        end = starts[here] + widths[here] + _GAP
        for right in range(here + 1, len(starts)):
            if starts[right] >= end:
                break
            found[here] = max(found[here], found[right] + 1)
    return tuple(found)


def tracks(spans: Sequence[tuple[float, float]], taken: Sequence[tuple[float, float]]) -> tuple[int, ...]:
    """Give each mark a line, 0 being the uppermost, so that none covers another; `spans` ascend by their left end.

    What is `taken` stands on the uppermost line already.
    """
    ends = [float("-inf")]
    found = []
    for left, right in spans:
        first = int(any(left <= end and start <= right for start, end in taken))
        free = next((track for track in range(first, len(ends)) if ends[track] < left), len(ends))
        if free == len(ends):
            ends.append(right)
        ends[free] = right
        found.append(free)
    return tuple(found)
