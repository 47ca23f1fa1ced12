"""An excerpt of an article: the marked passages, and a mark of ours wherever text is left out. Nothing else of the text is printed."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from glossator.model.article import Close, Open, Text, Token
from glossator.model.text import Span
from glossator.read.article_parts import BLOCKS, VOID

from .article_tokens import Ours, Printed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

OMISSION: Final = Ours('<span class="gap" data-ours> […] </span>')


class _Excerpt(Struct):
    """Takes the tokens that are shown. Start tags wait until something in them is; only top-level blocks always stay."""

    kept: list[Printed] = []
    waiting: list[Open] = []
    depth: int = 0
    """How many elements are open, without those waiting."""
    shown: int = 0
    """Index after the last text shown, 0 if there was none."""
    owed: bool = False
    """Text was left out since, and no mark says so yet."""
    marked: bool = False
    """A mark was put since."""
    shown_here: bool = False
    """Text was shown since the last end of a block."""
    cut_here: bool = False
    """Text was left out since the last end of a block or text shown."""
    marked_here: bool = False
    """A mark was put since the last end of a block or text shown."""

    def open(self, element: Open) -> None:
        if self.depth:
            self.waiting.append(element)
        else:
            self.kept.append(element)
            self.depth = 1

    def close(self, element: Close) -> None:
        if self.waiting:
            self.waiting.pop()
        else:
            self.kept.append(element)
            self.depth -= 1

    def end_block(self) -> None:
        self.shown_here = self.cut_here = self.marked_here = False

    def show(self, span: Span) -> None:
        waiting: list[Printed] = [*self.waiting]
        if self.owed or (self.cut_here and not self.marked_here):
            # Inside the innermost new block, and outside of inline elements.
            inline = next((i for i, each in enumerate(reversed(self.waiting)) if each.tag in BLOCKS), len(waiting))
            waiting.insert(len(waiting) - inline, OMISSION)
        self.kept += (*waiting, Text(span))
        self.depth += len(self.waiting)
        self.waiting.clear()
        self.shown = len(self.kept)
        self.owed = self.marked = self.cut_here = self.marked_here = False
        self.shown_here = True

    def leave_out(self) -> None:
        self.cut_here = True
        if self.shown_here:
            if not self.marked_here:
                self.kept.append(OMISSION)
            self.marked = self.marked_here = True
        elif not self.marked:
            self.owed = True

    def finish(self) -> list[Printed]:
        if self.owed and self.shown:
            self.kept.insert(self.shown, OMISSION)
        return self.kept


def excerpted(tokens: Sequence[Token], text: str, passages: Iterable[Span], between: frozenset[int]) -> list[Printed]:
    """Keep of some tokens what the passages cover; `between` are the offsets of white space between blocks.

    Links to places inside the article lose their address.
    """
    shown = _merged(passages)
    starts = [span.start for span in shown]
    excerpt = _Excerpt()
    offset = 0
    for token in tokens:
        match token:
            case Text(span):
                offset = span.end
                if span.start not in between:
                    _cut(excerpt, span, text, shown, starts)
                elif not excerpt.waiting and span.of(text).isspace():
                    excerpt.kept.append(token)
            case Open(tag) if tag in VOID:
                at = bisect_right(starts, offset - 1) - 1
                if at >= 0 and shown[at].start < offset < shown[at].end and not excerpt.waiting:
                    excerpt.kept.append(token)
            case Open(tag, attributes):
                local = any(name == "href" and value.startswith("#") for name, value in attributes)
                excerpt.open(Open(tag) if local else token)
            case _:
                excerpt.close(token)
        if isinstance(token, Open | Close) and token.tag in BLOCKS:
            excerpt.end_block()
    return excerpt.finish()


def _cut(excerpt: _Excerpt, span: Span, text: str, shown: list[Span], starts: list[int]) -> None:
    """Show the parts of a text that are in a passage, and leave out the others, but for white space between two."""
    for part, visible in _parts(span, shown, starts):
        if visible:
            excerpt.show(part)
        elif not part.of(text).isspace():
            excerpt.leave_out()
        elif excerpt.shown_here and not excerpt.marked_here and not excerpt.waiting:
            excerpt.kept.append(Text(part))


def _parts(span: Span, shown: list[Span], starts: list[int]) -> Iterator[tuple[Span, bool]]:
    position = span.start
    at = max(0, bisect_right(starts, position) - 1)
    while position < span.end:
        while at < len(shown) and shown[at].end <= position:
            at += 1
        if at == len(shown) or shown[at].start >= span.end:
            yield Span(position, span.end), False
            return
        if shown[at].start > position:
            yield Span(position, shown[at].start), False
            position = shown[at].start
        end = min(span.end, shown[at].end)
        yield Span(position, end), True
        position = end


def _merged(passages: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in sorted(span for span in passages if len(span)):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged
