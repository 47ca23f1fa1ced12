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
    """Give the sentence around a span as HTML, white space folded, the span's words in `<b>` if asked."""
    sentence = sentence_around(text, span, ends)
    start, end = sentence.start, sentence.end
    # White space at the ends of linked words may stand outside the sentence.
    left, right = max(span.start, start), max(min(span.end, end), start)
    before, after = "", ""
    if len(sentence) > _LONGEST:
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


def _folded(text: str) -> str:
    return escape(re.sub(r"\s+", " ", text), quote=False)
