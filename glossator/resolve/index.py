"""The index: a plain mapping from keys to facts, and the look-up through which a text asks it.

A look-up writes down every key that it was asked, also those that it did not have: that trace is what tells, after an
edit, which texts can differ.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any, TypeVar

from glossator.model.briefing import Briefing
from glossator.model.concept import Concept
from glossator.model.page import EventFile, TextPage
from glossator.model.source import Item

from .facts import CiteMention, ConceptFact, EventFact, Mention, NameFact, NoteFact, PageFact, Ref
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
        """Give the names that begin with a token, longest first."""
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
        """List the keys of a kind, for help lines; not traced, since only a faulty text asks."""
        return tuple(key for each, key in self._facts if each == kind)


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
    names: defaultdict[str, set[Ref]] = defaultdict(set)
    narrower: defaultdict[str, set[str]] = defaultdict(set)
    concepts = tuple(concepts)
    for concept in concepts:
        facts["concept", concept.slug] = _concept_fact(concept)
        for name in concept.names:
            names[fold(name.name)].add(Ref("concept", concept.slug))
    for briefing in briefings:
        head = briefing.head
        facts["briefing", briefing.slug] = PageFact(briefing.slug, head.title, head.lang, head.place)
        names[fold(head.title)].add(Ref("briefing", briefing.slug))
        for annotation in briefing.annotations:
            note = NoteFact(briefing.slug, annotation.id, annotation.title, annotation.kind)
            facts["note", f"{briefing.slug}#{annotation.id}"] = note
    for draft in drafts:
        facts["draft", draft.slug] = facts["draft", fold(draft.head.title)] = draft.slug
    for page in pages:
        facts["page", page.slug] = PageFact(page.slug, page.title, page.lang, page.place)
        names[fold(page.title)].add(Ref("page", page.slug))
    for file in events:
        for event in file.events:
            facts.setdefault(("event", event.id), EventFact(event.id, event.label, event.place))
    for item in items:
        facts["source", item.key] = item
    facts.update({("name", name): tuple(sorted(refs)) for name, refs in names.items()})
    for concept in concepts:
        for reference in concept.broader:
            slug = concept_slug(reference.name, Lookup(facts))
            if slug:
                narrower[slug].add(concept.slug)
    facts.update({("narrower", slug): tuple(sorted(slugs)) for slug, slugs in narrower.items()})
    facts.update(_tokens_of_names(concepts))
    return facts


def concept_slug(name: str, lookup: Lookup) -> str:
    """Give the concept that a header means by a slug or name; empty if there is none, or more than one."""
    if lookup.concept(name):
        return name
    found = [ref.slug for ref in lookup.named(name) if ref.kind == "concept"]
    return found[0] if len(found) == 1 else ""


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
    also = {fold(name.name): (name.name, name.lang) for name in reversed(concept.aliases)}
    also.pop(fold(concept.term), None)
    return ConceptFact(
        concept.slug, concept.term, concept.lang, concept.short, tuple(reversed(also.values())), concept.place
    )


def _tokens_of_names(concepts: Iterable[Concept]) -> dict[Key, tuple[NameFact, ...]]:
    """Give the names to search for, by their first token, longest first."""
    bearers: defaultdict[tuple[tuple[str, ...], tuple[str, ...], bool], set[str]] = defaultdict(set)
    written: dict[tuple[tuple[str, ...], tuple[str, ...], bool], tuple[str, str]] = {}
    found: defaultdict[str, set[NameFact]] = defaultdict(set)
    for concept in concepts:
        if concept.match != "off":
            for name in concept.names:
                # An acronym is never an ordinary word in small letters: US is not us.
                exact = concept.match == "exact" or (len(name.name) > 1 and name.name.isupper())
                key = _searched(name.name, exact=exact)
                if key[0]:
                    bearers[key].add(concept.slug)
                    written.setdefault(key, (name.name, name.lang))
        for phrase in concept.never:
            words, separators, _ = _searched(phrase, exact=False)
            if words:
                blocked = NameFact(words, separators, (concept.slug,), phrase, "", exact=False, blocked=True)
                found[words[0]].add(blocked)
    for (words, separators, exact), slugs in bearers.items():
        name, lang = written[words, separators, exact]
        first = fold(words[0])
        found[first].add(NameFact(words, separators, tuple(sorted(slugs)), name, lang, exact))
    return {
        ("token", first): tuple(
            sorted(facts, key=lambda fact: (-len(fact.tokens), -len(fact.name), fact.name, fact.slugs))
        )
        for first, facts in found.items()
    }


def _searched(name: str, *, exact: bool) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
    words = tokens(name)
    between = tuple(separator(name[a.end : b.start]) for a, b in pairwise(words))
    return tuple(word.text if exact else word.folded for word in words), between, exact
