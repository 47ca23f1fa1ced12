"""`annotations.md`: quote, then reply (FORMAT.md §3)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from glossator.model.annotation import Annotation
from glossator.model.briefing import Naming
from glossator.model.date import Date
from glossator.model.diagnostics import Diagnostic
from glossator.model.project import SHARED_KEYS, Kind, Settings
from glossator.model.text import Source

from .blocks import Block, find_blocks
from .braces import Attribute
from .fields import Fields, date_or_fault
from .header import split_header
from .naming import read_naming
from .nearest import did_you_mean
from .prose import OurText, our_text
from .slugs import slug_from

SAME_AS_WHO: Final = ("claimant", "speaker", "forecaster")
_DATES: Final = ("when", "evidence", "checked", "due", "resolved", "date")
_CHOICES: Final = {
    "confidence": ("high", "moderate", "low"),
    "status": ("open", "resolved", "superseded"),
    "outcome": ("yes", "no", "partly", "open", "void"),
}
_PROBABILITY = re.compile(r"(?:0(?:\.\d+)?|1(?:\.0+)?|(?:100|\d{1,2})(?:\.\d+)?[ \u00a0]?%)\Z")


@dataclass(frozen=True, slots=True)
class AnnotationFile:
    """A file of annotations, as read."""

    path: str
    annotations: tuple[Annotation, ...]
    naming: Naming


def read_annotations(
    source: Source, settings: Settings, *, trusted: bool = False
) -> tuple[AnnotationFile, tuple[Diagnostic, ...]]:
    """Read a file of annotations. A fault in one block spoils only what it stands in."""
    split, found = split_header(source)
    faults = list(found)
    fields = Fields(split.table, faults)
    naming = read_naming(fields)
    defaults = _defaults(fields, settings, faults)
    text = our_text(source, split.body, faults, trusted=trusted)
    annotations: dict[str, Annotation] = {}
    for block in find_blocks(text, faults, quotes=True):
        annotation = _Reader(text, settings, faults).read(block, defaults, tuple(annotations))
        if annotation.id in annotations:
            first = annotations[annotation.id].place.line
            message = f"the id `{annotation.id}` stands twice, first in line {first}"
            place = block.braces.id_place or block.place
            faults.append(Diagnostic(place, "ANN006", message, help="give one of them another id"))
        else:
            annotations[annotation.id] = annotation
    return AnnotationFile(source.path, tuple(annotations.values()), naming), tuple(faults)


def _defaults(fields: Fields, settings: Settings, faults: list[Diagnostic]) -> tuple[Attribute, ...]:
    """Give the header's defaults for the keys of annotations; `authors` is `by`."""
    known = dict.fromkeys((*SHARED_KEYS, *SAME_AS_WHO, *(key for kind in settings.kinds for key in kind.keys)))
    found = []
    authors = fields.references("authors")
    if authors:
        found.append(Attribute("by", ", ".join(author.name for author in authors), authors[0].place))
    for key in known:
        references = fields.references(key)
        if references:
            found.append(Attribute(key, ", ".join(each.name for each in references), references[0].place))
    fields.close()
    return tuple(each for each in found if _value_is_right(each, settings, faults))


