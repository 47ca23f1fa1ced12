"""Our own syntax in Markdown: wiki-links, citations, styled words (FORMAT.md §4).

It is found in the source, where lines and columns are known, before Markdown sees the text; marks of `model/prose.py` take
its place. Python-Markdown gives no positions, and its inline processors meet text with code already taken out.
A backslash before a bracket or bar does not switch it off, because formatters add them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from glossator.model.citation import Citation, Cite, Stance
from glossator.model.diagnostics import Diagnostic
from glossator.model.prose import END, OPEN, START, STOP, Part, Styled, WikiLink
from glossator.model.text import Source, Span

from .code_spans import code_spans, mask

_KEY = r"(?:[\w]+(?:[:.#$%&\-+?<>~/]+\w+)*|\{[^{}\s]+\})"
_OUR_SYNTAX = re.compile(
    # [[target]] and [[target|shown]]; a name may run over a line end, never over a blank line.
    r"\\?\[\\?\[(?P<target>(?:[^\[\]|\n]|\n(?![ \t]*\n))+?)(?:\\?\|(?P<shown>(?:[^\[\]\n]|\n(?![ \t]*\n))+?))?\\?\]\\?\]"
    # [see @key, pp. 3–5; @other], with brackets in pairs inside; not the text of a link and not a footnote.
    r"|\\?\[(?!\^)(?P<bracket>(?:[^\[\]\n]|\n(?![ \t]*\n)|\\?\[[^\[\]\n]*\])*?)\\?\](?!\(|\[(?!\[)|:)(?P<braces>\{[^{}\n]*\})?"
    # @key in the running text, perhaps with [p. 3] after it.
    rf"|(?<![\w/.@:\\`])@(?P<narrative>{_KEY})(?!@)(?:[ \n]?\\?\[(?P<locator>(?:[^\[\]@\n]|\n(?![ \t]*\n))+)\\?\](?![(\[{{]))?",
)
_CITE = re.compile(rf"\A(?P<prefix>.*?)(?P<at>(?<![\w@/.])-?@)(?P<key>{_KEY})(?P<rest>.*)\Z", re.DOTALL)
_ESCAPED = re.compile(r"\\([\[\]|._*`#@-])")
_ATTRIBUTE = re.compile(
    r"""\s*(?:\.(?P<cls>[\w-]+)|#(?P<id>[\w-]+)|(?P<key>[\w-]+)=(?P<value>"[^"]*"|'[^']*'|[^\s"'{}]+))"""
)


@dataclass(slots=True)
class Scan:
    """Collects the parts of one text, which may be put together from several stretches of a file."""

    parts: list[Part] = field(default_factory=list)
    faults: list[Diagnostic] = field(default_factory=list)

    def stretch(self, source: Source, span: Span) -> str:
        """Give a stretch of a file's text with marks in place of our syntax; nothing of the rest changes."""
        text = span.of(source.text)
        searched = mask(text, code_spans(text))
        pieces: list[str] = []
        done = 0
        for match in _OUR_SYNTAX.finditer(searched):
            if match.start() < done:
                continue
            replacement = self._replace(source, span.start, text, match)
            if replacement is not None:
                pieces += (text[done : match.start()], replacement)
                done = match.end()
        return "".join((*pieces, text[done:]))

    def _replace(self, source: Source, base: int, text: str, match: re.Match[str]) -> str | None:
        raw = match.group()
        place = source.place(base + match.start())
        if match["target"] is not None:
            wraps = match["shown"] is not None
            number = self._add(raw, WikiLink(place, plain(match["target"]), wraps))
            return _wrapped(number, text[match.start("shown") : match.end("shown")]) if wraps else _mark(number)
        if match["narrative"] is not None:
            cite = Cite(match["narrative"].strip("{}"), place, locator=plain(match["locator"] or ""))
            return _mark(self._add(raw, Citation((cite,), narrative=True)))
        return self._bracket(source, base, text, match)

    def _bracket(self, source: Source, base: int, text: str, match: re.Match[str]) -> str | None:
        start, end = match.span("bracket")
        if match["braces"] is not None:
            attributes = _attributes(match["braces"])
            inner = Scan(self.parts, self.faults).stretch(source, Span(base + start, base + end))
            return None if attributes is None else _wrapped(self._add(match.group(), Styled(attributes)), inner)
        if "@" not in match["bracket"]:
            return None
        cites: list[Cite] = []
        offset = start
        for written in match["bracket"].split(";"):
            found = _CITE.match(written)
            if found is not None:
                cites.append(_cite(found, source, base + offset))
            elif cites:
                place = source.place(base + offset + len(written) - len(written.lstrip()))
                message = f'"{plain(written)}" names no source'
                help_ = "write a key `@…` in each part between semicolons"
                self.faults.append(Diagnostic(place, "CIT004", message, help=help_))
            else:
                return None
            offset += len(written) + 1
        return _mark(self._add(text[match.start() : match.end()], Citation(tuple(cites))))

    def _add(self, raw: str, what: WikiLink | Citation | Styled) -> int:
        self.parts.append(Part(raw, what))
        return len(self.parts) - 1


def plain(text: str) -> str:
    """Fold white space and drop the backslashes that formatters put before punctuation."""
    return " ".join(_ESCAPED.sub(r"\1", text).split())


def _mark(number: int) -> str:
    return f"{START}{number}{STOP}"


def _wrapped(number: int, inner: str) -> str:
    return f"{OPEN}{number}{STOP}{inner}{END}{number}{STOP}"


def _cite(found: re.Match[str], source: Source, base: int) -> Cite:
    before, _, last = found["prefix"].strip().rpartition(" ")
    try:
        stance = Stance(last.strip().lower())
    except ValueError:
        stance, before = None, found["prefix"]
    return Cite(
        key=found["key"].strip("{}"),
        place=source.place(base + found.end("at") - 1),
        prefix=plain(before),
        locator=plain(found["rest"]).lstrip(", "),
        stance=stance,
        suppress_author=found["at"].startswith("-"),
    )


def _attributes(braces: str) -> tuple[tuple[str, str], ...] | None:
    """Read `{lang=ja .class}`; None if it is anything else, which then stays as it is."""
    inner = braces[1:-1].lstrip(":")
    found: dict[str, str] = {}
    position = 0
    while inner[position:].strip():
        match = _ATTRIBUTE.match(inner, position)
        if match is None:
            return None
        key = "class" if match["cls"] else "id" if match["id"] else match["key"]
        value = match["cls"] or match["id"] or match["value"].strip("\"'")
        found[key] = f"{found[key]} {value}" if key == "class" and key in found else value
        position = match.end()
    return tuple(sorted(found.items())) or None
