"""Attributes in braces after a heading: `{#id .kind key=value}` (FORMAT.md §3).

Nothing is guessed: whatever is neither an id, a kind nor a key with its value is an error at its column, with the
spelling that is likely meant. A fault spoils one attribute, never the block.
"""

from __future__ import annotations

import re
from typing import Final

from msgspec import Struct

from glossator.model.diagnostics import Diagnostic
from glossator.model.text import Place, Source

from .code_spans import code_spans, mask

_BRACES = re.compile(r"\{(?:[^{}\"']|\"[^\"]*\"|'[^']*')*+\}\Z")
_ATTEMPT = re.compile(r"(?<![\])*_`])\{[ \t]*(?::[ \t]*)?(?:[#.][\w-]|[A-Za-z][\w-]*[ \t]*=)")
PART = re.compile(
    r"(?P<spaced>[A-Za-z][\w-]*(?:[ \t]+=[ \t]*(?:\"[^\"]*\"|'[^']*'|[^\s\"']+)|=[ \t]+(?:\"[^\"]*\"|'[^']*')))(?=\s|\Z)"
    r"|(?:[^\s\"'“”‘’]|\"[^\"]*\"|'[^']*'|“[^“”]*”|‘[^‘’]*’|[\"'“”‘’])++"
)
_OF_WORDS = re.compile(r"(?<=\])\{(?:[^{}#]*[\s:])?(?:lang|dir)=[^{}#]*\}\Z")
"""Right after a bracket, `{lang=…}` says in which language the words in it are."""
_PAIRS = re.compile(r"(?:\{[^{}]*\}[ \t]*)+")
_BETWEEN = re.compile(r"\"[^\"]*\"|'[^']*'|(?P<between>\}[ \t]*\{)")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_KEY = re.compile(r"(?P<key>[A-Za-z][\w-]*)=(?P<value>.*)\Z", re.DOTALL)
_CURLY = re.compile("[“‘](.*)[”’]\\Z", re.DOTALL)

_TRIED: Final = 50
"""Opening braces of a line that are tried; each costs the length of the line."""


class Attribute(Struct, frozen=True):
    """A key and its value, without quotes."""

    key: str
    value: str
    place: Place
    """Of the key."""


class Braces(Struct, frozen=True):
    """What stands in the braces after a heading."""

    id: str = ""
    kind: str = ""
    attributes: tuple[Attribute, ...] = ()
    id_place: Place | None = None
    kind_place: Place | None = None


def split_heading(line: str) -> tuple[str, int | None]:
    """Cut the text of a heading into its title and the offset of its braces, None if it has none.

    What looks like braces and is none (not closed, or not at the end) counts as braces too, to be reported there.
    """
    text = _without_closing_marks(line)
    if text.endswith("}"):
        opened = [match.start() for match in re.finditer(r"\{", text)][-_TRIED:]
        if opened and _OF_WORDS.search(text):
            return text, None
        for start in opened:
            if _BRACES.match(text, start):
                first = _first_of_several(text, start)
                return text[:first].rstrip(), first
        if opened:
            return text[: opened[-1]].rstrip(), opened[-1]  # faulty braces: their parts are reported one by one
    attempt = _ATTEMPT.search(mask(text, code_spans(text)))
    return (text, None) if attempt is None else (text[: attempt.start()].rstrip(), attempt.start())


def _first_of_several(text: str, start: int) -> int:
    """Give where the first of several pairs of braces in a row begins; they are read as one, and reported."""
    attempt = _ATTEMPT.search(text)
    in_a_row = attempt is not None and _PAIRS.fullmatch(text, attempt.start(), start)
    return attempt.start() if attempt is not None and in_a_row else start


