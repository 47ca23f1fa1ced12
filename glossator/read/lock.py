"""`anchors.lock`, read and written (docs/content-format.md, "The anchor ledger").

The form is made for version control: one block a target, in the order of ids, one thing a line, and last the
article's text, a line for a line. Whatever is told twice in it must agree, so that a merge or a hand that
spoils it is seen. `written` and `read_lock` are each other's inverse.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Final

from msgspec import Struct

from glossator.model.date import Date
from glossator.model.diagnostics import Diagnostic
from glossator.model.ledger import SETTLED, Entry, Ledger, Settled, Was
from glossator.model.text import Place, Source, Span

from .dates import parse_date
from .nearest import did_you_mean

FORMAT: Final = "1"
AROUND: Final = 48
"""Code points of context on each side, at most: some eight words, enough to know the place again."""
_INTRO: Final = (
    "# Where the notes on this article were accepted to stand. Written by `anchors --accept`; not to be edited."
)
_CONFLICT: Final = re.compile(r"(?:<{7}|>{7}|\|{7})(?: |$)|={7}$")
_BLOCK: Final = re.compile(r"\[([a-z0-9]+(?:-[a-z0-9]+)*)(?: ([2-9]|[1-9]\d+))?\]")
_FIELD: Final = re.compile(r"([a-z]+): (.*\S)")
_AT: Final = re.compile(r"(\d+):(\d+)-(\d+):(\d+)")
_HEAD: Final = ("format", "article", "version")
_KEYS: Final = ("state", "pending", "at", "quote", "words", "was", "until", "before", "after")
_MEND: Final = "restore it from version control, or delete it and run `anchors --accept`"


def digest(text: str) -> str:
    """Give the SHA-256 of an article's text in hexadecimal, as `briefings/<slug>.json` does."""
    return sha256(text.encode()).hexdigest()


def around(text: str, span: Span) -> tuple[str, str]:
    """Give the words before and after a span on one line each, cut at a space if there is one."""
    before = " ".join(text[max(0, span.start - AROUND) : span.start].split())
    after = " ".join(text[span.end : span.end + AROUND].split())
    if span.start > AROUND and not text[span.start - AROUND - 1].isspace():
        before = before.partition(" ")[2] or before
    if span.end + AROUND < len(text) and not text[span.end + AROUND].isspace():
        after = after.rpartition(" ")[0] or after
    return before, after


def folded(text: str) -> str:
    """Put a text on one line."""
    return " ".join(text.split())


# Writing.


def written(ledger: Ledger) -> str:
    """Give the file of a ledger."""
    head = [_INTRO, f"format: {FORMAT}", f"article: {digest(ledger.text)}"]
    head += [f"version: {ledger.version}"] if ledger.version else []
    source = Source("", ledger.text)
    blocks = (
        "\n".join(_block(each, source)) for each in sorted(ledger.entries, key=lambda each: (each.id, each.number))
    )
    text = "\n".join(f"| {line}" if line else "|" for line in ledger.text.split("\n"))
    return "\n\n".join(("\n".join(head), *blocks, f"[text]\n{text}\n"))


def _block(entry: Entry, source: Source) -> Iterator[str]:
    yield f"[{entry.id}]" if entry.number == 1 else f"[{entry.id} {entry.number}]"
    for key, value in _fields(entry, source):
        if value:
            yield f"{key}: {value}"


def _fields(entry: Entry, source: Source) -> Iterator[tuple[str, str]]:
    yield "state", entry.state
    yield "pending", "yes" * entry.pending
    was = entry.was
    if entry.span is not None:
        start, end = source.place(entry.span.start), source.place(entry.span.end)
        yield "at", f"{start.line}:{start.column}-{end.line}:{end.column}"
    yield "quote", entry.quote
    if entry.span is not None:
        yield "words", folded(entry.span.of(source.text))
    if was is not None:
        yield "was", was.words
        yield "until", was.date
    before, after = around(source.text, entry.span) if entry.span else (was.before, was.after) if was else ("", "")
    yield "before", before
    yield "after", after


# Reading.


class _Block(Struct):
    """Lines under one heading: key → (value, number of the line)."""

    id: str
    number: int
    line: int
    fields: dict[str, tuple[str, int]] = {}
    spoiled: bool = False

    def get(self, key: str) -> str:
        return self.fields.get(key, ("", 0))[0]


def read_lock(source: Source) -> tuple[Ledger | None, tuple[Diagnostic, ...]]:
    """Read a ledger; None if nothing of it can be relied on. A block that is wrong is left out.

    Gives LCK001 (lines that are none of its form, marks of a merge conflict), LCK002 (another format) and LCK003 (it says
    two things that cannot both be true).
    """
    reader = _Reader(source)
    return reader.read(), tuple(reader.faults)


