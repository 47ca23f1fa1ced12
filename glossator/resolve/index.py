"""The index: a plain mapping from keys to facts, and the look-up through which a text asks it.

A look-up writes down every key that it was asked, also those that it did not have: that trace is what tells, after an
edit, which texts can differ.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, TypeVar

from glossator.model.briefing import Briefing
from glossator.model.concept import Concept
from glossator.model.date import Date
from glossator.model.page import EventFile, TextPage
from glossator.model.source import Item

from .facts import CiteMention, ConceptFact, EventFact, Mention, NameFact, NameUse, NoteFact, PageFact, Ref
from .tokens import fold, separator, tokens

Key = tuple[str, str]
Facts = Mapping[Key, Any]
_Fact = TypeVar("_Fact")


class Lookup:
    """Answers questions from the index. With a trace, notes the keys that were asked."""

    def __init__(self, facts: Facts, trace: set[Key] | None = None) -> None:
        self._facts = facts
        self._trace = trace

    def _ask(self, kind: str, key: str, default: _Fact) -> _Fact:
        if self._trace is not None:
            self._trace.add((kind, key))
        found: _Fact = self._facts.get((kind, key), default)
        return found

    def concept(self, slug: str) -> ConceptFact | None:
        """Give a concept by its slug."""
        return self._ask("concept", slug, None)

    def briefing(self, slug: str) -> PageFact | None:
        """Give a briefing by its slug."""
        return self._ask("briefing", slug, None)

    def page(self, slug: str) -> PageFact | None:
        """Give a page by its slug."""
        return self._ask("page", slug, None)

    def note(self, briefing: str, id_: str) -> NoteFact | None:
        """Give an annotation of a briefing."""
        return self._ask("note", f"{briefing}#{id_}", None)

    def event(self, id_: str) -> EventFact | None:
        """Give an event of a timeline file."""
        return self._ask("event", id_, None)

    def source(self, key: str) -> Item | None:
        """Give a source by its key."""
        return self._ask("source", key, None)

    def draft(self, name: str) -> str:
        """Give the slug of a briefing that is left out as a draft, by its slug or title; empty if there is none."""
        return self._ask("draft", name, "") or self._ask("draft", fold(name), "")

    def named(self, name: str) -> tuple[Ref, ...]:
        """Give everything that bears a name or title, sorted."""
        return self._ask("name", fold(name), ())

    def names_at(self, token: str) -> tuple[NameFact, ...]:
        """Give the names that begin with a token, sorted by their folded tokens."""
        return self._ask("token", token, ())

    def narrower(self, slug: str) -> tuple[str, ...]:
        """Give the concepts that name this one as broader, sorted."""
        return self._ask("narrower", slug, ())

    def mentions(self, ref: Ref) -> tuple[Mention, ...]:
        """Give the sentences that link to something, in the order of their pages."""
        return self._ask("mentions", f"{ref.kind}:{ref.slug}", ())

    def cited(self, key: str) -> tuple[CiteMention, ...]:
        """Give the sentences that cite a source, in the order of their pages."""
        return self._ask("cited", key, ())

    def known(self, kind: str) -> tuple[str, ...]:
        """List what there is of a kind, for the help line of a fault: keys, or names as written."""
        return self._ask("known", kind, ())


def index_names(
    concepts: Iterable[Concept],
    briefings: Iterable[Briefing],
    pages: Iterable[TextPage],
    events: Iterable[EventFile],
    items: Iterable[Item],
    drafts: Iterable[Briefing] = (),
) -> dict[Key, Any]:
    """Fold what files say of themselves: titles, names, ids, sources."""
    facts: dict[Key, Any] = {}
    names = _Names()
    concepts = tuple(concepts)
    for concept in concepts:
        facts["concept", concept.slug] = _concept_fact(concept)
        for name in concept.names:
            names.add(name.name, Ref("concept", concept.slug))
    for briefing in briefings:
        head = briefing.head
        facts["briefing", briefing.slug] = PageFact(briefing.slug, head.title, head.lang, head.place)
        names.add(head.title, Ref("briefing", briefing.slug))
        for annotation in briefing.annotations:
            note = NoteFact(briefing.slug, annotation.id, annotation.title, annotation.kind)
            facts["note", f"{briefing.slug}#{annotation.id}"] = note
    for page in pages:
        facts["page", page.slug] = PageFact(page.slug, page.title, page.lang, page.place)
        names.add(page.title, Ref("page", page.slug))
    facts.update(_events(events))
    facts.update({("source", item.key): item for item in items})
    facts.update(_known(facts, names))
    facts.update({("name", name): tuple(sorted(refs)) for name, refs in names.refs.items()})
    facts.update(_tokens_of_names(concepts))
    for draft in drafts:
        facts["draft", draft.slug] = facts["draft", fold(draft.head.title)] = draft.slug
    return facts


class _Names:
    """What bears each name, and how it was first written."""

    def __init__(self) -> None:
        self.refs: defaultdict[str, set[Ref]] = defaultdict(set)
        self.written: dict[str, str] = {}

    def add(self, name: str, ref: Ref) -> None:
        """Note that something bears a name."""
        folded = fold(name)
        self.refs[folded].add(ref)
        self.written.setdefault(folded, name)


def _events(files: Iterable[EventFile]) -> dict[Key, EventFact]:
    """Give the events of files; of those that the timeline shows as one, all have the id of the first."""
    found: dict[Key, EventFact] = {}
    shown: dict[tuple[object, str], str] = {}
    for event in (event for file in files for event in file.events):
        id_ = shown.setdefault(same_event(event.date, event.label), event.id)
        found.setdefault(("event", event.id), EventFact(id_, event.label, event.place))
    return found


def same_event(date: Date, label: str) -> tuple[object, str]:
    """Give what two events share that are one: FORMAT.md §7, equal date and equal label.

    Dates are equal if they mean the same, however they are written: `c. 1945` and `1945~`.
    """
    return (date.form, date.start, date.end), fold(label)


def _known(facts: Facts, names: _Names) -> dict[Key, tuple[str, ...]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for kind, key in facts:
        found[kind].append(key)
    found["name"] = list(names.written.values())
    return {("known", kind): tuple(sorted(keys)) for kind, keys in found.items()}


def index_narrower(broader: Iterable[tuple[str, Iterable[str]]]) -> dict[Key, tuple[str, ...]]:
    """Fold which concepts name which others as broader: pairs of a concept and those that it names."""
    narrower: defaultdict[str, set[str]] = defaultdict(set)
    for slug, wider in broader:
        for each in wider:
            narrower[each].add(slug)
    return {("narrower", slug): tuple(sorted(slugs)) for slug, slugs in narrower.items()}


def index_mentions(
    mentions: Iterable[Mention], cites: Iterable[CiteMention]
) -> dict[Key, tuple[Mention, ...] | tuple[CiteMention, ...]]:
    """Fold what resolved texts say of others. The order given is kept."""
    by_ref: defaultdict[str, list[Mention]] = defaultdict(list)
    by_key: defaultdict[str, list[CiteMention]] = defaultdict(list)
    for mention in mentions:
        by_ref[f"{mention.ref.kind}:{mention.ref.slug}"].append(mention)
    for cite in cites:
        by_key[cite.key].append(cite)
    facts: dict[Key, tuple[Mention, ...] | tuple[CiteMention, ...]] = {}
    facts.update({("mentions", ref): tuple(found) for ref, found in by_ref.items()})
    facts.update({("cited", key): tuple(found) for key, found in by_key.items()})
    return facts


def _concept_fact(concept: Concept) -> ConceptFact:
    also: dict[str, tuple[str, str]] = {}
    for name in concept.aliases:
        also.setdefault(fold(name.name), (name.name, name.lang))
    also.pop(fold(concept.term), None)
    return ConceptFact(concept.slug, concept.term, concept.lang, concept.short, tuple(also.values()), concept.place)


class _Searched(NamedTuple):
    """What tells names apart in a text. See `NameFact`."""

    folded: tuple[str, ...]
    written: tuple[str, ...]
    separators: tuple[str, ...]
    exact: bool
    use: NameUse


def _tokens_of_names(concepts: Iterable[Concept]) -> dict[Key, tuple[NameFact, ...]]:
    """Give the names to search for, by their first token."""
    bearers: defaultdict[_Searched, set[str]] = defaultdict(set)
    written: dict[_Searched, tuple[str, str]] = {}
    found: defaultdict[str, list[NameFact]] = defaultdict(list)
    for concept in concepts:
        use: NameUse = "off" if concept.match == "off" else "link"
        for name in concept.names:
            # An acronym is never an ordinary word in small letters: US is not us.
            searched = _searched(name.name, use, exact=concept.match == "exact" or name.name.isupper())
            bearers[searched].add(concept.slug)
            written.setdefault(searched, (name.name, name.lang))
        for phrase in concept.never:
            # A phrase is barred for one concept only, so it is never shared.
            searched = _searched(phrase, "never", exact=False)
            if searched.folded:
                found[searched.folded[0]].append(_name_fact(searched, (concept.slug,), phrase, ""))
    for searched, slugs in bearers.items():
        if searched.folded:
            found[searched.folded[0]].append(_name_fact(searched, tuple(sorted(slugs)), *written[searched]))
    return {("token", first): tuple(sorted(facts, key=_order)) for first, facts in found.items()}


def _order(fact: NameFact) -> tuple[object, ...]:
    return (fact.folded, fact.exact, fact.name, fact.use, fact.slugs)


def _name_fact(searched: _Searched, slugs: tuple[str, ...], name: str, lang: str) -> NameFact:
    folded, compared, separators, exact, use = searched
    return NameFact(folded, compared, separators, slugs, name, lang, exact, use)


def _searched(name: str, use: NameUse, *, exact: bool) -> _Searched:
    words = tokens(name)
    ends = [0, *(word.end for word in words)]
    starts = [*(word.start for word in words), len(name)]
    between = [separator(name[end:start]) for end, start in zip(ends, starts, strict=True)]
    separators = (between[0].strip(), *between[1:-1], between[-1].strip())
    folded = tuple(word.folded for word in words)
    return _Searched(folded, tuple(word.text for word in words) if exact else folded, separators, exact, use)
