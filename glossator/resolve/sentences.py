"""The sentence in which something stands.

A rule of thumb, not linguistics: a sentence ends at a full stop, question or exclamation mark before white space and a
capital, a digit or an opening quote, unless the stop ends an abbreviation or an initial; in Chinese and Japanese at `。！？`.
"""

from __future__ import annotations

import re
from html import escape
from typing import Final

from glossator.model.text import Span

_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s+[\"'“‘«(\[]*[^\W_a-zа-яё])|[。！？]+[」』）]*")
_ABBREVIATION = re.compile(
    r"(?:\b(?:[A-Z]|[Aa]rts?|[Cc]f|[Cc]h|[Dd]ocs?|[Dd]r|[Ee]ds?|[Ee]tc|[Ff]igs?|[Mm]rs?|[Mm]s|[Nn]os?|pp?|[Pp]aras?|[Pp]rof|[Ss]ecs?|[Ss]t|[Vv]ols?|[Vv]s"
    r"|e\.g|i\.e|[A-Z]\.[A-Z]|ca?))\.\Z"
)
_LONGEST: Final = 420
"""Characters of a sentence that is shown whole; a longer one is cut at words around what it is shown for."""


def sentence_around(text: str, span: Span) -> Span:
    """Give the sentence of a block's text in which a span stands; a span over several sentences gives them all."""
    start, end = 0, len(text)
    for match in _END.finditer(text):
        if _ABBREVIATION.search(text, max(0, match.start() - 12), match.start() + 1) and match.group().startswith("."):
            continue
        if match.end() <= span.start:
            start = match.end()
        elif match.end() >= span.end:
            end = match.end()
            break
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def shown_sentence(text: str, span: Span, *, emphasise: bool) -> str:
    """Give the sentence around a span as HTML, white space folded, the span's words in `<b>` if asked."""
    sentence = sentence_around(text, span)
    start, end = sentence.start, sentence.end
    before, after = "", ""
    if len(sentence) > _LONGEST:
        half = _LONGEST // 2
        if span.start - start > half:
            start = text.find(" ", span.start - half) + 1 or span.start - half
            before = "… "
        if end - span.end > half:
            cut = text.rfind(" ", span.end, span.end + half)
            end = cut if cut > 0 else span.end + half
            after = " …"
    inner = _folded(text[span.start : span.end])
    if emphasise and inner.strip():
        html = f"{_folded(text[start : span.start])}<b>{inner}</b>{_folded(text[span.end : end])}"
    else:
        html = _folded(text[start:end])
    return before + html + after


def _folded(text: str) -> str:
    return escape(re.sub(r"\s+", " ", text), quote=False)
