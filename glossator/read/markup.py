"""Our own syntax in Markdown: wiki-links, citations, styled words (FORMAT.md §4).

It is found in the source, where lines and columns are known, before Markdown sees the text; marks of `model/prose.py` take
its place. Python-Markdown gives no positions, and its inline processors meet text with code already taken out.
A backslash before a bracket or bar does not switch it off, because formatters add them. Takes time in proportion to the
text, whatever stands in it.
"""

from __future__ import annotations

import re
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from glossator.model.citation import Citation, Cite
from glossator.model.diagnostics import Diagnostic
from glossator.model.prose import END, OPEN, START, STOP, Part, Styled, WikiLink
from glossator.model.text import Source, Span

from .brackets import Bracket, Brackets, Key, find_brackets
from .cites import plain, read_cites
from .code_spans import Kind, literals, mask
from .definitions import link_label

_ATTRIBUTES = re.compile(r"\{:?(?P<inner>(?:[^{}\"'\n]|\"[^\"\n]*\"|'[^'\n]*')*)\}")
_ATTRIBUTE = re.compile(
    r"""\s*(?:\.(?P<cls>[\w-]+)|\#(?P<id>[\w-]+)|(?P<key>[\w-]+)=(?P<value>"[^"]*"|'[^']*'|[^\s"'{}=]+))(?=\s|\Z)"""
)
_QUOTE = re.compile(
    r"""\{:?\s*+quote=(?:"(?P<double>(?:[^"\n]|\n(?![ \t>]*\n))*+)"|'(?P<single>(?:[^'\n]|\n(?![ \t>]*\n))*+)')\s*+\}"""
)
_QUOTE_BEGINS = re.compile(r"\{:?\s*+quote\b")
_BAR = re.compile(r"\\?\|")
_SPACE = re.compile(r"[ \t]*+(?:\n[ \t>]*+)?")

_LONGEST_LABEL: Final = 999
"""CommonMark 0.31 §4.7."""

_DEEPEST: Final = 20
"""Styled words within styled words; what lies deeper stays as it is."""


class Scan(Struct):
    """Collects the parts of one text, which may be put together from several stretches of a file."""

    parts: list[Part] = []
    faults: list[Diagnostic] = []
    labels: frozenset[str] = frozenset()
    """Of the file's link definitions, as `definitions.link_label` gives them: `[text][label]` is a link of Markdown."""

    def stretch(self, source: Source, span: Span) -> str:
        """Give a stretch of a file's text with marks in place of our syntax; nothing of the rest changes."""
        text = span.of(source.text)
        found = literals(text)
        searched = mask(text, tuple(each.span for each in found))
        links = frozenset(each.span.start for each in found if each.kind is Kind.DESTINATION)
        brackets = find_brackets(text, searched)
        return _Stretch(self, source, span.start, text, searched, links, brackets).marked(Span(0, len(text)))