class _Reader:
    """Makes one annotation of one block."""

    def __init__(self, text: OurText, settings: Settings, faults: list[Diagnostic]) -> None:
        self.text, self.settings, self.faults = text, settings, faults

    def read(self, block: Block, defaults: tuple[Attribute, ...], taken: tuple[str, ...]) -> Annotation:
        kind = self._kind(block)
        written = self._written(block, kind)
        attributes = {each.key: each for each in defaults if each.key in (*SHARED_KEYS, *kind.keys)} | written
        heading = self.text.line(block.title, self.faults)
        title = _plain(heading.html) or block.title.of(self.text.source.text)
        id_ = block.braces.id or _free(slug_from(title), taken)
        body = self.text.prose(block.body, f"note-{id_}", self.faults, shift=2)
        if not body.html.strip() and not block.targets:
            message = f'the note "{title}" has neither a quote nor a text'
            self.faults.append(Diagnostic(block.place, "ANN009", message, help="write one, or remove the heading"))
        return Annotation(
            id=id_,
            place=block.place,
            kind=kind.id,
            title=title,
            heading=heading,
            targets=block.targets,
            body=body,
            attributes=tuple(sorted((each.key, each.value) for each in attributes.values())),
            dates=self._dates(attributes, written),
        )

    def _kind(self, block: Block) -> Kind:
        name = block.braces.kind or "context"
        for kind in self.settings.kinds:
            if kind.id == name:
                return kind
        names = [kind.id for kind in self.settings.kinds]
        place = block.braces.kind_place or block.place
        help_ = did_you_mean(name, names, all_of_them=True)
        self.faults.append(Diagnostic(place, "ANN002", f"unknown kind `.{name}`", help=help_))
        # A block of an unknown kind takes any key, so that one slip is one fault.
        return Kind("context", "", keys=tuple(each.key for each in block.braces.attributes))

    def _written(self, block: Block, kind: Kind) -> dict[str, Attribute]:
        found: dict[str, Attribute] = {}
        known = (*SHARED_KEYS, *kind.keys)
        for attribute in block.braces.attributes:
            key = "who" if attribute.key in SAME_AS_WHO else attribute.key
            if key not in known:
                message = f"a note of kind `{kind.id}` takes no `{key}`"
                help_ = did_you_mean(key, (*known, *SAME_AS_WHO)) or "it takes " + ", ".join(
                    f"`{each}`" for each in known
                )
                self.faults.append(Diagnostic(attribute.place, "ANN003", message, help=help_))
            elif key in found:
                message = f"`{attribute.key}` says again what `who` says"
                self.faults.append(Diagnostic(attribute.place, "ANN001", message, help="keep one of them"))
            elif _value_is_right(attribute, self.settings, self.faults):
                found[key] = Attribute(key, attribute.value, attribute.place)
        return found

    def _dates(self, attributes: dict[str, Attribute], written: dict[str, Attribute]) -> tuple[tuple[str, Date], ...]:
        found = []
        for key in _DATES:
            attribute = attributes.get(key)
            if attribute is not None:
                # A default that is no date was reported where it stands, in the header.
                noted = self.faults if key in written else []
                date = date_or_fault(attribute.value, attribute.place, noted)
                found += [] if date is None else [(key, date)]
        return tuple(found)


def _value_is_right(attribute: Attribute, settings: Settings, faults: list[Diagnostic]) -> bool:
    """Check a value that must be one of a few; note a fault if it is not."""
    key, value = attribute.key, attribute.value
    if key == "verdict":
        allowed: tuple[str, ...] = tuple(verdict.id for verdict in settings.verdicts)
        code = "ANN004"
    elif key in _CHOICES:
        allowed, code = _CHOICES[key], "ANN005"
    elif key == "p" and not _PROBABILITY.match(value):
        message = f'`p` cannot be "{value}"'
        help_ = "write a probability from 0 to 1, or in per cent: `p=0.3`, `p=30%`"
        faults.append(Diagnostic(attribute.place, "ANN005", message, help=help_))
        return False
    else:
        return True
    if value in allowed:
        return True
    message = f'`{key}` cannot be "{value}"'
    faults.append(Diagnostic(attribute.place, code, message, help=did_you_mean(value, allowed, all_of_them=True)))
    return False


def _plain(html: str) -> str:
    from .markdown import plain_text

    return plain_text(html)


def _free(slug: str, taken: tuple[str, ...]) -> str:
    """Give a slug that is not taken: ids made from titles must differ, written ones are the editor's business."""
    number = 2
    free = slug
    while free in taken:
        free = f"{slug}-{number}"
        number += 1
    return free
