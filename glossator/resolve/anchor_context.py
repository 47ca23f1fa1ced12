"""Compare what stands around a hit with the prefix and the suffix of a quote.

As in the W3C text quote selector, prefix and suffix are the words next to the quote. They are written by people or
cut by tools at any length, and an empty one says nothing. They are compared in the bare form, in lower case.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rapidfuzz.distance import Levenshtein

from .normalise import bare, lower, plain, strip_markup

if TYPE_CHECKING:
    from glossator.model.text import Span

    from .anchor_text import Haystack

REACH: Final = 64
"""Code points of a prefix or suffix that are weighed, those next to the quote: more would let a far edit outweigh the words at hand."""
AGREES: Final = 0.5
"""More of the context stands there than not; unrelated English, Russian and Japanese text scores 0.15 to 0.35 (bench/drift.py)."""


@dataclass(frozen=True, slots=True)
class Context:
    """The prefix and the suffix of a quote, folded."""

    before: str
    after: str

    def __bool__(self) -> bool:
        return bool(self.before or self.after)

    def likeness(self, haystack: Haystack, span: Span) -> float:
        """Tell how much of the context stands around a span, 0 to 1; 1 if there is none to compare."""
        start, end = haystack.bare.cover(span)
        text = haystack.bare_folded
        before, after = self.before[-REACH:], self.after[:REACH]
        if not before and not after:
            return 1.0
        alike = len(before) * _alike(before, text[max(0, start - len(before)) : start])
        alike += len(after) * _alike(after, text[end : end + len(after)])
        return alike / (len(before) + len(after))

    def stands(self, haystack: Haystack, span: Span) -> bool:
        """Tell whether the whole context, however long, stands letter for letter around a span."""
        start, end = haystack.bare.cover(span)
        text = haystack.bare_folded
        return text.endswith(self.before, 0, start) and text.startswith(self.after, end)


def context_of(prefix: str, suffix: str) -> Context:
    """Fold a prefix and a suffix."""
    return Context(_folded(prefix), _folded(suffix))


def _folded(text: str) -> str:
    return lower(bare(plain(strip_markup(text))).text)


def _alike(context: str, there: str) -> float:
    return Levenshtein.normalized_similarity(context, there) if context else 0.0
