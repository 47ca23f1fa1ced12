"""Carry a passage from an earlier text to a later one.

When the text that a quote was taken from is known, the comparison of both texts says where its words went, and which places
of the new text are already other places of the old one: a phrase whose sentence is gone must not be found in
another sentence that has always had it. Only what the comparison cannot follow is looked for (`anchoring.seek`),
and only among words that are new.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from rapidfuzz.distance import Indel

from glossator.model.anchor import Anchor, Candidate, Orphan, Selector

from .anchor_context import AGREES, REACH
from .anchor_facts import disagreement
from .anchor_quote import Quote, passage, quote_of
from .anchoring import DISTINCT, FLOOR_IN_CONTEXT, find, seek
from .approximate import fit
from .normalise import lower

if TYPE_CHECKING:
    from glossator.model.text import Span

    from .anchor_diff import Comparison
    from .anchor_text import Haystack

KEPT: Final = 0.5
"""More of a carried passage and its image is common than not."""
ENDS: Final = 64
"""Words tried for an end of the image that the comparison leaves open."""


@dataclass(frozen=True, slots=True)
class _Image:
    """Where the words of a passage are now."""

    span: Span
    ratio: float


def carry(comparison: Comparison, selector: Selector, span: Span | None = None) -> Anchor | Orphan:
    """Find a quote in the new text by its place in the old one; without a place, or if it stands elsewhere, that is found first."""
    old, new = comparison.old, comparison.new
    if span is None or not _says(old, span, selector):
        found = find(old, selector)
        if isinstance(found, Orphan):
            return find(new, selector)
        span = found.span
    quote = quote_of(
        span.of(old.text),
        old.text[max(0, span.start - 3 * REACH) : span.start],
        old.text[span.end : span.end + 3 * REACH],
    )
    first, last = _tokens(old, span)
    here = _image(comparison, span, first, last)
    if here and here.ratio == 1.0 and _settled(new, quote, here):
        return _anchor(new, quote, here)
    elsewhere = seek(new, quote, allowed=lambda place: _is_fresh(comparison, place, first, last))
    if isinstance(elsewhere, Anchor) and elsewhere.state != "approximate":
        return _moved(comparison, elsewhere, first, last)
    if here and _settled(new, quote, here):
        return _anchor(new, quote, here)
    if isinstance(elsewhere, Orphan) and here:
        return replace(elsewhere, candidates=(Candidate(here.span, round(here.ratio, 4)), *elsewhere.candidates)[:3])
    return elsewhere


def _says(old: Haystack, span: Span, selector: Selector) -> bool:
    """Tell whether a span of the old text has the words of the quote; of a range, it has its first and its last part."""
    there = lower(passage(old, span)).strip()
    if selector.parts:
        return there.startswith(quote_of(selector.parts[0]).folded) and there.endswith(
            quote_of(selector.parts[-1]).folded
        )
    return there in (lower(quote_of(selector.exact).plain), quote_of(selector.exact).folded)


def _tokens(haystack: Haystack, span: Span) -> tuple[int, int]:
    """Give the words that a span touches."""
    start, end = haystack.plain.cover(span)
    return bisect_right(haystack.tokens.ends, start), bisect_left(haystack.tokens.starts, end)


def _image(comparison: Comparison, span: Span, first: int, last: int) -> _Image | None:
    """Give the place of a passage in the new text that the comparison says."""
    image, new = comparison.image, comparison.new
    low, high = _bounds(comparison, first, last)
    kept = [word for word in range(first, last) if image[word] >= 0]
    wanted = lower(passage(comparison.old, span))
    if low >= high:
        return None
    tokens = new.tokens
    if not kept:
        window = fit(new.folded, wanted, tokens.starts[low], tokens.ends[high - 1])
        if window.end <= window.start:
            return None
        return _Image(new.plain.original(window.start, window.end), window.ratio)
    start, end = image[kept[0]], image[kept[-1]] + 1
    if kept[0] != first:
        start = _end(new, wanted, range(max(low, start - ENDS), start + 1), fixed=end, moves_start=True)
    if kept[-1] != last - 1:
        end = _end(new, wanted, range(end, min(high, end + ENDS) + 1), fixed=start, moves_start=False)
    x, y = tokens.starts[start], tokens.ends[end - 1]
    # The quote may begin or end inside a word.
    cut_start, cut_end = comparison.old.plain.cover(span)
    if kept[0] == first:
        x += max(0, cut_start - comparison.old.tokens.starts[first])
    if kept[-1] == last - 1:
        y -= max(0, comparison.old.tokens.ends[last - 1] - cut_end)
    return _Image(new.plain.original(x, y), Indel.normalized_similarity(wanted, new.folded[x:y]))


def _bounds(comparison: Comparison, first: int, last: int) -> tuple[int, int]:
    """Give the stretch of words of the new text between the images of the words before and after a passage."""
    image = comparison.image
    before = next((image[word] + 1 for word in range(first - 1, -1, -1) if image[word] >= 0), 0)
    after = next((image[word] for word in range(last, len(image)) if image[word] >= 0), len(comparison.origin))
    return before, after


def _end(new: Haystack, wanted: str, words: range, fixed: int, moves_start: bool) -> int:
    """Choose the word at which an image begins or ends; among equals the shortest image."""
    tokens = new.tokens

    def rank(word: int) -> tuple[float, int]:
        start, end = (word, fixed) if moves_start else (fixed, word)
        return -Indel.normalized_similarity(
            wanted, new.folded[tokens.starts[start] : tokens.ends[end - 1]]
        ), end - start

    return min(words, key=rank)


def _settled(new: Haystack, quote: Quote, image: _Image) -> bool:
    """Tell whether an image is the passage: enough is kept, of it or around it."""
    agrees = quote.context.likeness(new, image.span) >= AGREES
    if quote.letters < DISTINCT or image.ratio < FLOOR_IN_CONTEXT:
        return agrees and image.ratio >= (FLOOR_IN_CONTEXT if quote.letters < DISTINCT else KEPT)
    return agrees or image.ratio >= FLOOR_IN_CONTEXT


def _anchor(new: Haystack, quote: Quote, image: _Image) -> Anchor:
    if image.span.of(new.text) == quote.raw:
        return Anchor(image.span, "exact")
    there = passage(new, image.span)
    if image.ratio == 1.0:
        return Anchor(image.span, "normalised", 1.0, "only typography or case differs")
    facts = disagreement(quote.plain, there, new.is_common)
    reason = f"the passage was edited, {image.ratio:.0%} like the quote" + (f"; {facts}" if facts else "")
    return Anchor(image.span, "approximate", round(image.ratio, 4), reason)


def _is_fresh(comparison: Comparison, place: Span, first: int, last: int) -> bool:
    """Tell whether most of a place in the new text is not another place of the old one."""
    start, end = _tokens(comparison.new, place)
    taken = sum(
        comparison.origin[word] >= 0 and not first <= comparison.origin[word] < last for word in range(start, end)
    )
    return 2 * taken < end - start


def _moved(comparison: Comparison, anchor: Anchor, first: int, last: int) -> Anchor:
    """Mark an anchor that is not between the words that were around it as moved."""
    low, high = _bounds(comparison, first, last)
    start, end = _tokens(comparison.new, anchor.span)
    if low <= start and end <= high:
        return anchor
    return replace(anchor, state="moved", reason="the same words stand elsewhere")
