"""Cut BibTeX into entries: where each begins, its fields with `@string` and `#` resolved, and what is wrong with the others.

The grammar is BibTeX's own (btxdoc and the behaviour of biber): braces always count, a backslash does not take them out; quoted text
ends at a quote outside braces; text between entries is a comment. An entry that is not closed ends where the next one
begins at the start of a line, so that it spoils only itself. The package bibtexparser was tried: it drops entries in parentheses in silence and
places faults at the entry only.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from .bib_item import Refused
from .nearest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glossator.model.text import Source

_HEAD: Final = re.compile(r"@[ \t]*([A-Za-z][\w-]*)\s*([{(])")
_LINE_HEAD: Final = re.compile(r"^[ \t]*@[ \t]*[A-Za-z][\w-]*\s*[{(]", re.MULTILINE)
_ENTRY_INSIDE: Final = re.compile(r"^[ \t]*@[ \t]*[A-Za-z][\w-]*\s*[{(]\s*[^\s,={}()]+\s*,", re.MULTILINE)
_FIELD_OUTSIDE: Final = re.compile(r"\s*,\s*([^\s={}(),\"#%@]+)\s*=")
_KEY: Final = re.compile(r"\s*([^,{}=\n]*)\s*")
_NAME: Final = re.compile(r"[^\s={}(),\"#%@]+")
_GAP: Final = re.compile(r"[\s,]*")
_SPACE: Final = re.compile(r"\s*")
_SIGNS: Final = re.compile(r"[{}()\"]")
_BARE: Final = re.compile(r"[^\s,#{}()\"=]+")
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_CLOSES: Final = {"{": "}", "(": ")"}


class Entry(Struct, frozen=True):
    """One entry, its text still TeX."""

    type: str
    """Lower case, without `@`."""
    key: str
    fields: dict[str, str]
    """Lower-case names, but `csl-…` as written; values without their outer braces or quotes."""
    start: int
    """Offset of the `@`."""


class Fault(Struct, frozen=True):
    """An entry that cannot be used."""

    start: int
    """Offset of what is wrong."""
    message: str
    help: str


class _Broken(Refused):
    def __init__(self, at: int, message: str, help_: str = "") -> None:
        super().__init__(message, help_)
        self.at = at


def split_entries(source: Source) -> Iterator[Entry | Fault]:
    """Give the entries and faults of a BibTeX file in order; `@string`s are used up, comments and preambles left out."""
    text, at = source.text, 0
    strings = {name: name for name in _MONTHS}
    while head := _HEAD.search(text, at):
        line = text.rfind("\n", 0, head.start()) + 1
        if text[line : head.start()].lstrip().startswith("%"):
            at = head.end()
            continue
        scanner = _Scanner(text, head.end(), _CLOSES[head[2]], strings)
        kind = head[1].lower()
        try:
            found = scanner.block(kind, head.start())
        except _Broken as broken:
            following = _LINE_HEAD.search(text, head.end())
            at = following.start() if following else len(text)
            yield _fault(source, head.start(), at, broken)
            continue
        rest = _FIELD_OUTSIDE.match(text, scanner.at)
        if rest and found:
            yield Fault(scanner.at - 1, f'a brace ends the entry before its field "{rest[1]}"', "one brace is too many")
            at = scanner.at
            continue
        inner = _ENTRY_INSIDE.search(text, head.end(), scanner.at)
        if inner and kind != "comment":
            at = inner.start()
            yield _fault(source, head.start(), at, None)
            continue
        at = scanner.at
        if found:
            yield found


def _fault(source: Source, start: int, following: int, broken: _Broken | None) -> Fault:
    """Place a fault; one that shows only where the next entry begins is a brace missing before."""
    if broken is not None and broken.at < following:
        return Fault(broken.at, broken.message, broken.help)
    line = source.place(source.text.find("@", following)).line
    ends = (
        f"before the next one begins at line {line}" if following < len(source.text) else "before the end of the file"
    )
    return Fault(start, f"the entry is not closed {ends}", "count its braces and quotes: one is missing")


class _Scanner:
    """Reads one block; `at` moves over the text."""

    def __init__(self, text: str, at: int, close: str, strings: dict[str, str]) -> None:
        self.text, self.at, self.close, self.strings = text, at, close, strings

    def block(self, kind: str, start: int) -> Entry | None:
        if kind in ("comment", "preamble"):
            self.braced()
            return None
        if kind == "string":
            self.strings.update(self.fields())
            return None
        key = _KEY.match(self.text, self.at)
        after = key.end() if key else self.at
        if self.text[after : after + 1] == "=":
            raise _Broken(start, "the entry has no key", f"write @{kind}{{brown-2016, …")
        if not key or self.text[after : after + 1] not in (",", self.close):
            raise _Broken(after, "a comma is missing after the entry's key")
        self.at = after
        return Entry(kind, key[1].strip(), self.fields(), start)

    def fields(self) -> dict[str, str]:
        found: dict[str, str] = {}
        while not self.skip(_GAP).startswith(self.close):
            name = _NAME.match(self.text, self.at)
            at = self.at
            if not name:
                raise self.unclosed() if at >= len(self.text) else _Broken(at, f'unexpected "{self.text[at]}"')
            self.at = name.end()
            if not self.skip(_SPACE).startswith("="):
                raise _Broken(at, f'"=" is missing after "{name[0]}"', f"write {name[0]} = {{…}}")
            self.at += 1
            value = self.value()
            field = name[0] if name[0].startswith("csl-") else name[0].lower()
            if found.get(field, value) != value:
                raise _Broken(at, f'the field "{field}" stands twice', "keep one of them")
            found[field] = value
        self.at += 1
        return found

    def value(self) -> str:
        parts = [self.part()]
        while (rest := self.skip(_SPACE)) == "#":
            self.at += 1
            self.skip(_SPACE)
            parts.append(self.part())
        if rest and rest not in (",", self.close):
            word = re.split(r"[\s={]", self.text[self.at : self.at + 40], maxsplit=1)[0] or rest
            raise _Broken(self.at, f'a comma is missing before "{word}"', "put it behind the value before")
        return "".join(parts)

    def part(self) -> str:
        first = self.skip(_SPACE)
        if first == "{":
            self.at += 1
            return self.braced("}")
        if first == '"':
            self.at += 1
            return self.braced('"')
        bare = _BARE.match(self.text, self.at)
        if not bare:
            raise (
                self.unclosed()
                if not first
                else _Broken(
                    self.at, f'a value is missing before "{first}"', "write it in braces or leave the field out"
                )
            )
        self.at = bare.end()
        if bare[0].isdigit():
            return bare[0]
        if bare[0].lower() not in self.strings:
            help_ = did_you_mean(bare[0].lower(), self.strings) or "put the text in braces or define it with @string"
            raise _Broken(bare.start(), f'there is no @string "{bare[0]}"', help_)
        return self.strings[bare[0].lower()]

    def braced(self, close: str = "") -> str:
        """Read to the closing sign outside inner braces, and step over it."""
        close = close or self.close
        depth, begin = 0, self.at
        for sign in _SIGNS.finditer(self.text, begin):
            index, character = sign.start(), sign[0]
            if depth == 0 and character == close:
                self.at = index + 1
                return self.text[begin:index]
            if character == "{":
                depth += 1
            elif character == "}":
                depth -= 1
                if depth < 0:
                    raise _Broken(index, "a brace is closed that was not opened")
        raise self.unclosed()

    def skip(self, pattern: re.Pattern[str]) -> str:
        """Step over what the pattern matches and give the next character; empty at the end of the text."""
        match = pattern.match(self.text, self.at)
        self.at = match.end() if match else self.at
        return self.text[self.at : self.at + 1]

    def unclosed(self) -> _Broken:
        return _Broken(len(self.text), "")
