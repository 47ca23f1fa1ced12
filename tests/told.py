"""The records of a few texts in memory, and whole projects read and resolved with them, for tests of these stages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from pathlib import Path
from typing import Any

from glossator.engine.files import Files
from glossator.model.briefing import Briefing
from glossator.model.citation import Citation
from glossator.model.concept import Concept
from glossator.model.diagnostics import Diagnostic
from glossator.model.page import EventFile, TextPage
from glossator.model.project import Settings
from glossator.model.source import Bibliography, Item
from glossator.read.files import (
    IN_BRIEFING,
    ContentFile,
    Role,
    articles_of,
    folder_fault,
    nothing_there,
    unit_of,
    what_is,
)
from glossator.read.units import read_unit, settings_of
from glossator.resolve.briefing import ResolvedBriefing
from glossator.resolve.index import Lookup, Values
from glossator.resolve.lists import broader_known
from glossator.resolve.meet import meet, unused
from glossator.resolve.prose import Resolved
from glossator.resolve.records import Record, briefing_order, concept_order, names_said, things_said
from glossator.resolve.texts import ResolvedConcept, ResolvedEvent, ResolvedEvents, ResolvedPage, broader_cycles
from glossator.resolve.timeline import Event, occasions


class Told:
    """Records in memory."""

    def __init__(self, values: Iterable[Any] = ()) -> None:
        self.said: list[tuple[str, Record]] = []
        self._ordered: dict[str, dict[tuple[str, str], list[Any]]] = {}
        self._things: dict[str, dict[str, int]] = {}
        self.trace: set[tuple[str, str]] | None = None
        for number, value in enumerate(values):
            self.add(f"{number:04}", names_said(value))

    def add(self, name: str, records: Iterable[Record]) -> None:
        """Take down what a text says."""
        grouped: dict[tuple[str, str], list[Record]] = {}
        for record in records:
            grouped.setdefault((record.kind, record.key), []).append(record)
        for inside in grouped.values():
            self.take((f"{inside[0].sort}\0{name}", each) for each in inside)

    def take(self, said: Iterable[tuple[str, Record]]) -> None:
        """Take down records with what they are sorted by."""
        for sort, record in said:
            self.said.append((sort, record))
            self._ordered.setdefault(record.kind, {}).setdefault((sort, record.key), []).append(record.value)
            counts = self._things.setdefault(record.kind, {})
            counts[record.key] = counts.get(record.key, 0) + record.things

    def tracing(self, trace: set[tuple[str, str]] | None) -> Told:
        """Write down from now on what is asked."""
        self.trace = trace
        return self

    def fact(self, kind: str, key: str, fold: Callable[[Sequence[Values]], Any]) -> Any:
        """Fold what is said under a key."""
        if self.trace is not None:
            self.trace.add((kind, key))
        return fold(self._rows(kind, key))

    def within(self, kind: str, words: frozenset[str], fold: Callable[[Sequence[Values]], Any]) -> list[Any]:
        """Fold what is said under each key all of whose words are among some."""
        if self.trace is not None:
            self.trace |= {(kind, word) for word in words}
        keys = [key for key in sorted(self._things.get(kind, {})) if words.issuperset(key.split(" "))]
        return [fold(self._rows(kind, key)) for key in keys]

    def all(self, kind: str) -> Sequence[Values]:
        """Give all that is said of a kind."""
        if self.trace is not None:
            self.trace.add(("all", kind))
        return self._rows(kind)

    def head(self, kind: str) -> Sequence[Values]:
        """Give all that is said of a kind: it is little."""
        return self.all(kind)

    def keys(self, kind: str) -> Sequence[str]:
        """List the keys of a kind."""
        if self.trace is not None:
            self.trace.add(("all", kind))
        return sorted(self._things.get(kind, {}))

    def totals(self, kind: str) -> dict[str, int]:
        """Count the things under each key of a kind."""
        return dict(self._things.get(kind, {}))

    def around(self, kind: str, name: str) -> tuple[Values | None, Values | None]:
        """Nobody asks for neighbours here."""
        raise NotImplementedError

    def whole(self, name: str) -> Any:
        """Nobody asks for whole texts here."""
        raise NotImplementedError

    def _rows(self, kind: str, key: str | None = None) -> list[Values]:
        if key is not None and key not in self._things.get(kind, {}):
            return []
        rows = sorted(self._ordered.get(kind, {}).items())
        return [tuple(values) for place, values in rows if key in (None, place[1])]


@dataclass
class ReadProject:
    """What the files of a project say, each list in the order of paths."""

    settings: Settings
    briefings: tuple[Briefing, ...] = ()
    concepts: tuple[Concept, ...] = ()
    pages: tuple[TextPage, ...] = ()
    events: tuple[EventFile, ...] = ()
    items: dict[str, Item] = field(default_factory=dict)
    drafts: tuple[Briefing, ...] = ()
    files: tuple[Bibliography, ...] = ()


@dataclass
class Site:
    """All values of a project, resolved."""

    briefings: tuple[ResolvedBriefing, ...]
    concepts: tuple[ResolvedConcept, ...]
    pages: tuple[ResolvedPage, ...]
    filed: tuple[ResolvedEvent, ...]
    events: tuple[Event, ...]
    lookup: Lookup

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


def read_project(
    root: Path, content: str, *, drafts: bool, progress: Callable[[str, int, int], None]
) -> tuple[ReadProject, tuple[Diagnostic, ...]]:
    """Read all units of a project."""
    files = Files({content: root / content})
    files.look()
    toml = f"{content}/site.toml"
    settings, faults = settings_of(root, toml, there=toml in files.table)
    units: defaultdict[str, list[str]] = defaultdict(list)
    for path in (path for path, _ in files.table.items()):
        if path != toml:
            units[unit_of(path)].append(path)
    found = list(faults)
    if not units:
        found.append(nothing_there(content))
    values: list[Any] = []
    hidden: list[Any] = []
    for number, name in enumerate(sorted(units)):
        progress("reading", number, len(units))
        unit = read_unit(root, sorted(units[name]), settings)
        left_out = unit.draft and not drafts
        found += unit.faults if left_out else (*unit.faults, *unit.inner)
        (hidden if left_out else values).append(unit.value)
    progress("reading", len(units), len(units))
    items: dict[str, Item] = {}
    for value in values:
        for item in value.items if isinstance(value, Bibliography) else ():
            items.setdefault(item.key, item)

    def of(kind: type) -> tuple[Any, ...]:
        return tuple(value for value in values if isinstance(value, kind))

    read = ReadProject(
        settings, of(Briefing), of(Concept), of(TextPage), of(EventFile), items, tuple(hidden), of(Bibliography)
    )
    return read, tuple(sorted(dict.fromkeys(found), key=attrgetter("sort_key")))


def resolve_site(read: ReadProject, progress: Callable[[str, int, int], None]) -> tuple[Site, tuple[Diagnostic, ...]]:
    """Resolve all texts of a project."""
    told = Told()
    values: tuple[Any, ...] = (*read.concepts, *read.briefings, *read.pages, *read.events, *read.files)
    for number, value in enumerate(values):
        told.add(f"{number:04}", names_said(value))
    for draft in read.drafts:
        told.add(f"draft {draft.slug}", names_said(draft, hidden=True))
    lookup = Lookup(told)
    faults: list[Diagnostic] = []
    made: list[Any] = []
    for number, value in enumerate(values):
        progress("resolving", number, len(values))
        met, found = meet(value, lookup, read.settings)
        faults += found
        made.append(met)
        told.add(f"{number:04}", things_said(met, lookup, read.settings))
    faults += broader_cycles(broader_known(told))
    faults += (fault for file in read.files for fault in unused(file, lookup))

    def of(kind: type) -> list[Any]:
        return [met for met in made if isinstance(met, kind)]

    site = Site(
        tuple(sorted(of(ResolvedBriefing), key=lambda each: (briefing_order(each.briefing), each.briefing.slug))),
        tuple(sorted(of(ResolvedConcept), key=lambda each: concept_order(each.concept))),
        tuple(of(ResolvedPage)),
        tuple(event for file in of(ResolvedEvents) for event in file.events),
        occasions(told.keys("occasion"), lookup),
        lookup,
    )
    return site, tuple(faults)


def index_names(
    concepts: Iterable[Concept],
    briefings: Iterable[Briefing],
    pages: Iterable[TextPage],
    events: Iterable[EventFile],
    items: Iterable[Item],
    drafts: Iterable[Briefing] = (),
) -> Told:
    """Give what texts say of themselves."""
    told = Told((*concepts, *briefings, *pages, *events, Bibliography("", tuple(items))))
    for draft in drafts:
        told.add(f"draft {draft.slug}", names_said(draft, hidden=True))
    return told


def find_files(content: Path, shown: str) -> tuple[tuple[ContentFile, ...], tuple[Diagnostic, ...]]:
    """Tell what the files of a content folder are."""
    files = Files({shown: content})
    files.look()
    found: list[ContentFile] = []
    faults: list[Diagnostic] = []
    for path in (path for path, _ in files.table.items()):
        instead = folder_fault(content.parent, path)
        file, told = (None, (instead,)) if instead else what_is(path)
        faults += told
        found += [file] if file else []
    if not any(file.role is not Role.SETTINGS for file in found):
        faults.append(nothing_there(shown))
    slugs = dict.fromkeys(file.slug for file in found if file.role in IN_BRIEFING)
    for slug in slugs:
        faults += articles_of(file for file in found if file.role in IN_BRIEFING and file.slug == slug)
    return tuple(found), tuple(faults)


def by_concept(events: Iterable[Event]) -> dict[str, tuple[Event, ...]]:
    """Give the timeline of each concept."""
    found: defaultdict[str, list[Event]] = defaultdict(list)
    for event in events:
        for slug in event.concepts:
            found[slug].append(event)
    return {slug: tuple(each) for slug, each in found.items()}


def by_page(events: Iterable[Event]) -> dict[str, tuple[Event, ...]]:
    """Give the events that are told on each page."""
    found: defaultdict[str, list[Event]] = defaultdict(list)
    for event in events:
        for path in dict.fromkeys(spot.path for spot in event.spots):
            found[path].append(event)
    return {path: tuple(each) for path, each in found.items()}
