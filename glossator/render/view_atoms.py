"""The smallest parts of views: links and dates."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    """Somewhere to go."""

    href: str
    label: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class DateView:
    """A date for people and for machines."""

    words: str
    datetime: str = ""
    """A value that HTML allows in `<time datetime>`, or empty."""
    code: str = ""
    """The date in EDTF, as written."""
