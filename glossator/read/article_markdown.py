"""Markdown of a source article becomes HTML. None of our own syntax means anything in it: it is somebody else's text."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from markdown import Markdown

_EXTENSIONS: Final = (
    "markdown.extensions.abbr",
    "markdown.extensions.attr_list",
    "markdown.extensions.def_list",
    "markdown.extensions.footnotes",
    "markdown.extensions.sane_lists",
    "markdown.extensions.tables",
)
_ALIGN = re.compile(r' style="text-align: (left|center|right);"')
_BACK_LINK = re.compile(r'(?:&#160;)?<a class="footnote-backref"[^>]*>[^<]*</a>')

_LONGEST: Final = 50_000
"""Python-Markdown takes time by the square of a paragraph's length for some of its inline marks."""

_MARKS: Final = 1_000
"""Of brackets, angle brackets or runs of other marks in one paragraph; 2,000 `[` take half a second, 20,000 minutes."""

_DEEPEST: Final = 40
"""Levels of quotation or indentation; each takes several Python frames."""

_PARAGRAPH_END = re.compile(r"\n[ \t]*\n")
_DEEP = re.compile(rf"^(?:[ \t]*>){{{_DEEPEST}}}|^(?: {{4}}|\t){{{_DEEPEST}}}", re.MULTILINE)


def markdown_to_html(text: str) -> str | None:
    """Convert an article's Markdown; not sanitised. None if no person can have written it and it would take for ever."""
    if _is_hostile(text):
        return None
    from .markdown import converted

    html = converted(_converter, text)
    return _BACK_LINK.sub("", _ALIGN.sub(r' class="align-\1"', html))


def _is_hostile(text: str) -> bool:
    if _DEEP.search(text):
        return True
    return any(
        len(part) > _LONGEST or max(part.count(mark) for mark in "[<`*_") > _MARKS
        for part in _PARAGRAPH_END.split(text)
    )


@cache
def _converter(*, code: bool) -> Markdown:
    from markdown import Markdown

    from .markdown import CODE_CONFIGURATION, extensions

    return Markdown(extensions=[*extensions(_EXTENSIONS, CODE_CONFIGURATION, code=code)])
