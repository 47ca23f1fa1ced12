"""Names of concepts in running text: whole words only, longest first (FORMAT.md §4, automatic links).

Finds and decides; what a link looks like is not known here. A name that two concepts bear is never linked unless the
text's `senses` say which is meant. Plurals and possessives count, of English names in Latin script.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from glossator.model.text import Span

from .facts import NameFact
from .index import Lookup
from .tokens import Token, fold, separator, tokens


@dataclass(frozen=True, slots=True)
class Found:
    """A name in a text."""

    span: Span
    slugs: tuple[str, ...]
    """The concept that is meant; several if nothing decides."""
    name: str
    lang: str


def find_names(text: str, lookup: Lookup, senses: Mapping[str, str]) -> Iterator[Found]:
    """Find the names in a text, in order; no two overlap. `senses` maps folded names to slugs."""
    words = tokens(text)
    known = {word.folded: lookup.names_at(word.folded) for word in words}
    for stem in {stem for word in words for stem in _stems(word.folded)}:
        known.setdefault(stem, lookup.names_at(stem))
    blocked = list(_blocked(text, words, known))
    position = 0
    while position < len(words):
        found, taken = _at(text, words, position, known, senses, blocked)
        if found is not None:
            yield found
        position += taken


def _at(
    text: str,
    words: Sequence[Token],
    position: int,
    known: Mapping[str, tuple[NameFact, ...]],
    senses: Mapping[str, str],
    blocked: Sequence[tuple[Span, str]],
) -> tuple[Found | None, int]:
    """Give the longest name at a word and how many words it takes; none takes one."""
    first = words[position].folded
    candidates = [fact for token in (first, *_stems(first)) for fact in known[token] if not fact.blocked]
    candidates.sort(key=lambda fact: -len(fact.tokens))
    for fact in candidates:
        if not _matches(text, words, position, fact):
            continue
        last = words[position + len(fact.tokens) - 1]
        span = Span(words[position].start, last.end)
        slugs = _without_blocked(fact.slugs, span, blocked)
        sense = senses.get(fold(fact.name))
        if slugs:
            return Found(span, (sense,) if sense else slugs, fact.name, fact.lang), len(fact.tokens)
    return None, 1


def _matches(text: str, words: Sequence[Token], position: int, fact: NameFact) -> bool:
    count = len(fact.tokens)
    if position + count > len(words):
        return False
    for offset, wanted in enumerate(fact.tokens):
        word = words[position + offset]
        got = word.text if fact.exact else word.folded
        if got != wanted and not (offset == count - 1 and wanted in _stems(got)):
            return False
        if offset and separator(text[words[position + offset - 1].end : word.start]) != fact.separators[offset - 1]:
            return False
    return True


def _stems(word: str) -> tuple[str, ...]:
    """Give what a word may be the English plural of."""
    if len(word) < 4 or word[-1] != "s" or not word.isascii() or word.endswith("ss"):
        return ()
    if word.endswith("ies"):
        return (word[:-1], word[:-3] + "y")
    return (word[:-1], word[:-2]) if word.endswith("es") else (word[:-1],)


def _blocked(
    text: str, words: Sequence[Token], known: Mapping[str, tuple[NameFact, ...]]
) -> Iterator[tuple[Span, str]]:
    """Give the stretches in which the names of a concept are never meant."""
    for position, word in enumerate(words):
        for fact in known[word.folded]:
            if fact.blocked and _matches(text, words, position, fact):
                yield Span(word.start, words[position + len(fact.tokens) - 1].end), fact.slugs[0]


def _without_blocked(slugs: tuple[str, ...], span: Span, blocked: Sequence[tuple[Span, str]]) -> tuple[str, ...]:
    if not blocked:
        return slugs
    inside = {slug for stretch, slug in blocked if stretch.start <= span.start and span.end <= stretch.end}
    return tuple(slug for slug in slugs if slug not in inside)
