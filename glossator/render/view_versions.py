"""Parts of views that tell how an article was changed."""

from __future__ import annotations

from msgspec import Struct

from .view_atoms import DateView, Link


class WasView(Struct, frozen=True):
    """What the passage of a note read in an earlier version of the article."""

    words: str
    before: str
    """Some words that stood before it, with the space between, or empty."""
    after: str
    date: DateView | None
    """Of that version, if it is known."""
    gone: bool
    """Whether the passage was taken out; else it reads otherwise now."""


class PieceView(Struct, frozen=True):
    """A stretch of text in a change: `same`, `removed`, `added`, or `cut` where some is not shown."""

    kind: str
    text: str


class ChangeView(Struct, frozen=True):
    """What was changed in one place of the article."""

    id: str
    """Element id, `change-<step>-<number>`."""
    pieces: tuple[PieceView, ...]
    """None of an article of which only excerpts are shown."""
    notes: tuple[Link, ...]
    """The notes whose passages it is in."""


class StepView(Struct, frozen=True):
    """What was changed from one version of the article to the next."""

    id: str
    """Element id, `changes-<step>`."""
    older: DateView
    newer: DateView | None
    """None for the present text."""
    changes: tuple[ChangeView, ...]
    notes: int
    """How many notes it concerns."""
