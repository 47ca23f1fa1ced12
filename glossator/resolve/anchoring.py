"""Find where a quote stands in an article: word for word, else approximately, else not at all.

The ladder is exact, normalised, approximate, orphan (FORMAT.md §3 and §9; selectors as in the W3C Web Annotation Data Model,
§4.2.4). Wrong is worse than lost: a hit that the quote's own context speaks against, or one of several that nothing
tells apart, is refused, and the orphan says why. Passages are never looked for in an older text here; `carry` does that.

Where the constants come from: first guesses were majorities and word lengths; then `bench/drift.py` (24 texts, seed 7) was measured
with each moved down and up, here and in `carry`, `anchor_context` and `anchor_diff`. With the old text known, a step changed
recall by at most two quotes in a hundred and precision by at most two in a thousand, but for `AGREES` at 0.7 (three
in a hundred lost); so each value stands between the two, nearer to precision. Seeds 1 and 11 and the open trial data were the
check. `SAME`, `NEARBY`, `ELSEWHERE` and `KEPT` made no or hardly any difference and are plain judgement.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from glossator.model.anchor import Anchor, Candidate, Orphan, Selector, State
from glossator.model.text import Span

from .anchor_context import AGREES
from .anchor_facts import adds_only, disagreement
from .anchor_quote import Quote, passage, quote_of, rungs
from .anchor_text import Haystack, prepare
from .approximate import Window, cuts_off, windows
from .normalise import lower

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Haystack", "find", "find_verbatim", "prepare"]

MARGIN: Final = 0.1
"""How much better than any other a passage must be."""
FLOOR: Final = 0.8
"""Ratio below which a passage without a context that agrees is not the quote."""
FLOOR_IN_CONTEXT: Final = 0.6
"""The same where the context agrees."""
SAME: Final = 0.8
"""Likeness of a context that is the same but for a word or two."""
SHORT: Final = 200
"""A quote of n letters must be alike by 1 - n / SHORT at least: one wrong letter in fifteen, none in ten."""
DISTINCT: Final = 25
"""Letters from which a quote's words alone tell where it was taken from, though its context is gone: about five words."""
DISTINCT_PART: Final = 40
"""The same for a part of a sentence the rest of which is known."""
NEAR: Final = 0.5
"""Ratio from which a passage is worth naming as a candidate."""
LISTED: Final = 1000
"""Places of an ambiguous quote that are named at most."""
_RANK: Final[dict[State, int]] = {"exact": 0, "normalised": 1, "moved": 2, "approximate": 3}


def find(haystack: Haystack, selector: Selector) -> Anchor | Orphan:
    """Find a quote, or the range from its first part to its last."""
    if not selector.parts:
        return seek(haystack, quote_of(selector.exact, selector.prefix, selector.suffix))
    # An article may itself have […], and then the quote stands there as it is.
    literal = next(rungs(haystack, quote_of(selector.exact)))
    if len(literal) == 1:
        return _found(haystack, quote_of(selector.exact), literal[0])
    return _find_range(haystack, selector.parts)


def find_verbatim(
    haystack: Haystack, selector: Selector, allowed: Callable[[Span], bool] = lambda _: True
) -> Anchor | None:
    """Find a quote word for word or not at all, which is much cheaper than to look for what is like it."""
    if selector.parts:
        found = find(haystack, selector)
        return found if isinstance(found, Anchor) and found.state != "approximate" else None
    quote = quote_of(selector.exact, selector.prefix, selector.suffix)
    for hits in rungs(haystack, quote):
        chosen = _choose(haystack, quote, [span for span in dict.fromkeys(hits) if allowed(span)])
        if chosen is not None:
            return chosen if isinstance(chosen, Anchor) else None
    return None


def _find_range(haystack: Haystack, parts: tuple[str, ...]) -> Anchor | Orphan:
    """Find each part after the one before it."""
    anchors: list[Anchor] = []
    for number, part in enumerate(parts, 1):
        since = anchors[-1].span.end if anchors else 0
        found = seek(haystack, quote_of(part), since=since)
        if anchors and (isinstance(found, Orphan) or found.state == "approximate"):
            found = _overlapping(haystack, quote_of(part), anchors[-1].span) or found
        if isinstance(found, Orphan):
            return replace(found, reason=f"part {number} of {len(parts)}, “{part.strip()}”: {found.reason}")
        anchors.append(found)
    state = max((anchor.state for anchor in anchors), key=_RANK.__getitem__)
    reasons = dict.fromkeys(anchor.reason for anchor in anchors if anchor.reason)
    span = Span(anchors[0].span.start, anchors[-1].span.end)
    return Anchor(span, state, min(anchor.score for anchor in anchors), "; ".join(reasons))


def _overlapping(haystack: Haystack, quote: Quote, before: Span) -> Anchor | None:
    """Find a part that shares its first words with the end of the part before it, word for word."""
    found = seek(haystack, quote, before.start + 1, lambda span: span.start < before.end < span.end)
    return found if isinstance(found, Anchor) and found.state != "approximate" else None


