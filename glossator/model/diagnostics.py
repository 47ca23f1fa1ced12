"""Faults in content, as data. How they are printed is the command line's business (FORMAT.md §9).

A code is three letters of the stage that finds the fault and a number, and is never used again for another
fault. Its name reads as if one allowed it: "quote-not-found". `docs/diagnostics.md` has a section for each.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from msgspec import Struct

if TYPE_CHECKING:
    from .text import Place


class Severity(StrEnum):
    """What a fault does to a build."""

    ERROR = "error"
    """The build fails and the published site stays as it was."""
    WARNING = "warning"
    """The site is published; `--strict` makes it an error."""
    ORPHAN = "orphan"
    """A warning in a plain build, an error in `check` and with `--strict`."""
    ADVICE = "advice"
    """Only `check` reports it, as a warning."""


class Code(Struct, frozen=True):
    """A kind of fault: its name, and how much it weighs."""

    name: str
    severity: Severity


_E, _W, _O, _A = Severity.ERROR, Severity.WARNING, Severity.ORPHAN, Severity.ADVICE

CODES: Final[dict[str, Code]] = {
    # Files and folders.
    "FIL001": Code("unreadable-file", _E),
    "FIL002": Code("not-utf8", _E),
    "FIL003": Code("missing-file", _E),
    "FIL004": Code("bad-slug", _E),
    "FIL005": Code("several-articles", _E),
    "FIL006": Code("unknown-file", _W),
    "FIL007": Code("empty-content", _E),
    "FIL008": Code("reserved-character", _E),
    # Headers and site.toml.
    "HDR001": Code("missing-field", _E),
    "HDR002": Code("unknown-field", _E),
    "HDR003": Code("header-syntax", _E),
    "HDR004": Code("duplicate-field", _E),
    "HDR005": Code("empty-field", _E),
    "HDR006": Code("wrong-value", _E),
    "SET001": Code("settings-syntax", _E),
    "SET002": Code("unknown-setting", _E),
    "SET003": Code("wrong-setting", _E),
    # Annotations and events.
    "ANN001": Code("brace-syntax", _E),
    "ANN002": Code("unknown-kind", _E),
    "ANN003": Code("unknown-key", _E),
    "ANN004": Code("unknown-verdict", _E),
    "ANN005": Code("wrong-value", _E),
    "ANN006": Code("duplicate-id", _E),
    "ANN007": Code("quote-syntax", _E),
    "ANN008": Code("text-outside", _W),
    "ANN009": Code("empty-note", _W),
    "ANN010": Code("unknown-note", _E),
    # Our own Markdown.
    "MKD001": Code("duplicate-label", _E),
    "MKD002": Code("dialect-difference", _W),
    "MKD003": Code("raw-html", _W),
    "MKD004": Code("undefined-footnote", _E),
    "MKD005": Code("unused-footnote", _W),
    # Articles.
    "ART001": Code("dropped-markup", _W),
    "ART002": Code("empty-article", _E),
    # Anchoring.
    "ANC001": Code("quote-not-found", _O),
    "ANC002": Code("quote-ambiguous", _E),
    "ANC003": Code("approximate-quote", _W),
    "ANC004": Code("moved-passage", _W),
    "ANC005": Code("changed-passage", _W),
    "ANC006": Code("passage-gone", _O),
    # The anchor ledger.
    "LCK001": Code("lock-syntax", _E),
    "LCK002": Code("lock-format", _E),
    "LCK003": Code("lock-contradiction", _E),
    "LCK004": Code("unknown-lock-entry", _W),
    "LCK005": Code("lock-of-another-article", _W),
    "LCK006": Code("outdated-lock", _A),
    # Names and links.
    "LNK001": Code("unknown-name", _E),
    "LNK002": Code("ambiguous-name", _E),
    "LNK003": Code("unknown-fragment", _E),
    "LNK004": Code("unlinked-term", _A),
    "CON001": Code("duplicate-name", _W),
    "CON002": Code("broader-cycle", _E),
    # Sources and citations.
    "CIT001": Code("unknown-source", _E),
    "CIT002": Code("unused-source", _A),
    "CIT003": Code("claim-without-source", _W),
    "CIT004": Code("citation-syntax", _E),
    "SRC001": Code("broken-entry", _E),
    "SRC002": Code("duplicate-source", _E),
    "SRC003": Code("unknown-origin", _E),
    "STY001": Code("unknown-style", _E),
    "STY002": Code("formatter-failed", _E),
    # Dates.
    "DAT001": Code("invalid-date", _E),
    "DAT002": Code("reversed-interval", _E),
    # Templates and output.
    "TPL001": Code("template-fault", _E),
    "OUT001": Code("path-collision", _E),
    # Search and cards, without which a site is still one.
    "SCH001": Code("search-failed", _W),
    "SCH002": Code("search-left-out", _W),
    "SOC001": Code("card-without-font", _W),
}
"""Every code there is."""


class Diagnostic(Struct, frozen=True):
    """One fault, at one place."""

    place: Place
    code: str
    """A key of `CODES`."""
    message: str
    """Lower case, without a full stop; quotes what the user wrote."""
    detail: tuple[str, ...] = ()
    """Further lines: the excerpt, every hit of an ambiguous quote."""
    help: str = ""
    """One thing to do."""

    @property
    def severity(self) -> Severity:
        """How much this fault weighs."""
        return CODES[self.code].severity

    @property
    def sort_key(self) -> tuple[Place, str, str]:
        """Order by path, line, column, code and message, so that output never depends on the order of work."""
        return (self.place, self.code, self.message)
