"""Passages to be marked: trimmed to what can be marked, put in order, and given levels."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from heapq import heappop, heappush
from typing import TYPE_CHECKING, Final

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from glossator.model.text import Span

_LEVELS: Final = 2
"""Rules under overlapping passages lie at three depths; a fourth passage shares the last."""


class Mark(Struct, frozen=True):
    """What an annotation marks in the article."""

    id: str
    """Of the annotation, without a prefix."""
    number: int
    kind: str
    """Id of the kind."""
    glyph: str
    """Id of the symbol shown after the passage: of the verdict, else of the kind."""
    classes: str
    """More classes of the link to the note, such as `v-imprecise`."""
    label: str
    """What a screen reader says for that link: `Note 3. Claim, imprecise: Title`."""
    spans: tuple[Span, ...]
    """One a target, in the order in which they are written. Each covers a character that is not white space."""
    approximate: bool = False


class Target(Struct, frozen=True, eq=False):
    """One passage of a mark, as it is printed. Compared by identity, since a mark may have one passage twice."""

    mark: Mark
    start: int
    end: int
    name: str
    """Element id of its first part, or empty."""
    level: int = 0
    """How many of the passages that began before it still ran when it began, at most 2."""


def targets(marks: Sequence[Mark], markable: Sequence[Span]) -> list[Target]:
    """Give what to print for each passage, outer ones before those inside; `markable` are texts in order, apart."""
    ends = [span.end for span in markable]
    starts = [span.start for span in markable]
    names = {mark.id for mark in marks}
    found: list[Target] = []
    for mark in marks:
        written = 0
        for span in dict.fromkeys(mark.spans):
            first, last = bisect_right(ends, span.start), bisect_left(starts, span.end) - 1
            start = max(span.start, starts[first]) if first < len(starts) else span.end
            end = min(span.end, ends[last]) if last >= 0 else span.start
            if start >= end:
                continue
            written += 1
            name = mark.id if written == 1 else f"{mark.id}-{written}"
            taken = written > 1 and name in names
            found.append(Target(mark, start, end, "" if taken else f"mark-{name}"))
    return _with_levels(sorted(found, key=lambda each: (each.start, -each.end, each.mark.number, each.name)))


def _with_levels(found: Iterable[Target]) -> list[Target]:
    """Give each passage the lowest level that none of those has which overlap its beginning."""
    levelled: list[Target] = []
    running: list[tuple[int, int]] = []
    free: list[int] = []
    highest = 0
    for each in found:
        while running and running[0][0] <= each.start:
            heappush(free, heappop(running)[1])
        if free:
            level = heappop(free)
        else:
            level, highest = highest, highest + 1
        heappush(running, (each.end, level))
        levelled.append(Target(each.mark, each.start, each.end, each.name, min(level, _LEVELS)))
    return levelled
