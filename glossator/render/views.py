"""What each page prints, and nothing else: the contract between stages and templates.

A view is frozen and small. Every `href` is relative to the page that prints it. A field that ends in `html` holds
markup that is safe to print as it is; every other string is plain text, which templates escape. Equal views give
equal bytes, so that a page whose view did not change need not be rendered.
"""

from __future__ import annotations

from msgspec import Struct

from .view_atoms import DateView, Link
from .view_parts import (
    BlockView,
    CandidateView,
    CiteThisView,
    CloserLook,
    ConceptCard,
    DetachedView,
    EventView,
    EvidenceView,
    Fact,
    Frame,
    KindView,
    MentionGroup,
    MentionView,
    NoteView,
    PartView,
    PlaceView,
    PreviewView,
    ProvenanceView,
    RecordView,
    ReferenceView,
    Section,
    TallyView,
    TimelineView,
    VerdictView,
)
from .view_rows import (
    AdviceView,
    BriefingCard,
    CalibrationRow,
    ClaimRow,
    CoverageRow,
    DueView,
    ForecastRow,
    IndexEntry,
    LetterView,
    NameView,
    SitemapEntry,
    SourceRow,
    StaleRow,
)
from .view_versions import ChangeView, PieceView, StepView, WasView

__all__ = [
    "AdviceView",
    "ArchiveView",
    "BlockView",
    "BriefingCard",
    "BriefingView",
    "CalibrationRow",
    "CandidateView",
    "ChangeView",
    "CiteThisView",
    "ClaimRow",
    "ClaimView",
    "ClaimsView",
    "CloserLook",
    "ConceptCard",
    "ConceptView",
    "CoverageRow",
    "DateView",
    "DetachedView",
    "DisambiguationView",
    "DueView",
    "EventView",
    "EvidenceView",
    "Fact",
    "ForecastRow",
    "ForecastsView",
    "Frame",
    "GlossaryView",
    "HealthView",
    "HomeView",
    "IndexEntry",
    "KindView",
    "LetterView",
    "Link",
    "MentionGroup",
    "MentionView",
    "NameView",
    "NotFoundView",
    "NoteView",
    "PartView",
    "PieceView",
    "PlaceView",
    "PreviewView",
    "ProvenanceView",
    "RecordView",
    "ReferenceView",
    "SearchView",
    "Section",
    "SitemapEntry",
    "SitemapView",
    "SourceRow",
    "SourceView",
    "SourcesView",
    "StaleRow",
    "StepView",
    "TallyView",
    "TextPageView",
    "TimelinePageView",
    "TimelineView",
    "VerdictView",
    "View",
    "WasView",
]


class BriefingView(Struct, frozen=True):
    """`briefings/<slug>.html`."""

    slug: str
    title: str
    summary: str
    lang: str
    date: DateView | None
    updated: DateView | None
    checked: DateView | None
    """The latest check among its notes."""
    authors: tuple[str, ...]
    status: str
    topics: tuple[Link, ...]
    words: int
    body_html: str
    provenance: ProvenanceView | None
    kinds: tuple[TallyView, ...]
    verdicts: tuple[TallyView, ...]
    general: tuple[NoteView, ...]
    """Notes on the whole article."""
    blocks: tuple[BlockView, ...]
    detached: tuple[DetachedView, ...]
    timeline: TimelineView
    claims: tuple[ClaimRow, ...]
    concepts: tuple[ConceptCard, ...]
    references: tuple[ReferenceView, ...]
    mentions: tuple[MentionGroup, ...]
    """Who links here."""
    previous: Link | None = None
    following: Link | None = None
    data_href: str = ""
    """The briefing as JSON."""
    cite: CiteThisView | None = None
    note_authors: tuple[TallyView, ...] = ()
    """Who wrote how many of the notes; `id` and `label` are the name. Shown when there are several."""
    steps: tuple[StepView, ...] = ()
    """What was changed between the kept versions of the article, the latest step first."""
    article_lang: str = ""
    """Of the article, if it is another than the page's."""


class HomeView(Struct, frozen=True):
    """`index.html`."""

    lead: BriefingCard | None
    specimen: NoteView | None
    """A note of the leading briefing, to show what the site does, and the sentence that it stands in."""
    specimen_html: str
    more: tuple[BriefingCard, ...]
    due: tuple[DueView, ...]
    concepts: tuple[Link, ...]
    timeline: TimelineView
    parts: tuple[PartView, ...] = ()
    """Where older briefings are, if not all are here."""
    about: str = ""


class ArchiveView(Struct, frozen=True):
    """`archive/<year>.html`: older briefings."""

    title: str
    briefings: tuple[BriefingCard, ...]
    parts: tuple[PartView, ...]


class ConceptView(Struct, frozen=True):
    """`glossary/<slug>.html`."""

    slug: str
    term: str
    lang: str
    kind: str
    short: str
    names: tuple[NameView, ...]
    body_html: str
    facts: tuple[Fact, ...]
    timeline: TimelineView
    mentions: tuple[MentionGroup, ...]
    broader: tuple[Link, ...]
    narrower: tuple[Link, ...]
    related: tuple[Link, ...]
    ambiguous: tuple[tuple[str, Link], ...]
    """Names that other concepts share: (name, disambiguation page)."""
    concepts: tuple[ConceptCard, ...]
    references: tuple[ReferenceView, ...]


