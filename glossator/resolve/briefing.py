"""A briefing meets its article, the glossary and the sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from glossator.model.anchor import Anchor
from glossator.model.annotation import Annotation
from glossator.model.article import Article
from glossator.model.briefing import Briefing
from glossator.model.citation import Citation
from glossator.model.diagnostics import Diagnostic
from glossator.model.project import Settings
from glossator.model.text import Span
from glossator.read.article_parts import linkable
from glossator.read.nearest import did_you_mean

from .anchor_faults import Targets, anchor_faults
from .facts import CiteMention, Mention, NoteFact, Ref, Spot
from .index import Lookup
from .links import Context, address, unknown_source
from .names import find_names
from .prose import Manner, Resolved
from .standing import FoundTarget, Standings
from .texts import autolink, concepts_named, read_senses
from .versions import Step, steps
from .walk import resolve_prose


class ResolvedNote(Struct, frozen=True):
    """An annotation with its passage and its links."""

    annotation: Annotation
    targets: tuple[FoundTarget, ...]
    heading: Resolved
    body: Resolved
    number: int
    """From 1, in the order in which the passages stand in the article; notes on the whole of it first, detached last."""

    @property
    def spans(self) -> tuple[Span, ...]:
        """Where its passages stand, in the order written."""
        return tuple(each.found.span for each in self.targets if isinstance(each.found, Anchor))

    @property
    def cites(self) -> tuple[CiteMention, ...]:
        """What it rests on."""
        return (*self.heading.cites, *self.body.cites)

    @property
    def detached(self) -> bool:
        """Whether it has targets and none of them was found."""
        return bool(self.targets) and not self.spans


class ArticleLink(Struct, frozen=True):
    """A name in the article that leads to a concept."""

    span: Span
    slug: str


class ResolvedBriefing(Struct, frozen=True):
    """A briefing with its anchors and links."""

    briefing: Briefing
    body: Resolved
    notes: tuple[ResolvedNote, ...]
    """By number."""
    links: tuple[ArticleLink, ...]
    topics: tuple[str, ...]
    note_senses: Mapping[str, str]
    """What ambiguous names mean in the notes, by folded name."""
    steps: tuple[Step, ...] = ()
    """What was changed between the kept versions of the article, oldest first."""

    @property
    def texts(self) -> Iterator[Resolved]:
        """All its texts, in reading order."""
        yield self.body
        for note in self.notes:
            yield note.heading
            yield note.body

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """What its texts link to."""
        return tuple(mention for text in self.texts for mention in text.mentions)

    @property
    def cites(self) -> tuple[CiteMention, ...]:
        """What its texts cite."""
        return tuple(cite for text in self.texts for cite in text.cites)


def resolve_briefing(
    briefing: Briefing, lookup: Lookup, settings: Settings, faults: list[Diagnostic]
) -> ResolvedBriefing:
    """Anchor the notes, resolve the texts, find the names in the article."""
    head = briefing.head
    senses = read_senses(head.naming, lookup, faults)
    context = Context(lookup, briefing.slug, senses=senses)
    noted = Context(lookup, briefing.slug, senses={**senses, **read_senses(briefing.note_naming, lookup, faults)})
    spot = Spot(address(Ref("briefing", briefing.slug)), "", head.title, lang=head.lang)
    body = resolve_prose(head.body, context, spot, Manner(autolink(settings, head.naming), head.place), faults)
    standings = Standings(briefing)
    targets = {each.id: standings.all_of(each) for each in briefing.annotations}
    faults += anchor_faults(briefing, standings, targets)
    notes = _notes(briefing, targets, noted, settings, faults)
    source = briefing.provenance.source
    if briefing.source_place and lookup.source(source) is None:
        faults.append(unknown_source(source, briefing.source_place, lookup))
    links: tuple[ArticleLink, ...] = ()
    if briefing.article and settings.in_articles and autolink(settings, head.naming) != "off":
        links = _article_links(briefing.article.article, lookup, senses, every=settings.autolink == "all")
    topics = tuple(concepts_named(head.topics, context, faults))
    changed = steps(briefing, standings, targets)
    return ResolvedBriefing(briefing, body, notes, links, topics, noted.senses or {}, changed)


def _notes(
    briefing: Briefing, targets: Targets, context: Context, settings: Settings, faults: list[Diagnostic]
) -> tuple[ResolvedNote, ...]:
    found = []
    for annotation in briefing.annotations:
        note = NoteFact(briefing.slug, annotation.id, annotation.title, annotation.kind)
        path = address(Ref("briefing", briefing.slug))
        lang = annotation.get("lang") or briefing.head.lang
        spot = Spot(path, f"note-{annotation.id}", briefing.head.title, note, lang)
        _check(annotation, briefing, context.lookup, faults)
        manner = Manner(autolink(settings, briefing.note_naming), annotation.place)
        seen: set[str] = set()
        heading = resolve_prose(annotation.heading, context, spot, Manner("off"), faults, seen)
        body = resolve_prose(annotation.body, context, spot, manner, faults, seen)
        if annotation.get("verdict") and not _cites(annotation):
            message = f'the {annotation.kind} "{annotation.title}" has a verdict and cites no source'
            faults.append(
                Diagnostic(annotation.place, "CIT003", message, help="cite what the verdict rests on: `[@key]`")
            )
        found.append(ResolvedNote(annotation, targets[annotation.id], heading, body, 0))
    found.sort(key=_reading_order)
    return tuple(
        ResolvedNote(note.annotation, note.targets, note.heading, note.body, number)
        for number, note in enumerate(found, 1)
    )


def _cites(annotation: Annotation) -> bool:
    """Tell whether a note cites anything, be it known or not: an unknown key is a fault of its own."""
    parts = (*annotation.heading.parts, *annotation.body.parts)
    return any(isinstance(part.what, Citation) for part in parts)


def _reading_order(note: ResolvedNote) -> tuple[int, int, int]:
    """Whole-article notes, then by passage, an outer one before those inside it, then the detached."""
    if not note.targets:
        return (0, 0, 0)
    if note.detached:
        return (2, 0, 0)
    first = min(note.spans)
    return (1, first.start, -first.end)


def _check(annotation: Annotation, briefing: Briefing, lookup: Lookup, faults: list[Diagnostic]) -> None:
    """Check what an annotation's attributes name: an event to file under, a note that it corrects."""
    event = annotation.get("event")
    if event and lookup.event(event) is None:
        help_ = did_you_mean(event, lookup.known("event")) or "give the id of an event in timeline/"
        faults.append(Diagnostic(annotation.place, "LNK003", f"the timeline has no event `{event}`", help=help_))
    of = annotation.get("of")
    if of and of != "article" and lookup.note(briefing.slug, of) is None:
        ids = ("article", *(each.id for each in briefing.annotations))
        message = f"`of={of}` is neither `article` nor a note of this briefing"
        faults.append(Diagnostic(annotation.place, "ANN010", message, help=did_you_mean(of, ids)))


def _article_links(
    article: Article, lookup: Lookup, senses: Mapping[str, str], *, every: bool
) -> tuple[ArticleLink, ...]:
    seen: set[str] = set()
    links = []
    for stretch in linkable(article):
        for found in find_names(stretch.of(article.text), lookup, senses):
            slug = found.slugs[0]
            if len(found.slugs) == 1 and (every or slug not in seen):
                seen.add(slug)
                span = Span(stretch.start + found.span.start, stretch.start + found.span.end)
                links.append(ArticleLink(span, slug))
    return tuple(links)
