"""Brackets in pairs, and the keys of sources between them: the skeleton of our own syntax in a text.

What a pair means is not decided here (see `markup.py`). A paragraph ends all pairs that are open; a backslash before a
bracket changes nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from msgspec import Struct

from glossator.model.text import Span

_TOKEN = re.compile(
    r"(?P<open>\\?\[)|(?P<close>\\?\])|(?P<separator>;)|(?P<end>\n[ \t>]*+(?=\n))"
    # Not in an e-mail address, a path or a word; a backslash switches it off.
    r"|(?P<key>(?:(?<![\w@/.\\])-|(?<![\w@/.\\-]))@(?=[\w{]))"
)
_PLAIN_KEY = re.compile(r"\w++(?:[:.#$%&\-+?<>~/]\w++)*+(?!@)")
_BRACED_KEY = re.compile(r"\{([^{}\s]+)\}")


class Key(Struct, frozen=True):
    """`@key` or `-@key`."""

    start: int
    at: int
    """Where the `@` stands."""
    end: int
    key: str


class Bracket(Struct, frozen=True):
    """A pair of brackets."""

    start: int
    inner: Span
    end: int
    keys: tuple[Key, ...]
    """Those that stand in no pair within this one."""
    separators: tuple[int, ...]
    """Semicolons that stand in no pair within this one."""

    @property
    def span(self) -> Span:
        """The whole pair."""
        return Span(self.start, self.end)


class Brackets:
    """The pairs and keys of a text, in the order in which they begin."""

    def __init__(self, tokens: list[Bracket | Key]) -> None:
        self._tokens = sorted(tokens, key=lambda token: token.start)
        self._starts = [token.start for token in self._tokens]
        self._pairs = {token.start: token for token in self._tokens if isinstance(token, Bracket)}
        self._pair_starts = list(self._pairs)

    def next(self, start: int, end: int) -> Bracket | Key | None:
        """Give the first pair or key that begins in a stretch."""
        number = bisect_left(self._starts, start)
        return self._tokens[number] if number < len(self._starts) and self._starts[number] < end else None

    def first(self, span: Span) -> Bracket | None:
        """Give the first pair that begins in a stretch."""
        number = bisect_left(self._pair_starts, span.start)
        within = number < len(self._pair_starts) and self._pair_starts[number] < span.end
        return self._pairs[self._pair_starts[number]] if within else None

    def at(self, offset: int) -> Bracket | None:
        """Give the pair that begins at an offset."""
        return self._pairs.get(offset)

    def doubled(self, bracket: Bracket) -> Span | None:
        """Give what stands between `[[` and `]]`, if a pair is the outer one of such."""
        inner = self._pairs.get(bracket.inner.start)
        return inner.inner if inner is not None and inner.end == bracket.inner.end else None


def find_brackets(text: str, searched: str) -> Brackets:
    """Find all pairs and keys. `searched` is the text with everything blanked in which they mean nothing."""
    found: list[Bracket | Key] = []
    stack: list[tuple[re.Match[str], list[Key], list[int]]] = []
    for match in _TOKEN.finditer(searched):
        if match["open"]:
            stack.append((match, [], []))
        elif match["close"]:
            if stack:
                opened, keys, separators = stack.pop()
                inner = Span(opened.end(), match.start())
                found.append(Bracket(opened.start(), inner, match.end(), tuple(keys), tuple(separators)))
        elif match["end"] is not None:
            stack.clear()
        elif match["separator"]:
            if stack:
                stack[-1][2].append(match.start())
        elif key := _key(text, searched, match):
            found.append(key)
            if stack:
                stack[-1][1].append(key)
    return Brackets(found)


def _key(text: str, searched: str, match: re.Match[str]) -> Key | None:
    braced = _BRACED_KEY.match(text, match.end())
    if braced is not None:
        return Key(match.start(), match.end() - 1, braced.end(), braced[1])
    plain = _PLAIN_KEY.match(searched, match.end())
    return None if plain is None else Key(match.start(), match.end() - 1, plain.end(), plain.group())
