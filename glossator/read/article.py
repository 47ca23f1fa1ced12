"""A source article, as it came in its file, becomes text and tokens (FORMAT.md §8). The text is never altered.

White space is folded as HTML does it: spaces, tabs and line ends; a no-break or an ideographic space is a character. `<br>` is a
line break in the text, beside the element. Headings keep their order but begin at level 3, below the page's own.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from glossator.model.article import Article, Close, Open, Text, Token
from glossator.model.diagnostics import Diagnostic
from glossator.model.text import Source, Span

from .article_parts import Block, blocks, linkable
from .article_place import place_in_file

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "Block",
    "article_from_html",
    "article_from_markdown",
    "article_from_text",
    "blocks",
    "linkable",
    "place_in_file",
]

_SPACE: Final = " \t\n\f\r"
"""White space in HTML. What else Python calls so must stay inside a paragraph, where it is seen."""

_LINE: Final = 100
"""A file with a longer line was not wrapped by hand, so each of its lines is a paragraph."""


def article_from_text(source: Source) -> tuple[Article, tuple[Diagnostic, ...]]:
    """Take plain text as it is. Its paragraphs are its lines if one is longer than 100 characters, else blank lines part them.

    Gives ART002 if there is nothing to read. A null character becomes U+FFFD, since it cannot stand in HTML.
    """
    text = source.text.replace("\0", "\ufffd")
    tokens: list[Token] = []
    done = 0
    for span in _paragraphs(text):
        if span.start > done:
            tokens.append(Text(Span(done, span.start)))
        tokens += (Open("p"), Text(span), Close("p"))
        done = span.end
    if done < len(text):
        tokens.append(Text(Span(done, len(text))))
    return _checked(Article(text, tuple(tokens)), source, 0, ())


def article_from_markdown(source: Source, start: int = 0) -> tuple[Article, tuple[Diagnostic, ...]]:
    """Read Markdown from an offset on, with tables, footnotes, definition lists and highlighted code.

    Gives ART001 for images and other things left out, also if it had to be read as plain text, and ART002 if there is
    nothing to read.
    """
    from .article_html import parse_fragment, without_dropped
    from .article_markdown import markdown_to_html
    from .article_tree import article_from_tree

    text = source.text[start:]
    html = markdown_to_html(text)
    if html is None:
        help_ = "break up its paragraphs, or save it as article.txt"
        message = "a paragraph is too long, too deep or has too many marks for Markdown: all is read as plain text"
        fault = Diagnostic(source.place(start), "ART001", message, help=help_)
        html = "".join(f"<p>{escape(span.of(text))}</p>" for span in _paragraphs(text))
        return _checked(article_from_tree(parse_fragment(html)), source, start, (fault,))
    clean, faults = without_dropped(html, source, start)
    return _checked(article_from_tree(parse_fragment(clean)), source, start, faults)


def article_from_html(source: Source) -> tuple[Article, tuple[Diagnostic, ...]]:
    """Read the main content of a page: `article`, else `main`, else the body without navigation, header, footer and asides.

    Gives ART001 for each kind of thing left out (images, scripts, embedded pages …), ART002 if there is nothing to read.
    """
    from .article_html import main_content, parse_fragment
    from .article_tree import article_from_tree

    clean, faults = main_content(source)
    return _checked(article_from_tree(parse_fragment(clean)), source, 0, faults)


def _checked(
    article: Article, source: Source, start: int, faults: tuple[Diagnostic, ...]
) -> tuple[Article, tuple[Diagnostic, ...]]:
    if article.text.strip():
        return article, faults
    help_ = "put the source's text there, or remove the file"
    empty = Diagnostic(source.place(start), "ART002", "the article has no text", help=help_)
    return article, (*faults, empty)


def _paragraphs(text: str) -> Iterator[Span]:
    lines = list(_lines(text))
    if any(end - start > _LINE for start, end in lines):
        yield from (Span(start, end) for start, end in lines if end > start)
        return
    first = last = -1
    for start, end in lines:
        if end > start:
            first, last = start if first < 0 else first, end
        elif first >= 0:
            yield Span(first, last)
            first = -1
    if first >= 0:
        yield Span(first, last)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Give the start and end of each line without the white space around it; equal if nothing else stands on it."""
    offset = 0
    for line in text.split("\n"):
        inner = line.strip(_SPACE)
        start = offset + len(line) - len(line.lstrip(_SPACE)) if inner else offset
        yield start, start + len(inner)
        offset += len(line) + 1
