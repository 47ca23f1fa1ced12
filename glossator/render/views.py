"""What each page prints, and nothing else: the contract between stages and templates.

A view is frozen and small. Every `href` is relative to the page that prints it. A field that ends in `html` holds
markup that is safe to print as it is; every other string is plain text, which templates escape. Equal views give
equal bytes, so that a page whose view did not change need not be rendered.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Section = Literal["briefings", "glossary", "timeline", "claims", "forecasts", "sources", "pages", ""]
"""Where a page belongs; empty for those that belong nowhere."""


@dataclass(frozen=True, slots=True)
class Link:
    """Somewhere to go."""

    href: str
    label: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class KindView:
    """A kind of annotation."""

    id: str
    label: str
    means: str
    glyph: str
    """Id of the symbol that stands for it: `g-claim`."""
    left: bool = False
    """Whether its notes explain (left margin) or examine (right margin)."""


@dataclass(frozen=True, slots=True)
class VerdictView:
    """A step of the verdict scale."""

    id: str
    label: str
    means: str
    glyph: str
    """Id of the symbol that stands for it: `v-contested`."""


@dataclass(frozen=True, slots=True)
class DateView:
    """A date for people and for machines."""

    words: str
    datetime: str = ""
    """A value that HTML allows in `<time datetime>`, or empty."""
    code: str = ""
    """The date in EDTF, as written."""


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """What a claim rests on. Sources that repeat one work count as one origin."""

    sources: int
    origins: int
    supports: int = 0
    disputes: int = 0
    words: str = ""
    """For example: 3 sources, 1 origin."""


@dataclass(frozen=True, slots=True)
class PreviewView:
    """A card of a briefing or a note elsewhere on the site, for the popover on a link to it."""

    id: str
    """Element id of the card, `p-<slug>` or `p-<slug>--<note>`; links carry it as `data-pop`."""
    href: str
    title: str
    html: str
    """The summary, or the beginning of the note."""
    kind: KindView | None = None
    verdict: VerdictView | None = None
    lang: str = ""


@dataclass(frozen=True, slots=True)
class PartView:
    """A page of a list that is cut into several: a year, a decade, a letter."""

    link: Link
    current: bool = False
    """Whether it is the page that prints it."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What every page has around it."""

    site_title: str
    language: str
    """Of the interface and of the site, BCP 47."""
    root: str
    """From this page to the site's root: empty or `../`."""
    path: str
    """Of this page from the root: `briefings/x.html`."""
    section: Section
    title: str
    description: str = ""
    lang: str = ""
    """Of the page's main text."""
    canonical: str = ""
    """Absolute address, from `base_url`."""
    meta: tuple[tuple[str, str], ...] = ()
    """Name and content of further `<meta>` elements, for reference managers."""
    crumbs: tuple[Link, ...] = ()
    """From the section down to, but without, this page."""
    pages: tuple[Link, ...] = ()
    """The site's own pages (about, method), in the foot of every page."""
    kinds: tuple[KindView, ...] = ()
    """All kinds of the site, for the sprite."""
    verdicts: tuple[VerdictView, ...] = ()
    """The whole scale, best first."""
    previews: tuple[PreviewView, ...] = ()
    """Cards of what this page links to elsewhere."""
    assets: str = ""
    """What follows the addresses of the stylesheet and the scripts: empty, or a query with their fingerprint."""
    locale: str = ""
    """Of the page's main text, as Open Graph writes it: `en_GB`; empty if its region is not known."""
    image: str = ""
    """Absolute address of the picture for cards, 1200 by 630 pixels; empty if there is none."""
    alternates: tuple[tuple[str, str], ...] = ()
    """The page in other forms, as (media type, address)."""
    structured: str = ""
    """The page in the words of schema.org: JSON-LD that is safe inside of `<script>`."""


@dataclass(frozen=True, slots=True)
class RecordView:
    """A record of something citable, to copy or to keep."""

    label: str
    """Its format: BibTeX, RIS, CSL-JSON."""
    file: str
    """A name to keep it under."""
    text: str


