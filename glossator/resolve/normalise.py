"""Fold text so that looks never decide whether a quote is found, and keep the way back to the text.

Two forms of a text are compared (FORMAT.md §3, Target). The *plain* form has one spelling for each character that
readers take for the same: Unicode NFKC (UAX #15), straight quotes, one dash, single spaces, `…` for three dots, and
nothing invisible. The *bare* form is the plain one without spaces and Markdown's delimiters, and has a
lower-case twin of the same length. Punctuation, digits and accents stay: they can carry meaning.

Offsets count code points.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left
from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from glossator.model.text import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

_SINGLE: Final = "‘’‚‛′‵´＇ʼʹ‹›"
_DOUBLE: Final = "“”„‟″‶＂«»"
_DASHES: Final = "‐‑‒–—―−⸺⸻﹘﹣－⁃"
_INVISIBLE: Final = "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff"
"""Soft hyphen, joiners, direction marks and the like; further ones are known by their category (`Cf`, or a variation selector)."""
_GONE: Final = "\u200b"
"""Stands for every invisible character between the two steps of folding."""
_SMALL_CAPITALS: Final = dict(zip("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnopqrstuvwyz", strict=True))
_MARKUP: Final = "*_`~\\"
_RUN: Final = rf"[ {_GONE}]{{2,}}|{_GONE}|-{{2,}}|\.{{3,}}"
_BARE: Final = re.compile(rf"[^ {re.escape(_MARKUP)}]+")
NO_SPACES: Final = (
    "\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u2e80-\u2fff\u3040-\u318f\u31a0-\u9fff\ua960-\ua97f"
    "\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff"
)
"""Ranges, for a character class, of scripts that set no spaces between words (Thai, Lao, Myanmar, Khmer, kana, Han), and of Hangul,
which writes particles onto the noun."""


class Form(Struct, frozen=True):
    """A folded text, with the place in the original of each of its characters."""

    text: str
    starts: Sequence[int]
    """Where the original of each character begins; never falls."""
    ends: Sequence[int]
    """Where it ends; never falls. A base letter and its accents, or a run of spaces, have one original together."""

    def original(self, start: int, end: int) -> Span:
        """Give the original of the characters from `start` up to `end`, at least one."""
        return Span(self.starts[start], self.ends[end - 1])

    def index(self, offset: int) -> int:
        """Give the first character that begins at or after an offset of the original."""
        return bisect_left(self.starts, offset)

    def cover(self, span: Span) -> tuple[int, int]:
        """Give the characters that begin within a span of the original."""
        return self.index(span.start), self.index(span.end)


@lru_cache(maxsize=4096)
def _fold(character: str) -> str:
    """Give the plain form of one character; the cache only saves time."""
    if character in _SINGLE:
        return "'"
    if character in _DOUBLE:
        return '"'
    if character in _DASHES:
        return "-"
    if character.isspace():
        return " "
    if character in _INVISIBLE or unicodedata.category(character) == "Cf" or "\ufe00" <= character <= "\ufe0f":
        return _GONE
    if character == "…":
        return character
    folded = unicodedata.normalize("NFKC", character)
    # A letter with a compatibility mapping to a space and an accent (¨) stays: its accent would stick to the word.
    return character if folded.startswith(" ") else folded


def _attaches(character: str) -> bool:
    """Tell whether a character may join the one before it under NFKC: a mark, or a conjoining vowel or final of Hangul."""
    return unicodedata.category(character)[0] == "M" or "\u1160" <= character <= "\u11ff"


def plain(text: str) -> Form:
    """Fold a text to its plain form; runs of white space become one space, also at the ends.

    Cost: linear; a text without runs, ligatures and loose accents needs no map.
    """
    characters = set(text)
    folds = {character: _fold(character) for character in characters}
    folded = text.translate({ord(c): f for c, f in folds.items() if f != c and len(f) == 1})
    pattern = _RUN
    if long := "".join(c for c, f in folds.items() if len(f) > 1):
        pattern += f"|[{re.escape(long)}]"
    if marks := "".join(c for c in characters if folds[c] != _GONE and _attaches(c)):
        pattern = rf"[^ {_GONE}][{re.escape(marks)}]+|{pattern}"
    return _replace(folded, re.compile(pattern))


def _replace(text: str, pattern: re.Pattern[str]) -> Form:
    """Fold each match of a pattern as a whole, and leave the rest as it is."""
    pieces: list[str] = []
    starts, ends = array("I"), array("I")
    done = 0
    for match in pattern.finditer(text):
        start, end = match.span()
        new = _atom(match.group())
        pieces += (text[done:start], new)
        starts.extend(range(done, start))
        ends.extend(range(done + 1, start + 1))
        starts.extend([start] * len(new))
        ends.extend([end] * len(new))
        done = end
    if not pieces:
        return Form(text, range(len(text)), range(1, len(text) + 1))
    pieces.append(text[done:])
    starts.extend(range(done, len(text)))
    ends.extend(range(done + 1, len(text) + 1))
    return Form("".join(pieces), starts, ends)


def _atom(run: str) -> str:
    """Give what a run of characters reads as."""
    if " " in run:
        return " "
    if run[0] in "-.":
        return "-" if run[0] == "-" else "…"
    return "" if run[0] == _GONE else unicodedata.normalize("NFKC", run)


def bare(form: Form) -> Form:
    """Leave spaces and Markdown's delimiters out of a plain form; offsets stay those of the original."""
    starts, ends = array("I"), array("I")
    pieces: list[str] = []
    for match in _BARE.finditer(form.text):
        start, end = match.span()
        pieces.append(match.group())
        starts.extend(form.starts[start:end])
        ends.extend(form.ends[start:end])
    return Form("".join(pieces), starts, ends)


