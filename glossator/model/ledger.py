"""The anchor ledger: where the targets of a briefing's annotations were last accepted to stand, and older versions of its article.

A ledger is `anchors.lock`, read. It holds the text of the article as it was then, so that a later text can be
compared with it (docs/decisions/0010).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, get_args

from msgspec import Struct

from .text import Place, Span

if TYPE_CHECKING:
    from .anchor import Selector
    from .article import Article
    from .date import Date

Settled = Literal["exact", "moved", "approximate", "changed", "gone"]
"""What became of a target: the quoted words stand there; they stand elsewhere than they did; the passage was never quite the
quoted words; it was, and reads otherwise now; it was taken out."""
SETTLED: Final[tuple[Settled, ...]] = get_args(Settled)


class Was(Struct, frozen=True):
    """What a passage read in an earlier version of its article. White space is folded."""

    words: str
    before: str = ""
    """Some words that stood before it."""
    after: str = ""
    date: str = ""
    """Of the latest version that reads so, in EDTF; empty if it is not known."""


class Entry(Struct, frozen=True):
    """One target, as accepted, or as it waits to be accepted."""

    id: str
    """Of the annotation."""
    number: int
    """Of the target among those of its annotation, from 1."""
    state: Settled
    quote: str
    """The quote that was accepted, as `quote_line` gives it: an entry says nothing of another one."""
    span: Span | None
    """In the ledger's text; None if the passage is gone."""
    was: Was | None = None
    """What it read before, of a passage that is changed or gone."""
    pending: bool = False
    """Whether a person has yet to accept it."""
    place: Place = Place("")
    """Where it stands in the file."""


class Ledger(Struct, frozen=True):
    """What `anchors.lock` says."""

    path: str
    text: str
    """The article's text, in which the entries' spans count."""
    version: str
    """The date of that text in EDTF; empty if it is not known."""
    entries: tuple[Entry, ...]
    """By id and number."""


class ArticleVersion(Struct, frozen=True):
    """An older version of an article: `article.<date>.md`, `.txt` or `.html`."""

    path: str
    date: Date
    """As in the file's name."""
    article: Article


def quote_line(selector: Selector) -> str:
    """Give a quote on one line: its words, and between marks the ones that are meant, if there are others."""
    exact = " ".join(selector.exact.split())
    if not selector.prefix.strip() and not selector.suffix.strip():
        return exact
    return " ".join(f"{selector.prefix} =={exact}== {selector.suffix}".split())
