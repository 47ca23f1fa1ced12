"""A project's settings: `site.toml` as values (FORMAT.md §1)."""

from __future__ import annotations

from typing import Final, Literal

from msgspec import Struct

Autolink = Literal["first", "all", "off"]

SHARED_KEYS: Final = (
    "who", "verdict", "confidence", "evidence", "checked", "when", "label", "event", "by", "lang", "status",
)  # fmt: skip
"""Keys that every kind of annotation takes."""


class Kind(Struct, frozen=True):
    """A kind of annotation."""

    id: str
    label: str
    means: str = ""
    keys: tuple[str, ...] = ()
    """What it takes besides `SHARED_KEYS`."""
    colour: str = ""
    shape: str = ""
    left: bool = False
    """Whether it explains, and stands in the left margin, or examines."""


class Verdict(Struct, frozen=True):
    """A step of the verdict scale."""

    id: str
    label: str
    means: str = ""
    colour: str = ""


DEFAULT_KINDS: Final = (
    Kind("context", "Context", "What a reader needs and the passage leaves out.", left=True),
    Kind("claim", "Claim", "A statement of fact, with a verdict on the state of the evidence."),
    Kind("quotation", "Quotation", "Who said it, when, and where the words can be found.", left=True),
    Kind("forecast", "Forecast", "What was foreseen, and what has been observed.",
         ("p", "if", "measure", "due", "outcome", "resolved")),
    Kind("interpretation", "Interpretation", "A reading or a judgement.", left=True),
    Kind("translation", "Translation", "Words and scripts, where a choice of word carries weight.",
         ("from", "original"), left=True),
    Kind("correction", "Correction", "A plain error of date, name or number.", ("of", "date")),
    Kind("question", "Question", "What could not be found out.", left=True),
)  # fmt: skip

DEFAULT_VERDICTS: Final = (
    Verdict("supported", "Supported", "Documents agree with the statement."),
    Verdict("mostly-supported", "Mostly supported", "Right in the main; something of weight is missing."),
    Verdict("imprecise", "Imprecise", "The wording hides a distinction that matters."),
    Verdict("contested", "Contested", "Serious accounts disagree."),
    Verdict("unsupported", "Unsupported", "Nothing seen bears it out, and nothing seen rules it out."),
    Verdict("contradicted", "Contradicted", "The document referred to, or a better placed one, says otherwise."),
    Verdict("uncheckable", "Not checkable", "A judgement or a statement of faith, which sources cannot settle."),
)


class SearchSettings(Struct, frozen=True):
    """`[search]`: the index of all words, beside the finder over names, which is always there."""

    pagefind: bool | None = None
    """Whether there is an index; None is yes for sites of up to `largest` texts."""
    largest: int = 5000
    """Pagefind indexes all again each time, with some 300 kB of memory a text (measured on 1,700)."""
    timeout: int = 600
    """Seconds after which Pagefind is ended."""


class SocialSettings(Struct, frozen=True):
    """`[social]`: the pictures that other sites show beside a link to a briefing."""

    cards: bool = True
    fonts: tuple[str, ...] = ()
    """Font files of the project, asked before those of the machine."""


CONFIDENCE: Final = ("high", "moderate", "low")
"""How sure the editors are of a verdict, the surest first."""


class Settings(Struct, frozen=True):
    """What `site.toml` says, with the defaults filled in."""

    title: str = ""
    base_url: str = ""
    """With a slash at its end."""
    language: str = "en"
    description: str = ""
    """What the site is, in a sentence: for search engines and for links to the home page."""
    authors: tuple[str, ...] = ()
    style: str = "chicago-author-date"
    editor: str = ""
    trusted: tuple[str, ...] = ()
    """Folders under content/ whose raw HTML is kept, without slashes at the ends."""
    autolink: Autolink = "first"
    in_articles: bool = True
    kinds: tuple[Kind, ...] = DEFAULT_KINDS
    verdicts: tuple[Verdict, ...] = DEFAULT_VERDICTS
    search: SearchSettings = SearchSettings()
    social: SocialSettings = SocialSettings()
