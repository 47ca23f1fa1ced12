"""A quote made ready to be looked for, and the places where it stands word for word.

What counts as word for word is FORMAT.md §3: markup, quotes, dashes, ligatures, small caps, white space and line breaks never
decide. The hits come in rungs, the nearest spelling first, so that a passage in the quote's own case is never passed over for another.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from .anchor_context import Context, context_of
from .anchor_facts import disagreement
from .normalise import Form, bare, cuts_word, letters, lower, plain, strip_markup

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glossator.model.text import Span

    from .anchor_text import Haystack

TRIES: Final = 100_000
"""Occurrences of the letters that are looked at, words or not: a bound for texts such as one letter a million times."""


class Quote(Struct, frozen=True):
    """The words that are meant, folded, and what stands around them."""

    raw: str
    """As written, without white space at the ends."""
    plain: str
    shown: str
    """The plain form of what a reader sees of it: without Markdown markup."""
    context: Context
    open_start: bool = False
    """True if the prefix shows that the quote begins inside a word."""
    open_end: bool = False

    @property
    def folded(self) -> str:
        """The shown words in lower case."""
        return lower(self.shown)

    @property
    def letters(self) -> float:
        """How much the quote says; see `normalise.letters`."""
        return letters(self.shown)


def quote_of(exact: str, prefix: str = "", suffix: str = "") -> Quote:
    """Fold a quote and its context."""
    written = plain(prefix + exact + suffix)
    start, end = written.index(len(prefix)), written.index(len(prefix) + len(exact))
    stripped = plain(exact).text.strip(" ")
    shown = _without_delimiters(plain(strip_markup(exact)).text).strip(" ")
    return Quote(
        exact.strip(),
        stripped,
        shown or stripped,
        context_of(prefix, suffix, exact),
        open_start=exact[:1] == exact[:1].strip() and cuts_word(written.text, start),
        open_end=exact[-1:] == exact[-1:].strip() and cuts_word(written.text, end),
    )


def _without_delimiters(text: str) -> str:
    """Drop asterisks and backticks, and underscores and tildes at the ends of words."""
    kept = text.replace("*", "").replace("`", "")
    return " ".join(word.strip("_~") for word in kept.split(" "))


def rungs(haystack: Haystack, quote: Quote, since: int = 0) -> Iterator[list[Span]]:
    """Give the hits that begin at or after `since`, in text order: same spelling, any case, then any white space and markup.

    A hit may be in several rungs. What stands only inside other words is not looked for with other white space: "version 3" of
    "version 3.1" is not "version3".
    """
    spellings = tuple(dict.fromkeys((quote.plain, quote.shown)))
    inside = False
    for text in (haystack.plain.text, haystack.folded):
        for spelling in spellings:
            wanted = spelling if text is haystack.plain.text else lower(spelling)
            spans, cut = _hits(haystack, haystack.plain, text, wanted, quote, since)
            inside |= cut
            yield spans
    if inside:
        return
    for spelling in spellings:
        yield from _bare_hits(haystack, quote, spelling, since)


def _bare_hits(haystack: Haystack, quote: Quote, spelling: str, since: int) -> Iterator[list[Span]]:
    """Give hits in the same case, then in any; a number that white space or markup splits is another number."""
    kept = bare(Form(spelling, range(len(spelling)), range(1, len(spelling) + 1))).text
    for text, wanted in ((haystack.bare.text, kept), (haystack.bare_folded, lower(kept))):
        spans, _ = _hits(haystack, haystack.bare, text, wanted, quote, since)
        yield [span for span in spans if not disagreement(quote.folded, lower(passage(haystack, span)))]


def _hits(haystack: Haystack, form: Form, text: str, wanted: str, quote: Quote, since: int) -> tuple[list[Span], bool]:
    """Give the places of a folded quote that cut no word, and tell whether there are others."""
    found = [form.original(at, at + len(wanted)) for at in _occurrences(form, text, wanted, form.index(since))]
    whole = [span for span in found if _whole(haystack, quote, span)]
    return whole, len(whole) < len(found)


def passage(haystack: Haystack, span: Span) -> str:
    """Give the plain form of what stands at a span."""
    start, end = haystack.plain.cover(span)
    return haystack.plain.text[start:end]


def _occurrences(form: Form, text: str, wanted: str, since: int) -> Iterator[int]:
    """Give the offsets of a text in a form, overlapping ones too, that begin and end with whole originals."""
    return (
        at
        for at in islice(_offsets(text, wanted, since), TRIES)
        if (at == 0 or form.starts[at] != form.starts[at - 1])
        and (at + len(wanted) == len(text) or form.starts[at + len(wanted)] != form.starts[at + len(wanted) - 1])
    )


def _offsets(text: str, wanted: str, since: int) -> Iterator[int]:
    at = text.find(wanted, since) if wanted else -1
    while at >= 0:
        yield at
        at = text.find(wanted, at + 1)


def _whole(haystack: Haystack, quote: Quote, span: Span) -> bool:
    """Tell whether a span cuts no word, but where the quote itself does."""
    start, end = haystack.plain.cover(span)
    text = haystack.plain.text
    return (quote.open_start or not cuts_word(text, start)) and (quote.open_end or not cuts_word(text, end))
