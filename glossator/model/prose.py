"""A text of ours after reading: HTML in which our own syntax waits to be resolved.

Markdown is slow to convert and does not depend on other files; names, sources and links do. So conversion happens once
a text, at reading, and leaves marks in the HTML where links, citations and styled words stand; resolving replaces them.
The marks are code points of the private use area, which survive Markdown and the sanitiser: `START n STOP` stands for
part `n` as a whole, `OPEN n STOP` and `END n STOP` around the words that part `n` wraps.
"""

from __future__ import annotations

import re
from typing import Final

from msgspec import Struct

from .citation import Citation
from .text import Place

START: Final = "\ue000"
OPEN: Final = "\ue001"
END: Final = "\ue002"
STOP: Final = "\ue003"
ROOT: Final = "\ue004"
"""At the start of an address: the root of the site, seen from the page that prints it."""
RESERVED: Final = re.compile(f"[{START}{OPEN}{END}{STOP}{ROOT}]")
"""What no text of ours may say."""
ANY_TAG: Final = re.compile(r"<[^<>\"]*+(?:\"[^\"]*+\"[^<>\"]*+)*+>")
_BLOCK_TAG: Final = re.compile(r"</?(?:p|div|li|[uod]l|d[td]|t[dhr]|table|h[1-6]|blockquote|pre|br|hr)\b")


class WikiLink(Struct, frozen=True):
    """`[[target]]` or `[[target|shown]]`."""

    place: Place
    target: str
    """White space folded, backslashes before punctuation removed."""
    wraps: bool
    """Whether words of its own stand between the marks."""


class Styled(Struct, frozen=True):
    """`[words]{lang=ja dir=rtl .class}`."""

    attributes: tuple[tuple[str, str], ...]


class Part(Struct, frozen=True):
    """Something that waits to be resolved, and how it was written."""

    raw: str
    what: WikiLink | Citation | Styled


class Prose(Struct, frozen=True):
    """A text of ours, converted but not resolved."""

    html: str = ""
    parts: tuple[Part, ...] = ()


def plain_text(html: str) -> str:
    """Give the text of converted HTML, without marks, its white space folded."""
    from html import unescape

    text = ANY_TAG.sub(lambda match: " " if _BLOCK_TAG.match(match.group()) else "", html)
    text = re.sub(f"[{START}{OPEN}{END}]\\d+{STOP}", "", text)
    return " ".join(unescape(text).split())
