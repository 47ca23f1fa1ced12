"""The grammar that annotations and events share: a heading with braces, perhaps quotes, then text (FORMAT.md §3, §7).

Blocks are recognised line by line, outside fenced code. One bad block spoils only itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from glossator.model.anchor import Selector
from glossator.model.annotation import Target
from glossator.model.diagnostics import Diagnostic
from glossator.model.text import Place, Span

from .braces import Braces, parse_braces, split_heading
from .code_spans import fences, mask
from .prose import OurText

_HEADING = re.compile(r"^##[ \t]+(?=\S)(?P<text>[^\n]*)$", re.MULTILINE)
_TITLE = re.compile(r"^#[ \t]+[^\n]*$", re.MULTILINE)
_QUOTE_LINE = re.compile(r"^ {0,3}>[ \t]?")
_CALLOUT = re.compile(r"\[!\w+\]")
_EXACT = re.compile(r"(?<!=)==(?=[^\s=])(.+?)(?<=[^\s=])==(?!=)", re.DOTALL)
_RANGE = re.compile(r"\\?\[(?:…|\.\.\.|\\\.\\\.\\\.)\\?\]")


@dataclass(frozen=True, slots=True)
class Block:
    """One heading and what belongs to it."""

    place: Place
    title: Span
    """Of the heading's text, without braces."""
    braces: Braces
    targets: tuple[Target, ...]
    body: Span


def find_blocks(text: OurText, faults: list[Diagnostic], *, quotes: bool) -> tuple[Block, ...]:
    """Cut a file into blocks; without `quotes`, blockquotes belong to the body. Gives ANN001, ANN007 and ANN008."""
    source = text.source
    searched = mask(source.text, fences(source.text))
    headings = list(_HEADING.finditer(searched, text.start))
    before = Span(text.start, headings[0].start() if headings else len(searched))
    _report_text_before(text, searched, before, faults)
    blocks = []
    for number, match in enumerate(headings):
        end = headings[number + 1].start() if number + 1 < len(headings) else len(searched)
        title, braces_at = split_heading(match["text"])
        start = match.start("text")
        braces = Braces() if braces_at is None else parse_braces(source, start + braces_at, match.end(), faults)
        body = Span(min(match.end() + 1, end), end)
        targets: tuple[Target, ...] = ()
        if quotes:
            targets, body = _targets(text, body, faults)
        blocks.append(Block(source.place(match.start()), Span(start, start + len(title)), braces, targets, body))
    return tuple(blocks)


def _report_text_before(text: OurText, searched: str, span: Span, faults: list[Diagnostic]) -> None:
    for match in re.finditer(r"\S[^\n]*", searched[span.start : span.end]):
        if not _TITLE.match(match.group()):
            place = text.source.place(span.start + match.start())
            help_ = "begin a block with `## `, or move the text into one"
            faults.append(Diagnostic(place, "ANN008", "text before the first block is shown nowhere", help=help_))
            return


@dataclass(frozen=True, slots=True)
class _Run:
    """Neighbouring `>` lines."""

    text: str
    place: Place


def _targets(text: OurText, body: Span, faults: list[Diagnostic]) -> tuple[tuple[Target, ...], Span]:
    """Take the runs of `>` lines at the head of a body; give the targets and what is left of the body."""
    source = text.source
    runs: list[_Run] = []
    lines: list[str] = []
    opened = offset = body.start
    end = body.start
    for line in body.of(source.text).splitlines(keepends=True):
        quote = _QUOTE_LINE.match(line)
        if quote is not None:
            if not lines:
                opened = offset + quote.end()
                if _CALLOUT.match(line[quote.end() :]):
                    break
            lines.append(re.sub(r"^(?:[ \t]*>)+[ \t]?", "", line[quote.end() :].rstrip("\n")))
            end = offset + len(line)
        elif not line.strip():
            if lines:
                runs.append(_Run("\n".join(lines), source.place(opened)))
                lines = []
        else:
            if lines:
                place = source.place(offset)
                help_ = "put a blank line between the quote and the note, or `>` before this line"
                faults.append(Diagnostic(place, "ANN007", "blank line missing after the quote", help=help_))
            break
        offset += len(line)
    if lines:
        runs.append(_Run("\n".join(lines), source.place(opened)))
    targets = (_target(run, faults) for run in runs)
    return tuple(target for target in targets if target is not None), Span(end, body.end)


def _target(run: _Run, faults: list[Diagnostic]) -> Target | None:
    def fault(message: str, help_: str) -> None:
        faults.append(Diagnostic(run.place, "ANN007", message, help=help_))

    text = run.text.strip()
    parts = tuple(part.strip() for part in _RANGE.split(text))
    marks = list(_EXACT.finditer(text))
    if not text:
        fault("an empty quote", "write the words that are meant after `>`, or remove the line")
        return None
    if len(marks) > 1:
        fault("`==…==` stands more than once in a quote", "mark one stretch, or make a target of each")
        return None
    if marks and len(parts) > 1:
        fault("`==…==` and `[…]` in one quote", "give a range its first and last words without marks")
        return None
    if len(parts) > 1 and not all(parts):
        fault("a range needs words before and after `[…]`", "write the first words, `[…]`, and the last words")
        return None
    if marks:
        mark = marks[0]
        return Target(Selector(mark[1], text[: mark.start()].strip(), text[mark.end() :].strip()), run.place)
    return Target(Selector(text, parts=parts if len(parts) > 1 else ()), run.place)
