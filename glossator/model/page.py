"""Texts that are neither briefing nor concept: pages (about, method), and events of a timeline file."""

from __future__ import annotations

from msgspec import Struct

from .briefing import Naming
from .date import Date
from .prose import Prose
from .text import Place


class TextPage(Struct, frozen=True):
    """One of `pages/*.md`."""

    slug: str
    place: Place
    title: str
    lang: str = ""
    summary: str = ""
    naming: Naming = Naming()
    body: Prose = Prose()


class FiledEvent(Struct, frozen=True):
    """An event of `timeline/*.md`, as read."""

    id: str
    place: Place
    date: Date
    label: str
    """Plain text."""
    heading: Prose
    body: Prose
    lang: str = ""


class EventFile(Struct, frozen=True):
    """A file of events."""

    path: str
    events: tuple[FiledEvent, ...]
    naming: Naming = Naming()