def seek(
    haystack: Haystack, quote: Quote, since: int = 0, allowed: Callable[[Span], bool] = lambda _: True
) -> Anchor | Orphan:
    """Find a quote at or after an offset, in places that are allowed."""
    if not quote.shown:
        return Orphan("the quote is empty")
    refused: dict[Span, None] = {}
    for hits in rungs(haystack, quote, since):
        new = [span for span in dict.fromkeys(hits) if span not in refused and allowed(span)]
        chosen = _choose(haystack, quote, new)
        if chosen is not None:
            return chosen
        refused |= dict.fromkeys(new)
    found = _approximate(haystack, quote, since, lambda span: allowed(span) and span not in refused)
    if isinstance(found, Orphan) and refused:
        candidates = [Candidate(span, 1.0) for span in islice(refused, 3)]
        places = "another place" if len(refused) == 1 else f"{len(refused)} other places"
        reason = f"the words stand in {places}, but neither the prefix nor the suffix does"
        return Orphan(reason, candidates=(*candidates, *found.candidates)[:3])
    return found


def _choose(haystack: Haystack, quote: Quote, hits: list[Span]) -> Anchor | Orphan | None:
    """Choose among places that have the same words; `None` if the context speaks against all of them."""
    if not hits:
        return None
    if not quote.context:
        return _found(haystack, quote, hits[0]) if len(hits) == 1 else _ambiguous(hits, "")
    standing = [span for span in hits if quote.context.stands(haystack, span)]
    if standing:
        return (
            _found(haystack, quote, standing[0]) if len(standing) == 1 else _ambiguous(standing, " with this context")
        )
    likeness = {span: quote.context.likeness(haystack, span) for span in hits}
    best = max(likeness.values())
    if best >= AGREES:
        near = [span for span in hits if likeness[span] > best - MARGIN]
        return _found(haystack, quote, near[0]) if len(near) == 1 else _ambiguous(near, " with a context like this")
    if len(hits) == 1 and says_enough(quote):
        reason = "the same words stand elsewhere: the prefix and the suffix are others now"
        return Anchor(hits[0], "moved", 1.0, reason)
    return None


def says_enough(quote: Quote) -> bool:
    """Tell whether a quote's words alone show that a place is the right one, though its context is gone.

    A part of a sentence, of which more is known, says little where the rest of the sentence is another.
    """
    return quote.letters >= (DISTINCT_PART if quote.context.knows_sentence else DISTINCT)


def _ambiguous(hits: list[Span], how: str) -> Orphan:
    reason = f"the quote stands in {len(hits)} places{how}"
    return Orphan(reason, ambiguous=True, candidates=tuple(Candidate(span, 1.0) for span in hits[:LISTED]))


def _found(haystack: Haystack, quote: Quote, span: Span) -> Anchor:
    """Give the anchor of a place that has the quote's words."""
    if span.of(haystack.text) == quote.raw:
        return Anchor(span, "exact")
    there = passage(haystack, span)
    if there in (quote.plain, quote.shown):
        return Anchor(span, "normalised", 1.0, "only typography or markup differs")
    return Anchor(span, "normalised", 1.0, "only case, white space or markup differs")


def _approximate(haystack: Haystack, quote: Quote, since: int, allowed: Callable[[Span], bool]) -> Anchor | Orphan:
    """Find the passage most like a quote, if it is like enough and no other is."""
    offset = haystack.plain.index(since)
    text = haystack.folded[offset:]
    ranked = [(w, haystack.plain.original(w.start + offset, w.end + offset)) for w in windows(text, quote.folded)]
    ranked = [(w, span) for w, span in ranked if allowed(span)]
    candidates = tuple(Candidate(span, round(w.ratio, 4)) for w, span in ranked if w.ratio >= NEAR)[:3]
    if not candidates:
        return Orphan("no passage is like the quote")
    scored = sorted(((_score(haystack, quote, w, span), w, span) for w, span in ranked), key=lambda s: (-s[0], s[2]))
    score, window, span = scored[0]
    rival = scored[1][0] if len(scored) > 1 else 0.0
    if reason := _refusal(haystack, quote, window, span, score - rival):
        return Orphan(reason, candidates=candidates)
    return Anchor(span, "approximate", round(window.ratio, 4), f"{window.ratio:.0%} like the quote")


def _score(haystack: Haystack, quote: Quote, window: Window, span: Span) -> float:
    """Weigh likeness and context."""
    if not quote.context:
        return window.ratio
    return (window.ratio + quote.context.likeness(haystack, span)) / 2


def _refusal(haystack: Haystack, quote: Quote, window: Window, span: Span, margin: float) -> str:
    """Say why the best passage is not the quote; empty if it is."""
    context = quote.context.likeness(haystack, span) if quote.context else 0.0
    agrees, there = context >= AGREES, passage(haystack, span)
    like = f"the nearest passage is {window.ratio:.0%} like the quote"
    if window.ratio < max(FLOOR_IN_CONTEXT if agrees else FLOOR, 1 - quote.letters / SHORT):
        return f"{like}, too little for its length"
    if margin < MARGIN:
        return f"two passages are about equally like the quote, {window.ratio:.0%}"
    if not agrees and cuts_off(quote.folded, lower(there)):
        return f"{like}, but begins or ends with other words"
    facts = disagreement(quote.shown, there, haystack.is_common, typos=agrees)
    # Where the context is the same, words may have been added, also names and numbers.
    return f"{like}, but {facts}" if facts and (context < SAME or not adds_only(quote.shown, there)) else ""