class _Stretch(Struct, frozen=True):
    """One stretch while it is scanned; offsets are its own, `base` is where it begins in the file."""

    scan: Scan
    source: Source
    base: int
    text: str
    searched: str
    """The text with everything blanked in which our syntax means nothing."""
    links: frozenset[int]
    """Offsets at which the address of a link begins, right after its text."""
    brackets: Brackets

    def marked(self, span: Span, depth: int = 0, *, in_link: bool = False) -> str:
        """Give a part of the stretch with marks. In the words of a link, only styled words are ours: links do not nest."""
        pieces: list[str] = []
        done = position = span.start
        while (token := self.brackets.next(position, span.end)) is not None:
            start = token.start
            if isinstance(token, Bracket):
                written, position = self._bracket(token, depth, in_link=in_link)
            elif in_link:
                written, position = None, token.end
            else:
                written, position = self._narrative(token)
            if written is not None:
                pieces += (self.text[done:start], written)
                done = position
        return "".join((*pieces, self.text[done : span.end]))

    def _bracket(self, bracket: Bracket, depth: int, *, in_link: bool) -> tuple[str | None, int]:
        """Give what takes the place of a bracket, or None if it stays, and where to go on."""
        if not in_link:
            if self.searched.startswith("^", bracket.inner.start):
                return None, bracket.end
            wiki = self._wiki_link(bracket, depth)
            if wiki is not None:
                return wiki, bracket.end
            link_end = self._link_end(bracket)
            if link_end:
                inner = self.marked(bracket.inner, depth, in_link=True)
                before = self.text[bracket.start : bracket.inner.start]
                return before + inner + self.text[bracket.inner.end : link_end], link_end
        styled = self._styled(bracket) if depth < _DEEPEST and not self._quotes(bracket) else None
        if styled is not None:
            what, end = styled
            number = self._add(Span(bracket.start, end), what)
            return _wrapped(number, self.marked(bracket.inner, depth + 1, in_link=in_link)), end
        if bracket.keys and not in_link:
            cites = read_cites(self.source, self.base, self.text, bracket, self.scan.faults)
            quote, end = self._quote(bracket.end, len(cites))
            cites = (replace(cites[0], quote=quote), *cites[1:]) if quote else cites
            return _mark(self._add(Span(bracket.start, end), Citation(cites))), end
        return None, bracket.inner.start

    def _wiki_link(self, bracket: Bracket, depth: int) -> str | None:
        inner = self.brackets.doubled(bracket)
        if inner is None:
            return None
        nested = self.brackets.first(inner)
        bar = _BAR.search(self.searched, inner.start, nested.start if nested else inner.end)
        if nested is not None and bar is None:
            return None
        name = plain(self.text[inner.start : bar.start() if bar else inner.end])
        if not name or name.startswith("^"):
            return None
        place = self.source.place(self.base + bracket.start)
        if bar is None or not self.text[bar.end() : inner.end].strip():
            return _mark(self._add(bracket.span, WikiLink(place, name, wraps=False)))
        number = self._add(bracket.span, WikiLink(place, name, wraps=True))
        return _wrapped(number, self.marked(Span(bar.end(), inner.end), depth, in_link=True))

    def _styled(self, bracket: Bracket) -> tuple[Styled, int] | None:
        """Read the braces after a bracket; None if there are none, or others, which then stay as they are."""
        braces = _ATTRIBUTES.match(self.searched, bracket.end)
        attributes = None if braces is None else _attributes(braces["inner"])
        return None if braces is None or attributes is None else (Styled(attributes), braces.end())

    def _link_end(self, bracket: Bracket) -> int:
        """Give the end of a link of Markdown whose words a bracket holds, without its address; 0 if it is none."""
        if bracket.end in self.links:
            return bracket.end
        words = self._label(bracket)
        spaced = self.searched.startswith((" ", "\n"), bracket.end)
        label = self.brackets.at(bracket.end) or (self.brackets.at(bracket.end + 1) if spaced else None)
        if label is not None and (self._label(label) or words) in self.scan.labels:
            return label.end
        return bracket.end if words in self.scan.labels else 0

    def _label(self, bracket: Bracket) -> str:
        return link_label(bracket.inner.of(self.text)) if len(bracket.inner) <= _LONGEST_LABEL else "?"

    def _narrative(self, key: Key) -> tuple[str, int]:
        """Give the mark of a key in the running text, and where its locator ends."""
        end, locator = key.end, ""
        space = _SPACE.match(self.searched, key.end)
        bracket = self.brackets.at(space.end()) if space else None
        if bracket is not None and self._is_locator(bracket):
            end, locator = bracket.end, plain(bracket.inner.of(self.text))
        quote, end = self._quote(end, 1)
        cite = Cite(key.key, self.source.place(self.base + key.at), locator=locator, quote=quote)
        number = self._add(Span(key.at, end), Citation((cite,), narrative=True))
        return self.text[key.start : key.at] + _mark(number), end

    def _is_locator(self, bracket: Bracket) -> bool:
        return not (
            bracket.keys
            or self.searched.startswith("^", bracket.inner.start)
            or self.brackets.doubled(bracket)
            or self._link_end(bracket)
            or (self._styled(bracket) and _QUOTE_BEGINS.match(self.searched, bracket.end) is None)
        )

    def _quotes(self, bracket: Bracket) -> bool:
        return bool(bracket.keys) and _QUOTE_BEGINS.match(self.searched, bracket.end) is not None

    def _quote(self, end: int, cites: int) -> tuple[str, int]:
        """Read `{quote="…"}` after a citation of some cites, and give where that ends. Gives CIT004."""
        begins = _QUOTE_BEGINS.match(self.searched, end)
        if begins is None:
            return "", end
        braces = _QUOTE.match(self.text, end)
        words = "" if braces is None else plain(braces["double"] or braces["single"] or "")
        if words and cites == 1:
            return words, braces.end() if braces else end
        message, help_ = "`quote` after a citation has no words", 'write `{quote="…"}`, in straight quotes'
        if words:
            message, help_ = (
                "`quote` stands after several sources",
                "put the source with these words into brackets of its own",
            )
        self.scan.faults.append(Diagnostic(self.source.place(self.base + end), "CIT004", message, help=help_))
        return "", braces.end() if braces else end

    def _add(self, span: Span, what: WikiLink | Citation | Styled) -> int:
        self.scan.parts.append(Part(span.of(self.text), what))
        return len(self.scan.parts) - 1


def _mark(number: int) -> str:
    return f"{START}{number}{STOP}"


def _wrapped(number: int, inner: str) -> str:
    return f"{OPEN}{number}{STOP}{inner}{END}{number}{STOP}"


def _attributes(braces: str) -> tuple[tuple[str, str], ...] | None:
    """Read `lang=ja .class`; None if it is anything else, or nothing."""
    found: dict[str, str] = {}
    braces = braces.rstrip()
    position = 0
    while position < len(braces):
        match = _ATTRIBUTE.match(braces, position)
        if match is None:
            return None
        key = "class" if match["cls"] else "id" if match["id"] else match["key"]
        value = match["cls"] or match["id"] or match["value"].strip("\"'")
        found[key] = f"{found[key]} {value}" if key == "class" and key in found else value
        position = match.end()
    return tuple(sorted(found.items())) or None
