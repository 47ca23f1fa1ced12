"""Footnotes and link definitions of a Markdown file. They belong to the file wherever they stand, never to a body."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from glossator.model.diagnostics import Diagnostic
from glossator.model.text import Source, Span

from .code_spans import code_spans, fences, mask

_NOTE = re.compile(r"^ {0,3}\[\^(?P<label>[^\[\]\n]+)\]:", re.MULTILINE)
_LINK = re.compile(
    r"^ {0,3}\[(?!\^)(?P<label>[^\[\]\n]+)\]:[ \t]*+(?:\n[ \t]*+)?(?:<[^<>\n]*>|[^\s<]\S*+)"
    r"(?:[ \t]++(?:\"[^\"\n]*\"|'[^'\n]*'|\([^()\n]*\))|)[ \t]*+$"
    r"(?:\n[ \t]++(?:\"[^\"\n]*\"|'[^'\n]*'|\([^()\n]*\))[ \t]*+$)?",
    re.MULTILINE,
)
_USE = re.compile(rf"{_NOTE.pattern}|\[\^(?P<use>[^\[\]\n]+)\]", re.MULTILINE)
_INDENTED = re.compile(r" {4}|\t")
_NOT_LAZY = re.compile(r" {0,3}(?:\[[^\[\]\n]+\]:|#|>|[-*+][ \t]|`{3}|~{3})")


class Definition(Struct, frozen=True):
    """A footnote or a link definition, as it stands in the file."""

    label: str
    """Without the `^`, case folded for links."""
    footnote: bool
    span: Span


class Definitions(Struct, frozen=True):
    """All definitions of a file, in order; no label twice."""

    notes: tuple[Definition, ...]
    links: tuple[Definition, ...]

    def needed(self, text: str, source: Source) -> tuple[Definition, ...]:
        """Give the footnotes that a text refers to, those that they refer to, and all link definitions."""
        by_label = {note.label: note for note in self.notes}
        wanted: dict[str, Definition] = {}
        queue = [text]
        while queue:
            for label in uses(queue.pop()):
                if label in by_label and label not in wanted:
                    wanted[label] = by_label[label]
                    queue.append(by_label[label].span.of(source.text))
        return (*(note for note in self.notes if note.label in wanted), *self.links)


def link_label(written: str) -> str:
    """Give the label of a link as it is compared: white space and case folded, backslashes before brackets dropped."""
    return " ".join(re.sub(r"\\(?=[\[\]])|\\\Z", "", written).split()).casefold()


def uses(text: str) -> tuple[str, ...]:
    """Give the labels of the footnotes that a text refers to, in order, outside code."""
    return tuple(label for label, _ in _uses(mask(text, code_spans(text))))


def _uses(searched: str) -> Iterator[tuple[str, int]]:
    for match in _USE.finditer(searched):
        if match["use"] is not None:
            yield match["use"], match.start()


def find_definitions(source: Source, start: int = 0) -> tuple[Definitions, str, tuple[Diagnostic, ...]]:
    """Find all definitions from an offset on; give them and the file's text with them blanked, offsets unchanged.

    Gives MKD001 for a label that is defined twice (the first one counts), MKD004 for a footnote that is used and not
    defined, MKD005 for one that is defined and never used.
    """
    text = mask(source.text, (Span(0, start),))
    searched = mask(text, fences(text))
    found: dict[tuple[bool, str], Definition] = {}
    faults: list[Diagnostic] = []
    spans: list[Span] = []
    for definition in _in_order(text, searched):
        if spans and definition.span.start < spans[-1].end:
            continue
        spans.append(definition.span)
        key = (definition.footnote, definition.label)
        first = found.setdefault(key, definition)
        if first is not definition:
            what = "footnote" if definition.footnote else "link"
            line = source.place(first.span.start).line
            message = f"the {what} `{definition.label}` is defined twice, first in line {line}"
            place = source.place(definition.span.start)
            faults.append(Diagnostic(place, "MKD001", message, help="give one of them another label"))
    notes = tuple(each for each in found.values() if each.footnote)
    links = tuple(each for each in found.values() if not each.footnote)
    faults += _unmatched(source, mask(text, code_spans(text)), notes)
    return Definitions(notes, links), mask(text, tuple(spans)), tuple(faults)


def _in_order(text: str, searched: str) -> list[Definition]:
    notes = (
        Definition(match["label"], footnote=True, span=Span(match.start(), _note_end(text, match.end())))
        for match in _NOTE.finditer(searched)
    )
    links = (
        Definition(link_label(match["label"]), footnote=False, span=Span(match.start(), match.end()))
        for match in _LINK.finditer(searched)
    )
    return sorted((*notes, *links), key=lambda each: each.span.start)


def _note_end(text: str, end: int) -> int:
    """Give the offset at which a footnote ends: it goes on in lines indented by four columns, or running on."""
    line_end = taken = _line_end(text, end)
    after_blank = False
    while line_end < len(text):
        start, line_end = line_end + 1, _line_end(text, line_end + 1)
        if not text[start:line_end].strip():
            after_blank = True
        elif _INDENTED.match(text, start) or not (after_blank or _NOT_LAZY.match(text, start)):
            taken, after_blank = line_end, False
        else:
            break
    return taken


def _line_end(text: str, offset: int) -> int:
    found = text.find("\n", offset)
    return len(text) if found < 0 else found


def _unmatched(source: Source, searched: str, notes: tuple[Definition, ...]) -> list[Diagnostic]:
    labels = {note.label for note in notes}
    used: set[str] = set()
    faults = []
    for label, offset in _uses(searched):
        used.add(label)
        if label not in labels:
            message = f"the footnote `{label}` is not defined in this file"
            help_ = f"add a line `[^{label}]: …`"
            faults.append(Diagnostic(source.place(offset), "MKD004", message, help=help_))
    for note in notes:
        if note.label not in used:
            message = f"the footnote `{note.label}` is never referred to, so no reader sees it"
            help_ = f"write `[^{note.label}]` where it belongs, or remove it"
            faults.append(Diagnostic(source.place(note.span.start), "MKD005", message, help=help_))
    return faults
