"""The index: what texts say under keys, folded to facts, and the look-up through which a text asks for them.

Whoever holds the records writes down every key that was asked, also those under which nothing is said: that trace is what
tells, after an edit, which texts can differ.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from hashlib import blake2b
from typing import Any, NamedTuple, Protocol

from glossator.model.concept import Concept
from glossator.model.date import Date
from glossator.model.source import Item
from glossator.model.text import Place

from .facts import (
    CiteMention,
    ConceptFact,
    EventFact,
    Mention,
    NameFact,
    NameUse,
    NoteFact,
    PageFact,
    PreviewFact,
    Ref,
    Spot,
)
from .tokens import fold, separator, tokens

Values = tuple[Any, ...]
"""What one text says under a key."""


class Records(Protocol):
    """Who holds the records. What it gives is in the order of `Record.sort`, and must not be changed."""

    def fact(self, kind: str, key: str, fold: Callable[[Sequence[Values]], Any]) -> Any:
        """Fold what is said under a key."""

    def within(self, kind: str, words: frozenset[str], fold: Callable[[Sequence[Values]], Any]) -> Sequence[Any]:
        """Fold what is said under each key, of those of a kind, all of whose words are among some. Keys are words with spaces."""

    def all(self, kind: str) -> Sequence[Values]:
        """Give all that is said of a kind."""

    def keys(self, kind: str) -> Sequence[str]:
        """List the keys of a kind."""


class Lookup:
    """Answers the questions of texts."""

    def __init__(self, records: Records) -> None:
        self.records = records

    def concept(self, slug: str) -> ConceptFact | None:
        """Give a concept by its slug."""
        found: ConceptFact | None = self.records.fact("concept", slug, _first)
        return found

    def briefing(self, slug: str) -> PageFact | None:
        """Give a briefing by its slug."""
        found: PageFact | None = self.records.fact("briefing", slug, _first)
        return found

    def page(self, slug: str) -> PageFact | None:
        """Give a page by its slug."""
        found: PageFact | None = self.records.fact("page", slug, _first)
        return found

    def note(self, briefing: str, id_: str) -> NoteFact | None:
        """Give an annotation of a briefing."""
        found: NoteFact | None = self.records.fact("note", f"{briefing}#{id_}", _first)
        return found

    def preview(self, path: str) -> PreviewFact | None:
        """Give what a card shows of what stands at an address, counted from the root."""
        found: PreviewFact | None = self.records.fact("preview", path, _first)
        return found

    def event(self, id_: str) -> EventFact | None:
        """Give an event of a timeline file; of those that the timeline shows as one, all have the id of the first."""
        found = self.records.fact("event", id_, _first)
        if found is None:
            return None
        label, place, date = found
        return EventFact(self.records.fact("same event", occasion_key(date, label), _first), label, place, date)

    def source(self, key: str) -> Item | None:
        """Give a source by its key."""
        found: Item | None = self.records.fact("source", key, _first)
        return found

    def sources(self, key: str) -> tuple[tuple[Item, Place], ...]:
        """Give all sources of one key, in the order of their files, and where each is written."""
        items = self.records.fact("source", key, _joined)
        return tuple(zip(items, self.records.fact("source place", key, _joined), strict=True))

    def event_places(self, id_: str) -> tuple[Place, ...]:
        """Give where events of one id are written."""
        found: tuple[Place, ...] = self.records.fact("event place", id_, _joined)
        return found

    def draft(self, name: str) -> str:
        """Give the slug of a briefing that is left out as a draft, by its slug or title; empty if there is none."""
        found: str = self.records.fact("draft", name, _last) or self.records.fact("draft", fold(name), _last)
        return found

    def named(self, name: str) -> tuple[Ref, ...]:
        """Give everything that bears a name or title, sorted."""
        found: tuple[Ref, ...] = self.records.fact("name", fold(name), _bearers)
        return found

    def names_of(self, words: frozenset[str]) -> dict[str, list[NameFact]]:
        """Give the names all of whose words are among some, by their first words, sorted by their folded tokens."""
        found: defaultdict[str, list[NameFact]] = defaultdict(list)
        for facts in self.records.within("searched", words, _names_of_tokens):
            found[facts[0].folded[0]] += facts
        return {first: sorted(facts, key=_order) for first, facts in found.items()}

    def narrower(self, slug: str) -> tuple[str, ...]:
        """Give the concepts that name this one as broader, sorted."""
        found: tuple[str, ...] = self.records.fact("narrower", slug, _sorted)
        return found

    def mentions(self, ref: Ref) -> tuple[Mention, ...]:
        """Give the sentences that link to something, in the order of their pages."""
        found: tuple[Mention, ...] = self.records.fact("mentions", f"{ref.kind}:{ref.slug}", _joined)
        return found

    def cited(self, key: str) -> tuple[CiteMention, ...]:
        """Give the sentences that cite a source, in the order of their pages."""
        found: tuple[CiteMention, ...] = self.records.fact("cited", key, _joined)
        return found

    def uses(self, key: str) -> int:
        """Count the sentences that cite a source."""
        found: int = self.records.fact("uses", key, _counted)
        return found

    def used(self, key: str) -> bool:
        """Tell whether anything cites, links to, annotates or repeats a source; drafts count."""
        found: int = self.records.fact("used", key, _counted)
        return found > 0

    def filed_under(self, event: str) -> tuple[Spot, ...]:
        """Give the notes that name an event of a file (`event=…`)."""
        found: tuple[Spot, ...] = self.records.fact("under", event, _joined)
        return found

    def known(self, kind: str) -> tuple[str, ...]:
        """List what there is of a kind, for the help line of a fault: keys, or names as written."""
        if kind == "name":
            written: dict[str, str] = {}
            for values in self.records.all("name"):
                for _, name in values:
                    written.setdefault(fold(name), name)
            return tuple(sorted(written.values()))
        return tuple(self.records.keys(kind))


def _first(rows: Sequence[Values]) -> Any:
    return rows[0][0] if rows else None


def _last(rows: Sequence[Values]) -> str:
    return rows[-1][-1] if rows else ""


def _joined(rows: Sequence[Values]) -> Values:
    return tuple(value for values in rows for value in values)


def _sorted(rows: Sequence[Values]) -> tuple[str, ...]:
    return tuple(sorted({value for values in rows for value in values}))


def _counted(rows: Sequence[Values]) -> int:
    return sum(len(values) for values in rows)


def _bearers(rows: Sequence[Values]) -> tuple[Ref, ...]:
    return tuple(sorted({ref for values in rows for ref, _ in values}))


def same_event(date: Date, label: str) -> tuple[object, str]:
    """Give what two events share that are one: FORMAT.md §7, equal date and equal label.

    Dates are equal if they mean the same, however they are written: `c. 1945` and `1945~`.
    """
    return (date.form, date.start, date.end), fold(label)


def occasion_key(date: Date, label: str) -> str:
    """Give the key under which everything is said of one event."""
    return blake2b(repr(same_event(date, label)).encode(), digest_size=12).hexdigest()


class Searched(NamedTuple):
    """What tells names apart in a text. See `NameFact`."""

    folded: tuple[str, ...]
    written: tuple[str, ...]
    separators: tuple[str, ...]
    exact: bool
    use: NameUse


def searched_names(concept: Concept) -> Iterator[tuple[str, Searched, str, str]]:
    """Give what texts are searched for because of a concept: the folded tokens, the name's parts, the name, its language."""
    use: NameUse = "off" if concept.match == "off" else "link"
    for name in concept.names:
        # An acronym is never an ordinary word in small letters: US is not us.
        searched = _searched(name.name, use, exact=concept.match == "exact" or name.name.isupper())
        if searched.folded:
            yield " ".join(searched.folded), searched, name.name, name.lang
    for phrase in concept.never:
        searched = _searched(phrase, "never", exact=False)
        if searched.folded:
            yield " ".join(searched.folded), searched, phrase, ""


