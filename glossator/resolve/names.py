"""Names of concepts in running text: whole words only, longest first (FORMAT.md §4, automatic links).

Finds and decides; what a link looks like is not known here. A name that two concepts bear is never linked unless the
text's `senses` say which is meant. Plurals and possessives count, of English names in Latin script.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from msgspec import Struct

from glossator.model.text import Span

from .facts import NameFact
from .index import Lookup
from .tokens import APOSTROPHES, Token, fold, folded_words, separator, tokens

_ELISIONS: Final = frozenset(
    ["l", "d", "j", "m", "n", "s", "t", "c", "qu", "un", "all", "dall", "dell", "nell", "sull"]
)
"""What French and Italian put before an apostrophe; the word after it is a whole word: `l'Iturup`, but not `O'Brien`."""


_JOINING: Final = frozenset((*APOSTROPHES, "."))
"""What joins two words to one if it stands between them without a space (as in Unicode Standard Annex 29)."""


_Facts = dict[str, list[NameFact]]


class Found(Struct, frozen=True):
    """A name in a text."""

    span: Span
    slugs: tuple[str, ...]
    """The concept that is meant; several if nothing decides."""
    name: str
    lang: str


class _Hit(NamedTuple):
    """A name that stands at a word."""

    span: Span
    plural: bool
    fact: NameFact

    @property
    def rank(self) -> tuple[int, bool]:
        """The longest first, and a name itself before a plural."""
        return (-self.span.end, self.plural)


def find_names(text: str, lookup: Lookup, senses: Mapping[str, str]) -> Iterator[Found]:
    """Find the names in a text, in order; no two overlap. `senses` maps folded names to slugs."""
    facts, plurals = _begun(folded_words(text), lookup)
    if not facts and not plurals:
        return
    hits = sorted(_hits(text, tokens(text), facts, plurals), key=lambda hit: hit.span.start)
    phrases = [hit for hit in hits if hit.fact.use == "never"]
    names = [hit for hit in hits if hit.fact.use != "never"]
    around: list[_Hit] = []
    done = met = 0
    for start, here in groupby(names, key=lambda hit: hit.span.start):
        if start < done:
            continue
        while met < len(phrases) and phrases[met].span.start <= start:
            around.append(phrases[met])
            met += 1
        around = [hit for hit in around if hit.span.end > start]
        found = _longest(text, sorted(here, key=lambda hit: hit.rank), around, senses)
        if found is not None:
            done = found.span.end
            if found.slugs:
                yield found


def _begun(words: frozenset[str], lookup: Lookup) -> tuple[_Facts, _Facts]:
    """Give the names that begin with one of some folded words, and those whose plural such a word may be; both by word."""
    stems = {word: found for word in words if word[-1:] == "s" and (found := _stems(word))}
    facts = lookup.names_of(words.union(*stems.values()))
    plurals = {
        word: [fact for stem in found for fact in facts.get(stem, ()) if len(fact.folded) == 1]
        for word, found in stems.items()
    }
    return (
        {word: found for word, found in facts.items() if word in words},
        {word: found for word, found in plurals.items() if found},
    )


def _hits(text: str, words: Sequence[Token], facts: _Facts, plurals: _Facts) -> Iterator[_Hit]:
    """Give all names and phrases that stand in a text."""
    for position, word in enumerate(words):
        if word.folded in facts:
            for fact in _likely(words, position, facts[word.folded]):
                if hit := _hit(text, words, position, fact):
                    yield hit
        for fact in plurals.get(word.folded, ()):
            if hit := _hit(text, words, position, fact):
                yield hit


def _likely(words: Sequence[Token], position: int, facts: Sequence[NameFact]) -> Iterator[NameFact]:
    """Give the names whose folded words, the last one perhaps in the plural, stand at a word; all begin with that word.

    Thousands may begin alike (Treaty of …), so each further word narrows a range of the sorted names.
    """
    low, high = 0, len(facts)
    depth = 0
    while low < high and position + depth < len(words):
        word = words[position + depth].folded
        for wanted in (word, *(_stems(word) if depth else ())):
            at = bisect_left(facts, wanted, low, high, key=lambda fact: fact.folded[depth])
            while at < high and len(facts[at].folded) == depth + 1 and facts[at].folded[depth] == wanted:
                yield facts[at]
                at += 1
            if wanted == word:
                following = at
        high = bisect_right(facts, word, following, high, key=lambda fact: fact.folded[depth])
        low = following
        depth += 1


def _hit(text: str, words: Sequence[Token], position: int, fact: NameFact) -> _Hit | None:
    """Tell whether a name stands at a word where its folded tokens do."""
    last = position + len(fact.folded) - 1
    for offset in range(len(fact.folded) - 1):
        word, following = words[position + offset : position + offset + 2]
        if fact.exact and word.text != fact.written[offset]:
            return None
        if separator(text[word.end : following.start]) != fact.separators[offset + 1]:
            return None
    got = words[last].text if fact.exact else words[last].folded
    plural = got != fact.written[-1]
    if plural and fact.written[-1] not in _stems(got, shortest=3 if fact.exact else 4):
        return None
    start = _before(text, words, position, fact.separators[0])
    end = _after(text, words, last, fact.separators[-1])
    return None if start is None or end is None else _Hit(Span(start, end), plural, fact)


def _before(text: str, words: Sequence[Token], position: int, wanted: str) -> int | None:
    """Give where a name begins, with the marks that belong to it; None if the word is only a part of one."""
    start = words[position].start
    if wanted:
        begin = start - len(wanted)
        return begin if begin >= 0 and fold(text[begin:start]) == wanted else None
    if position and words[position - 1].end == start - 1 and text[start - 1] in _JOINING:
        return start if text[start - 1] != "." and words[position - 1].folded in _ELISIONS else None
    return start


def _after(text: str, words: Sequence[Token], last: int, wanted: str) -> int | None:
    """Give where a name ends, with the marks that belong to it; None if the word is only a part of one."""
    end = words[last].end
    if wanted and fold(text[end : end + len(wanted)]) == wanted:
        end += len(wanted)
        following = text[end : end + 1]
        return None if following.isascii() and following.isalnum() else end
    if wanted not in {"", "."}:  # the last full stop of U.S. is often left out
        return None
    if last + 1 < len(words) and words[last + 1].start == end + 1 and text[end] in _JOINING:
        return end if text[end] != "." and words[last + 1].folded == "s" else None
    return end


def _stems(word: str, shortest: int = 3) -> tuple[str, ...]:
    """Give what a word may be the English plural of. Short ones mislead (gas), but for acronyms (MPs)."""
    if len(word) < shortest or word[-1] != "s" or word.endswith("ss"):
        return ()
    if word.endswith("ies"):
        return (word[:-1], word[:-3] + "y")
    return (word[:-1], word[:-2]) if word.endswith("es") else (word[:-1],)


def _longest(text: str, hits: Sequence[_Hit], around: Sequence[_Hit], senses: Mapping[str, str]) -> Found | None:
    """Give the longest name of those that begin at one place, and what it means; None if it is barred everywhere.

    What shall not be linked has no slugs, and still keeps shorter names from being found in it.
    """
    for (end, _), same in groupby(hits, key=lambda hit: hit.rank):
        facts = [hit.fact for hit in same]
        span = Span(hits[0].span.start, -end)
        never = {hit.fact.slugs[0] for hit in around if hit.span.start <= span.start and span.end <= hit.span.end}
        sense = senses.get(fold(span.of(text))) or senses.get(fold(facts[0].name))
        slugs = {sense} if sense else {slug for fact in facts for slug in fact.slugs}
        slugs -= never
        off = {slug for fact in facts if fact.use == "off" for slug in fact.slugs}
        if slugs:
            meant = () if slugs <= off else tuple(sorted(slugs))
            return Found(span, meant, facts[0].name, facts[0].lang)
    return None
