"""Notes with the stretches of the file in which they are written, for those who change one and leave the others."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct

from glossator.model.annotation import Annotation
from glossator.model.diagnostics import Diagnostic
from glossator.model.project import Settings
from glossator.model.text import Source, Span

from .annotations import read_annotations
from .blocks import Block, find_blocks
from .header import split_header
from .prose import our_text
from .spelling import body as written_body
from .spelling import respelled
from .splice import Change

_QUOTE_LINE = re.compile(r" {0,3}>[^\n]*(?:\n|\Z)")


class WrittenNote(Struct, frozen=True):
    """A note and the text that makes it."""

    annotation: Annotation
    block: Block
    source: Source
    span: Span
    """From its `##` to the next note, or the end of the file."""
    leans: tuple[str, ...]
    """The footnotes and link definitions that it refers to, wherever in the file they stand."""

    @property
    def text(self) -> str:
        """What is written, without white space at the end."""
        return self.span.of(self.source.text).rstrip()

    @property
    def title(self) -> str:
        """The title with its markup."""
        return self.block.title.of(self.source.text)

    @property
    def attributes(self) -> dict[str, str]:
        """The values that stand in the braces, by key as written."""
        return {each.key: each.value for each in self.block.braces.attributes}

    @property
    def body_span(self) -> Span:
        """Where the text under the quote stands, without empty lines around it."""
        body = self.block.body.of(self.source.text)
        start = self.block.body.start + len(re.match(r"(?:[ \t]*\n)*", body).group())  # type: ignore[union-attr]
        return Span(start, max(start, self.block.body.start + len(body.rstrip())))

    @property
    def body(self) -> str:
        """The text under the quote."""
        return self.body_span.of(self.source.text)

    def quote_span(self, number: int) -> Span:
        """Give where the lines of a target stand, counted from 0, without the last line end."""
        start = self.source.line_starts[self.block.targets[number].place.line - 1]
        end = start
        while end < len(self.source.text) and (line := _QUOTE_LINE.match(self.source.text, end)) and line.end() > end:
            end = line.end()
        return Span(start, end - self.source.text.startswith("\n", end - 1))

    def changes(self, title: str, kind: str, attributes: Mapping[str, str], body: str) -> list[Change]:
        """Give what must be replaced to make the note say this; nothing that says it already."""
        found: list[Change] = []
        if (title, kind, dict(attributes)) != (self.title, self.annotation.kind, self.attributes):
            start = self.block.title.start
            line = Span(start, self._line_end(start))
            new = respelled(line.of(self.source.text), title, self.annotation.id, kind, attributes)
            found.append((line, new))
        new = written_body(body)
        if new != self.body:
            found.append(self._body_change(new))
        return found

    def _body_change(self, new: str) -> Change:
        span = self.body_span
        text = self.source.text
        if len(span) or not new:
            return span, new
        # There is none yet: it comes right after the quote, or the heading, with an empty line on both sides.
        at = self.block.body.start
        before = "" if text.endswith("\n\n", 0, at) else "\n" if text.endswith("\n", 0, at) else "\n\n"
        return Span(at, at), before + new + "\n" * (1 + (at < len(text) and not text.startswith("\n", at)))

    def _line_end(self, start: int) -> int:
        found = self.source.text.find("\n", start)
        return len(self.source.text) if found < 0 else found


def written_notes(
    source: Source, settings: Settings, *, trusted: bool = False
) -> tuple[tuple[WrittenNote, ...], tuple[Diagnostic, ...]]:
    """Read a file of notes; one whose id another has already is left out, as in `read_annotations`."""
    file, faults = read_annotations(source, settings, trusted=trusted)
    annotations = {annotation.place: annotation for annotation in file.annotations}
    text = our_text(source, split_header(source)[0].body, [], trusted=trusted)
    blocks = find_blocks(text, [], quotes=True)
    starts = [source.line_starts[block.place.line - 1] for block in blocks]
    ends = (*starts[1:], len(source.text))
    notes = []
    for block, start, end in zip(blocks, starts, ends, strict=False):
        annotation = annotations.get(block.place)
        if annotation is not None:
            span = Span(start, end)
            needed = text.definitions.needed(span.of(text.source.text), source)
            leans = tuple(each.span.of(source.text) for each in needed)
            notes.append(WrittenNote(annotation, block, source, span, leans))
    return tuple(notes), faults
