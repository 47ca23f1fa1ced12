"""A stretch of a Markdown file of ours becomes `Prose`: our syntax found, the rest converted."""

from __future__ import annotations

import re
from dataclasses import dataclass

from glossator.model.diagnostics import Diagnostic
from glossator.model.prose import END, OPEN, ROOT, START, STOP, Prose
from glossator.model.text import Source, Span

from .code_spans import code_spans, fences, mask
from .definitions import Definitions, find_definitions
from .dialect import dialect_differences
from .markup import Scan

RESERVED = re.compile(f"[{START}{OPEN}{END}{STOP}{ROOT}]")
"""Code points that mark our syntax after conversion; a text of ours may not hold them."""


@dataclass(frozen=True, slots=True)
class OurText:
    """A Markdown file of ours, ready to have stretches of it converted."""

    source: Source
    """With the header and all definitions blanked; offsets are those of the file."""
    file: Source
    definitions: Definitions
    start: int
    """Where the body begins."""
    trusted: bool = False

    def prose(self, span: Span, scope: str, faults: list[Diagnostic], *, shift: int = 1) -> Prose:
        """Convert a stretch, with the footnotes and links that it refers to. See `markdown.convert` for the rest."""
        from .markdown import convert

        scan = Scan()
        written = span.of(self.source.text)
        pieces = [scan.stretch(self.source, span)]
        needed = self.definitions.needed(written, self.file)
        pieces += (scan.stretch(self.file, each.span) for each in needed if each.footnote)
        pieces += (each.span.of(self.file.text) for each in needed if not each.footnote)
        faults += scan.faults
        html = convert("\n\n".join(pieces), scan.parts, scope=scope, shift=shift, trusted=self.trusted)
        return Prose(html, tuple(scan.parts))

    def line(self, span: Span, faults: list[Diagnostic]) -> Prose:
        """Convert one line, such as a title."""
        from .markdown import convert_line

        scan = Scan()
        text = scan.stretch(self.source, span)
        faults += scan.faults
        return Prose(convert_line(text, scan.parts), tuple(scan.parts))


def our_text(source: Source, start: int, faults: list[Diagnostic], *, trusted: bool = False) -> OurText:
    """Prepare a Markdown file whose body begins at an offset; note what is wrong with the body as a whole."""
    definitions, body, found = find_definitions(source, start)
    faults += found
    faults += dialect_differences(Source(source.path, body), start)
    if not trusted:
        faults += _raw_html(source, body)
    return OurText(Source(source.path, body), source, definitions, start, trusted)


def _raw_html(source: Source, body: str) -> list[Diagnostic]:
    if "<" not in body:
        return []
    from .markdown import foreign_markup

    code = tuple(span for span in code_spans(body) if body[span.start] in "`~" or span in fences(body))
    help_ = "write it in Markdown, put it in code to show it, or list the folder under `trusted` in site.toml"
    return [
        Diagnostic(source.place(offset), "MKD003", f"`{what}` is left out: raw HTML that could run or load", help=help_)
        for offset, what in foreign_markup(mask(body, code))
    ]
