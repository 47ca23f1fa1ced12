"""Which words of a source a cite stands for: those an editor names, else those that are quoted right before it.

They are kept as their first and last words, which is what leads a browser to them (`render/text_fragments.py`): a slip in the middle of a
long quotation then does no harm. What an editor left out or put in, `[…]`, is passed over.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from msgspec import Struct

from glossator.model.text import Span

Passage = tuple[str, ...]
"""Nothing, the words, or the first and the last of them."""

_OPENERS: Final = {
    "”": "“„", "“": "„", "»": "«", "«": "»", "’": "‘‚", "‘": "‚", "›": "‹", "‹": "›", "」": "「", "』": "『",
}  # fmt: skip
"""For each closing mark, those with which a quotation may have begun, in any of the languages that use it."""
_STOPS: Final = ".,;:!?。、，．"
_EDGES: Final = ' \t\n"“”„«»‘’‚‹›「」『』()–—-' + _STOPS
_GAP: Final = re.compile(r"[^\W_]*(?:\[[^\]]*\]|…|\.{3})[^\W_]*|\n")
"""What is not in the source: an omission, a word or letter put in, the break between two paragraphs."""
_CLAUSE: Final = re.compile("(?<=[。、，；！？])")
_ATTRIBUTION: Final = re.compile(r"\s*[—–-]?\s*")
_WHOLE: Final = 150
"""Characters of a passage that is kept whole: some two lines, within one paragraph of almost any page."""
_LONGEST: Final = 2000
"""Characters in which the beginning of a quotation is looked for."""
_ENDS: Final = 6
"""Words that are kept of either end of a longer one: enough to be unique, and few enough to hold no slip."""
_FEWEST: Final = (3, 6)
"""Words, or letters of a script without spaces, below which quotation marks need not mean that a source is quoted."""


class Quoting(Struct, frozen=True):
    """The plain text of a walk, in which quotations are looked for."""

    text: str
    starts: Sequence[int]
    """Of blocks, rising; the first is 0."""
    quotations: Sequence[Span]
    """What stands in blockquotes, in order."""

    def before(self, at: int, previous: int) -> Passage:
        """Give the passage that is quoted right before a cite at `at`; `previous` is where the cite before it stands, -1 if none does."""
        block = self.starts[bisect_right(self.starts, at) - 1]
        words = quoted_words(self.text[max(block, at - _LONGEST) : at])
        if not words:
            words = self._quotation(at, block, previous)
        return passage(words) if _is_long_enough(words) else ()

    def _quotation(self, at: int, block: int, previous: int) -> str:
        """Give the blockquote in which a cite stands, up to it, or which it follows with nothing but a dash between."""
        number = bisect_right(self.quotations, at, key=lambda span: span.start) - 1
        if number < 0:
            return ""
        span = self.quotations[number]
        inside = at <= span.end
        begin, end = span.start, at if inside else span.end
        if inside and block > begin and _ATTRIBUTION.fullmatch(self.text, block, at):
            end = block  # the paragraph that says where it is from
        elif not inside and not _ATTRIBUTION.fullmatch(self.text, span.end, at):
            return ""
        if inside:
            begin = max(begin, previous)
        elif previous > begin:
            return ""  # the cite in it says where it is from
        inner = self.starts[bisect_right(self.starts, begin) : bisect_left(self.starts, end)]
        cut = [begin, *inner, end]
        return "\n".join(" ".join(self.text[a:b].split()) for a, b in pairwise(cut)).strip()


def quoted_words(text: str) -> str:
    """Give the words in the quotation marks with which a text ends, a stop after them aside; empty if there are none."""
    text = text.rstrip()
    if text[-1:] in _STOPS and (text[-2:-1] in _OPENERS or text[-2:-1] == '"'):
        text = text[:-1]
    closer = text[-1:]
    if closer not in _OPENERS and closer != '"':
        return ""
    depth = 1
    for at in range(len(text) - 2, -1, -1):
        if text[at] in _OPENERS.get(closer, ""):
            depth -= 1
            if not depth:
                return " ".join(text[at + 1 : -1].split())
        elif text[at] == closer and closer != "’":  # which is an apostrophe, too
            depth += 1
    begin = text.rfind(closer, 0, -1) + 1 if closer in '"”' else 0  # Swedish begins with the mark with which it ends
    return " ".join(text[begin:-1].split()) if begin else ""


def passage(words: str) -> Passage:
    """Shorten the words of a source to what leads to them."""
    parts = [part for part in (each.strip(_EDGES) for each in _GAP.split(words)) if part]
    telling = [part for part in parts if _is_telling(part)] or parts[:1]
    if not telling:
        return ()
    first, last = telling[0], telling[-1]
    if len(telling) == 1 and len(first) <= _WHOLE:
        return (first,)
    first, last = _head(first), _tail(last)
    return (first, last) if first != last else (first,)


def _head(words: str) -> str:
    pieces = _pieces(words)
    return "".join(pieces[: _ENDS if " " in words else 1]).strip(_EDGES)


def _tail(words: str) -> str:
    pieces = _pieces(words)
    return "".join(pieces[-_ENDS if " " in words else -1 :]).strip(_EDGES)


def _pieces(words: str) -> list[str]:
    """Cut a text at spaces, or if it has none, after its clauses: in the middle of them nobody finds words."""
    return re.findall(r"\S+\s*", words) if " " in words else [piece for piece in _CLAUSE.split(words) if piece]


def _is_telling(part: str) -> bool:
    return " " in part or (not part.isascii() and len(part) >= _FEWEST[1])


def _is_long_enough(words: str) -> bool:
    return len(words.split()) >= _FEWEST[0] or (not words.isascii() and " " not in words and len(words) >= _FEWEST[1])
