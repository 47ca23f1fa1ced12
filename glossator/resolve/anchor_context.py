"""Compare what stands around a hit with the prefix and the suffix of a quote.

As in the W3C text quote selector, prefix and suffix are the words next to the quote. They are written by people or
cut by tools at any length, and an empty one says nothing. They are compared in the bare form, in lower case.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from .normalise import bare, lower, plain, strip_markup

if TYPE_CHECKING:
    from glossator.model.text import Span

    from .anchor_text import Haystack

REACH: Final = 64
"""Code points of a prefix or suffix that are weighed, those next to the quote: more would let a far edit outweigh the words at hand."""
AGREES: Final = 0.5
"""More of the context stands there than not. Unrelated sentences of the five grammars of bench/drift.py score 0.16 or less in
half of the pairs, and 0.26 or less in nineteen of twenty."""


NEARBY: Final = 24
"""Code points on each side that are the nearest words, about five: the same on both sides, they are no chance."""
OWN: Final = 8
"""Letters of the quote's own sentence from which they are weighed apart: fewer are often the same by chance ("of the", "in a")."""
SENTENCE: Final = 300
"""Code points on each side within which a sentence is looked for."""
_SENTENCE_END: Final = re.compile(r"[.!?…]['\"”’)\]]*(?=\s)|[。！？]|\n")


class Context(Struct, frozen=True):
    """The prefix and the suffix of a quote, folded, and of each the part that is in the quote's own sentence."""

    before: str
    after: str
    own_before: str
    own_after: str

    def __bool__(self) -> bool:
        return bool(self.before or self.after)

    @property
    def knows_sentence(self) -> bool:
        """True if enough of the quote's own sentence is known, besides the quote."""
        return len(self.own_before) + len(self.own_after) >= OWN

    def likeness(self, haystack: Haystack, span: Span) -> float:
        """Tell how much of the context stands around a span, 0 to 1; 1 if there is none to compare.

        The quote's own sentence, if enough of it is known, weighs as much as all that is in reach: sentences move, and
        their neighbours go, while the words of one sentence stay together.
        """
        start, end = haystack.bare.cover(span)
        alike = _likeness(haystack.bare_folded, start, end, self.before[-REACH:], self.after[:REACH])
        return (alike + self.own_likeness(haystack, span)) / 2 if self.knows_sentence else alike

    def own_likeness(self, haystack: Haystack, span: Span) -> float:
        """Tell how much of the rest of the quote's own sentence stands around a span; 0 if too little of it is known."""
        if not self.knows_sentence:
            return 0.0
        start, end = haystack.bare.cover(span)
        return _likeness(haystack.bare_folded, start, end, self.own_before[-REACH:], self.own_after[:REACH])

    def nearby(self, haystack: Haystack, span: Span) -> float:
        """Tell how much of the nearest words on both sides stands around a span, 0 to 1."""
        start, end = haystack.bare.cover(span)
        return _likeness(haystack.bare_folded, start, end, self.before[-NEARBY:], self.after[:NEARBY])

    def stands(self, haystack: Haystack, span: Span) -> bool:
        """Tell whether the whole context, however long, stands letter for letter around a span."""
        start, end = haystack.bare.cover(span)
        text = haystack.bare_folded
        return text.endswith(self.before, 0, start) and text.startswith(self.after, end)


def sentence_around(text: str, span: Span) -> str:
    """Give the sentence that a span of a text stands in, or all of them, in the text's own spelling."""
    before = text[max(0, span.start - SENTENCE) : span.start]
    start = max((match.end() for match in _SENTENCE_END.finditer(before)), default=0)
    after = text[span.end - 1 : span.end + SENTENCE]
    end = _SENTENCE_END.search(after)
    return before[start:] + span.of(text)[:-1] + (after[: end.end()] if end else after)


def context_of(prefix: str, suffix: str, exact: str = "") -> Context:
    """Fold a prefix and a suffix."""
    ends = [match.end() for match in _SENTENCE_END.finditer(prefix)]
    # The quote's own last character counts: after "…treaty." the suffix is another sentence.
    end = _SENTENCE_END.search(exact[-2:].lstrip() + suffix)
    own_after = (exact[-2:].lstrip() + suffix)[: end.end()][len(exact[-2:].lstrip()) :] if end else suffix
    return Context(_folded(prefix), _folded(suffix), _folded(prefix[max(ends, default=0) :]), _folded(own_after))


def _folded(text: str) -> str:
    return lower(bare(plain(strip_markup(text))).text)


def _likeness(text: str, start: int, end: int, before: str, after: str) -> float:
    """Compare what stands before and after a stretch of a text with what is wanted there."""
    if not before and not after:
        return 1.0
    alike = len(before) * _alike(before, text[max(0, start - len(before)) : start])
    alike += len(after) * _alike(after, text[end : end + len(after)])
    return alike / (len(before) + len(after))


def _alike(context: str, there: str) -> float:
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.normalized_similarity(context, there) if context else 0.0
