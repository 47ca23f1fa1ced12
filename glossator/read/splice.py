"""Change stretches of a file, and leave every other byte: byte-order mark, line ends, trailing spaces, a missing last line end.

Spans are those of the text as it is read (`files.source_of`), where every line ends with a line feed.
"""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from typing import Final

from glossator.model.text import Span

_LINE_END: Final = re.compile("\r\n|\r|\n")

Change = tuple[Span, str]
"""A stretch, and what takes its place, with line feeds."""


def spliced(raw: bytes, changes: Iterable[Change]) -> bytes:
    """Replace stretches of a UTF-8 file that do not overlap; new lines end as most lines of the file do."""
    text = raw.decode()
    starts = [int(raw.startswith(codecs.BOM_UTF8)), *(match.end() for match in _LINE_END.finditer(text))]
    ends = [match.start() for match in _LINE_END.finditer(text)]
    read = [0]
    for start, end in zip(starts, ends, strict=False):
        read.append(read[-1] + end - start + 1)

    def offset(place: int) -> int:
        line = bisect_right(read, place) - 1
        return starts[line] + place - read[line]

    kinds = Counter(match.group() for match in _LINE_END.finditer(text))
    line_end = max(("\n", "\r\n", "\r"), key=lambda each: kinds[each])
    pieces: list[str] = []
    done = 0
    for span, new in sorted(changes):
        pieces += (text[done : offset(span.start)], new.replace("\n", line_end))
        done = offset(span.end)
    return "".join((*pieces, text[done:])).encode()


def gap_before(text: str) -> str:
    """Give the line ends that a block put at the end of a text needs before it: it stands after an empty line."""
    if not text or text.endswith("\n\n") or text == "\n":
        return ""
    return "\n" if text.endswith("\n") else "\n\n"
