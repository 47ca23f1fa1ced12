"""A text made ready to be searched for many quotes."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Final

from msgspec import Struct

from .normalise import NO_SPACES, Form, bare, lower, plain

_TOKEN: Final = rf"[{NO_SPACES}]|[^\W{NO_SPACES}]+|[^\w\s]"
"""Compiled when first needed: few builds compare two versions of a text."""
_WORDS: Final = re.compile(r"[^\W_]+")


class Tokens(Struct, frozen=True):
    """The words and marks of a text, lower-case, with their offsets in its plain form; where there are no spaces, each character."""

    words: list[str]
    starts: list[int]
    ends: list[int]


class Haystack(Struct, frozen=True, dict=True):
    """A text and its folded forms, each made when first needed and then kept; can be pickled."""

    text: str

    @cached_property
    def plain(self) -> Form:
        """The text with one spelling for each character that reads the same."""
        return plain(self.text)

    @cached_property
    def folded(self) -> str:
        """The plain form in lower case, of the same length."""
        return lower(self.plain.text)

    @cached_property
    def bare(self) -> Form:
        """The plain form without spaces and markup."""
        return bare(self.plain)

    @cached_property
    def bare_folded(self) -> str:
        """The bare form in lower case, of the same length."""
        return lower(self.bare.text)

    @cached_property
    def tokens(self) -> Tokens:
        """The words of the text, for comparing it with another."""
        matches = list(re.finditer(_TOKEN, self.folded))
        return Tokens([m.group() for m in matches], [m.start() for m in matches], [m.end() for m in matches])

    @cached_property
    def _lower_case_words(self) -> frozenset[str]:
        return frozenset(word for word in _WORDS.findall(self.plain.text) if not word[0].isupper())

    def is_common(self, word: str) -> bool:
        """Tell whether a word stands somewhere in the text in lower case: with a capital, it is then no name."""
        return word in self._lower_case_words


def prepare(text: str) -> Haystack:
    """Make a text ready to be searched."""
    return Haystack(text)
