"""The grammar that annotations and events share: a heading with braces, perhaps quotes, then text (FORMAT.md §3, §7).

Blocks are recognised line by line, outside fenced code. One bad block spoils only itself.
"""

from __future__ import annotations

import re

from msgspec import Struct

from glossator.model.anchor import Selector
from glossator.model.annotation import Target
from glossator.model.diagnostics import Diagnostic
from glossator.model.text import Place, Source, Span

from .braces import Braces, parse_braces, split_heading
from .code_spans import Kind, fences, literals, mask
from .prose import OurText

_HEADING = re.compile(r"^##(?:[ \t]+(?P<text>[^\n]*)|)$", re.MULTILINE)
_FILE_TITLE = re.compile(r"\s*(?:#[ \t][^\n]*|[^\n]+\n {0,3}=+[ \t]*)(?:\n|\Z)")
_QUOTE_LINE = re.compile(r" {0,3}>[ \t]?")
_NESTED = re.compile(r"(?:[ \t]*>)+[ \t]?")
_CALLOUT = re.compile(r"\\?\[!\w+\\?\]")
_MARK = re.compile(r"(?<!=)==(?!=)")
_RANGE = re.compile(r"\\?\[(?:…|\\?\.\\?\.\\?\.)\\?\]")


class Block(Struct, frozen=True):
    """One heading and what belongs to it."""

    place: Place
    title: Span
    """Of the heading's text, without braces."""
    braces: Braces
    targets: tuple[Target, ...]
    body: Span


def find_blocks(text: OurText, faults: list[Diagnostic], *, quotes: bool) -> tuple[Block, ...]:
    """Cut a file into blocks; without `quotes`, blockquotes belong to the body.

    Gives HDR001 (a heading without words), ANN001, ANN007, ANN008, and MKD002 for a heading in an HTML comment, which
    begins a block all the same: a comment that is never closed must not swallow the blocks after it.
    """
    source = text.source
    searched = mask(source.text, fences(source.text))
    found = literals(source.text) if "<!--" in source.text else ()
    comments = [each.span for each in found if each.kind is Kind.COMMENT]
    headings = list(_HEADING.finditer(searched, text.start))
    _report_text_before(source, Span(text.start, headings[0].start() if headings else len(searched)), comments, faults)
    blocks = []
    ends = (*(match.start() for match in headings[1:]), len(searched))
    for match, end in zip(headings, ends, strict=False):
        blocks.append(_block(source, match, end, faults, quotes=quotes))
        if any(span.start < match.start() < span.end for span in comments):
            message = "a heading in a comment begins a block all the same"
            help_ = "remove the block, or put it into fenced code to keep it aside"
            faults.append(Diagnostic(source.place(match.start()), "MKD002", message, help=help_))
    return tuple(blocks)


def _block(source: Source, match: re.Match[str], end: int, faults: list[Diagnostic], *, quotes: bool) -> Block:
    place = source.place(match.start())
    title, braces_at = split_heading(match["text"] or "")
    start = match.end() if match["text"] is None else match.start("text")
    if not title:
        faults.append(Diagnostic(place, "HDR001", "the heading has no words", help="write a title after `## `"))
    braces = Braces() if braces_at is None else parse_braces(source, start + braces_at, match.end(), faults)
    body = Span(min(match.end() + 1, end), end)
    targets: tuple[Target, ...] = ()
    if quotes:
        targets, body = _targets(source, body, faults)
    return Block(place, Span(start, start + len(title)), braces, targets, body)


def _report_text_before(source: Source, span: Span, comments: list[Span], faults: list[Diagnostic]) -> None:
    shown = mask(source.text, tuple(comments))[: span.end]
    title = _FILE_TITLE.match(shown, span.start)
    for match in re.compile(r"\S").finditer(shown, title.end() if title else span.start):
        place = source.place(match.start())
        help_ = "begin a block with `## `, or move the text into one"
        faults.append(Diagnostic(place, "ANN008", "text before the first block is shown nowhere", help=help_))
        return


class _Run(Struct, frozen=True):
    """Neighbouring `>` lines."""

    text: str
    place: Place


def _targets(source: Source, body: Span, faults: list[Diagnostic]) -> tuple[tuple[Target, ...], Span]:
    """Take the runs of `>` lines at the head of a body; give the targets and what is left of the body."""
    runs: list[_Run] = []
    lines: list[str] = []
    opened = offset = end = body.start
    while offset < body.end:
        following = source.text.find("\n", offset, body.end) + 1 or body.end
        line = source.text[offset:following].rstrip("\n")
        quote = _QUOTE_LINE.match(line)
        if quote is not None:
            if not lines and _CALLOUT.match(line, quote.end()):
                break
            nested = _NESTED.match(line, quote.end())
            words = nested.end() if nested else quote.end()
            opened = opened if lines else offset + words
            lines.append(line[words:])
            end = following
        elif line.strip():
            if lines:
                place = source.place(offset)
                help_ = "put a blank line between the quote and the note, or `>` before this line"
                faults.append(Diagnostic(place, "ANN007", "blank line missing after the quote", help=help_))
            break
        elif lines:
            runs.append(_Run("\n".join(lines), source.place(opened)))
            lines = []
        offset = following
    if lines:
        runs.append(_Run("\n".join(lines), source.place(opened)))
    targets = (_target(run, faults) for run in runs)
    return tuple(target for target in targets if target is not None), Span(end, body.end)


def _target(run: _Run, faults: list[Diagnostic]) -> Target | None:
    def fault(message: str, help_: str) -> None:
        faults.append(Diagnostic(run.place, "ANN007", message, help=help_))

    text = run.text.strip()
    parts = tuple(part.strip() for part in _RANGE.split(text))
    marks, alone = _marked(text)
    if not text:
        fault("an empty quote", "write the words that are meant after `>`, or remove the line")
    elif alone:
        fault(
            "`==` stands alone in a quote",
            "write `==` on both sides of the words that are meant, without spaces inside",
        )
    elif len(marks) > 1:
        fault("`==…==` stands more than once in a quote", "mark one stretch, or make a target of each")
    elif marks and len(parts) > 1:
        fault("`==…==` and `[…]` in one quote", "give a range its first and last words without marks")
    elif len(parts) > 1 and not all(parts):
        fault("a range needs words before and after `[…]`", "write the first words, `[…]`, and the last words")
    elif marks:
        start, end = marks[0].start, marks[0].end
        return Target(Selector(text[start + 2 : end - 2], text[:start].strip(), text[end:].strip()), run.place)
    else:
        return Target(Selector(text, parts=parts if len(parts) > 1 else ()), run.place)
    return None


def _marked(text: str) -> tuple[list[Span], bool]:
    """Find the stretches between `==` and `==`, marks included, and tell whether a mark has no partner.

    A mark touches the words that it marks; one with white space, or with words, on both sides may stand for itself.
    """
    found: list[Span] = []
    opened: int | None = None
    alone = False
    for match in _MARK.finditer(text):
        before, after = (
            text[max(match.start() - 1, 0) : match.start()].strip(),
            text[match.end() : match.end() + 1].strip(),
        )
        if opened is not None and before:
            found.append(Span(opened, match.end()))
            opened = None
        elif after and opened is None:
            opened = match.start()
        elif before or after:
            alone = True
    if opened is not None:
        alone = alone or not text[max(opened - 1, 0) : opened].strip()
    return found, alone
