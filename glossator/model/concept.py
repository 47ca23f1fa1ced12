"""Concepts of the glossary, in the words of SKOS: preferred and alternative labels, broader, related."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from .briefing import Naming, Reference
from .date import Date
from .prose import Prose
from .text import Place

Match = Literal["fold", "exact", "off"]
ConceptKind = Literal["concept", "place", "person", "people", "organisation", "treaty", "law", "event", "work"]


class Name(Struct, frozen=True):
    """A label of a concept."""

    name: str
    lang: str = ""
    """BCP 47, empty for the site's language."""
    roman: str = ""
    used_by: str = ""


class ConceptDate(Struct, frozen=True):
    """A date in a concept's header: an event of its timeline."""

    date: Date
    label: str
    id: str
    """As written, or made from the label."""
    place: Place


class Concept(Struct, frozen=True):
    """One concept, as read."""

    slug: str
    place: Place
    term: str
    """The preferred label."""
    lang: str = ""
    aliases: tuple[Name, ...] = ()
    """Alternative labels, as written; equal names in several languages stand as often as they are written."""
    kind: ConceptKind = "concept"
    short: str = ""
    match: Match = "fold"
    never: tuple[str, ...] = ()
    """Phrases in which its names are never meant."""
    broader: tuple[Reference, ...] = ()
    related: tuple[Reference, ...] = ()
    coordinates: str = ""
    dates: tuple[ConceptDate, ...] = ()
    house: str = ""
    naming: Naming = Naming()
    body: Prose = Prose()

    @property
    def names(self) -> tuple[Name, ...]:
        """All labels, the preferred one first."""
        return (Name(self.term, self.lang), *self.aliases)
