"""Footnotes and link definitions of a Markdown file. They belong to the file wherever they stand, never to a body."""

from __future__ import annotations

import re
from dataclasses import dataclass

from glossator.model.diagnostics import Diagnostic
from glossator.model.text import Source, Span

from .code_spans import code_spans, fences, mask

_DEFINITION = re.compile(r"^ {0,3}\[(?P<note>\^)?(?P<label>[^\[\]\n]+)\]:(?P<rest>[^\n]*)$", re.MULTILINE)
_CONTINUES = re.compile(r"(?:\n(?:[ \t]*\n)*(?: {4}|\t)[^\n]*)*")
_LAZY = re.compile(r"(?:\n(?![ \t]*\n|[ \t]*$| {0,3}(?:\[[^\[\]\n]+\]:|#|>|[-*+] |`{3}|~{3}))[^\n]+)*")
_USE = re.compile(r"\[\^([^\[\]\n]+)\](?!:)")


@dataclass(frozen=True, slots=True)
class Definition:
    """A footnote or a link definition, as it stands in the file."""

    label: str
    """Without the `^`, case folded for links."""
    footnote: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Definitions:
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


def uses(text: str) -> tuple[str, ...]:
    """Give the labels of the footnotes that a text refers to, in order, outside code."""
    return tuple(match[1] for match in _USE.finditer(mask(text, code_spans(text))))


def find_definitions(source: Source, start: int = 0) -> tuple[Definitions, str, tuple[Diagnostic, ...]]:
    """Find all definitions from an offset on; give them and the file's text with them blanked, offsets unchanged.

    Gives MKD001 for a label that is defined twice (the first one counts), MKD004 for a footnote that is used and not
    defined, MKD005 for one that is defined and never used.
    """
    text = mask(source.text, (Span(0, start), *fences(source.text)))
    found: dict[tuple[bool, str], Definition] = {}
    faults: list[Diagnostic] = []
    spans: list[Span] = []
    for match in _DEFINITION.finditer(text, start):
        if spans and match.start() < spans[-1].end:
            continue
        note = match["note"] is not None
        label = match["label"] if note else " ".join(match["label"].split()).casefold()
        span = Span(match.start(), _end(text, match, note=note))
        spans.append(span)
        if (note, label) in found:
            first = source.place(found[note, label].span.start).line
            what = "footnote" if note else "link"
            message = f"the {what} `{match['label']}` is defined twice, first in line {first}"
            place = source.place(match.start())
            faults.append(Diagnostic(place, "MKD001", message, help="give one of them another label"))
        else:
            found[note, label] = Definition(label, note, span)
    notes = tuple(each for each in found.values() if each.footnote)
    links = tuple(each for each in found.values() if not each.footnote)
    body = mask(source.text, (Span(0, start), *spans))
    faults += _unmatched(source, start, notes)
    return Definitions(notes, links), body, tuple(faults)


def _end(text: str, match: re.Match[str], *, note: bool) -> int:
    """Give the offset at which a definition ends: footnotes go on in lines indented by four or running on."""
    if not note:
        title = re.compile(r"\n[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'|\([^()\n]*\))[ \t]*(?=\n|\Z)").match(text, match.end())
        return title.end() if title else match.end()
    end = match.end()
    while True:
        further = _CONTINUES.match(text, end)
        lazy = _LAZY.match(text, further.end() if further else end)
        new = lazy.end() if lazy else end
        if new == end:
            return end
        end = new


def _unmatched(source: Source, start: int, notes: tuple[Definition, ...]) -> list[Diagnostic]:
    searched = mask(source.text, tuple(sorted((Span(0, start), *code_spans(source.text)))))
    labels = {note.label for note in notes}
    used: set[str] = set()
    faults = []
    for match in _USE.finditer(searched):
        used.add(match[1])
        if match[1] not in labels:
            message = f"the footnote `{match[1]}` is not defined in this file"
            help_ = f"add a line `[^{match[1]}]: …`"
            faults.append(Diagnostic(source.place(match.start()), "MKD004", message, help=help_))
    for note in notes:
        if note.label not in used:
            message = f"the footnote `{note.label}` is never referred to, so no reader sees it"
            help_ = f"write `[^{note.label}]` where it belongs, or remove it"
            faults.append(Diagnostic(source.place(note.span.start), "MKD005", message, help=help_))
    return faults
