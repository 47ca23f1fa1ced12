"""The parts that views are made of: links, dates, notes, events, references. See `views` for what holds of all of them."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from .view_atoms import DateView, Link
from .view_versions import WasView

Section = Literal["briefings", "glossary", "timeline", "claims", "forecasts", "sources", "pages", ""]
"""Where a page belongs; empty for those that belong nowhere."""


class KindView(Struct, frozen=True):
    """A kind of annotation."""

    id: str
    label: str
    means: str
    glyph: str
    """Id of the symbol that stands for it: `g-claim`."""
    left: bool = False
    """Whether its notes explain (left margin) or examine (right margin)."""


class VerdictView(Struct, frozen=True):
    """A step of the verdict scale."""

    id: str
    label: str
    means: str
    glyph: str
    """Id of the symbol that stands for it: `v-contested`."""


class EvidenceView(Struct, frozen=True):
    """What a claim rests on. Sources that repeat one work count as one origin."""

    sources: int
    origins: int
    supports: int = 0
    disputes: int = 0
    words: str = ""
    """For example: 3 sources, 1 origin."""


class PreviewView(Struct, frozen=True):
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


class PartView(Struct, frozen=True):
    """A page of a list that is cut into several: a year, a decade, a letter."""

    link: Link
    current: bool = False
    """Whether it is the page that prints it."""
    count: int = 0
    """How many things it lists; 0 if that is not told."""
    under: str = ""
    """What it is grouped under, with the parts beside it: a century."""


class Frame(Struct, frozen=True):
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


class RecordView(Struct, frozen=True):
    """A record of something citable, to copy or to keep."""

    label: str
    """Its format: BibTeX, RIS, CSL-JSON."""
    file: str
    """A name to keep it under."""
    text: str


class CiteThisView(Struct, frozen=True):
    """How to cite a page of ours."""

    words: str
    permalink: str
    version: str
    """A short hash of what the page says."""
    records: tuple[RecordView, ...]


class Fact(Struct, frozen=True):
    """A label and what it says."""

    label: str
    html: str


class NoteView(Struct, frozen=True):
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


class CandidateView(Struct, frozen=True):
    """A passage that a detached note may mean."""

    text: str
    percent: int
    href: str = ""


class DetachedView(Struct, frozen=True):
    """A note whose passage is gone."""

    note: NoteView
    reason: str
    candidates: tuple[CandidateView, ...]


class BlockView(Struct, frozen=True):
    """A top-level block of the article, and the notes that stand after it."""

    html: str
    number: int | None
    """Paragraph number; headings have none."""
    notes: tuple[NoteView, ...]
    space: str = ""
    """The white space of the article's text after the block."""


class TallyView(Struct, frozen=True):
    """How many notes of a kind, or with a verdict."""

    id: str
    label: str
    glyph: str
    count: int


class ProvenanceView(Struct, frozen=True):
    """What the article is and where it comes from."""

    html: str
    """A sentence: Digest of “Title”, Publication, date (source)."""
    note: str
    form: str
    excerpt: bool
    lang: str
    facts: tuple[Fact, ...] = ()
    """Retrieved on, rights."""


class PlaceView(Struct, frozen=True):
    """A page at which an event stands or a source is cited."""

    link: Link
    kind: KindView | None = None


class EventView(Struct, frozen=True):
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


class CloserLook(Struct, frozen=True):
    """A drawing of the same events on a longer axis."""

    scale: float
    """How many times as wide it is, while its letters are as large."""
    svg: str


class TimelineView(Struct, frozen=True):
    """Events in order, and their drawing."""

    events: tuple[EventView, ...]
    svg: str = ""
    """Inline SVG, or empty when there is nothing to draw."""
    closer: tuple[CloserLook, ...] = ()
    """Longer drawings, if it has clusters that can open."""


class ConceptCard(Struct, frozen=True):
    """A concept in a strip or a popover."""

    slug: str
    """Element id of the card: `c-<slug>`; links carry `data-pop="c-<slug>"`."""
    href: str
    term: str
    lang: str
    short: str
    also: tuple[tuple[str, str], ...]
    """Other names, as (name, BCP 47 tag or empty)."""


class ReferenceView(Struct, frozen=True):
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


class MentionView(Struct, frozen=True):
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


class MentionGroup(Struct, frozen=True):
    """All mentions in one briefing or page."""

    link: Link
    mentions: tuple[MentionView, ...]