class _Reader:
    """Reads one file, and gathers its faults."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.faults: list[Diagnostic] = []
        self.head = _Block("", 0, 1)
        self.blocks: dict[tuple[str, int], _Block] = {}
        self.text: list[str] | None = None

    def fault(self, code: str, line: int, message: str, help_: str = _MEND) -> None:
        """Note a fault at the beginning of a line."""
        self.faults.append(Diagnostic(Place(self.source.path, line), code, message, help=help_))

    def read(self) -> Ledger | None:
        """Read all lines, then what they say together."""
        lines = self.source.text.removesuffix("\n").split("\n")
        for number, line in enumerate(lines, 1):
            if _CONFLICT.match(line):
                help_ = "keep one side whole, as with `git checkout --ours`, then run `anchors --accept`"
                self.fault("LCK001", number, f"`{line[:7]}` is left of a merge conflict", help_)
                return None
        self._split(lines)
        return self._ledger()

    def _split(self, lines: Iterable[str]) -> None:
        """Put each line where it belongs."""
        block = self.head
        for number, line in enumerate(lines, 1):
            heading, entry = _BLOCK.fullmatch(line), _FIELD.fullmatch(line)
            if self.text is not None:
                if line != "|" and not line.startswith("| "):
                    self.head.spoiled = True
                    self.fault("LCK001", number, "a line of the text does not begin with `| `")
                self.text.append(line[2:])
            elif line == "[text]":
                self.text = []
            elif heading is not None:
                block = _Block(heading[1], int(heading[2] or 1), number)
                if (block.id, block.number) in self.blocks:
                    self.fault("LCK001", number, f"`{line}` stands twice")
                self.blocks.setdefault((block.id, block.number), block)
            elif entry is not None:
                self._take(block, entry[1], entry[2], number)
            elif line and (line, number) != (_INTRO, 1):
                block.spoiled = True
                self.fault("LCK001", number, f"`{line[:60]}` is no line of an anchors.lock")

    def _take(self, block: _Block, key: str, value: str, line: int) -> None:
        known = _HEAD if block is self.head else _KEYS
        if key not in known:
            self.fault("LCK001", line, f"unknown key `{key}`", did_you_mean(key, known) or _MEND)
        elif key in block.fields:
            self.fault("LCK001", line, f"`{key}` stands twice, first in line {block.fields[key][1]}")
        else:
            block.fields[key] = (value, line)
            return
        block.spoiled = True

    def _ledger(self) -> Ledger | None:
        given, line = self.head.fields.get("format", ("", 1))
        if given and given != FORMAT:
            help_ = "use the version of Glossator that wrote it, or delete it and run `anchors --accept`"
            self.faults.clear()  # what else another format says is not for us to judge
            self.fault("LCK002", line, f"an anchors.lock of format {given}; this version reads format {FORMAT}", help_)
            return None
        for key in ("format", "article"):
            if not self.head.get(key):
                self.fault("LCK001", 1, f"`{key}` is missing")
        version, line = self.head.fields.get("version", ("", 0))
        if version and not isinstance(parse_date(version), Date):
            self.fault("LCK001", line, f'`version` cannot be "{version}"')
        if self.text is None:
            self.fault("LCK001", 1, "the article's text is missing")
        if self.text is None or self.head.spoiled or not self.head.get("article"):
            return None
        text = "\n".join(self.text)
        if digest(text) != self.head.get("article"):
            self.fault("LCK003", self.head.fields["article"][1], "the text in it is not the one whose hash it has")
            return None
        inner = Source("", text)
        entries = tuple(entry for block in self.blocks.values() if (entry := self._entry(block, inner)))
        return Ledger(self.source.path, text, version, entries)

    def _entry(self, block: _Block, text: Source) -> Entry | None:
        """Make an entry of a block, if its lines agree with each other and with the text."""
        if block.spoiled:
            return None
        state = next((each for each in SETTLED if each == block.get("state")), None)
        missing = next((key for key in _needed(state) if not block.get(key)), "")
        if state is None and block.get("state"):
            self.fault("LCK001", block.fields["state"][1], f'`state` cannot be "{block.get("state")}"')
            return None
        if state is None or missing:
            self.fault("LCK001", block.line, f"`{missing or 'state'}` is missing under `{block.id}`")
            return None
        span = None
        if state != "gone":
            at, line = block.fields["at"]
            span = _span(at, text)
            told = (block.get("words"), block.get("before"), block.get("after"))
            if span is None or (folded(span.of(text.text)), *around(text.text, span)) != told:
                self.fault("LCK003", line, f"the text in it has other words than `{block.id}` at {at}")
                return None
        before, after = ("", "") if span else (block.get("before"), block.get("after"))
        was = Was(block.get("was"), before, after, block.get("until")) if block.get("was") else None
        place = Place(self.source.path, block.line)
        return Entry(block.id, block.number, state, block.get("quote"), span, was, block.get("pending") == "yes", place)


def _needed(state: Settled | None) -> Iterator[str]:
    """Give the keys that a block must have."""
    yield "quote"
    if state in ("changed", "gone"):
        yield "was"
    if state != "gone":
        yield from ("at", "words")


def _span(at: str, text: Source) -> Span | None:
    """Find a stretch of a text that is given by lines and columns; None if there is none."""
    match = _AT.fullmatch(at)
    if match is None:
        return None
    offsets = []
    for line, column in ((int(match[1]), int(match[2])), (int(match[3]), int(match[4]))):
        if not 1 <= line <= len(text.line_starts):
            return None
        offsets.append(text.line_starts[line - 1] + column - 1)
    start, end = offsets
    return Span(start, end) if 0 <= start < end <= len(text.text) else None
