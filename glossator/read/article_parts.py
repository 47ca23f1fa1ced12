"""What stands where in an article: its top-level blocks, and the text in which names may become links."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from glossator.model.article import Article, Open, Text
from glossator.model.text import Span

VOID: Final = frozenset({"br", "hr", "img", "wbr"})
"""Elements that nothing closes."""

HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})

BLOCKS: Final = HEADINGS | {
    *("blockquote", "caption", "dd", "div", "dl", "dt", "figcaption", "figure", "hr", "li", "ol", "p", "pre"),
    *("table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
}
"""Elements between which the text of one ends and that of the next begins."""

STRUCTURE: Final = frozenset({"ul", "ol", "dl", "table", "thead", "tbody", "tfoot", "tr"})
"""Elements that hold other elements and the white space between them, never words."""

_UNLINKED: Final = HEADINGS | {"a", "blockquote", "code", "kbd", "pre", "q", "rt", "ruby", "samp", "sub", "sup"}
"""FORMAT.md §4: never in headings, links, code or quotations of other works; nor in signs set above or below the line."""


class Block(Struct, frozen=True):
    """A top-level block of an article."""

    tag: str
    span: Span
    """From its first character to its last; empty of a rule."""
    first: int
    """Index of its start tag in `Article.tokens`."""
    end: int
    """Index after its end tag."""


def blocks(article: Article) -> tuple[Block, ...]:
    """Give the top-level blocks, in order."""
    found = []
    depth = first = offset = start = 0
    for index, token in enumerate(article.tokens):
        match token:
            case Text(span):
                offset = span.end
                continue
            case Open(tag):
                if depth == 0:
                    first, start = index, offset
                depth += tag not in VOID
            case _:
                depth -= 1
        if depth == 0:
            opened = article.tokens[first]
            tag = opened.tag if isinstance(opened, Open) else ""
            found.append(Block(tag, Span(start, offset), first, index + 1))
    return tuple(found)


def linkable(article: Article) -> tuple[Span, ...]:
    """Give the stretches of text in which automatic links to concepts may stand, in order; none runs over a block's end."""
    found: list[Span] = []
    barred = 0
    joined = False
    for token in article.tokens:
        match token:
            case Text(span):
                if barred == 0:
                    if joined:
                        span = Span(found.pop().start, span.end)
                    found.append(span)
                    joined = True
            case Open(tag):
                barred += tag in _UNLINKED
                joined = joined and barred == 0 and tag not in BLOCKS
            case _:
                barred -= token.tag in _UNLINKED
                joined = joined and token.tag not in BLOCKS
    return tuple(_trimmed(span, article.text) for span in found if not span.of(article.text).isspace())


def _trimmed(span: Span, text: str) -> Span:
    words = span.of(text)
    return Span(span.start + len(words) - len(words.lstrip()), span.end - len(words) + len(words.rstrip()))
