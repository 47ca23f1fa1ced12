"""The tokens of an article, made ready for printing: links to concepts are put in."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import Struct

from glossator.model.article import Close, Open, Text, Token
from glossator.model.text import Span
from glossator.read.article_parts import BLOCKS, STRUCTURE, VOID

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class TermLink(Struct, frozen=True):
    """A name in the article that leads to a concept."""

    span: Span
    href: str
    pop: str
    """Element id of the concept's card."""


class Ours(Struct, frozen=True):
    """Markup of ours between the article's tokens."""

    html: str


Printed = Token | Ours


def parents(tokens: Sequence[Token]) -> list[int]:
    """Give for each token the index of the start tag around it, -1 at the top; for an end tag that around its element."""
    found = []
    around = [-1]
    for index, token in enumerate(tokens):
        if isinstance(token, Close):
            around.pop()
        found.append(around[-1])
        if isinstance(token, Open) and token.tag not in VOID:
            around.append(index)
    return found


def gaps(tokens: Sequence[Token], text: str) -> frozenset[int]:
    """Give the offsets of all white space that only stands between blocks, where no mark can be."""
    found: set[int] = set()
    for index, parent in enumerate(parents(tokens)):
        token = tokens[index]
        if not isinstance(token, Text):
            continue
        around = tokens[parent] if parent >= 0 else None
        if not isinstance(around, Open) or around.tag in STRUCTURE or _between_blocks(tokens, index, token, text):
            found.update(range(token.span.start, token.span.end))
    return frozenset(found)


def _between_blocks(tokens: Sequence[Token], index: int, token: Text, text: str) -> bool:
    if not token.span.of(text).isspace():
        return False
    before, after = tokens[index - 1], tokens[index + 1]
    return (isinstance(before, Close) and before.tag in BLOCKS) or (isinstance(after, Open) and after.tag in BLOCKS)


def extents(tokens: Sequence[Printed]) -> dict[int, tuple[int, int]]:
    """Give by index of a start tag where the text in its element begins and ends; equal if there is none."""
    found: dict[int, tuple[int, int]] = {}
    starts: dict[int, int] = {}
    around: list[int] = []
    waiting: list[int] = []
    offset = 0
    for index, token in enumerate(tokens):
        match token:
            case Open(tag) if tag in VOID:
                found[index] = (offset, offset)
            case Open():
                around.append(index)
                waiting.append(index)
            case Close():
                opened = around.pop()
                if waiting and waiting[-1] == opened:
                    waiting.pop()
                found[opened] = (starts.get(opened, offset), offset)
            case Text(span) if len(span):
                starts |= dict.fromkeys(waiting, span.start)
                waiting.clear()
                offset = span.end
            case _:
                pass
    return found


def with_links(tokens: Sequence[Token], links: Iterable[TermLink]) -> list[Token]:
    """Put in links as elements. One that would overlap another, stand in a link, or cross an element's end is left out."""
    chosen = _apart(links)
    if not chosen:
        return list(tokens)
    cut = _cut(tokens, sorted({offset for link in chosen for offset in (link.span.start, link.span.end)}))
    around = parents(cut)
    texts = [index for index, token in enumerate(cut) if isinstance(token, Text) and len(token.span)]
    starts = [token.span.start for index in texts if isinstance(token := cut[index], Text)]
    before: dict[int, Token] = {}
    after: dict[int, Token] = {}
    for link in chosen:
        first = bisect_left(starts, link.span.start)
        last = bisect_left(starts, link.span.end) - 1
        place = _place(cut, around, texts[first], texts[last])
        if place is not None:
            before[place[0]] = Open("a", (("class", "term"), ("href", link.href), ("data-pop", link.pop)))
            after[place[1]] = Close("a")
    linked: list[Token] = []
    for index, token in enumerate(cut):
        linked += (each for each in (before.get(index), token, after.get(index)) if each is not None)
    return linked


def _apart(links: Iterable[TermLink]) -> list[TermLink]:
    chosen: list[TermLink] = []
    for link in sorted(links, key=lambda each: (each.span.start, -each.span.end)):
        if len(link.span) and (not chosen or link.span.start >= chosen[-1].span.end):
            chosen.append(link)
    return chosen


def _cut(tokens: Sequence[Token], offsets: list[int]) -> list[Token]:
    """Cut texts at some offsets, which are sorted."""
    found: list[Token] = []
    for token in tokens:
        if isinstance(token, Text):
            inside = offsets[bisect_right(offsets, token.span.start) : bisect_left(offsets, token.span.end)]
            found += (Text(Span(*each)) for each in pairwise((token.span.start, *inside, token.span.end)))
        else:
            found.append(token)
    return found


def _place(tokens: list[Token], around: list[int], first: int, last: int) -> tuple[int, int] | None:
    """Find the tokens before and after which an element can stand that holds two texts and all between them."""
    starts = {around[first]: first}
    while isinstance(tokens[first - 1], Open) and first - 1 == around[first]:
        first -= 1
        starts.setdefault(around[first], first)
    ends = {around[last]: last}
    while last + 1 < len(tokens) and isinstance(tokens[last + 1], Close):
        last += 1
        ends.setdefault(around[last], last)
    for parent, begin in starts.items():
        if parent in ends:
            return (begin, ends[parent]) if _may_link(tokens, around, begin, ends[parent]) else None
    return None


def _may_link(tokens: list[Token], around: list[int], begin: int, end: int) -> bool:
    parent = around[begin]
    inside = tokens[begin : end + 1]
    if any(isinstance(token, Open) and (token.tag == "a" or token.tag in BLOCKS) for token in inside):
        return False
    holder = tokens[parent]
    if parent < 0 or (isinstance(holder, Open) and holder.tag in STRUCTURE):
        return False
    while parent >= 0:
        above = tokens[parent]
        if isinstance(above, Open) and above.tag == "a":
            return False
        parent = around[parent]
    return True
