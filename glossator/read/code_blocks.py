"""Fenced blocks of code that stand by themselves in a text of Markdown are taken out of it, and converted apart and once.

To highlight one takes longer than all else that a text needs, and when an editor saves, most of its blocks are as they were.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from hashlib import blake2b
from typing import Final

from .code_spans import fences

_KEPT: Final[ContextVar[tuple[dict[str, str], dict[str, str]]]] = ContextVar("kept")
"""What is known, and what was met, while one text is read."""
_NAME: Final = re.compile(r"(?:<p>)?glossatorcode([0-9a-f]{16})n([0-9]+)z(?:</p>)?")
_CODE: Final = re.compile(r"```|~~~|\t| {4}")
"""There is no block of code in a text without it."""
_HIGHLIGHTED: Final = "<div "
"""How a block begins that was read as one; one with faulty options is running text."""


@contextmanager
def code_kept(known: Iterable[tuple[str, str]]) -> Iterator[dict[str, str]]:
    """Have no block of code converted that is `known`. Gives those that are met meanwhile, as written and as converted."""
    met: dict[str, str] = {}
    token = _KEPT.set((dict(known), met))
    try:
        yield met
    finally:
        _KEPT.reset(token)


def may_have_code(text: str) -> bool:
    """Tell whether a text may have a block of code."""
    return _CODE.search(text) is not None


def taken_out(text: str, convert: Callable[[str], str]) -> tuple[str, list[str]]:
    """Put a name in the place of each block of code; give the text, and the blocks converted. `restored` puts them back.

    The text stays whole if it has code besides blocks with blank lines around them, some that is none to Markdown, or what may
    be an instruction (`<?`), of which Python-Markdown keeps its own names of blocks.
    """
    found = [span for span in fences(text) if _stands_alone(text, span.start, span.end)]
    if not found:
        return text, []
    mark = _mark(text)
    pieces: list[str] = []
    done = 0
    for number, span in enumerate(found):
        pieces += (text[done : span.start], f"glossatorcode{mark}n{number}z")
        done = span.end
    rest = "".join((*pieces, text[done:]))
    if may_have_code(rest) or "<?" in rest:
        return text, []
    blocks = [_converted(span.of(text), convert) for span in found]
    return (rest, blocks) if all(html.startswith(_HIGHLIGHTED) for html in blocks) else (text, [])


def restored(html: str, text: str, blocks: list[str]) -> str:
    """Put blocks of code back, given the text from which they were taken."""
    if not blocks:
        return html
    mark = _mark(text)

    def block(match: re.Match[str]) -> str:
        return blocks[int(match[2])] if match[1] == mark else match.group()

    return _NAME.sub(block, html)


def _stands_alone(text: str, start: int, end: int) -> bool:
    return (
        text[start] in "`~"
        and (start == 0 or text.endswith("\n\n", 0, start))
        and (
            end == len(text)
            or text.startswith("\n\n", end)
            or (text.endswith("\n", end, end + 1) and end + 1 == len(text))
        )
    )


def _converted(written: str, convert: Callable[[str], str]) -> str:
    known, met = _KEPT.get(({}, {}))
    if written not in met:
        met[written] = known[written] if written in known else convert(written)
    return met[written]


def _mark(text: str) -> str:
    """Give what no text says by chance: of a text that told its own, it would be another one."""
    return blake2b(text.encode(), digest_size=8).hexdigest()
