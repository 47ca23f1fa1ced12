"""`glossary/<slug>.md`: one concept a file (FORMAT.md §5)."""

from __future__ import annotations

import re
from typing import Final

from glossator.model.concept import Concept, ConceptDate, ConceptKind, Match, Name
from glossator.model.diagnostics import Diagnostic
from glossator.model.text import Place, Source, Span

from .fields import Fields
from .header import Scalar, Table, split_header
from .naming import read_naming
from .prose import our_text
from .slugs import free_id, is_slug, slug_from

KINDS: Final[tuple[ConceptKind, ...]] = (
    "concept", "place", "person", "people", "organisation", "treaty", "law", "event", "work",
)  # fmt: skip
_DEGREES: Final = re.compile(r"([-+]?\d{1,3}(?:\.\d+)?), ?([-+]?\d{1,3}(?:\.\d+)?)")
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
        coordinates=_coordinates(fields, faults),
        dates=_dates(fields, faults),
        house=fields.text("house"),
        naming=read_naming(fields),
        body=text.prose(Span(split.body, len(source.text)), "body", faults),
    )
    fields.close()
    return concept, tuple(faults)


def _aliases(fields: Fields, faults: list[Diagnostic]) -> tuple[Name, ...]:
    found: list[Name] = []
    for value in fields.values("aliases"):
        if isinstance(value, Table):
            inner = Fields(value, faults, "field of a name")
            name = Name(
                inner.required("name", value.place), inner.text("lang"), inner.text("roman"), inner.text("used_by")
            )
            inner.close()
        elif isinstance(value, Scalar) and value.text.strip():
            name = Name(" ".join(value.text.split()))
        elif isinstance(value, Scalar):
            faults.append(
                Diagnostic(value.place, "HDR005", "`aliases` has an empty item", help="write a name or remove it")
            )
            continue
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
    taken: set[str] = set()
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
        id_ = _id(inner, label, taken, faults)
        inner.close()
        if date is not None and label:
            found.append(ConceptDate(date, label, id_, value.place))
    return tuple(found)


def _id(fields: Fields, label: str, taken: set[str], faults: list[Diagnostic]) -> str:
    """Give the id of a date: as written, else made from its label."""
    written = fields.placed("id")
    if written is not None and not is_slug(written.name):
        message = f"`{written.name}` is no id"
        faults.append(Diagnostic(written.place, "HDR006", message, help=f"write `{slug_from(written.name)}`"))
    elif written is not None and written.name in taken:
        message = f"the id `{written.name}` stands twice"
        faults.append(Diagnostic(written.place, "ANN006", message, help="give one of them another id"))
    elif written is not None:
        taken.add(written.name)
        return written.name
    id_ = free_id(slug_from(label), taken)
    taken.add(id_)
    return id_


def _coordinates(fields: Fields, faults: list[Diagnostic]) -> str:
    """Take degrees of latitude and longitude, as written."""
    written = fields.placed("coordinates")
    if written is None:
        return ""
    match = _DEGREES.fullmatch(written.name)
    if match is None or abs(float(match[1])) > 90 or abs(float(match[2])) > 180:
        message = f'`coordinates` cannot be "{written.name}"'
        help_ = 'write degrees of latitude and longitude: `"44.1, 146.0"`'
        faults.append(Diagnostic(written.place, "HDR006", message, help=help_))
        return ""
    return written.name
