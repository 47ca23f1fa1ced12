"""Texts that are neither briefing nor concept: pages (about, method), and events of a timeline file."""

from __future__ import annotations

from dataclasses import dataclass

from .briefing import Naming
from .date import Date
from .prose import Prose
from .text import Place


@dataclass(frozen=True, slots=True)
class TextPage:
    """One of `pages/*.md`."""

    slug: str
    place: Place
    title: str
    lang: str = ""
    summary: str = ""
    naming: Naming = Naming()
    body: Prose = Prose()


@dataclass(frozen=True, slots=True)
class FiledEvent:
    """An event of `timeline/*.md`, as read."""

    id: str
    place: Place
    date: Date
    label: str
    """Plain text."""
    heading: Prose
    body: Prose
    lang: str = ""


@dataclass(frozen=True, slots=True)
class EventFile:
    """A file of events."""

    path: str
    events: tuple[FiledEvent, ...]
    naming: Naming = Naming()
