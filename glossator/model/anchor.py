"""Targets of annotations, and what became of them.

Words and meaning follow the W3C Web Annotation Data Model, §4.2.4 (text quote selector).
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from .text import Span

State = Literal["exact", "normalised", "moved", "approximate"]


class Selector(Struct, frozen=True):
    """A quote as its editor wrote it."""

    exact: str
    """The words that are meant. Of a range: all its parts with `[…]` between them, as written."""
    prefix: str = ""
    suffix: str = ""
    parts: tuple[str, ...] = ()
    """Of a range, what stands between the marks, at least two parts; empty otherwise."""


class Anchor(Struct, frozen=True):
    """A target that was found."""

    span: Span
    """In code points of `Article.text`."""
    state: State
    score: float = 1.0
    """Likeness to the quote, 0 to 1; 1 for exact and normalised."""
    reason: str = ""
    """Why the state is not `exact`, for people."""


class Candidate(Struct, frozen=True):
    """A passage that an orphan may mean."""

    span: Span
    score: float


class Orphan(Struct, frozen=True):
    """A target that was not found, or was found more than once."""

    reason: str
    """For people, lower case, without a full stop."""
    ambiguous: bool = False
    """True if the quote stands word for word in several places: then the candidates are all of them, at most a thousand, in
    text order."""
    candidates: tuple[Candidate, ...] = ()
    """Best first, at most three, unless `ambiguous`."""