def _names_of_tokens(rows: Sequence[Values]) -> tuple[NameFact, ...]:
    """Fold the names that have the same folded tokens. A name of several concepts is one; a barred phrase is never shared."""
    bearers: defaultdict[Searched, set[str]] = defaultdict(set)
    written: dict[Searched, tuple[str, str]] = {}
    found = []
    for searched, slug, name, lang in _joined(rows):
        if searched.use == "never":
            found.append(_name_fact(searched, (slug,), name, lang))
        else:
            bearers[searched].add(slug)
            written.setdefault(searched, (name, lang))
    found += (_name_fact(searched, tuple(sorted(slugs)), *written[searched]) for searched, slugs in bearers.items())
    return tuple(sorted(found, key=_order))


def _order(fact: NameFact) -> tuple[object, ...]:
    return (fact.folded, fact.exact, fact.name, fact.use, fact.slugs)


def _name_fact(searched: Searched, slugs: tuple[str, ...], name: str, lang: str) -> NameFact:
    folded, compared, separators, exact, use = searched
    return NameFact(folded, compared, separators, slugs, name, lang, exact, use)


def _searched(name: str, use: NameUse, *, exact: bool) -> Searched:
    words = tokens(name)
    ends = [0, *(word.end for word in words)]
    starts = [*(word.start for word in words), len(name)]
    between = [separator(name[end:start]) for end, start in zip(ends, starts, strict=True)]
    separators = (between[0].strip(), *between[1:-1], between[-1].strip())
    folded = tuple(word.folded for word in words)
    return Searched(folded, tuple(word.text for word in words) if exact else folded, separators, exact, use)
