"""A stretch of a Markdown file of ours becomes `Prose`: our syntax found, the rest converted."""

from __future__ import annotations

import re
from html import escape

from msgspec import Struct

from glossator.model.diagnostics import Diagnostic
from glossator.model.prose import START, STOP, Prose, WikiLink, plain_text
from glossator.model.text import Source, Span

from .code_spans import Kind, literals, mask
from .definitions import Definitions, find_definitions, uses
from .dialect import dialect_differences
from .markup import Scan

"""Code points that mark our syntax after conversion; a text of ours may not hold them."""


class OurText(Struct, frozen=True):
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
        from .markdown import convert, too_hard

        scan = self._scan()
        pieces = [scan.stretch(self.source, span)]
        needed = self.definitions.needed(span.of(self.source.text), self.file)
        pieces += (scan.stretch(self.file, each.span) for each in needed if each.footnote)
        pieces += (each.span.of(self.file.text) for each in needed if not each.footnote)
        # A footnote may be needed by several texts; its faults are told once.
        faults += (fault for fault in scan.faults if fault not in faults)
        text = "\n\n".join(pieces)
        if too_hard(text):
            message = "too many marks, or too deep in one another, to be read as Markdown; shown as it stands"
            faults.append(Diagnostic(self.source.place(span.start), "MKD002", message, help="make paragraphs of it"))
        html = convert(text, scan.parts, scope=scope, shift=shift, trusted=self.trusted)
        return Prose(html, tuple(scan.parts))

    def line(self, span: Span, faults: list[Diagnostic]) -> Prose:
        """Convert one line, such as a title. It has no place for footnotes: MKD004."""
        from .markdown import convert_line

        scan = self._scan()
        text = scan.stretch(self.source, span)
        faults += scan.faults
        for label in uses(span.of(self.source.text)):
            message = f"the footnote `{label}` stands in a heading, where none is shown"
            help_ = f"move `[^{label}]` into the text below"
            faults.append(Diagnostic(self.source.place(span.start), "MKD004", message, help=help_))
        links = "\n".join(each.span.of(self.file.text) for each in self.definitions.links) if "[" in text else ""
        return Prose(convert_line(text, scan.parts, links), tuple(scan.parts))

    def _scan(self) -> Scan:
        return Scan(labels=frozenset(each.label for each in self.definitions.links))


def our_text(source: Source, start: int, faults: list[Diagnostic], *, trusted: bool = False) -> OurText:
    """Prepare a Markdown file whose body begins at an offset; note what is wrong with the body as a whole."""
    definitions, body, found = find_definitions(source, start)
    faults += found
    faults += dialect_differences(Source(source.path, body), start)
    if not trusted:
        faults += _raw_html(source, start)
    return OurText(Source(source.path, body), source, definitions, start, trusted)


def _raw_html(source: Source, start: int) -> list[Diagnostic]:
    from .markdown import foreign_markup

    text = mask(source.text, (Span(0, start),))
    text = mask(text, tuple(each.span for each in literals(text) if each.kind in (Kind.FENCE, Kind.CODE, Kind.COMMENT)))
    help_ = "write it in Markdown, put it in code to show it, or list the folder under `trusted` in site.toml"
    return [
        Diagnostic(source.place(offset), "MKD003", f"`{what}` is left out: raw HTML that could run or load", help=help_)
        for offset, what in foreign_markup(text)
    ]


def title_text(title: Prose) -> str:
    """Give the plain text of a converted title; a wiki-link without words of its own counts as its target."""

    def words(match: re.Match[str]) -> str:
        what = title.parts[int(match[1])].what
        return escape(what.target, quote=False) if isinstance(what, WikiLink) else ""

    return plain_text(re.sub(f"{START}(\\d+){STOP}", words, title.html))
