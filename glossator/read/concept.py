"""`glossary/<slug>.md`: one concept a file (FORMAT.md §5)."""

from __future__ import annotations

from typing import Final

from glossator.model.concept import Concept, ConceptDate, ConceptKind, Match, Name
from glossator.model.diagnostics import Diagnostic
from glossator.model.text import Place, Source, Span

from .fields import Fields
from .header import Scalar, Table, split_header
from .naming import read_naming
from .prose import our_text
from .slugs import slug_from

KINDS: Final[tuple[ConceptKind, ...]] = (
    "concept", "place", "person", "people", "organisation", "treaty", "law", "event", "work",
)  # fmt: skip
MATCHES: Final[tuple[Match, ...]] = ("fold", "exact", "off")


def read_concept(source: Source, slug: str, *, trusted: bool = False) -> tuple[Concept, tuple[Diagnostic, ...]]:
    """Read a concept; its slug is the name of its file."""
    split, found = split_header(source)
    faults = list(found)
    fields = Fields(split.table, faults)
    place = Place(source.path)
    term = fields.text("term") if split.broken else fields.required("term", place)
    text = our_text(source, split.body, faults, trusted=trusted)
    concept = Concept(
        slug=slug,
        place=place,
        term=term or slug.replace("-", " "),
        lang=fields.text("lang"),
        aliases=_aliases(fields, faults),
        kind=fields.choice("kind", KINDS, "concept"),
        short=fields.text("short"),
        match=fields.choice("match", MATCHES, "fold"),
        never=fields.texts("never"),
        broader=fields.references("broader"),
        related=fields.references("related"),
        coordinates=fields.text("coordinates"),
        dates=_dates(fields, faults),
        house=fields.text("house"),
        naming=read_naming(fields),
        body=text.prose(Span(split.body, len(source.text)), "body", faults),
    )
    fields.close()
    return concept, tuple(faults)


def _aliases(fields: Fields, faults: list[Diagnostic]) -> tuple[Name, ...]:
    found = []
    for value in fields.values("aliases"):
        if isinstance(value, Table):
            inner = Fields(value, faults, "field of a name")
            name = Name(
                inner.required("name", value.place), inner.text("lang"), inner.text("roman"), inner.text("used_by")
            )
            inner.close()
        elif isinstance(value, Scalar):
            name = Name(" ".join(value.text.split()))
        else:
            faults.append(Diagnostic(value.place, "HDR006", "a name must be a word or fields", help="write `- Name`"))
            continue
        if name.name in {each.name for each in found if each.lang == name.lang}:
            message = f'the name "{name.name}" stands twice'
            faults.append(Diagnostic(value.place, "CON001", message, help="keep one of them"))
        elif name.name:
            found.append(name)
    return tuple(found)


def _dates(fields: Fields, faults: list[Diagnostic]) -> tuple[ConceptDate, ...]:
    found: list[ConceptDate] = []
    for value in fields.values("dates"):
        if not isinstance(value, Table):
            help_ = 'write `- {when: 1956-10-19, label: "Signed"}`'
            faults.append(Diagnostic(value.place, "HDR006", "a date of a concept must be fields", help=help_))
            continue
        inner = Fields(value, faults, "field of a date")
        date = inner.date("when")
        if date is None and "when" not in {entry.key for entry in value.entries}:
            faults.append(Diagnostic(value.place, "HDR001", "`when` is missing", help="add `when: …` to the date"))
        label = inner.required("label", value.place)
        id_ = inner.text("id") or slug_from(label)
        inner.close()
        if date is not None and label:
            taken = {each.id for each in found}
            number = 2
            free = id_
            while free in taken:
                free = f"{id_}-{number}"
                number += 1
            found.append(ConceptDate(date, label, free, value.place))
    return tuple(found)
