"""Attributes in braces after a heading: `{#id .kind key=value}` (FORMAT.md §3).

Nothing is guessed: whatever is neither an id, a kind nor a key with its value is an error at its column, with the
spelling that is likely meant. A fault spoils one attribute, never the block.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from glossator.model.diagnostics import Diagnostic
from glossator.model.text import Place, Source

_BRACES = re.compile(r"\{((?:[^{}\"'“”‘’]|\"[^\"]*\"|'[^']*'|[“”‘’])*)\}[ \t]*#*[ \t]*\Z")
_PART = re.compile(r"(?:[^\s\"'“”‘’]|\"[^\"]*\"|'[^']*'|“[^”]*”|‘[^’]*’|[\"'“”‘’])+")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_KEY = re.compile(r"(?P<key>[A-Za-z][\w-]*)=(?P<value>.*)\Z", re.DOTALL)
_CURLY = str.maketrans("“”‘’", "\"\"''")


@dataclass(frozen=True, slots=True)
class Attribute:
    """A key and its value, without quotes."""

    key: str
    value: str
    place: Place
    """Of the key."""


@dataclass(frozen=True, slots=True)
class Braces:
    """What stands in the braces after a heading."""

    id: str = ""
    kind: str = ""
    attributes: tuple[Attribute, ...] = ()
    id_place: Place | None = None
    kind_place: Place | None = None


def split_heading(line: str) -> tuple[str, int | None]:
    """Cut the text of a heading into its title and the offset of its braces, None if it has none."""
    for match in re.finditer(r"\{", line):
        if _BRACES.match(line, match.start()):
            return line[: match.start()].rstrip(), match.start()
    start = line.rfind("{")
    if start >= 0 and line.rstrip().rstrip("#").rstrip().endswith("}"):
        return line[:start].rstrip(), start  # faulty braces: their parts are reported one by one
    return re.sub(r"[ \t]+#+[ \t]*\Z", "", line).rstrip(), None


def parse_braces(source: Source, start: int, end: int, faults: list[Diagnostic]) -> Braces:
    """Read braces that begin at `start`; `end` is the end of their line. Gives ANN001."""
    text = source.text[start:end].rstrip().rstrip("#").rstrip()
    inner = text[1:-1] if text.endswith("}") else text[1:]
    reader = _Reader(source, start + 1, faults)
    for match in _PART.finditer(inner):
        reader.part(match.group(), match.start())
    attributes = tuple(reader.attributes.values())
    return Braces(reader.id, reader.kind, attributes, reader.id_place, reader.kind_place)


class _Reader:
    """Sorts the parts of one pair of braces."""

    def __init__(self, source: Source, base: int, faults: list[Diagnostic]) -> None:
        self.source, self.base, self.faults = source, base, faults
        self.id = self.kind = ""
        self.id_place: Place | None = None
        self.kind_place: Place | None = None
        self.attributes: dict[str, Attribute] = {}

    def part(self, text: str, offset: int) -> None:
        place = self.source.place(self.base + offset)
        if text.startswith("#"):
            self._take_id(text, place)
        elif text.startswith("."):
            self._take_kind(text, place)
        elif match := _KEY.match(text):
            self._take_value(match["key"], match["value"], place)
        else:
            meant = text.strip("\"'“”‘’:")
            help_ = f"write `#{meant}`, `.{meant}` or `key={meant}`" if meant.isalnum() else ""
            self._fault(place, f"`{text}` is neither `#id`, `.kind` nor `key=value`", help_)

    def _take_id(self, text: str, place: Place) -> None:
        if self.id:
            self._fault(place, f"a second id `{text}`", f"keep one: `#{self.id}` or `{text}`")
        elif not _ID.match(text[1:]):
            meant = "-".join(re.findall(r"[a-z0-9]+", text.lower()))
            self._fault(
                place, f"`{text}` is no id", f"write `#{meant}`" if meant else "use letters, digits and hyphens"
            )
        else:
            self.id, self.id_place = text[1:], place

    def _take_kind(self, text: str, place: Place) -> None:
        if self.kind:
            self._fault(place, f"a second kind `{text}`", f"keep one: `.{self.kind}` or `{text}`")
        else:
            self.kind, self.kind_place = text[1:], place

    def _take_value(self, key: str, value: str, place: Place) -> None:
        quoted = len(value) > 1 and value[0] in "\"'" and value[-1] == value[0]
        bare = value[1:-1] if quoted else value
        if re.search("[“”‘’]", value) and not quoted:
            self._fault(place, f"curly quotes around the value of `{key}`", f"write `{key}={value.translate(_CURLY)}`")
        elif not quoted and re.search("[\"'=]", value):
            self._fault(place, f"the value of `{key}` must stand in quotes", f'write `{key}="{value.strip(chr(34))}"`')
        elif not bare.strip():
            self._fault(place, f"`{key}` has no value", "give it one or leave it out")
        elif key in self.attributes:
            self._fault(place, f"`{key}` stands twice", "keep one of them")
        else:
            self.attributes[key] = Attribute(key, " ".join(bare.split()), place)

    def _fault(self, place: Place, message: str, help_: str) -> None:
        self.faults.append(Diagnostic(place, "ANN001", message, help=help_))