def lower(text: str) -> str:
    """Fold case and small capitals, character by character, so that the length stays the same."""
    folded = text.lower()
    if len(folded) != len(text):
        folded = "".join(c if len(c.lower()) != 1 else c.lower() for c in text)
    return folded.translate(_LOWER)


_LOWER: Final = {ord("ς"): "σ", **{ord(small): letter for small, letter in _SMALL_CAPITALS.items()}}


def letters(text: str) -> float:
    """Count what a plain text says, in letters of an alphabet: a Han, kana or Hangul character stands for two and a half.

    English has about five letters a word, Japanese about two characters.
    """
    return sum(2.5 if "\u2e80" <= c <= "\ud7ff" or c >= "\uf900" else 1.0 for c in text if c.isalnum())


_IMAGE_OR_LINK: Final = re.compile(
    r"!?\[((?:[^\[\]\\]|\\.)*)\](?:\((?:[^()\s\\]|\\.|\([^()\s]*\))*(?:\s+(?:\"[^\"]*\"|'[^']*'))?\)|\[[^\[\]]*\]|\{[^{}]*\})"
)
_WIKI: Final = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]+)\]\]")
_FOOTNOTE: Final = re.compile(r"\[\^[^\[\]\s]+\]")
_TAG: Final = re.compile(r"</?[A-Za-z][^<>]*>|<!--.*?-->", re.DOTALL)
_AUTOLINK: Final = re.compile(r"<((?:[a-z]+:|mailto:)?[^\s<>]+[:@][^\s<>]+)>")
_REFERENCE: Final = re.compile(r"&#?\w+;")
_ESCAPE: Final = re.compile(r"\\([!-/:-@\[-`{-~])")


def strip_markup(quote: str) -> str:
    """Give what a reader sees of a quote written in Markdown.

    Links, images, wiki-links, footnote marks, tags, character references and backslashes are resolved here;
    the delimiters of emphasis and code are what `bare` leaves out.
    """
    text = _WIKI.sub(r"\1", _FOOTNOTE.sub("", quote))
    text = _IMAGE_OR_LINK.sub(r"\1", text)
    text = _TAG.sub("", _AUTOLINK.sub(r"\1", text))
    return _REFERENCE.sub(lambda match: unescape(match.group()), _ESCAPE.sub(r"\1", text))


def is_word(character: str) -> bool:
    """Tell whether a character is part of a word: a letter, a digit or a mark on one."""
    return character.isalnum() or unicodedata.category(character)[0] == "M"


def _needs_no_space(left: str, right: str) -> bool:
    """Tell whether one of two characters is of a script without spaces."""
    return not (left + right).isascii() and re.search(f"[{NO_SPACES}]", left + right) is not None


def cuts_word(text: str, at: int) -> bool:
    """Tell whether an end of a quote at this offset of a plain form would cut a word or a number in two.

    Between characters of scripts without spaces no end cuts a word, except before a mark. A decimal (`1.5`),
    a grouped number (`1,500`) and `n't` are one word, because the shorter one says something else.
    """
    if at <= 0 or at >= len(text):
        return False
    left, right = text[at - 1], text[at]
    if is_word(left) and is_word(right):
        return unicodedata.category(right)[0] == "M" or not _needs_no_space(left, right)
    before, after = text[at - 2 : at - 1], text[at + 1 : at + 2]
    if right in ".," and left.isdigit():
        return after.isdigit()
    if left in ".," and right.isdigit():
        return before.isdigit()
    if left in "nN" and right == "'":
        return after in {"t", "T"}
    return left == "'" and right in "tT" and before in {"n", "N"}
