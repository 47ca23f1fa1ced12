"""Where a passage of an article stands in the file it was read from, for messages. A guess, but a good one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from glossator.model.article import Article
    from glossator.model.text import Span

_WORD = re.compile(r"\w+")
_GAP: Final = r"(?:<[^<>]{0,300}>|[^\w<]){1,40}?"
"""Between two words of the text there may be tags, marks of Markdown and white space."""

_WORDS: Final = (8, 4, 2, 1)
"""How many words are searched for, the most telling number first."""


def place_in_file(raw: str, article: Article, span: Span) -> int:
    """Give the offset in a file's text at which a passage of the article begins.

    The first words of the passage are searched for; of several hits the one is taken that has as many before it as the
    passage has before it in the article, or else the one nearest to its share of the length.
    """
    text = article.text
    if raw.endswith(text):
        return len(raw) - len(text) + span.start
    lead = next((i for i in range(span.start, len(text)) if not text[i].isspace()), span.start)
    words = [match.group() for match in _WORD.finditer(text, lead, lead + 400)][: _WORDS[0]]
    expected = len(raw) * span.start // max(1, len(text))
    for count in _WORDS:
        if count > len(words):
            continue
        pattern = re.compile(_GAP.join(map(re.escape, words[:count])))
        hits = [match.start() for match in pattern.finditer(raw)]
        if hits:
            before = sum(1 for _ in pattern.finditer(text, 0, lead + 1))
            rank = min(before, len(hits) - 1) if len(hits) == sum(1 for _ in pattern.finditer(text)) else -1
            return hits[rank] if rank >= 0 else min(hits, key=lambda hit: (abs(hit - expected), hit))
    return min(expected, len(raw))
