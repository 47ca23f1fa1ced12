"""All values of a project meet: the resolved site, ready to be made into pages."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from glossator.model.briefing import Briefing
from glossator.model.citation import Citation
from glossator.model.diagnostics import Diagnostic
from glossator.model.project import Settings
from glossator.model.source import Item
from glossator.model.text import Place
from glossator.read.project import ReadProject

from .briefing import ResolvedBriefing, resolve_briefing
from .facts import CiteMention, Mention
from .index import Lookup, index_mentions, index_names, index_narrower
from .prose import Resolved
from .texts import (
    ResolvedConcept,
    ResolvedEvent,
    ResolvedPage,
    broader_cycles,
    resolve_concept,
    resolve_events,
    resolve_page,
)
from .timeline import Event, gather_events

Progress = Callable[[str, int, int], None]
TIMELINE_TITLE = "Timeline"


@dataclass(frozen=True, slots=True)
class Site:
    """All values of a site, each in the order in which lists show it."""

    settings: Settings
    briefings: tuple[ResolvedBriefing, ...]
    """Newest first."""
    concepts: tuple[ResolvedConcept, ...]
    """By term."""
    pages: tuple[ResolvedPage, ...]
    """By slug."""
    filed: tuple[ResolvedEvent, ...]
    events: tuple[Event, ...]
    """In time order."""
    items: Mapping[str, Item]
    lookup: Lookup
    """With names and with mentions."""
    settings_place: Place
    """Of site.toml, for what comes from no other file."""

    @property
    def texts(self) -> Iterable[Resolved]:
        """All texts of the site."""
        for briefing in self.briefings:
            yield from briefing.texts
        yield from (each.body for each in self.concepts)
        yield from (each.body for each in self.pages)
        yield from (each.body for each in self.filed)

    @property
    def citations(self) -> Iterable[Citation]:
        """All citations of the site."""
        return (citation for text in self.texts for citation in text.citations)


def resolve_site(read: ReadProject, progress: Progress) -> tuple[Site, tuple[Diagnostic, ...]]:
    """Resolve everything: first against names, then fold who mentions whom."""
    faults: list[Diagnostic] = []
    settings = read.settings
    facts = index_names(read.concepts, read.briefings, read.pages, read.events, read.items.values(), read.drafts)
    names = Lookup(facts)
    briefings = []
    for number, briefing in enumerate(read.briefings):
        progress("resolving", number, len(read.briefings))
        briefings.append(resolve_briefing(briefing, names, settings, faults))
    progress("resolving", len(read.briefings), len(read.briefings))
    concepts = tuple(resolve_concept(concept, names, settings, faults) for concept in read.concepts)
    pages = tuple(resolve_page(page, names, settings, faults) for page in read.pages)
    filed = tuple(
        event for file in read.events for event in resolve_events(file, names, settings, TIMELINE_TITLE, faults)
    )
    faults += broader_cycles(concepts)
    briefings.sort(key=lambda each: each.briefing.slug)
    briefings.sort(key=_date, reverse=True)
    concepts = tuple(sorted(concepts, key=lambda each: (each.concept.term.casefold(), each.concept.slug)))
    events = gather_events(filed, briefings, concepts, names, settings)
    mentions, cites = _said(briefings, concepts, pages, filed)
    narrower = index_narrower((each.concept.slug, each.broader) for each in concepts)
    lookup = Lookup({**facts, **narrower, **index_mentions(mentions, cites)})
    faults += _unused(read, mentions, cites)
    site = Site(settings, tuple(briefings), concepts, pages, filed, events, read.items, lookup, read.settings_place)
    return site, tuple(faults)


def _date(briefing: ResolvedBriefing) -> tuple[int, int, int]:
    date = briefing.briefing.head.date
    return date.named_day if date else (-sys.maxsize, 0, 0)  # undated ones come last


def _said(
    briefings: Iterable[ResolvedBriefing],
    concepts: Iterable[ResolvedConcept],
    pages: Iterable[ResolvedPage],
    filed: Iterable[ResolvedEvent],
) -> tuple[list[Mention], list[CiteMention]]:
    """Gather who mentions and cites what: briefings first, newest first, then concepts, pages, events."""
    mentions: list[Mention] = []
    cites: list[CiteMention] = []
    for each in briefings:
        mentions += each.mentions
        cites += each.cites
    bodies = (*(each.body for each in concepts), *(each.body for each in pages))
    events = (text for each in filed for text in (each.heading, each.body))
    for text in (*bodies, *events):
        mentions += text.mentions
        cites += text.cites
    return mentions, cites


def _unused(read: ReadProject, mentions: Iterable[Mention], cites: Iterable[CiteMention]) -> list[Diagnostic]:
    """Advise about sources that nothing cites, links to, annotates or repeats; drafts count."""
    used = {cite.key for cite in cites}
    used |= {mention.ref.slug for mention in mentions if mention.ref.kind == "source"}
    used |= {briefing.provenance.source for briefing in (*read.briefings, *read.drafts)}
    used |= {item.origin for item in read.items.values()}
    used |= {key for briefing in read.drafts for key in _written(briefing)}
    return [
        Diagnostic(item.place, "CIT002", f"nothing cites `{item.key}`", help="cite it, or remove the entry")
        for item in read.items.values()
        if item.key not in used
    ]


def _written(briefing: Briefing) -> Iterator[str]:
    """Give the keys that a briefing cites, without resolving it."""
    texts = (briefing.head.body, *(text for note in briefing.annotations for text in (note.heading, note.body)))
    for text in texts:
        for part in text.parts:
            if isinstance(part.what, Citation):
                yield from (cite.key for cite in part.what.cites)