def parse_braces(source: Source, start: int, end: int, faults: list[Diagnostic]) -> Braces:
    """Read braces that begin at `start`; `end` is the end of their line. Gives ANN001."""
    text = _without_closing_marks(source.text[start:end])
    reader = _Reader(source, start + 1, faults)
    if not text.endswith("}"):
        closed = text.find("}")
        if closed < 0:
            reader.fault(source.place(start), "the braces are not closed", "write `}` at the end of the heading")
        else:
            help_ = "put the braces at the end of the heading"
            reader.fault(source.place(start + closed + 1), "text after the braces", help_)
            text = text[: closed + 1]
    inner = text[1:].removesuffix("}")
    if not inner.strip():
        reader.fault(source.place(start), "the braces are empty", "remove them")
    for between in [match for match in _BETWEEN.finditer(inner) if match["between"]]:
        reader.fault(source.place(start + 1 + between.start()), "braces stand twice", "put all into one pair")
        inner = inner[: between.start()] + " " * len(between.group()) + inner[between.end() :]
    for match in PART.finditer(inner):
        reader.part(match.group(), match.start(), spaced=match["spaced"] is not None)
    attributes = tuple(reader.attributes.values())
    return Braces(reader.id, reader.kind, attributes, reader.id_place, reader.kind_place)


def _without_closing_marks(line: str) -> str:
    """Take the `#` marks away that may close a heading, and white space before and after them."""
    text = line.rstrip()
    opened = text.rstrip("#")
    return opened.rstrip() if opened.endswith((" ", "\t", "}")) or not opened else text


class _Reader:
    """Sorts the parts of one pair of braces."""

    def __init__(self, source: Source, base: int, faults: list[Diagnostic]) -> None:
        self.source, self.base, self.faults = source, base, faults
        self.id = self.kind = ""
        self.id_place: Place | None = None
        self.kind_place: Place | None = None
        self.attributes: dict[str, Attribute] = {}

    def part(self, text: str, offset: int, *, spaced: bool) -> None:
        place = self.source.place(self.base + offset)
        if spaced:
            key, _, value = text.partition("=")
            self.fault(place, f"spaces around the `=` of `{key.strip()}`", f"write `{key.strip()}={value.strip()}`")
        elif text.startswith("#"):
            self._take_id(text, place)
        elif text.startswith("."):
            self._take_kind(text, place)
        elif match := _KEY.match(text):
            self._take_value(match["key"], match["value"], place)
        else:
            meant = text.strip("\"'“”‘’:;,#.")
            help_ = f"write `#{meant}`, `.{meant}` or `key={meant}`" if meant.isalnum() else ""
            self.fault(place, f"`{text}` is neither `#id`, `.kind` nor `key=value`", help_)

    def _take_id(self, text: str, place: Place) -> None:
        if self.id:
            self.fault(place, f"a second id `{text}`", f"keep one: `#{self.id}` or `{text}`")
        elif not _ID.match(text[1:]):
            meant = "-".join(re.findall(r"[a-z0-9]+", text.lower()))
            self.fault(place, f"`{text}` is no id", f"write `#{meant}`" if meant else "use letters, digits and hyphens")
        else:
            self.id, self.id_place = text[1:], place

    def _take_kind(self, text: str, place: Place) -> None:
        if self.kind:
            self.fault(place, f"a second kind `{text}`", f"keep one: `.{self.kind}` or `{text}`")
        elif text == ".":
            self.fault(place, "`.` is no kind", "write a kind right after it: `.claim`")
        else:
            self.kind, self.kind_place = text[1:], place

    def _take_value(self, key: str, value: str, place: Place) -> None:
        quoted = len(value) > 1 and value[0] in "\"'" and value.find(value[0], 1) == len(value) - 1
        bare = value[1:-1] if quoted else value
        curly = None if quoted else _CURLY.match(value)
        if curly is not None:
            self.fault(place, f"curly quotes around the value of `{key}`", f"write {_in_quotes(key, curly[1])}")
        elif not quoted and re.search("[\"'“”‘’={}]", value):
            meant = value.strip("\"'")
            self.fault(place, f"the value of `{key}` must stand in quotes", f"write {_in_quotes(key, meant)}")
        elif not bare.strip():
            self.fault(place, f"`{key}` has no value", "give it one or leave it out")
        elif key in self.attributes:
            self.fault(place, f"`{key}` stands twice", "keep one of them")
        else:
            self.attributes[key] = Attribute(key, " ".join(bare.split()), place)

    def fault(self, place: Place, message: str, help_: str) -> None:
        self.faults.append(Diagnostic(place, "ANN001", message, help=help_))


def _in_quotes(key: str, value: str) -> str:
    """Spell an attribute as it must be written. Where a value has both kinds of straight quotes, curly ones are left."""
    if '"' not in value:
        return f'`{key}="{value}"`'
    return f"`{key}='{value}'`" if "'" not in value else f'`{key}="…"` with curly quotes inside'
