"""Annotations: a target, a kind, and what we say about it (W3C Web Annotation: target, motivation, body)."""

from __future__ import annotations

from msgspec import Struct

from .anchor import Selector
from .date import Date
from .prose import Prose
from .text import Place


class Target(Struct, frozen=True):
    """A quote and where it is written."""

    selector: Selector
    place: Place


class Annotation(Struct, frozen=True):
    """One annotation, as read; the defaults of its file's header are filled in."""

    id: str
    place: Place
    """Of its heading."""
    kind: str
    title: str
    """Plain text."""
    heading: Prose
    """The title with its markup."""
    targets: tuple[Target, ...]
    """Empty: a note on the whole article."""
    body: Prose
    attributes: tuple[tuple[str, str], ...]
    """Keys as FORMAT.md §3 names them (`claimant` is `who`), sorted; values as written."""
    dates: tuple[tuple[str, Date], ...] = ()
    """Those attributes that are dates, parsed."""

    def get(self, key: str) -> str:
        """Give an attribute as written, or an empty string."""
        return next((value for name, value in self.attributes if name == key), "")

    def date(self, key: str) -> Date | None:
        """Give an attribute that is a date."""
        return next((value for name, value in self.dates if name == key), None)
