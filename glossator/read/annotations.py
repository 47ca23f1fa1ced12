"""`annotations.md`: quote, then reply (FORMAT.md §3)."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from typing import Final

from glossator.model.annotation import Annotation
from glossator.model.briefing import AnnotationFile
from glossator.model.date import Date
from glossator.model.diagnostics import Diagnostic
from glossator.model.project import CONFIDENCE, SHARED_KEYS, Kind, Settings
from glossator.model.text import Source

from .blocks import Block, find_blocks
from .braces import Attribute
from .fields import Fields, date_or_fault
from .header import split_header
from .naming import read_naming
from .nearest import did_you_mean
from .prose import OurText, our_text, title_text
from .slugs import free_id, slug_from

SAME_AS_WHO: Final = ("claimant", "speaker", "forecaster")
_SAME_AS: Final = {**dict.fromkeys(SAME_AS_WHO, "who"), "authors": "by"}
_LISTS: Final = ("who", "by")
DATES: Final = ("when", "evidence", "checked", "due", "resolved", "date")
CHOICES: Final = {
    "confidence": CONFIDENCE,
    "status": ("open", "resolved", "superseded"),
    "outcome": ("yes", "no", "partly", "open", "void"),
}
_PROBABILITY = re.compile(r"(?:0(?:\.\d+)?|1(?:\.0+)?|(?:100|\d{1,2})(?:\.\d+)?[ \u00a0]?%)\Z")


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
    blocks = find_blocks(text, faults, quotes=True)
    # Ids made from titles give way to written ones, wherever these stand.
    taken = {block.braces.id for block in blocks}
    for block in blocks:
        annotation = _Reader(text, settings, faults).read(block, defaults, taken)
        taken.add(annotation.id)
        if annotation.id in annotations:
            first = annotations[annotation.id].place.line
            message = f"the id `{annotation.id}` stands twice, first in line {first}"
            place = block.braces.id_place or block.place
            faults.append(Diagnostic(place, "ANN006", message, help="give one of them another id"))
        else:
            annotations[annotation.id] = annotation
    return AnnotationFile(source.path, tuple(annotations.values()), naming), tuple(faults)


def _defaults(fields: Fields, settings: Settings, faults: list[Diagnostic]) -> dict[str, Attribute]:
    """Give the header's defaults for the keys of annotations, by key; `authors` is `by`."""
    keys = dict.fromkeys((*SHARED_KEYS, *SAME_AS_WHO, *(key for kind in settings.kinds for key in kind.keys)))
    found: dict[str, Attribute] = {}
    for written in ("authors", *keys):
        key = _SAME_AS.get(written, written)
        references = fields.references(written) if key in _LISTS else (fields.placed(written),)
        first = next(iter(references), None)
        if first is None:
            continue
        attribute = Attribute(key, ", ".join(each.name for each in references if each), first.place)
        if key in found:
            message = f"`{written}` says again what `{key}` says"
            faults.append(Diagnostic(first.place, "HDR004", message, help="keep one of them"))
        elif _value_is_right(attribute, settings, faults) and _is_date_or_other(attribute, faults):
            found[key] = attribute
    fields.close()
    return found


def _is_date_or_other(attribute: Attribute, faults: list[Diagnostic]) -> bool:
    return attribute.key not in DATES or date_or_fault(attribute.value, attribute.place, faults) is not None


class _Reader:
    """Makes one annotation of one block."""

    def __init__(self, text: OurText, settings: Settings, faults: list[Diagnostic]) -> None:
        self.text, self.settings, self.faults = text, settings, faults

    def read(self, block: Block, defaults: dict[str, Attribute], taken: AbstractSet[str]) -> Annotation:
        kind = self._kind(block)
        written = self._written(block, kind)
        known = (*SHARED_KEYS, *kind.keys)
        attributes = {key: each for key, each in defaults.items() if key in known} | written
        heading = self.text.line(block.title, self.faults)
        title = title_text(heading) or block.title.of(self.text.source.text)
        id_ = block.braces.id or free_id(slug_from(title), taken)
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
            dates=self._dates(attributes),
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

    def _dates(self, attributes: dict[str, Attribute]) -> tuple[tuple[str, Date], ...]:
        found = ((key, attributes[key]) for key in DATES if key in attributes)
        dates = ((key, date_or_fault(each.value, each.place, self.faults)) for key, each in found)
        return tuple((key, date) for key, date in dates if date is not None)


def _value_is_right(attribute: Attribute, settings: Settings, faults: list[Diagnostic]) -> bool:
    """Check a value that must be one of a few; note a fault if it is not."""
    key, value = attribute.key, attribute.value
    if key == "verdict":
        allowed: tuple[str, ...] = tuple(verdict.id for verdict in settings.verdicts)
        code = "ANN004"
    elif key in CHOICES:
        allowed, code = CHOICES[key], "ANN005"
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
