"""Words of a text, for finding names in it.

A token is a run of letters, digits and the marks on them, cut at apostrophes. Of scripts that put no spaces between words
each character is one, and of Hangul, whose words carry particles, each syllable; but katakana, which writes foreign names,
runs on as a word (as in Unicode Standard Annex 29).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final, NamedTuple

APOSTROPHES: Final = "'‘’‛ʹʻʼˈ′＇´"
"""All are compared as `'`. Some of them are letters to Unicode, and still cut words here."""
_FOLDED: Final = str.maketrans(
    {
        **dict.fromkeys(APOSTROPHES, "'"),
        **dict.fromkeys("“”„‟", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        # Characters that only say how a word may be broken or drawn.
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", ""),
        **dict.fromkeys(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))), ""),
    }
)
_SINGLE: Final = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
    "\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3038-\u303c\u3041-\u3096\u309d-\u309f\u3105-\u312f\u31a0-\u31bf"
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
_KATAKANA: Final = "\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9f"  # with that of Ainu


_ASCII_WORD: Final = re.compile("[A-Za-z0-9]+")
_WESTERN: Final = re.compile("[\\0-\u02ff\u2010-\u2027\u2030-\u203a]*")
_WESTERN_WORD: Final = re.compile(rf"(?:(?![{APOSTROPHES}])[^\W_])(?:(?![{APOSTROPHES}])[^\W_]|\u00ad)*")
"""Of texts in Latin letters without marks of their own: to make the pattern for all scripts takes a tenth of an edit."""


class Token(NamedTuple):
    """A word and where it stands, in code points."""

    start: int
    end: int
    text: str
    """As written, composed."""
    folded: str


def tokens(text: str) -> list[Token]:
    """Cut a text into tokens."""
    if text.isascii():
        return [Token(m.start(), m.end(), m.group(), m.group().lower()) for m in _ASCII_WORD.finditer(text)]
    folded: dict[str, str] = {}
    found = []
    for match in _word(text).finditer(text):
        word = match.group()
        if word not in folded:
            folded[word] = fold(word)
        found.append(Token(match.start(), match.end(), _exact(word), folded[word]))
    return found


def folded_words(text: str) -> frozenset[str]:
    """Give the folded words of a text, without where they stand: that takes a fifth of the time of `tokens`."""
    if text.isascii():
        return frozenset(_ASCII_WORD.findall(text.lower()))
    return frozenset(map(fold, frozenset(_word(text).findall(text))))


def fold(text: str) -> str:
    """Give the form in which names are compared: case, compatibility forms, quotes, dashes, white space do not count."""
    if text.isascii():
        return " ".join(text.lower().split())
    # Folding case can undo composition, and compatibility forms can be quotes and dashes: so twice each.
    plain = unicodedata.normalize("NFKC", text.translate(_FOLDED)).translate(_FOLDED)
    return " ".join(unicodedata.normalize("NFKC", plain.casefold()).split())


def separator(text: str) -> str:
    """Give what stands between two tokens in the form in which it is compared: a space counts only where nothing else is."""
    return fold(text) or " " * bool(text.translate(_FOLDED))


def _exact(word: str) -> str:
    return word if word.isascii() else unicodedata.normalize("NFC", word.translate(_FOLDED))


def _word(text: str) -> re.Pattern[str]:
    """Give what finds the words of a text."""
    return _WESTERN_WORD if _WESTERN.fullmatch(text) else _pattern()


@cache
def _pattern() -> re.Pattern[str]:
    # Python's `\w` knows no marks. All of them are below U+20000 but the variation selectors.
    marks = "".join(
        each for each in map(chr, range(0x300, 0x20000)) if unicodedata.category(each)[0] == "M" and not each.isalnum()
    )
    marks += "\u00ad\u200c\u200d\u2060\U000e0100-\U000e01ef"
    letter = rf"(?![{_SINGLE}{_KATAKANA}{APOSTROPHES}])[^\W_]"
    return re.compile(
        rf"[A-Za-z0-9]+(?:[A-Za-z0-9]+|{letter}|[{marks}])*"
        rf"|(?=[^\W_])[{_SINGLE}][{marks}]*"
        rf"|[{_KATAKANA}][{_KATAKANA}{marks}]*"
        r"|[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?"  # a syllable of Hangul, decomposed
        rf"|{letter}(?:[A-Za-z0-9]+|{letter}|[{marks}])*"
    )
