"""The sentence in which something stands.

A rule of thumb, not linguistics: a sentence ends at a full stop, question or exclamation mark before white space and
anything but a small letter, unless the stop ends an abbreviation or an initial; in Chinese and Japanese at `。！？`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from html import escape
from typing import Final

from glossator.model.text import Span

_END = re.compile(r"(?<![.!?…؟۔।॥])[.!?…؟۔।॥]++[\"'”’»)\]]*+(?=\s++[\"'“‘«(\[]*+(?P<next>\w))|[。！？｡]+[」』）]*")
_ABBREVIATION = re.compile(
    r"(?<![\w'’])(?:[^\W\d_]|[^\W\d_]\.[^\W\d_]"  # an initial, U.S., e.g., z.B.
    r"|[Aa]bs|[Aa]dm|[Aa]l|[Aa]pprox|[Aa]pr|[Aa]rts?|[Aa]ug|[Cc]a|[Cc]apt|[Cc]f|[Cc]h|[Cc]ol|[Dd]ec|[Dd]ocs?|[Dd]r|[Ee]ds?|[Ee]tc"
    r"|[Ff]eb|[Ff]igs?|[Gg]en|[Gg]ov|[Ii]bid|[Jj]an|[Jj]r|[Ll]t|[Mm]aj|[Mm]rs?|[Mm]s|[Nn]os?|[Nn]ov|[Nn]r|[Oo]ct|pp|[Pp]aras?|[Pp]rof"
    r"|[Rr]ep|[Rr]ev|[Ss]ecs?|[Ss]en|[Ss]ept?|[Ss]gt|[Ss]t|[Tt]rans|[Vv]ols?|[Vv]s|гг|ст)\Z"
)
_LONGEST: Final = 420
"""Characters of a sentence that is shown whole; a longer one is cut at words around what it is shown for."""
_LITTLE: Final = 12
"""Letters beside the linked words up to which a sentence says no more than “See also …”: the one before it is shown too."""
_CELLS: Final = 12
"""Cells of a row that are shown."""
_WINDOW: Final = 12
"""Characters before a stop in which an abbreviation is looked for; the longest has six."""


def sentence_ends(text: str) -> tuple[int, ...]:
    """Give where the sentences of a block's text end, the last one always at its end."""
    ends = []
    for match in _END.finditer(text):
        at = match.start()
        if match["next"] and match["next"].islower():
            continue
        if match.group() == "." and _ABBREVIATION.search(text, max(0, at - _WINDOW), at):
            continue
        ends.append(match.end())
    return (*ends, len(text))


def sentence_around(text: str, span: Span, ends: Sequence[int] | None = None) -> Span:
    """Give the sentence of a block's text in which a span stands; a span over several sentences gives them all.

    `ends` are those of `sentence_ends`, if they are at hand: the cost without them is linear in the text.
    """
    ends = sentence_ends(text) if ends is None else ends
    before = bisect_right(ends, span.start)
    start = ends[before - 1] if before else 0
    end = ends[min(bisect_left(ends, span.end), len(ends) - 1)]
    shown = text[start:end]
    stripped = shown.lstrip()
    return Span(start + len(shown) - len(stripped), start + len(shown) - len(stripped) + len(stripped.rstrip()))


def shown_sentence(text: str, span: Span, *, emphasise: bool, ends: Sequence[int] | None = None) -> str:
    """Give the sentence around a span as HTML, white space folded, the span's words in `<b>` if asked.

    If it says hardly more than these words, the sentence before it comes with it.
    """
    sentence = sentence_around(text, span, ends)
    start, end = sentence.start, sentence.end
    # White space at the ends of linked words may stand outside the sentence.
    left, right = max(span.start, start), max(min(span.end, end), start)
    said = len(text[:start].rstrip())
    if emphasise and said and sum(map(str.isalnum, text[start:left] + text[right:end])) <= _LITTLE:
        start = sentence_around(text, Span(said - 1, said), ends).start
    before, after = "", ""
    if end - start > _LONGEST:
        half = _LONGEST // 2
        if left - start > half:
            cut = text.find(" ", left - half, left)
            start, before = (cut + 1 if cut >= 0 else left - half), "… "
        if end - right > half:
            cut = text.rfind(" ", right, right + half)
            end, after = (cut if cut >= 0 else right + half), " …"
    if emphasise and text[left:right].strip():
        pieces = (text[start:left], text[left:right], text[right:end])
        return f"{before}{_folded(pieces[0])}<b>{_folded(pieces[1])}</b>{_folded(pieces[2])}{after}"
    return before + _folded(text[start:end]) + after


class Blocks:
    """A plain text, cut into blocks when a sentence is asked for."""

    def __init__(self, text: str, starts: Sequence[int], rows: Sequence[Span] = ()) -> None:
        """Cut a text where its blocks start, the first one at 0; `rows` are those of tables, in order."""
        self.text, self._starts, self._rows = text, starts, rows
        self._cut: dict[int, tuple[str, tuple[int, ...]]] = {}

    def sentence(self, span: Span, *, emphasise: bool) -> str:
        """Give the sentence around a span as HTML; a span that runs over its block's end is cut there.

        What stands alone in its block, as a citation in a cell of a table or after a quotation, stands for the row, or for the end of the block before;
        linked words that are all of a cell come with the row.
        """
        number = bisect_right(self._starts, span.start) - 1
        if emphasise and self._block(number)[0].strip() == self.text[span.start : span.end].strip():
            before, after = self._cells(number)
            row = " · ".join((*before, f"<b>{_folded(self.text[span.start : span.end].strip())}</b>", *after))
            if len(row) <= _LONGEST:
                return row
        if not emphasise and not self._block(number)[0].strip():
            if row := self._row(number):
                return row
            while number and not self._block(number)[0].strip():
                span = Span(self._starts[number] - 1, self._starts[number])
                number -= 1
        start = self._starts[number]
        block, ends = self._block(number)
        inner = Span(span.start - start, min(span.end - start, len(block)))
        return shown_sentence(block, inner, emphasise=emphasise, ends=ends)

    def _row(self, number: int) -> str:
        """Give what stands in the row of a table before a block; empty if it is in none."""
        return " · ".join(self._cells(number)[0])

    def _cells(self, number: int) -> tuple[list[str], list[str]]:
        """Give what stands in the row of a table before and after a block, as HTML; nothing if it is in none."""
        at = self._starts[number]
        found = bisect_right(self._rows, at, key=lambda row: row.start) - 1
        if found < 0 or at > self._rows[found].end:
            return [], []
        first = max(bisect_left(self._starts, self._rows[found].start), number - _CELLS)
        last = min(bisect_left(self._starts, self._rows[found].end), number + _CELLS)
        blocks = range(first, number), range(number + 1, last)
        before, after = ([_folded(cell) for each in part if (cell := self._block(each)[0].strip())] for part in blocks)
        return before, after

    def _block(self, number: int) -> tuple[str, tuple[int, ...]]:
        """Give a block's text, and where its sentences end."""
        if number not in self._cut:
            end = self._starts[number + 1] if number + 1 < len(self._starts) else len(self.text)
            block = self.text[self._starts[number] : end]
            self._cut[number] = (block, sentence_ends(block))
        return self._cut[number]


def _folded(text: str) -> str:
    return escape(re.sub(r"\s+", " ", text), quote=False)
