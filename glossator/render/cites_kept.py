"""Formatted citations at hand: what is said of each source, and the strings that are kept.

How a work is cited depends on the works beside it, so one node of the build looks at all sources (`say_cites`), and says of
each its entry, its rank in a reference list, and a fingerprint of all that decides how it is cited. A page asks for these;
a citation's string is kept under a name made of them, and asked of pandoc only where it is missing (`missing`).
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from glossator.model.citation import Citation
from glossator.model.diagnostics import Diagnostic
from glossator.model.source import Item
from glossator.model.text import Place
from glossator.resolve.index import Records
from glossator.resolve.records import Record

if TYPE_CHECKING:
    from .csl_style import Style
    from .pandoc import Pandoc


class CitesKept:
    """Gives citations and entries of the site's sources as HTML."""

    def __init__(self, records: Records, strings: Mapping[str, str]) -> None:
        self._records = records
        self.strings = strings
        """What is kept, under names that say all that a string depends on."""

    def entry(self, key: str) -> str:
        """Give the entry of a reference list."""
        found: str = self._records.fact("entry", key, _first)
        return found

    def rank(self, key: str) -> float:
        """Give what sorts a reference list."""
        found: float = self._records.fact("rank", key, _first)
        return found

    def html(self, citation: Citation) -> str:
        """Give a citation: text with a link `<a class="cite" href="#cite-KEY">` for each known cite."""
        return self.strings[citation_name(citation, self._records)]


def citation_name(citation: Citation, records: Records) -> str:
    """Name the string of a citation by all that it depends on."""
    one = citation.signature
    keys = [cite[0] for cite in one[1]]
    ranks = {key: records.fact("rank", key, _first) for key in keys} if len(set(keys)) > 1 else {}
    order = sorted(ranks, key=ranks.__getitem__)
    told = [records.fact("style", "", _first), one, [records.fact("cited as", key, _first) for key in keys], order]
    return "html:" + blake2b(json.dumps(told, ensure_ascii=False).encode(), digest_size=16).hexdigest()


def say_cites(
    items: Mapping[str, Item],
    citations: Sequence[Citation],
    style: Style,
    language: str,
    *,
    pandoc: Pandoc,
    store: MutableMapping[str, str],
    place: Place,
    before: Mapping[str, float],
) -> tuple[list[Record], tuple[Diagnostic, ...]]:
    """Say of all sources how they are cited, and keep them as they are exported. `citations` matter only to a style that numbers works as they are cited.

    `before` are the ranks of the last time: most stay, so that a new source moves no other one.
    """
    from .citable import keep_entries
    from .cite_neighbours import Neighbours
    from .citing import FORMAT, format_citations

    formatted, faults = format_citations(items, citations, style, language, pandoc=pandoc, store=store, place=place)
    if formatted is None:
        return [], faults
    keep_entries(items.values(), store)
    near = Neighbours(items, style)
    numbers = {key: number for number, key in enumerate(formatted.order, 1)} if style.numeric else {}
    said = [Record("style", "", [FORMAT, style.digest.hex(), style.locale or language])]
    for key, rank in ranked(formatted.order, before).items():
        said.append(Record("entry", key, formatted.entries[key]))
        said.append(Record("rank", key, rank))
        said.append(Record("cited as", key, [near.print_of(key), numbers.get(key, 0)]))
    return said, faults


def missing(citations: Iterable[Citation], records: Records, strings: Mapping[str, str]) -> list[Citation]:
    """List those of some citations whose strings are not kept."""
    return [citation for citation in dict.fromkeys(citations) if citation_name(citation, records) not in strings]


def ranked(order: Sequence[str], before: Mapping[str, float]) -> dict[str, float]:
    """Give each key a number that rises along the order, and keep as many of the numbers of before as can stay."""
    kept = _rising([(key, before[key]) for key in order if key in before])
    found: dict[str, float] = {}
    last = 0.0
    run: list[str] = []
    for key in order:
        if key not in kept:
            run.append(key)
            continue
        step = (kept[key] - last) / (len(run) + 1)
        if run and step < 1e-6:  # no room is left between two floating-point numbers
            return {each: float(number) for number, each in enumerate(order, 1)}
        found |= {each: last + step * number for number, each in enumerate(run, 1)}
        found[key] = last = kept[key]
        run = []
    found |= {each: last + number for number, each in enumerate(run, 1)}
    return found


def _rising(pairs: Sequence[tuple[str, float]]) -> dict[str, float]:
    """Give a longest part of a sequence in which the numbers rise."""
    ends: list[float] = []
    places: list[int] = []
    before: list[int] = []
    for number, (_, rank) in enumerate(pairs):
        length = bisect_left(ends, rank)
        before.append(places[length - 1] if length else -1)
        if length == len(ends):
            ends.append(rank)
            places.append(number)
        else:
            ends[length] = rank
            places[length] = number
    found = []
    at = places[-1] if places else -1
    while at >= 0:
        found.append(pairs[at])
        at = before[at]
    return dict(reversed(found))


def _first(rows: Sequence[tuple[Any, ...]]) -> Any:
    return rows[0][0] if rows else None
