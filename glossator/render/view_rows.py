"""The rows, cards and entries of lists, of which views are made. See `views` for what holds of all of them."""

from __future__ import annotations

from dataclasses import dataclass

from .view_atoms import DateView, Link
from .view_parts import EvidenceView, KindView, TallyView, VerdictView


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
class CalibrationRow:
    """Forecasts with about the same probability, and how many of them came true."""

    said: str
    """In per cent, from and to."""
    came: str
    """In per cent; one that came in part counts as one half."""
    count: int


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
class SitemapEntry:
    """A page in `sitemap.xml`."""

    address: str
    modified: str = ""
    """ISO date, or empty."""


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """How many claims with a verdict rest on a source, of a briefing or of the site."""

    briefing: Link
    claims: int
    sourced: int
    percent: int
    """Rounded down: 100 is all of them."""
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
