"""What was changed between the kept versions of an article, for people to read, and which notes it concerns.

Words are compared as in `anchor_diff`: typography and case do not count. What was moved reads as taken out in one place and put in
at another.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Final, Literal

from msgspec import Struct

from glossator.model.anchor import Anchor, Selector

from .anchor_diff import Comparison, compare
from .anchor_text import Haystack
from .anchoring import find_verbatim
from .normalise import letters

if TYPE_CHECKING:
    from collections.abc import Mapping

    from glossator.model.briefing import Briefing
    from glossator.model.date import Date
    from glossator.model.text import Span

    from .standing import FoundTarget, Standings

BETWEEN: Final = 8
"""Letters between two changes below which they are shown as one, because single words in common are no help to a reader."""
NEAR: Final = 120
"""Code points between two changes of one paragraph below which they are shown together."""
CONTEXT: Final = 60
"""Code points shown before and after a change, at most."""

Words = tuple[int, int]
"""A stretch of words of a text, half-open."""


class Piece(Struct, frozen=True):
    """A stretch of text in a change."""

    kind: Literal["same", "removed", "added", "cut"]
    """`cut` stands for text that is not shown."""
    text: str = ""


class Change(Struct, frozen=True):
    """Words that were changed, with some around them."""

    pieces: tuple[Piece, ...]
    notes: tuple[str, ...]
    """Ids of the annotations whose passages it is in, in their order."""


class Step(Struct, frozen=True):
    """From one version to the next."""

    number: int
    """From 1, the oldest; it stays when newer versions come."""
    older: Date
    newer: Date | None
    """None for the present text."""
    changes: tuple[Change, ...]


class _Hunk(Struct, frozen=True):
    """Words that were replaced: stretches of the old and of the new text, either of which may be empty."""

    old: Words
    new: Words


def steps(briefing: Briefing, standings: Standings, targets: Mapping[str, tuple[FoundTarget, ...]]) -> tuple[Step, ...]:
    """Compare each kept version with the next one, and the last with the present text; those that are the same are left out."""
    if briefing.article is None or not briefing.versions:
        return ()
    texts = [*(standings.prepared(each.article.text) for each in briefing.versions), standings.haystack]
    comparisons = [compare(old, new) for old, new in pairwise(texts)]
    hunks = [_hunks(each) for each in comparisons]
    concerned = _concerned(comparisons, hunks, targets)
    dates: list[Date | None] = [*(each.date for each in briefing.versions), None]
    found = []
    for at, comparison in enumerate(comparisons):
        older = dates[at]
        if hunks[at] and older is not None:
            changes = tuple(
                Change(_shown(comparison, group), _notes(group, concerned[at]))
                for group in _groups(comparison, hunks[at])
            )
            found.append(Step(at + 1, older, dates[at + 1], changes))
    return tuple(found)


def _hunks(comparison: Comparison) -> list[_Hunk]:
    """Give what was replaced, in order; what has only a word or two between is one."""
    kept = [(word, image) for word, image in enumerate(comparison.image) if image >= 0]
    ends = (len(comparison.image), len(comparison.origin))
    found: list[_Hunk] = []
    for (i, j), (x, y) in pairwise([(-1, -1), *kept, ends]):
        if x == i + 1 and y == j + 1:
            continue
        hunk = _Hunk((i + 1, x), (j + 1, y))
        if found and 0 <= _letters(comparison.new, found[-1].new[1], hunk.new[0]) < BETWEEN:
            hunk = _Hunk((found[-1].old[0], x), (found.pop().new[0], y))
        found.append(hunk)
    return found


def _letters(text: Haystack, start: int, end: int) -> float:
    """Count the letters of some words, -1 if a paragraph ends among them."""
    if "\n" in _cut(text, start, end):
        return -1
    return sum(letters(word) for word in text.tokens.words[start:end])


def _offset(text: Haystack, word: int) -> int:
    """Give where a word begins in the original text; of one past the last, where the text ends."""
    tokens = text.tokens
    return text.plain.starts[tokens.starts[word]] if word < len(tokens.starts) else len(text.text)


def _cut(text: Haystack, start: int, end: int) -> str:
    """Give a text from the beginning of one word to that of another."""
    return text.text[_offset(text, start) : _offset(text, end)]


def _place(comparison: Comparison, hunk: _Hunk) -> tuple[int, int]:
    """Give where a change is in the new text, as offsets; what was taken out at the end of a paragraph is at that end."""
    old, new = comparison.old, comparison.new
    start, end = (_offset(new, word) for word in hunk.new)
    if start == end and hunk.new[0] > 0 and hunk.old[0] > 0:
        after = new.plain.ends[new.tokens.ends[hunk.new[0] - 1] - 1]
        ended = old.plain.ends[old.tokens.ends[hunk.old[0] - 1] - 1]
        if "\n" in new.text[after:start] and "\n" not in old.text[ended : _offset(old, hunk.old[0])]:
            return after, after
    return start, end


def _groups(comparison: Comparison, hunks: Sequence[_Hunk]) -> Iterator[list[_Hunk]]:
    """Put together what is near in one paragraph."""
    group: list[_Hunk] = []
    for hunk in hunks:
        if group:
            between = comparison.new.text[_place(comparison, group[-1])[1] : _place(comparison, hunk)[0]]
            if "\n" in between or len(between) > NEAR:
                yield group
                group = []
        group.append(hunk)
    yield group


def _shown(comparison: Comparison, group: Sequence[_Hunk]) -> tuple[Piece, ...]:
    pieces = tuple(_pieces(comparison, group))
    return pieces if pieces[-1].text.strip() else pieces[:-1]


def _pieces(comparison: Comparison, group: Sequence[_Hunk]) -> Iterator[Piece]:
    """Print a group: some words, what was changed, some words."""
    text = comparison.new.text
    places = [_place(comparison, hunk) for hunk in group]
    yield from _context(text[: places[0][0]], before=True)
    for hunk, (start, end), (following, _) in zip(group, places, [*places[1:], (-1, -1)], strict=True):
        removed = _cut(comparison.old, *hunk.old)
        if (
            removed
            and start
            and not text[start - 1].isspace()
            and comparison.old.text[: _offset(comparison.old, hunk.old[0])][-1:].isspace()
        ):
            yield Piece("same", " ")
        yield from _changed("removed", removed)
        yield from _changed("added", text[start:end])
        if following >= 0:
            yield Piece("same", text[end:following])
    yield from _context(text[places[-1][1] :], before=False)


def _changed(kind: Literal["removed", "added"], text: str) -> Iterator[Piece]:
    """Print words on one line; the space after them is no part of the change."""
    words = " ".join(text.split())
    if words:
        yield Piece(kind, words)
        if text != text.rstrip():
            yield Piece("same", " ")


def _context(text: str, *, before: bool) -> Iterator[Piece]:
    """Print the end, or the beginning, of a text: of its paragraph, at most so much, whole words if there are spaces."""
    if before:
        line = text.rpartition("\n")[2]
        near = line[-CONTEXT:]
        if near != line:
            yield Piece("cut", "… ")
            near = near.partition(" ")[2] or near
        yield from [Piece("same", near)] if near else []
        return
    line = text.partition("\n")[0]
    near = line[:CONTEXT]
    if near != line:
        near = near.rpartition(" ")[0] or near
    yield from [Piece("same", near)] if near else []
    yield from [Piece("cut", " …")] if near != line else []


def _notes(group: Sequence[_Hunk], concerned: Mapping[_Hunk, dict[str, None]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(id_ for hunk in group for id_ in concerned.get(hunk, ())))


def _concerned(
    comparisons: Sequence[Comparison],
    hunks: Sequence[Sequence[_Hunk]],
    targets: Mapping[str, tuple[FoundTarget, ...]],
) -> list[dict[_Hunk, dict[str, None]]]:
    """Tell for each step and each hunk which annotations it concerns, by following their passages back through the versions."""
    found: list[dict[_Hunk, dict[str, None]]] = [{} for _ in comparisons]
    for id_, each in ((id_, each) for id_, inside in targets.items() for each in inside):
        words, at = _last_place(comparisons, each)
        if words is not None and at < len(comparisons):  # it is gone: what took it out concerns it
            for hunk in hunks[at]:
                if hunk.old[0] < words[1] and hunk.old[1] > words[0]:
                    found[at].setdefault(hunk, {})[id_] = None
        while words is not None and at > 0:
            at -= 1
            touched = [hunk for hunk in hunks[at] if _touches(hunk.new, words)]
            for hunk in touched:
                found[at].setdefault(hunk, {})[id_] = None
            words = _before(comparisons[at], words, touched)
    return found


def _last_place(comparisons: Sequence[Comparison], each: FoundTarget) -> tuple[Words | None, int]:
    """Give the words of a passage in the latest version that has it, and which that is; the one after the last is the present text."""
    if isinstance(each.found, Anchor):
        return _words(comparisons[-1].new, each.found.span), len(comparisons)
    if each.was is not None:
        selector = Selector(each.was.words, f"{each.was.before} ", f" {each.was.after}")
        for at in range(len(comparisons) - 1, -1, -1):
            there = find_verbatim(comparisons[at].old, selector)
            if there is not None:
                return _words(comparisons[at].old, there.span), at
    return None, 0


def _words(text: Haystack, span: Span) -> Words:
    """Give the words that a span touches."""
    start, end = text.plain.cover(span)
    return bisect_right(text.tokens.ends, start), bisect_left(text.tokens.starts, end)


def _touches(changed: Words, words: Words) -> bool:
    """Tell whether new words, or the place where words were taken out, are inside of a passage."""
    if changed[0] == changed[1]:
        return words[0] < changed[0] < words[1]
    return changed[0] < words[1] and changed[1] > words[0]


def _before(comparison: Comparison, words: Words, touched: Sequence[_Hunk]) -> Words | None:
    """Give the words of a passage in the older text; None if it was put in whole."""
    olds = [comparison.origin[word] for word in range(*words) if comparison.origin[word] >= 0]
    if not olds:
        return None
    replaced = [hunk.old for hunk in touched if hunk.new[0] >= words[0] and hunk.new[1] <= words[1]]
    starts, ends = zip((olds[0], olds[-1] + 1), *replaced, strict=True)
    return min(starts), max(ends)
