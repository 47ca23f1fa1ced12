"""The parts that views are made of: links, dates, notes, events, references. See `views` for what holds of all of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .view_atoms import DateView, Link
from .view_versions import WasView

Section = Literal["briefings", "glossary", "timeline", "claims", "forecasts", "sources", "pages", ""]
"""Where a page belongs; empty for those that belong nowhere."""


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
    """A card of a briefing, a note or a page elsewhere on the site, for the popover on a link to it."""

    id: str
    """Element id of the card: `p-` and the address from the root; links carry it as `data-pop`."""
    href: str
    title: str
    html: str
    """The summary, or the beginning of the note: running text without links."""
    date: DateView | None = None
    """Of a briefing."""
    kind: KindView | None = None
    """Of a note, as is the verdict."""
    verdict: VerdictView | None = None
    lang: str = ""


@dataclass(frozen=True, slots=True)
class PartView:
    """A page of a list that is cut into several: a year, a decade, a letter."""

    link: Link
    current: bool = False
    """Whether it is the page that prints it."""
    count: int = 0
    """How many things it lists; 0 if that is not told."""
    under: str = ""
    """What it is grouped under, with the parts beside it: a century."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What every page has around it."""

    site_title: str
    language: str
    """Of the interface and of the site, BCP 47."""
    root: str
    """From this page to the site's root: empty or `../`; on `404.html` the path of `base_url`."""
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
    """The first and last of the quoted words; empty for a note on the whole article."""
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
    was: tuple[WasView, ...] = ()
    """What its passages read before, of those that are changed or gone."""
    changes: tuple[Link, ...] = ()
    """The changes of the article that concern its passages, the latest first; the label is the step's."""
    quote_lang: str = ""
    """Of the quoted words, where it is not the note's."""


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
class CloserLook:
    """A drawing of the same events on a longer axis."""

    scale: float
    """How many times as wide it is, while its letters are as large."""
    svg: str


@dataclass(frozen=True, slots=True)
class TimelineView:
    """Events in order, and their drawing."""

    events: tuple[EventView, ...]
    svg: str = ""
    """Inline SVG, or empty when there is nothing to draw."""
    closer: tuple[CloserLook, ...] = ()
    """Longer drawings, if it has clusters that can open."""


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
    passages: tuple[Link, ...] = ()
    """To the words in the source on the web that this page quotes; the label is how they begin."""


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
    passage: Link | None = None
    """To the words in the source on the web that the sentence quotes; of citations only."""


@dataclass(frozen=True, slots=True)
class MentionGroup:
    """All mentions in one briefing or page."""

    link: Link
    mentions: tuple[MentionView, ...]
