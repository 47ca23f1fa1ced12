"""Where the targets of a briefing stand: by the anchor ledger, else by looking, else by an older version of the article.

A target that was accepted stands where the comparison of the text it was accepted in with the present text carries it
(`carry`). It is never looked for anew in the whole text, in which its words may have stood elsewhere all the time.
Whatever the comparison does not leave as it was waits for a person to accept it.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from glossator.model.anchor import Anchor, Orphan, Selector
from glossator.model.date import Date
from glossator.model.ledger import ArticleVersion, Entry, Ledger, Settled, Was, quote_line
from glossator.read.dates import parse_date
from glossator.read.lock import around, folded

from .anchor_context import sentence_around
from .anchor_diff import Comparison, compare
from .anchor_quote import passage, quote_of
from .anchor_text import Haystack, prepare
from .anchoring import find, find_verbatim
from .carry import carry, come_back
from .normalise import Form, bare, lower, plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from glossator.model.annotation import Annotation, Target
    from glossator.model.briefing import Briefing
    from glossator.model.text import Span


class FoundTarget(Struct, frozen=True):
    """A target and what became of it."""

    target: Target
    found: Anchor | Orphan
    state: Settled | None = None
    """What the ledger says of it, or would; None of a quote that was never found."""
    pending: bool = False
    """Whether a person has yet to accept it."""
    was: Was | None = None
    """What the passage read before, if it is changed or gone."""


class Standings:
    """Tells of each target of one briefing where it stands. Texts are prepared, and compared, when that is first needed."""

    def __init__(self, briefing: Briefing) -> None:
        self.ledger: Ledger | None = briefing.ledger
        self.versions = briefing.versions
        self._article = briefing.article
        self._entries = _matched(self.ledger.entries if self.ledger else (), briefing.annotations)
        self._carried: dict[str, Comparison] = {}
        self._prepared: dict[str, Haystack] = {}

    @cached_property
    def haystack(self) -> Haystack:
        """The present text."""
        return self.prepared(self._article.article.text if self._article else "")

    @property
    def current(self) -> bool:
        """Whether the ledger was written for the present text."""
        return self.ledger is not None and self.ledger.text == self.haystack.text

    def comparison(self, old: str) -> Comparison:
        """Compare an older text with the present one."""
        if old not in self._carried:
            self._carried[old] = compare(self.prepared(old), self.haystack)
        return self._carried[old]

    def prepared(self, text: str) -> Haystack:
        """Prepare a text, once."""
        if text not in self._prepared:
            self._prepared[text] = prepare(text)
        return self._prepared[text]

    def entry(self, id_: str, number: int) -> Entry | None:
        """Give what the ledger says of a target; of one whose quote is another now, nothing."""
        return self._entries.get((id_, number))

    @property
    def unclaimed(self) -> tuple[Entry, ...]:
        """Entries that say nothing of any target."""
        claimed = {(each.id, each.number) for each in self._entries.values()}
        return tuple(
            each for each in (self.ledger.entries if self.ledger else ()) if (each.id, each.number) not in claimed
        )

    def all_of(self, annotation: Annotation) -> tuple[FoundTarget, ...]:
        """Say where the targets of an annotation stand."""
        return tuple(self.of(annotation.id, number, each) for number, each in enumerate(annotation.targets, 1))

    def of(self, id_: str, number: int, target: Target) -> FoundTarget:
        """Say where a target stands; `number` counts those of its annotation, from 1."""
        if self._article is None:
            return FoundTarget(target, Orphan("the briefing has no article"))
        entry = self.entry(id_, number)
        if entry is None or self.ledger is None:
            return self._sought(target)
        if entry.span is None:
            return self._missed(target, entry, self.ledger)
        return self._kept(target, entry, entry.span, self.ledger)

    # With an entry in the ledger.

    def _kept(self, target: Target, entry: Entry, span: Span, ledger: Ledger) -> FoundTarget:
        """Carry a passage that the ledger knows."""
        if self.current:
            moved = entry.pending and entry.state == "moved"
            return FoundTarget(
                target, self._anchor(target.selector, span, moved=moved), entry.state, entry.pending, entry.was
            )
        found = carry(self.comparison(ledger.text), Selector(span.of(ledger.text)), span)
        waits = entry.pending and entry.was is not None
        before = entry.was if waits and entry.was else _was(ledger.text, span, ledger.version)
        if isinstance(found, Orphan):
            before = before if waits else self._dated(before)
            return FoundTarget(target, _gone(found, before), "gone", pending=True, was=before)
        if _same(found.span.of(self.haystack.text), before.words):
            moved = found.state == "moved" or (entry.pending and entry.state == "moved")
            moved = moved or _in_another(self.comparison(ledger.text), span, found.span)
            anchor = self._anchor(target.selector, found.span, moved=moved)
            state: Settled = "moved" if moved else entry.state
            if waits and not moved:  # it was changed, and reads again as it was accepted
                state = "approximate" if anchor.state == "approximate" else "exact"
            return FoundTarget(target, anchor, state, moved, None if waits else entry.was)
        anchor = self._anchor(target.selector, found.span, moved=False)
        if anchor.state in ("exact", "normalised") and not target.selector.parts:
            return FoundTarget(target, anchor, "exact")  # it reads as the quote does
        return FoundTarget(target, anchor, "changed", pending=True, was=before if waits else self._dated(before))

    def _dated(self, was: Was) -> Was:
        """Give words that were accepted the date of the latest kept version that has them, if that is later."""
        selector, known = Selector(was.words, f"{was.before} ", f" {was.after}"), parse_date(was.date)
        for version in reversed(self.versions):
            if isinstance(known, Date) and version.date <= known:
                break
            found = find_verbatim(self.prepared(version.article.text), selector)
            if found is not None and found.state != "moved":
                return replace(was, date=version.date.source)
        return was

    def _missed(self, target: Target, entry: Entry, ledger: Ledger) -> FoundTarget:
        """Look whether a passage that was gone has come back."""
        assert entry.was is not None  # an entry without a place has it
        if not self.current:
            found = come_back(self.comparison(ledger.text), entry.was.words, entry.was.before, entry.was.after)
            if found is not None:
                anchor = self._anchor(target.selector, found, moved=True)
                return FoundTarget(target, anchor, "moved", pending=True)
        return FoundTarget(target, _gone(Orphan(""), entry.was), "gone", entry.pending, entry.was)

    def _anchor(self, selector: Selector, span: Span, *, moved: bool) -> Anchor:
        """Say how like its quote a passage is that was found by other means than the quote."""
        from rapidfuzz.distance import Indel

        there = span.of(self.haystack.text)
        if moved:
            return Anchor(span, "moved", 1.0, "the same words stand elsewhere")
        if there.strip() == selector.exact.strip():
            return Anchor(span, "exact")
        if _reads(there, selector):
            return Anchor(span, "normalised", 1.0, "only typography, case or markup differs")
        wanted = quote_of(selector.exact).folded
        score = Indel.normalized_similarity(wanted, lower(passage(self.haystack, span)))
        return Anchor(span, "approximate", round(score, 4), f"{score:.0%} like the quote")

    # Without one.

    def _sought(self, target: Target) -> FoundTarget:
        """Look for a quote, first in the present text, then in older versions, the newest first."""
        found = find(self.haystack, target.selector)
        if isinstance(found, Anchor) and found.state in ("exact", "normalised"):
            return FoundTarget(target, found, "exact")
        for version in reversed(self.versions):
            told = self._from_version(target, version)
            if told is not None:
                return told
        if isinstance(found, Orphan):
            return FoundTarget(target, found)
        return FoundTarget(target, found, "moved" if found.state == "moved" else "approximate", pending=True)

    def _from_version(self, target: Target, version: ArticleVersion) -> FoundTarget | None:
        """Carry a quote that stands word for word in an older version; None if it does not."""
        text = version.article.text
        comparison = self.comparison(text)
        there = find_verbatim(comparison.old, target.selector)
        if there is None:
            return None
        was = _was(text, there.span, version.date.source)
        found = carry(comparison, target.selector, there.span)
        if isinstance(found, Orphan):
            return FoundTarget(target, _gone(found, was), "gone", pending=True, was=was)
        if found.state == "moved":
            return FoundTarget(target, found, "moved", pending=True)
        if found.state == "approximate":
            return FoundTarget(target, found, "changed", pending=True, was=was)
        return FoundTarget(target, found, "exact")


def _matched(entries: Iterable[Entry], annotations: Iterable[Annotation]) -> dict[tuple[str, int], Entry]:
    """Give each target its entry: of its id and number, else of its id, else of an id that is no more; its quote must be the same."""
    targets = {
        (each.id, number): quote_line(target.selector)
        for each in annotations
        for number, target in enumerate(each.targets, 1)
    }
    left = {(each.id, each.number): each for each in entries}
    matched = {key: left.pop(key) for key, quote in targets.items() if key in left and left[key].quote == quote}
    ids = {id_ for id_, _ in targets}
    for same_id in (True, False):
        for key, quote in targets.items():
            if key not in matched:
                fitting = (
                    other
                    for other, entry in left.items()
                    if entry.quote == quote and (other[0] == key[0] if same_id else other[0] not in ids)
                )
                other = next(fitting, None)
                if other is not None:
                    matched[key] = left.pop(other)
    return matched


def _was(text: str, span: Span, date: str) -> Was:
    before, after = around(text, span)
    return Was(folded(span.of(text)), before, after, date)


def _gone(orphan: Orphan, was: Was) -> Orphan:
    """Say that a passage is gone, whatever was tried to find it."""
    since = f" of {was.date}" if was.date else ""
    return Orphan(f"the passage was taken out after the version{since} in which it stood", candidates=orphan.candidates)


def _in_another(comparison: Comparison, span: Span, place: Span) -> bool:
    """Tell whether a carried passage stands in a sentence now that is another one of the old text.

    A comparison word by word may take a few words of one sentence for those of its neighbour.
    """
    old = comparison.old
    sentence = _bare(sentence_around(comparison.new.text, place))
    if sentence == _bare(sentence_around(old.text, span)):
        return False
    start, end = old.bare.cover(span)
    at, found = old.bare_folded.find(sentence), False
    while at >= 0:
        if at <= start and end <= at + len(sentence):
            return False
        at, found = old.bare_folded.find(sentence, at + 1), True
    return found


def _bare(text: str) -> str:
    return lower(bare(plain(text)).text)


def _same(one: str, other: str) -> bool:
    """Tell whether two passages read the same: white space, typography and case do not count."""
    return _bare(one) == _bare(other)


def _reads(there: str, selector: Selector) -> bool:
    """Tell whether a passage reads as a quote does; of a range, whether it begins and ends so."""
    wanted = [quote_of(part) for part in selector.parts] or [quote_of(selector.exact)]
    first, last = ({_folded(each) for each in (quote.plain, quote.shown)} for quote in (wanted[0], wanted[-1]))
    text = _bare(there)
    if not selector.parts:
        return text in first
    return text.startswith(tuple(first)) and text.endswith(tuple(last))


def _folded(text: str) -> str:
    return lower(bare(Form(text, range(len(text)), range(1, len(text) + 1))).text)
