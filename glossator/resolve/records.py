"""What one file says to all others, as records under keys; the index folds them.

A record holds what other pages may print of a text, and no more: no body, no line number. So an edit of a body changes no
record, and what no record tells of cannot make another page stale.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from msgspec.structs import replace

from glossator.model.anchor import Anchor, Orphan
from glossator.model.annotation import Annotation, Target
from glossator.model.article import Provenance
from glossator.model.briefing import Briefing, BriefingHead, Naming
from glossator.model.citation import Citation
from glossator.model.concept import Concept
from glossator.model.page import EventFile, TextPage
from glossator.model.project import Settings
from glossator.model.prose import Prose
from glossator.model.source import Bibliography
from glossator.model.text import Place, Span

from .briefing import ResolvedBriefing, ResolvedNote
from .cuts import briefing_group, date_group, letters, name_form
from .facts import CiteMention, ConceptFact, NoteFact, PageFact, PreviewFact, Ref, Spot
from .index import Lookup, occasion_key, searched_names
from .links import address
from .openings import opening
from .prose import Resolved
from .standing import FoundTarget
from .texts import ResolvedConcept, ResolvedEvents, ResolvedPage
from .timeline import Event, events_of_briefing, events_of_concept, events_of_file
from .tokens import fold

if TYPE_CHECKING:
    from glossator.read.units import Value

_NOWHERE: Final = Spot("", "", "")


Met = ResolvedBriefing | ResolvedConcept | ResolvedPage | ResolvedEvents | Bibliography
"""A text after it has met the others."""


class Record(NamedTuple):
    """Something that is said under a key. Of one key, records are sorted by `sort`."""

    kind: str
    key: str
    value: Any
    sort: str = ""
    things: int = 1
    """How many it is, where things are counted."""


def names_said(value: Value, *, hidden: bool = False) -> Iterator[Record]:
    """Give what a text says of itself without knowing any other: names, titles, ids, sources. `hidden` are drafts left out."""
    match value:
        case Concept():
            yield from _concept_names(value)
        case Briefing():
            yield from _draft_names(value) if hidden else _briefing_names(value)
        case TextPage():
            yield Record("page", value.slug, PageFact(value.slug, value.title, value.lang, value.place))
            yield Record("name", fold(value.title), (Ref("page", value.slug), value.title), "3")
        case EventFile():
            for event in value.events:
                yield Record("event", event.id, (event.label, Place(event.place.path), event.date))
                yield Record("event place", event.id, event.place)
                yield Record("same event", occasion_key(event.date, event.label), event.id)
        case Bibliography():
            for item in value.items:
                yield Record("source", item.key, replace(item, place=Place(item.place.path)))
                yield Record("source place", item.key, item.place)
                yield Record("shelf", letters(item.sort_name), item.key)
                if item.origin:
                    yield Record("repeats", item.origin, item.key)
                    yield Record("used", item.origin, True)


def _concept_names(concept: Concept) -> Iterator[Record]:
    yield Record("concept", concept.slug, _concept_fact(concept))
    for name in concept.names:
        yield Record("name", fold(name.name), (Ref("concept", concept.slug), name.name), "1")
    for tokens, searched, words, lang in searched_names(concept):
        yield Record("searched", tokens, (searched, concept.slug, words, lang))
    written = {fold(name.name): name.name for name in reversed(concept.names)}
    for folded, first_written in written.items():
        yield Record("bearer", folded, (concept.slug, first_written))


def _concept_fact(concept: Concept) -> ConceptFact:
    also: dict[str, tuple[str, str]] = {}
    for name in concept.aliases:
        also.setdefault(fold(name.name), (name.name, name.lang))
    also.pop(fold(concept.term), None)
    return ConceptFact(concept.slug, concept.term, concept.lang, concept.short, tuple(also.values()), concept.place)


def _briefing_names(briefing: Briefing) -> Iterator[Record]:
    head = briefing.head
    yield Record("briefing", briefing.slug, PageFact(briefing.slug, head.title, head.lang, head.place))
    yield Record("name", fold(head.title), (Ref("briefing", briefing.slug), head.title), "2")
    for each in briefing.annotations:
        yield Record("note", f"{briefing.slug}#{each.id}", NoteFact(briefing.slug, each.id, each.title, each.kind))


def _draft_names(draft: Briefing) -> Iterator[Record]:
    for name in dict.fromkeys((draft.slug, fold(draft.head.title))):
        yield Record("draft", name, draft.slug)
    texts = (draft.head.body, *(text for note in draft.annotations for text in (note.heading, note.body)))
    citations = (part.what for text in texts for part in text.parts if isinstance(part.what, Citation))
    keys = {cite.key for citation in citations for cite in citation.cites} | {draft.provenance.source}
    for key in sorted(keys):
        yield Record("used", key, True)


def things_said(met: Met, lookup: Lookup, settings: Settings) -> Iterator[Record]:
    """Give what a text says once its links are in place: mentions, cites, events, and what lists show of it."""
    match met:
        case ResolvedBriefing():
            order = "1" + briefing_order(met.briefing)
            yield from _of_texts(tuple(met.texts), order, met.briefing.head.place.path, met.briefing.provenance.source)
            yield from _of_events(tuple(events_of_briefing(met, lookup, settings)), order, filed=False)
            yield from _of_briefing(met, order)
        case ResolvedConcept():
            order = "2" + concept_order(met.concept)
            yield from _of_texts((met.body,), order, met.concept.place.path)
            yield from _of_events(tuple(events_of_concept(met, lookup, settings)), order, filed=False)
            yield from _of_concept(met, order)
        case ResolvedPage():
            yield from _of_texts((met.body,), "3", met.page.place.path)
            yield _preview(
                Ref("page", met.page.slug), PreviewFact(met.page.title, _shown(met.page.summary), met.page.lang)
            )
            slim = replace(met.page, place=Place(met.page.place.path), naming=Naming(), body=Prose())
            yield Record("foot", "", slim)
        case ResolvedEvents():
            texts = tuple(text for each in met.events for text in (each.heading, each.body))
            yield from _of_texts(texts, "0", met.file.path)
            yield from _of_events(tuple(events_of_file(met)), "0", filed=True)
        case Bibliography():
            pass


def briefing_order(briefing: Briefing) -> str:
    """Give what sorts briefings, newest first, undated ones last."""
    if briefing.head.date is None:
        return "9"
    return f"{5 * 10**17 - max(-(10**17), min(10**17, briefing.head.date.named_day.number)):018d}"


def concept_order(concept: Concept) -> str:
    """Give what sorts concepts: by term."""
    return f"{concept.term.casefold()}\0{concept.slug}"


def _of_texts(texts: Iterable[Resolved], order: str, path: str, source: str = "") -> Iterator[Record]:
    order = "4" if order == "0" else order  # events come first among events, and last among those who mention
    used = {source} - {""}
    citations: dict[Citation, None] = {}
    for text in texts:
        for mention in text.mentions:
            yield Record("mentions", f"{mention.ref.kind}:{mention.ref.slug}", mention, order)
            if mention.ref.kind == "source":
                used.add(mention.ref.slug)
        for cite in text.cites:
            yield Record("cited", cite.key, cite, order)
            yield Record("uses", cite.key, True, order)
            used.add(cite.key)
        for citation in text.citations:
            cites = tuple(replace(cite, place=Place("")) for cite in citation.cites)
            citations[replace(citation, cites=cites)] = None
    for key in sorted(used):
        yield Record("used", key, True, order)
    for citation in citations:
        yield Record("citation", path, citation, order)


def _of_events(events: Iterable[Event], order: str, *, filed: bool) -> Iterator[Record]:
    for event in events:
        key = occasion_key(event.date, event.label)
        group = date_group(event.date)
        yield Record("occasion", key, (event, filed), order)
        yield Record("when", group, key, order)
        yield Record("event group", event.id, group, order)
        for slug in event.concepts:
            yield Record("dated", slug, key, order)


def _of_concept(met: ResolvedConcept, order: str) -> Iterator[Record]:
    concept = met.concept
    for wider in met.broader:
        yield Record("narrower", wider, concept.slug)
    if met.broader:
        yield Record("broader", "", (concept.slug, met.broader, met.broader_places))
    slim = replace(
        concept, place=Place(concept.place.path), body=Prose(), naming=Naming(), dates=(), broader=(), related=()
    )
    seen: set[str] = set()
    yield Record("term", "", ResolvedConcept(slim, Resolved(), met.broader, met.related), order)
    for name in concept.names:
        term = "" if name.name == concept.term else concept.term
        folded = fold(name.name)
        if folded not in seen:
            seen.add(folded)
            short = "" if term else concept.short
            entry = (folded, concept.slug, name.name, name.lang, term, short, concept.kind)
            yield Record("entry of index", name_form(folded), entry, order)


def _of_briefing(met: ResolvedBriefing, order: str) -> Iterator[Record]:
    group = briefing_group(met.briefing)
    head = _slim_head(met.briefing.head)
    briefing = ResolvedBriefing(
        Briefing(met.briefing.slug, head, None, Provenance(), None, ()), Resolved(), (), (), (), {}
    )
    verdicts = tuple(_only_verdict(note) for note in met.notes)
    yield _preview(
        Ref("briefing", met.briefing.slug), PreviewFact(head.title, _shown(head.summary), head.lang, head.date)
    )
    yield Record("card", group, replace(briefing, notes=verdicts), order)
    yield Record("health", "", replace(briefing, notes=tuple(_slim(note) for note in met.notes)), order)
    yield Record("annotations", "", True, order, len(met.notes))
    judged = [note for note in met.notes if note.annotation.get("verdict")]
    if judged:
        yield Record("judged", met.briefing.slug, True, order, len(judged))
        yield Record("sourced", met.briefing.slug, True, order, sum(bool(note.cites) for note in judged))
    for note in met.notes:
        annotation = note.annotation
        lang, verdict = annotation.get("lang") or head.lang, annotation.get("verdict")
        card = PreviewFact(annotation.title, opening(note.body), lang, None, annotation.kind, verdict)
        yield _preview(Ref("note", f"{met.briefing.slug}#{annotation.id}"), card)
        if annotation.get("event"):
            yield Record("under", annotation.get("event"), _note_spot(met, note), order)
        if annotation.kind == "claim":
            yield Record("claims", group, (briefing, _slim(note)), order)
            yield Record("verdicts", verdict, True, order)
        if annotation.kind == "forecast":
            yield Record("forecasts", group, (briefing, _slim(note)), order)
            yield Record("outcomes", annotation.get("outcome") or "open", True, order)
            yield Record("scores", "", (annotation.get("p"), annotation.get("outcome")), order)
        if note.detached or annotation.kind == "forecast" or annotation.get("status") == "open":
            yield Record("due", "", (briefing, _slim(note)), order)


def _preview(ref: Ref, card: PreviewFact) -> Record:
    return Record("preview", address(ref), card)


def _shown(summary: str) -> str:
    return escape(" ".join(summary.split()), quote=False)


def _note_spot(met: ResolvedBriefing, note: ResolvedNote) -> Spot:
    head = met.briefing.head
    return Spot(address(Ref("briefing", met.briefing.slug)), f"note-{note.annotation.id}", head.title, lang=head.lang)


def _slim_head(head: BriefingHead) -> BriefingHead:
    return replace(head, topics=(), naming=Naming(), provenance=(), body=Prose())


def _only_verdict(note: ResolvedNote) -> ResolvedNote:
    verdict = note.annotation.get("verdict")
    attributes = (("verdict", verdict),) if verdict else ()
    annotation = Annotation("", Place(""), "", "", Prose(), (), Prose(), attributes)
    return ResolvedNote(annotation, (), Resolved(), Resolved(), 0)


def _slim(note: ResolvedNote) -> ResolvedNote:
    """Give what lists show of a note."""
    place = Place(note.annotation.place.path)
    annotation = replace(note.annotation, place=place, heading=Prose(), body=Prose(), targets=())
    cites = tuple(CiteMention(cite.key, cite.locator, cite.stance, "", _NOWHERE) for cite in note.cites)
    targets = tuple(
        FoundTarget(
            Target(each.target.selector, place),
            Orphan(each.found.reason) if isinstance(each.found, Orphan) else Anchor(Span(0, 0), "exact"),
            each.state,
            each.pending,
        )
        for each in note.targets
    )
    return ResolvedNote(annotation, targets, Resolved(), Resolved(cites=cites), note.number)
