"""What stands in the brackets of a citation: prefix, stance, key, locator, for each source (FORMAT.md §4)."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import pairwise

from glossator.model.citation import Cite, Stance
from glossator.model.diagnostics import Diagnostic
from glossator.model.text import Source

from .brackets import Bracket, Key

_QUOTATION = re.compile(r"\n(?:[ \t]*+>)+")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


def plain(text: str) -> str:
    """Fold white space and drop the marks of a quotation at line starts, and backslashes before punctuation.

    Formatters wrap lines, in quotations too, and escape what might be Markdown.
    """
    return " ".join(_ESCAPED.sub(r"\1", _QUOTATION.sub("\n", text)).split())


def read_cites(source: Source, base: int, text: str, bracket: Bracket, faults: list[Diagnostic]) -> tuple[Cite, ...]:
    """Read a pair of brackets with at least one key; `base` is where `text` begins in the file. Gives CIT004."""
    cites: list[Cite] = []
    starts = [key.start for key in bracket.keys]
    for before, end in pairwise((bracket.inner.start - 1, *bracket.separators, bracket.inner.end)):
        start = before + 1
        keys = bracket.keys[bisect_left(starts, start) : bisect_left(starts, end)]
        if keys:
            cites.append(_cite(source, base, text[start : keys[0].start], keys[0], text[keys[0].end : end]))
        else:
            written = text[start:end]
            place = source.place(base + start + len(written) - len(written.lstrip()))
            message = (
                f'"{plain(written)}" names no source' if written.strip() else "a source is missing after the semicolon"
            )
            help_ = "write a key `@…` in each part between semicolons"
            faults.append(Diagnostic(place, "CIT004", message, help=help_))
        for second in keys[1:]:
            message = f"`@{second.key}` stands in the locator of `@{keys[0].key}`"
            help_ = f"put a semicolon between sources: `; @{second.key}`"
            faults.append(Diagnostic(source.place(base + second.at), "CIT004", message, help=help_))
    return tuple(cites)


def _cite(source: Source, base: int, before: str, key: Key, after: str) -> Cite:
    prefix, _, last = plain(before).rpartition(" ")
    stance = next((stance for stance in Stance if stance == last.lower()), None)
    return Cite(
        key=key.key,
        place=source.place(base + key.at),
        prefix=plain(before) if stance is None else prefix,
        locator=plain(after).lstrip(", "),
        stance=stance,
        suppress_author=key.start < key.at,
    )
