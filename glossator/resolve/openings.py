"""How a text of ours begins: what the card of a note shows on other pages."""

from __future__ import annotations

import re
from html import escape
from typing import Final

from glossator.model.prose import START, STOP, plain_text

from .prose import Resolved
from .sentences import sentence_ends

_LONGEST: Final = 420
"""Characters of an opening; a longer one is cut after a sentence, or at a word if its first sentence is longer."""
_PARAGRAPH = re.compile(r'<p(?! class="callout-title")(?: [^>]*)?>(.*?)</p>', re.DOTALL)
_LEFT_OUT = re.compile(rf'\s*{START}\d+{STOP}|</?a\b[^>]*>|<sup id="[^"]*fnref.*?</sup>|<img\b[^>]*>', re.DOTALL)
_ID = re.compile(r' id="[^"]*"')


def opening(text: Resolved) -> str:
    """Give the first paragraph of a text as HTML, without links, citations and ids; empty if the text is.

    A long one is cut, and then has no more markup; so has the beginning of a text that has no paragraph.
    """
    found = _PARAGRAPH.search(text.html)
    html = _ID.sub("", _LEFT_OUT.sub("", found[1] if found else text.html)).strip()
    plain = plain_text(html)
    if len(plain) > _LONGEST:
        plain = _cut(plain)
    elif found:
        return html
    return escape(plain, quote=False)


def _cut(text: str) -> str:
    end = max((end for end in sentence_ends(text) if end <= _LONGEST), default=0)
    if end:
        return text[:end]
    word = text.rfind(" ", 0, _LONGEST)
    return f"{text[: word if word > 0 else _LONGEST]} …"
