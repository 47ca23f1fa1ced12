"""Carry a passage from an earlier text to a later one.

When the text that a quote was taken from is known, the comparison of both texts says where its words went, and which places
of the new text are already other places of the old one: a phrase whose sentence is gone must not be found in
another sentence that has always had it. Only what the comparison cannot follow is looked for (`anchoring.seek`),
and only among words that are new. The constants were chosen as in `anchoring`; `KEPT` is a majority.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from glossator.model.anchor import Anchor, Candidate, Orphan, Selector

from .anchor_context import AGREES, REACH, sentence_around
from .anchor_diff import TERMINATORS
from .anchor_facts import disagreement, replaced
from .anchor_quote import Quote, passage, quote_of
from .anchoring import DISTINCT, FLOOR, FLOOR_IN_CONTEXT, MARGIN, find, find_verbatim, says_enough, seek
from .approximate import fit
from .normalise import letters, lower, plain

if TYPE_CHECKING:
    from glossator.model.text import Span

    from .anchor_diff import Comparison
    from .anchor_text import Haystack

KEPT: Final = 0.5
"""More of a carried passage and its image is common than not."""
ELSEWHERE: Final = 0.7
"""How much of the context of a short phrase must stand around it in another place."""
STRETCH: Final = 1000
"""Code points between kept words within which a passage without kept words is looked for: a few sentences."""
ENDS: Final = 64
"""Words tried for an end of the image that the comparison leaves open."""


class _Image(Struct, frozen=True):
    """Where the words of a passage are now."""

    span: Span
    ratio: float
    share: float = 0.0
    """How much of both passages are the same words, 0 to 1, in letters."""


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
    if first == last:
        return find(new, selector)
    here = _image(comparison, span, first, last)
    if here and here.ratio == 1.0 and _settled(comparison, quote, here, first, last):
        return _anchor(new, quote, here)
    elsewhere = seek(new, quote, allowed=lambda place: _is_fresh(comparison, place, first, last))
    belongs = isinstance(elsewhere, Anchor) and _belongs(comparison, quote, elsewhere, span)
    if isinstance(elsewhere, Anchor) and elsewhere.state != "approximate" and belongs:
        return _moved(comparison, elsewhere, first, last)
    if here and _settled(comparison, quote, here, first, last):
        return _anchor(new, quote, _whole(comparison, span, here, first, last))
    if isinstance(elsewhere, Anchor) and not belongs:
        reason = "the sentence is gone; the nearest words stand in another one"
        elsewhere = Orphan(reason, candidates=(Candidate(elsewhere.span, elsewhere.score),))
    if isinstance(elsewhere, Orphan) and here:
        return replace(elsewhere, candidates=(Candidate(here.span, round(here.ratio, 4)), *elsewhere.candidates)[:3])
    return elsewhere


def come_back(comparison: Comparison, words: str, before: str, after: str) -> Span | None:
    """Find a passage that the old text does not have, word for word among what is new in the new text."""
    selector = Selector(words, f"{before} ", f" {after}")
    found = find_verbatim(comparison.new, selector, lambda place: _is_fresh(comparison, place, 0, 0))
    return found.span if found else None


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
    from rapidfuzz.distance import Indel

    image, new = comparison.image, comparison.new
    low, high = _bounds(comparison, first, last)
    kept = [word for word in range(first, last) if image[word] >= 0]
    wanted = lower(passage(comparison.old, span))
    if low >= high:
        return None
    tokens = new.tokens
    if not kept:
        return _fitted(comparison, wanted, low, high, first, last)
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
    ratio = Indel.normalized_similarity(wanted, new.folded[x:y])
    if ratio < 1.0:
        # Words at the ends may have been taken from a neighbouring sentence that begins or ends alike.
        window = fit(new.folded, wanted, tokens.starts[max(low, start - ENDS)], tokens.ends[min(high, end + ENDS) - 1])
        if window.ratio >= ratio + MARGIN:
            x, y, ratio = window.start, window.end, window.ratio
    place = new.plain.original(x, y)
    start, end = _tokens(new, place)
    common = sum(letters(comparison.old.tokens.words[word]) for word in kept if start <= image[word] < end)
    return _Image(place, ratio, 2 * common / ((letters(wanted) + letters(new.folded[x:y])) or 1))


def _whole(comparison: Comparison, span: Span, here: _Image, first: int, last: int) -> _Image:
    """Take in the words that replaced the first or the last ones of a passage: what is most like it leaves them out."""
    from rapidfuzz.distance import Indel

    new, image = comparison.new, comparison.image
    kept = [image[word] for word in range(first, last) if image[word] >= 0]
    start, end = _tokens(new, here.span)
    if not kept or not start <= kept[0] <= kept[-1] < end:
        return here  # it was found by other means
    low, high = _between_same(comparison, first, last)
    lost = image.index(kept[0], first) - first, last - 1 - image.index(kept[-1], first)
    x, y = new.plain.cover(here.span)
    if _replaces(new, low, kept[0], lost[0]):
        x = min(x, new.tokens.starts[low])
    if _replaces(new, kept[-1] + 1, high, lost[1]):
        y = max(y, new.tokens.ends[high - 1])
    wanted = lower(passage(comparison.old, span))
    return replace(here, span=new.plain.original(x, y), ratio=Indel.normalized_similarity(wanted, new.folded[x:y]))


def _between_same(comparison: Comparison, first: int, last: int) -> tuple[int, int]:
    """Give the bounds of a passage, without the words that stood beside it and still stand there; nothing if others do.

    Such words, a full stop most often, may be too little for the comparison to call them the same.
    """
    image, old, new = comparison.image, comparison.old.tokens.words, comparison.new.tokens.words
    low, high = _bounds(comparison, first, last)
    before = next((word + 1 for word in range(first - 1, -1, -1) if image[word] >= 0), 0)
    after = next((word for word in range(last, len(image)) if image[word] >= 0), len(image))
    left, right = first - before, after - last
    low = low + left if new[low : low + left] == old[before:first] else len(new)
    high = high - right if new[high - right : high] == old[last:after] else 0
    return low, high


def _replaces(new: Haystack, start: int, end: int, lost: int) -> bool:
    """Tell whether there are words, and about as many as were lost, of one sentence."""
    return 0 < end - start <= 2 * lost + 2 * (lost > 0) and not set(new.tokens.words[start:end]) & TERMINATORS


def _fitted(comparison: Comparison, wanted: str, low: int, high: int, first: int, last: int) -> _Image | None:
    """Give what is most like a passage of which no word is kept, in the stretch where it should be, if that is short."""
    new = comparison.new
    start, end = new.tokens.starts[low], new.tokens.ends[high - 1]
    if end - start > STRETCH + len(wanted):
        return None
    window = fit(new.folded, wanted, start, end)
    place = new.plain.original(window.start, window.end)
    return _Image(place, window.ratio) if _is_fresh(comparison, place, first, last) else None


def _bounds(comparison: Comparison, first: int, last: int) -> tuple[int, int]:
    """Give the stretch of words of the new text between the images of the words before and after a passage."""
    image = comparison.image
    before = next((image[word] + 1 for word in range(first - 1, -1, -1) if image[word] >= 0), 0)
    after = next((image[word] for word in range(last, len(image)) if image[word] >= 0), len(comparison.origin))
    return before, after


def _end(new: Haystack, wanted: str, words: range, fixed: int, moves_start: bool) -> int:
    """Choose the word at which an image begins or ends; among equals the shortest image."""
    from rapidfuzz.distance import Indel

    tokens = new.tokens

    def rank(word: int) -> tuple[float, int]:
        start, end = (word, fixed) if moves_start else (fixed, word)
        return -Indel.normalized_similarity(
            wanted, new.folded[tokens.starts[start] : tokens.ends[end - 1]]
        ), end - start

    return min(words, key=rank)


def _belongs(comparison: Comparison, quote: Quote, anchor: Anchor, span: Span) -> bool:
    """Tell whether a place that the comparison does not lead to is the passage, moved: by its context, or by what the quote says alone."""
    new, context = comparison.new, quote.context
    if anchor.state == "approximate":
        return context.likeness(new, anchor.span) >= AGREES
    if says_enough(quote):
        return True
    alike = max(context.nearby(new, anchor.span), context.own_likeness(new, anchor.span))
    return alike >= ELSEWHERE and not _in_twin(comparison, span, anchor.span)


def _in_twin(comparison: Comparison, span: Span, place: Span) -> bool:
    """Tell whether two places with the same words stand in sentences with other names or numbers."""
    old, new = (sentence_around(text.text, at) for text, at in ((comparison.old, span), (comparison.new, place)))
    return replaced(plain(old).text, plain(new).text)


def _settled(comparison: Comparison, quote: Quote, image: _Image, first: int, last: int) -> bool:
    """Tell whether an image is the passage: enough is kept, of it and around it."""
    new = comparison.new
    agrees = quote.context.likeness(new, image.span) >= AGREES
    if image.ratio == 1.0:
        return agrees or _stays_together(comparison, first, last)
    if quote.letters < DISTINCT:
        facts = disagreement(quote.plain, passage(new, image.span), new.is_common)
        return agrees and image.ratio >= (FLOOR if facts else FLOOR_IN_CONTEXT)
    if image.ratio >= FLOOR:
        return True
    return image.share >= KEPT and not replaced(quote.plain, passage(new, image.span))


def _stays_together(comparison: Comparison, first: int, last: int) -> bool:
    """Tell whether the words of a passage and those around them that are kept say enough, or are whole sentences."""
    image, words = comparison.image, comparison.old.tokens.words
    if image[first] < 0 or image[last - 1] - image[first] != last - 1 - first:
        return False
    start, end = first, last
    while start > 0 and image[start - 1] == image[start] - 1 >= 0:
        start -= 1
    while end < len(words) and image[end] == image[end - 1] + 1:
        end += 1
    return sum(letters(word) for word in words[start:end]) >= DISTINCT


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
    """Tell whether a place in the new text is not, for the longer half, a run of words from another place of the old one."""
    start, end = _tokens(comparison.new, place)
    longest = run = 0
    for word in range(start, end):
        old = comparison.origin[word]
        foreign = old >= 0 and not first <= old < last
        run = run + 1 if foreign and (run == 0 or old == comparison.origin[word - 1] + 1) else int(foreign)
        longest = max(longest, run)
    return 2 * longest < end - start


def _moved(comparison: Comparison, anchor: Anchor, first: int, last: int) -> Anchor:
    """Mark an anchor that is not between the words that were around it as moved."""
    low, high = _bounds(comparison, first, last)
    start, end = _tokens(comparison.new, anchor.span)
    if low <= start and end <= high:
        return anchor
    return replace(anchor, state="moved", reason="the same words stand elsewhere")
