"""The rows, cards and entries of lists, of which views are made. See `views` for what holds of all of them."""

from __future__ import annotations

from msgspec import Struct

from .view_atoms import DateView, Link
from .view_parts import EvidenceView, KindView, TallyView, VerdictView


class ClaimRow(Struct, frozen=True):
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


class BriefingCard(Struct, frozen=True):
    """A briefing in a list."""

    href: str
    title: str
    summary: str
    date: DateView | None
    lang: str
    notes: int
    status: str
    verdicts: tuple[TallyView, ...]


class DueView(Struct, frozen=True):
    """Something open: a forecast, a question, a detached note."""

    link: Link
    kind: KindView
    words: str


class NameView(Struct, frozen=True):
    """A name of a concept."""

    name: str
    lang: str
    lang_words: str
    """Name of the language, in the site's language."""
    roman: str
    used_by: str
    preferred: bool = False


class IndexEntry(Struct, frozen=True):
    """A name in the glossary's index."""

    link: Link
    term: str
    """Preferred term of the concept, if the name is another one; else empty."""
    short: str
    kind: str


class LetterView(Struct, frozen=True):
    """A letter of an index."""

    letter: str
    id: str
    entries: tuple[IndexEntry, ...]


class SourceRow(Struct, frozen=True):
    """A source in the index."""

    href: str
    key: str
    html: str
    kind: str
    author: str
    year: str
    language: str
    uses: int
    decade: str = ""
    """`2010s`, `40s BCE`, `Undated`."""


class CalibrationRow(Struct, frozen=True):
    """Forecasts with about the same probability, and how many of them came true."""

    said: str
    """In per cent, from and to."""
    came: str
    """In per cent; one that came in part counts as one half."""
    count: int


class ForecastRow(Struct, frozen=True):
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


class SitemapEntry(Struct, frozen=True):
    """A page in `sitemap.xml`."""

    address: str
    modified: str = ""
    """ISO date, or empty."""


class CoverageRow(Struct, frozen=True):
    """How many claims with a verdict rest on a source, of a briefing or of the site."""

    briefing: Link
    claims: int
    sourced: int
    percent: int
    """Rounded down: 100 is all of them."""
    bare: tuple[Link, ...]
    """The claims that rest on none."""


class AdviceView(Struct, frozen=True):
    """Something that could be better, in a file of the content."""

    path: str
    """From the project's folder."""
    line: int
    words: str


class StaleRow(Struct, frozen=True):
    """A note whose last check is long ago."""

    link: Link
    checked: DateView
    months: int
    """Age of the check, counted from the newest date in the content."""
