"""The smallest parts of views: links and dates."""

from __future__ import annotations

from msgspec import Struct


class Link(Struct, frozen=True):
    """Somewhere to go."""

    href: str
    label: str
    lang: str = ""


class DateView(Struct, frozen=True):
    """A date for people and for machines."""

    words: str
    datetime: str = ""
    """A value that HTML allows in `<time datetime>`, or empty."""
    code: str = ""
    """The date in EDTF, as written."""
