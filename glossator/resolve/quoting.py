"""Quote a passage of an article so that it is found again: the reverse of `anchoring`.

What an editor would write is tried first, and each attempt is read and sought by the code of the build; what would be found
anywhere but exactly at the passage is never given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from glossator.model.anchor import Anchor, Selector
from glossator.model.diagnostics import Diagnostic
from glossator.model.prose import RESERVED
from glossator.model.text import Source, Span
from glossator.read.blocks import find_blocks
from glossator.read.prose import our_text

from .anchor_quote import quote_of
from .anchoring import DISTINCT, find

if TYPE_CHECKING:
    from .anchor_text import Haystack

_WORD: Final = re.compile(r"[^\W_]+")
_AROUND: Final = (0, 5, 9, 15, 25, 40, 70)
"""Words on each side that are tried as context. Five tell most repeated phrases apart, and read as part of a sentence."""
_REACH: Final = 1000
"""Code points in which the words of a context are looked for."""
_WHOLE: Final = 400
"""Code points up to which a passage is quoted whole: about five lines. Of a longer one the first and the last words are given."""
_ENDS: Final = (8, 12, 20, 40)
"""Words at each end of a long passage that are tried."""
_UNDIVIDED: Final = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]"
)
"""Scripts without spaces between words, of which each character counts as a word."""
_BREAKS: Final = re.compile("[\r\v\f\x1c-\x1e\x85\u2028\u2029]")


class Unquotable(Struct, frozen=True):
    """A passage that cannot be quoted."""

    reason: str
    """For people, lower case, without a full stop."""


def trimmed(text: str, span: Span) -> Span:
    """Leave out the white space at the ends of a passage."""
    words = span.of(text)
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, max(start, span.end - len(words) + len(words.rstrip())))


def quote_passage(haystack: Haystack, span: Span) -> str | Unquotable:
    """Give the `>` lines that quote a passage, which begins and ends with a word or a mark."""
    words = span.of(haystack.text)
    if not any(character.isalnum() for character in words):
        return Unquotable("there is no word in it")
    if RESERVED.search(words):
        return Unquotable("it has a character that is reserved, which a quote cannot hold")
    for parts in _attempts(haystack.text, span):
        for spell in (_as_it_stands, _with_references):
            lines = _lines(*map(spell, parts))
            if _reads_as(lines, haystack, span):
                return lines
    return Unquotable("no quote of it would be found at just this place; take a longer or a shorter passage")


def _attempts(text: str, span: Span) -> Iterator[tuple[str, ...]]:
    """Give what may be quoted: the words; before, words, after; or the first and last words of a long passage."""
    if len(span) > _WHOLE:
        for count in _ENDS:
            first, last = _after(text, span.start, count), _before(text, span.end, count)
            if first < last:
                yield text[span.start : first], text[last : span.end]
    short = quote_of(span.of(text)).letters < DISTINCT
    for paragraph in (True, False):
        for count in _AROUND[short:]:
            start = _before(text, span.start, count, paragraph=paragraph)
            end = _after(text, span.end, count, paragraph=paragraph)
            yield text[start : span.start], span.of(text), text[span.end : end]


def _before(text: str, at: int, count: int, *, paragraph: bool = False) -> int:
    """Give where so many words before an offset begin, perhaps in its paragraph only."""
    begin = max(0, at - _REACH, text.rfind("\n", 0, at) + 1 if paragraph else 0)
    starts = [begin + start for start, _ in _words(text[begin:at])][-count:]
    return starts[0] if count and starts else at


def _after(text: str, at: int, count: int, *, paragraph: bool = False) -> int:
    """Give where so many words after an offset end."""
    stop = text.find("\n", at) if paragraph else -1
    ends = [at + end for _, end in _words(text[at : min(at + _REACH, stop if stop >= 0 else len(text))])][:count]
    return ends[-1] if count and ends else at


def _words(text: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for match in _WORD.finditer(text):
        if _UNDIVIDED.search(match.group()):
            found += ((at, at + 1) for at in range(*match.span()))
        else:
            found.append(match.span())
    return found


def _as_it_stands(part: str) -> str:
    return _BREAKS.sub(" ", part)


def _with_references(part: str) -> str:
    """Write the characters that mean something in a quote as character references, which read as the characters."""
    return re.sub(r"[&<>\[\]\\*_`~=|!]", lambda match: f"&#{ord(match.group())};", _as_it_stands(part))


def _lines(*parts: str) -> str:
    """Put a quote together, of two parts a range."""
    if len(parts) == 2:
        text = " […] ".join(parts)
    else:
        before, exact, after = parts
        text = f"{before}=={exact}=={after}" if before or after else exact
    return "\n".join(f"> {line.strip()}".rstrip() for line in text.strip().split("\n"))


def _reads_as(lines: str, haystack: Haystack, span: Span) -> bool:
    selector = read_quote(lines)
    if selector is None:
        return False
    found = find(haystack, selector)
    return isinstance(found, Anchor) and found.span == span and found.state in ("exact", "normalised")


def read_quote(lines: str) -> Selector | None:
    """Read the lines of a quote as in a file; None if it would not be read as one."""
    source = Source("", f"## T\n\n{lines}\n")
    faults: list[Diagnostic] = []
    (block,) = find_blocks(our_text(source, 0, []), faults, quotes=True)
    if faults or len(block.targets) != 1 or block.body.of(source.text).strip():
        return None
    return block.targets[0].selector
