"""Words of a text, for finding names in it.

A token is a run of letters, digits and marks; of scripts that put no spaces between words each character is one, except
that katakana, which writes foreign names, runs on as a word (Unicode Standard Annex 29 treats it so too).
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

_TOKEN = re.compile(
    r"[\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9f\u309a]+"  # katakana, also that of Ainu
    r"|[\u2e80-\u2fdf\u3005-\u3007\u3041-\u309f\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]"
    r"|(?:(?![\u2e80-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff])[^\W_])"
    r"(?:(?![\u2e80-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff])[\w\u0300-\u036f])*"
)
_FOLDED = str.maketrans(
    {
        **dict.fromkeys("‘’‛ʼ＇", "'"),
        **dict.fromkeys("“”„‟", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        "\u00ad": "",
    }
)


class Token(NamedTuple):
    """A word and where it stands, in code points."""

    start: int
    end: int
    text: str
    folded: str


def tokens(text: str) -> list[Token]:
    """Cut a text into tokens."""
    return [Token(m.start(), m.end(), _exact(m.group()), fold(m.group())) for m in _TOKEN.finditer(text)]


def fold(text: str) -> str:
    """Give the form in which names are compared: case, compatibility forms, quotes, dashes, white space do not count."""
    if text.isascii():
        return " ".join(text.lower().split())
    return " ".join(unicodedata.normalize("NFKC", text).translate(_FOLDED).casefold().split())


def separator(text: str) -> str:
    """Give what stands between two tokens in the form in which it is compared."""
    folded = text.translate(_FOLDED)
    return " ".join(folded.split()) if folded.strip() else " " * bool(folded)


def _exact(word: str) -> str:
    return word if word.isascii() else unicodedata.normalize("NFC", word)
