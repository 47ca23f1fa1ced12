"""A source article: plain text that selectors count in, and the markup around it.

The text is never altered (ARCHITECTURE.md, invariant 4): the `Text` tokens, joined in order, are exactly `text`, white
space between blocks included.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from .text import Span


class Open(Struct, frozen=True):
    """A start tag; of a void element (`br`, `hr`, `img`) nothing closes it."""

    tag: str
    attributes: tuple[tuple[str, str], ...] = ()


class Close(Struct, frozen=True):
    """An end tag."""

    tag: str


class Text(Struct, frozen=True):
    """A stretch of the article's text."""

    span: Span


Token = Open | Close | Text


class Article(Struct, frozen=True):
    """A source article as readers see it, without the header of its file."""

    text: str
    """FORMAT.md §8: of .txt the file as it is, of .md and .html each block's white space folded, blocks joined by a blank line."""
    tokens: tuple[Token, ...]
    """Well nested. At depth 0 stand only block elements and the white space between them."""


Form = Literal["original", "excerpt", "digest", "translation"]
Rights = Literal["full", "excerpt"]


class Provenance(Struct, frozen=True):
    """Where an article comes from (FORMAT.md §2, `article:`)."""

    source: str = ""
    """Key of a source, or empty."""
    form: Form = "original"
    note: str = ""
    retrieved: str = ""
    rights: Rights = "full"
    lang: str = ""
    """BCP 47; empty means the briefing's language."""
