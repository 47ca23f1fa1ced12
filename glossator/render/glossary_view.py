"""The glossary: concept pages, disambiguation pages, the index by letter."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from html import escape

from glossator.model.concept import Concept, Name
from glossator.resolve.facts import Ref
from glossator.resolve.links import address
from glossator.resolve.texts import ResolvedConcept
from glossator.resolve.timeline import Event
from glossator.resolve.tokens import fold

from .outputs import shared_path
from .sheet import Sheet, language_name
from .timeline_view import timeline_view
from .views import (
    ConceptView,
    DisambiguationView,
    Fact,
    GlossaryView,
    IndexEntry,
    LetterView,
    Link,
    NameView,
)


def concept_view(each: ResolvedConcept, events: Sequence[Event], sheet: Sheet) -> ConceptView:
    """Make the view of a concept; `events` are those that belong to it."""
    concept = each.concept
    lookup, lists = sheet.printer.lookup, sheet.printer.lists
    body = sheet.html(each.body)
    timeline = timeline_view(events, sheet, concept.term)
    broader = tuple(sheet.concept_link(slug) for slug in each.broader)
    narrower = tuple(sheet.concept_link(slug) for slug in lookup.narrower(concept.slug))
    related = tuple(sheet.concept_link(slug) for slug in each.related)
    ambiguous = {
        fold(name.name): (name.name, Link(sheet.href(shared_path(fold(name.name), lists, lookup)), name.name))
        for name in concept.names
        if len(lists.bearers(fold(name.name))[1]) > 1
    }
    return ConceptView(
        slug=concept.slug,
        term=concept.term,
        lang=concept.lang,
        kind=concept.kind,
        short=concept.short,
        names=_names(concept, sheet),
        body_html=body,
        facts=_facts(concept),
        timeline=timeline,
        mentions=sheet.mention_groups(lookup.mentions(Ref("concept", concept.slug))),
        broader=broader,
        narrower=narrower,
        related=related,
        ambiguous=tuple(ambiguous.values()),
        concepts=tuple(card for card in sheet.cards() if card.slug != concept.slug),
        references=sheet.references(),
    )


def _names(concept: Concept, sheet: Sheet) -> tuple[NameView, ...]:
    """Give all names; one that is equal in several languages stands once, with all of them."""
    grouped: dict[str, list[Name]] = {}
    for name in concept.names:
        grouped.setdefault(name.name, []).append(name)
    language = sheet.printer.settings.language
    found = []
    for names in grouped.values():
        words = dict.fromkeys(language_name(name.lang or language, language) for name in names)
        found.append(
            NameView(
                name=names[0].name,
                lang=names[0].lang,
                lang_words=", ".join(words),
                roman=next((name.roman for name in names if name.roman), ""),
                used_by=", ".join(dict.fromkeys(name.used_by for name in names if name.used_by)),
                preferred=names[0].name == concept.term,
            )
        )
    return tuple(found)


def _facts(concept: Concept) -> tuple[Fact, ...]:
    facts = []
    if concept.house:
        facts.append(Fact("Our wording", escape(concept.house, quote=False)))
    if concept.coordinates:
        facts.append(Fact("Coordinates", escape(concept.coordinates, quote=False)))
    return tuple(facts)


def disambiguation_view(name: str, slugs: Iterable[str], sheet: Sheet) -> DisambiguationView:
    """Make the page that lists what a name may mean."""
    cards = sorted((sheet.card(slug) for slug in slugs), key=lambda card: (card.term.casefold(), card.slug))
    return DisambiguationView(name, tuple(cards))


def glossary_view(group: str, sheet: Sheet) -> GlossaryView:
    """Make the index by letter: every name in any script leads to its concept."""
    parts = sheet.parts("entry of index", group)
    listed = () if parts and not group else sheet.printer.lists.listed("entry of index", group)
    letters: defaultdict[str, list[IndexEntry]] = defaultdict(list)
    for folded, slug, name, lang, term, short, kind in sorted(
        listed, key=lambda each: (_sort_form(each[0]), each[0], each[1])
    ):
        link = Link(sheet.href(address(Ref("concept", slug))), name, lang)
        letters[_letter(folded)].append(IndexEntry(link, term, short, kind))
    return GlossaryView(
        tuple(LetterView(letter, f"letter-{_letter_id(letter)}", tuple(found)) for letter, found in letters.items()),
        sheet.printer.lists.concept_count(),
        parts,
    )


def _sort_form(folded: str) -> tuple[int, str]:
    """Sort Latin names first, without their accents, then other scripts in the order of their code points."""
    plain = "".join(c for c in unicodedata.normalize("NFD", folded) if not unicodedata.combining(c))
    first = plain[:1]
    return (0 if "a" <= first <= "z" else 1 if first.isdigit() else 2, plain)


def _letter(folded: str) -> str:
    kind, plain = _sort_form(folded)
    first = plain[:1].upper()
    if kind == 1:
        return "0–9"
    if kind == 0:
        return first
    name = unicodedata.name(plain[:1], "")
    return {"CJK": "漢字", "HIRAGANA": "かな", "KATAKANA": "カナ", "HANGUL": "한글"}.get(name.partition(" ")[0], first)


def _letter_id(letter: str) -> str:
    return letter.lower() if letter.isascii() else "-".join(f"{ord(character):x}" for character in letter)