@dataclass(frozen=True, slots=True)
class CiteThisView:
    """How to cite a page of ours."""

    words: str
    permalink: str
    version: str
    """A short hash of what the page says."""
    records: tuple[RecordView, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and what it says."""

    label: str
    html: str


@dataclass(frozen=True, slots=True)
class NoteView:
    """An annotation beside its passage."""

    id: str
    """Without the prefix `note-`."""
    number: int
    kind: KindView
    title: str
    title_html: str
    body_html: str
    lang: str = ""
    verdict: VerdictView | None = None
    lemma: str = ""
    """The quoted words, shortened to a dozen; empty for a note on the whole article."""
    quotes: tuple[str, ...] = ()
    """The quoted words of each target, in full, for print."""
    facts: tuple[Fact, ...] = ()
    """Who, when, condition, measure, due, outcome, confidence, checked, original … in this order, ready to print."""
    evidence: EvidenceView | None = None
    approximate: str = ""
    """Why the passage is only approximately the quoted one, or empty."""
    status: str = ""
    """`open`, `resolved` or `superseded`, or empty."""
    claim_href: str = ""
    """The claim's own page, of claims only."""
    by: tuple[str, ...] = ()
    """Who wrote the note."""


@dataclass(frozen=True, slots=True)
class CandidateView:
    """A passage that a detached note may mean."""

    text: str
    percent: int
    href: str = ""


@dataclass(frozen=True, slots=True)
class DetachedView:
    """A note whose passage is gone."""

    note: NoteView
    reason: str
    candidates: tuple[CandidateView, ...]


@dataclass(frozen=True, slots=True)
class BlockView:
    """A top-level block of the article, and the notes that stand after it."""

    html: str
    number: int | None
    """Paragraph number; headings have none."""
    notes: tuple[NoteView, ...]
    space: str = ""
    """The white space of the article's text after the block."""


@dataclass(frozen=True, slots=True)
class TallyView:
    """How many notes of a kind, or with a verdict."""

    id: str
    label: str
    glyph: str
    count: int


@dataclass(frozen=True, slots=True)
class ProvenanceView:
    """What the article is and where it comes from."""

    html: str
    """A sentence: Digest of “Title”, Publication, date (source)."""
    note: str
    form: str
    excerpt: bool
    lang: str
    facts: tuple[Fact, ...] = ()
    """Retrieved on, rights."""


@dataclass(frozen=True, slots=True)
class PlaceView:
    """A page at which an event stands or a source is cited."""

    link: Link
    kind: KindView | None = None


@dataclass(frozen=True, slots=True)
class EventView:
    """An event of a timeline."""

    id: str
    """Without the prefix `event-`; unique on the page."""
    date: DateView
    label: str
    body_html: str = ""
    forecast: bool = False
    places: tuple[PlaceView, ...] = ()
    uncertain: bool = False
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class TimelineView:
    """Events in order, and their drawing."""

    events: tuple[EventView, ...]
    svg: str = ""
    """Inline SVG, or empty when there is nothing to draw."""


@dataclass(frozen=True, slots=True)
class ConceptCard:
    """A concept in a strip or a popover."""

    slug: str
    """Element id of the card: `c-<slug>`; links carry `data-pop="c-<slug>"`."""
    href: str
    term: str
    lang: str
    short: str
    also: tuple[tuple[str, str], ...]
    """Other names, as (name, BCP 47 tag or empty)."""


@dataclass(frozen=True, slots=True)
class ReferenceView:
    """An entry of a reference list."""

    key: str
    """Element id: `cite-<key>`."""
    html: str
    href: str
    """The source's page."""
    facts: tuple[Fact, ...] = ()
    """Kind, reliability, language, archive."""
    backs: tuple[Link, ...] = ()
    """Where it is cited on this page."""


@dataclass(frozen=True, slots=True)
class MentionView:
    """A sentence elsewhere on the site that links here."""

    sentence_html: str
    link: Link
    kind: KindView | None = None
    stance: str = ""
    """`supports`, `disputes`, `context` or empty; of citations only."""
    locator: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class MentionGroup:
    """All mentions in one briefing or page."""

    link: Link
    mentions: tuple[MentionView, ...]


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim in a ledger."""

    href: str
    """The claim's own page."""
    note_href: str
    title: str
    who: str
    briefing: Link
    verdict: VerdictView | None
    evidence: EvidenceView
    confidence: str
    checked: DateView | None
    lang: str = ""


@dataclass(frozen=True, slots=True)
class BriefingView:
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


@dataclass(frozen=True, slots=True)
class BriefingCard:
    """A briefing in a list."""

    href: str
    title: str
    summary: str
    date: DateView | None
    lang: str
    notes: int
    status: str
    verdicts: tuple[TallyView, ...]


@dataclass(frozen=True, slots=True)
class DueView:
    """Something open: a forecast, a question, a detached note."""

    link: Link
    kind: KindView
    words: str


@dataclass(frozen=True, slots=True)
class HomeView:
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


@dataclass(frozen=True, slots=True)
class ArchiveView:
    """`archive/<year>.html`: older briefings."""

    title: str
    briefings: tuple[BriefingCard, ...]
    parts: tuple[PartView, ...]


@dataclass(frozen=True, slots=True)
class NameView:
    """A name of a concept."""

    name: str
    lang: str
    lang_words: str
    """Name of the language, in the site's language."""
    roman: str
    used_by: str
    preferred: bool = False


@dataclass(frozen=True, slots=True)
class ConceptView:
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


@dataclass(frozen=True, slots=True)
class DisambiguationView:
    """`glossary/<name>.html`, for a name that several concepts share."""

    name: str
    concepts: tuple[ConceptCard, ...]


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """A name in the glossary's index."""

    link: Link
    term: str
    """Preferred term of the concept, if the name is another one; else empty."""
    short: str
    kind: str


@dataclass(frozen=True, slots=True)
class LetterView:
    """A letter of an index."""

    letter: str
    id: str
    entries: tuple[IndexEntry, ...]


@dataclass(frozen=True, slots=True)
class GlossaryView:
    """`glossary/index.html`."""

    letters: tuple[LetterView, ...]
    concepts: int
    parts: tuple[PartView, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source in the index."""

    href: str
    key: str
    html: str
    kind: str
    author: str
    year: str
    language: str
    uses: int


@dataclass(frozen=True, slots=True)
class SourcesView:
    """`sources/index.html`."""

    rows: tuple[SourceRow, ...]
    kinds: tuple[TallyView, ...]
    parts: tuple[PartView, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceView:
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


@dataclass(frozen=True, slots=True)
class TimelinePageView:
    """`timeline/index.html`."""

    timeline: TimelineView
    concepts: tuple[ConceptCard, ...]
    references: tuple[ReferenceView, ...] = ()
    parts: tuple[PartView, ...] = ()


@dataclass(frozen=True, slots=True)
class ClaimsView:
    """`claims/index.html`."""

    scale: tuple[TallyView, ...]
    rows: tuple[ClaimRow, ...]
    parts: tuple[PartView, ...] = ()


@dataclass(frozen=True, slots=True)
class ClaimView:
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


@dataclass(frozen=True, slots=True)
class ForecastRow:
    """A forecast in the ledger."""

    note_href: str
    title: str
    who: str
    briefing: Link
    made: DateView | None
    due: DateView | None
    probability: str
    """In per cent, or empty."""
    condition: str
    measure: str
    outcome: str
    """`yes`, `no`, `partly`, `open`, `void`."""
    outcome_words: str
    resolved: DateView | None
    lang: str = ""


@dataclass(frozen=True, slots=True)
class ForecastsView:
    """`forecasts/index.html`."""

    rows: tuple[ForecastRow, ...]
    outcomes: tuple[TallyView, ...]
    score: str
    """The Brier score in words, or why there is none yet."""
    calibration_svg: str = ""
    parts: tuple[PartView, ...] = ()


@dataclass(frozen=True, slots=True)
class TextPageView:
    """`pages/<slug>.html`."""

    slug: str
    title: str
    lang: str
    body_html: str
    concepts: tuple[ConceptCard, ...]
    references: tuple[ReferenceView, ...]
    mentions: tuple[MentionGroup, ...]


@dataclass(frozen=True, slots=True)
class NotFoundView:
    """`404.html`."""

    sections: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class SearchView:
    """`search/index.html`."""

    sections: tuple[Link, ...]
    """Indexes to look through instead."""


@dataclass(frozen=True, slots=True)
class SitemapEntry:
    """A page in `sitemap.xml`."""

    address: str
    modified: str = ""
    """ISO date, or empty."""


@dataclass(frozen=True, slots=True)
class SitemapView:
    """`sitemap.xml`."""

    entries: tuple[SitemapEntry, ...]


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """How many claims of a briefing rest on a source."""

    briefing: Link
    claims: int
    sourced: int
    bare: tuple[Link, ...]
    """The claims that rest on none."""


@dataclass(frozen=True, slots=True)
class AdviceView:
    """Something that could be better, in a file of the content."""

    path: str
    """From the project's folder."""
    line: int
    words: str


@dataclass(frozen=True, slots=True)
class StaleRow:
    """A note whose last check is long ago."""

    link: Link
    checked: DateView
    months: int
    """Age of the check, counted from the newest date in the content."""


@dataclass(frozen=True, slots=True)
class HealthView:
    """`health.html`, for drafts and while serving."""

    orphans: tuple[DueView, ...]
    """Notes of which a passage is gone; `words` is the reason."""
    coverage: tuple[CoverageRow, ...]
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
