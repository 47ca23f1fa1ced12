"""An article becomes HTML with its marks, block by block. Its text is never altered (ARCHITECTURE.md, invariant 4).

The text nodes of all blocks and of the spaces after them, joined, are exactly `Article.text`, if what has the attribute `data-ours` is left
out: the sigla that lead to the notes, and `[…]` in excerpts. Passages that overlap, or cross an element, are cut into segments.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from msgspec import Struct

from glossator.model.article import Article, Close, Open, Text
from glossator.read.article_parts import HEADINGS, VOID

from .article_excerpt import excerpted
from .article_printer import Printer
from .article_targets import Mark, targets
from .article_tokens import Printed, TermLink, extents, gaps, with_links

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["ArticleBlock", "Mark", "TermLink", "render_article"]


_UNNUMBERED = HEADINGS | {"hr"}


class ArticleBlock(Struct, frozen=True):
    """A top-level block of an article, printed."""

    html: str
    number: int | None
    """Of the paragraph, from 1; headings and rules have none. In an excerpt the number that it has in the whole."""
    notes: tuple[str, ...]
    """Ids of the notes that stand after it, by number: those whose first passage ends in it."""
    space: str
    """The white space of the article's text after the block."""


def render_article(
    article: Article, marks: Sequence[Mark], links: Sequence[TermLink] = (), *, excerpt: bool = False
) -> tuple[ArticleBlock, ...]:
    """Print an article. With `excerpt` only the marked passages are shown, with `[…]` where text is left out.

    Linear in text, tokens and printed segments.
    """
    between = gaps(article.tokens, article.text)
    linked = with_links(article.tokens, links)
    passages = [span for mark in marks for span in mark.spans]
    tokens = excerpted(linked, article.text, passages, between) if excerpt else linked
    texts = [token.span for token in tokens if isinstance(token, Text) and len(token.span)]
    printer = Printer(article.text, targets(marks, [span for span in texts if span.start not in between]))
    printed = _print(article.text, tokens, between, printer)
    numbers = iter(range(1, len(printed) + 1))
    numbered = [(each, None if each.tag in _UNNUMBERED else next(numbers)) for each in printed]
    if excerpt:
        numbered = [(each, number) for each, number in numbered if not each.empty]
    notes = _notes(marks, [each.start for each, _ in numbered])
    return tuple(
        ArticleBlock(each.html, number, notes.get(index, ()), each.space)
        for index, (each, number) in enumerate(numbered)
    )


class _Printed(Struct):
    """A top-level block while it is printed."""

    tag: str
    start: int
    html: str = ""
    space: str = ""
    empty: bool = True
    """No text stands in it."""


def _print(text: str, tokens: Sequence[Printed], between: frozenset[int], printer: Printer) -> list[_Printed]:
    found: list[_Printed] = []
    inside = extents(tokens)
    depth = offset = 0
    for index, token in enumerate(tokens):
        match token:
            case Open(tag):
                if depth == 0:
                    found.append(_Printed(tag, inside[index][0]))
                printer.open(token, inside[index])
                depth += tag not in VOID
            case Close():
                printer.close(offset)
                depth -= 1
            case Text(span):
                offset = span.end
                if depth == 0 and found:
                    found[-1].space += span.of(text)
                    continue
                if span.start in between:
                    printer.between(span)
                else:
                    printer.words(span)
                    found[-1].empty = False
            case _:
                printer.ours(token)
        if depth == 0 and found:
            found[-1].html += printer.take()
    return found


def _notes(marks: Sequence[Mark], starts: list[int]) -> dict[int, tuple[str, ...]]:
    """Give by index of a block the notes after it: those whose first passage ends there."""
    notes: dict[int, tuple[str, ...]] = {}
    for mark in sorted(marks, key=lambda each: each.number):
        for span in mark.spans[:1]:
            index = max(0, bisect_left(starts, span.end) - 1)
            notes[index] = (*notes.get(index, ()), mark.id)
    return notes