class DisambiguationView(Struct, frozen=True):
    """`glossary/<name>.html`, for a name that several concepts share."""

    name: str
    concepts: tuple[ConceptCard, ...]


class GlossaryView(Struct, frozen=True):
    """`glossary/index.html`."""

    letters: tuple[LetterView, ...]
    concepts: int
    parts: tuple[PartView, ...] = ()


class SourcesView(Struct, frozen=True):
    """`sources/index.html`."""

    rows: tuple[SourceRow, ...]
    kinds: tuple[TallyView, ...]
    parts: tuple[PartView, ...] = ()
    languages: tuple[TallyView, ...] = ()
    """Of the rows, as `kinds` are, by name."""
    decades: tuple[TallyView, ...] = ()
    """Of the rows, in time; what has no year comes last."""


class SourceView(Struct, frozen=True):
    """`sources/<key>.html`."""

    key: str
    title: str
    title_lang: str
    lead: str
    """Author, container, date in one line."""
    reference_html: str
    facts: tuple[Fact, ...]
    identifiers: tuple[Link, ...]
    """DOI, ISBN, URL, archive."""
    abstract: str
    note: str
    origin: Link | None
    repeated_by: tuple[Link, ...]
    uses: tuple[MentionGroup, ...]
    supports: int
    disputes: int
    records: tuple[RecordView, ...] = ()
    coins: str = ""
    """Title of a COinS span."""


class TimelinePageView(Struct, frozen=True):
    """`timeline/index.html`."""

    timeline: TimelineView
    concepts: tuple[ConceptCard, ...]
    references: tuple[ReferenceView, ...] = ()
    parts: tuple[PartView, ...] = ()


class ClaimsView(Struct, frozen=True):
    """`claims/index.html`."""

    scale: tuple[TallyView, ...]
    rows: tuple[ClaimRow, ...]
    parts: tuple[PartView, ...] = ()
    claimants: tuple[TallyView, ...] = ()
    """Who made how many of the statements, by name; `id` and `label` are the name."""
    confidence: tuple[TallyView, ...] = ()
    """How sure we are of how many of them, the surest first."""


class ClaimView(Struct, frozen=True):
    """`claims/<briefing>--<id>.html`."""

    note: NoteView
    note_href: str
    who: str
    briefing: Link
    quote_html: str
    """The sentence or passage with the claim marked in it."""
    evidence: tuple[MentionView, ...]
    """Each source with its stance: `link` goes to the source's page, `sentence_html` is the reference."""
    concepts: tuple[ConceptCard, ...]
    references: tuple[ReferenceView, ...]
    permalink: str
    checked: DateView | None
    previous: Link | None = None
    following: Link | None = None
    cite: CiteThisView | None = None


class ForecastsView(Struct, frozen=True):
    """`forecasts/index.html`."""

    rows: tuple[ForecastRow, ...]
    outcomes: tuple[TallyView, ...]
    score: str
    """The Brier score in words, or why there is none yet."""
    calibration_svg: str = ""
    """What was said beside what came, drawn; empty as long as there are too few."""
    parts: tuple[PartView, ...] = ()
    calibration: tuple[CalibrationRow, ...] = ()
    """The same as a table."""
    claimants: tuple[TallyView, ...] = ()
    """Who foresaw how many of them, by name."""


class TextPageView(Struct, frozen=True):
    """`pages/<slug>.html`."""

    slug: str
    title: str
    lang: str
    body_html: str
    concepts: tuple[ConceptCard, ...]
    references: tuple[ReferenceView, ...]
    mentions: tuple[MentionGroup, ...]


class NotFoundView(Struct, frozen=True):
    """`404.html`."""

    sections: tuple[Link, ...]


class SearchView(Struct, frozen=True):
    """`search/index.html`."""

    sections: tuple[Link, ...]
    """Indexes to look through instead."""


class SitemapView(Struct, frozen=True):
    """`sitemap.xml`."""

    entries: tuple[SitemapEntry, ...]


class HealthView(Struct, frozen=True):
    """`health.html`, for drafts and while serving."""

    orphans: tuple[DueView, ...]
    """Notes of which a passage is gone, or waits to be accepted; `words` says which."""
    coverage: tuple[CoverageRow, ...]
    covered: CoverageRow | None
    """The same of the site; None if nothing has a verdict."""
    unlinked: tuple[AdviceView, ...]
    unused: tuple[Link, ...]
    """Sources that nothing uses."""
    stale: tuple[StaleRow, ...]
    """Oldest first."""
    newest: DateView | None
    """The newest date in the content, from which age is counted."""
    months: int
    """From how many months on a check is called old."""


View = (
    BriefingView
    | HomeView
    | ArchiveView
    | ConceptView
    | DisambiguationView
    | GlossaryView
    | SourcesView
    | SourceView
    | TimelinePageView
    | ClaimsView
    | ClaimView
    | ForecastsView
    | TextPageView
    | NotFoundView
    | SearchView
    | HealthView
    | SitemapView
)
