"""Format citations and reference lists in any CSL style, each distinct string once.

What an item looks like depends on the item, the style, the locale and the item's neighbours (`cite_neighbours`). All items of the site are
known here, so a year suffix is the same on every page, and a stored string is used again until the item or a neighbour changes. Note styles give the
short form of their notes in the text, as Chicago (18th ed., 13.32) allows where a bibliography lists all works: it reads well in a
margin, a popover and print, and does not depend on what a reader saw before.
"""

from __future__ import annotations

import html
import json
import re
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final, TypeVar

from msgspec import Struct

from glossator.model.citation import Signature
from glossator.model.diagnostics import Diagnostic
from glossator.read.bib_pandoc import PandocFailed

from .cite_neighbours import Neighbours, shown
from .cite_order import bibliography_order
from .cite_request import Requests
from .csl_style import NUMBER, Style

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping, Sequence

    from glossator.model.citation import Citation
    from glossator.model.source import Item
    from glossator.model.text import Place

    from .pandoc import Pandoc

FORMAT: Final = 2
"""To be raised when strings that an older version of this code stored are not to be used again."""
BATCH: Final = 60
"""Items in a request: pandoc's time grows with their square, and each request costs some 40 ms for the style alone."""
T = TypeVar("T")
_LINK: Final = re.compile(r'(data-pop="cite-([^"]*)">)(.*?)</a>', re.DOTALL)


class Formatted(Struct, frozen=True):
    """Citations and entries as HTML, ready for a page."""

    entries: dict[str, str]
    """For each key the entry of the reference list: phrasing content."""
    order: tuple[str, ...]
    """All keys, in the order of the style's bibliography; a page takes the part that it cites."""
    citations: dict[Signature, str]

    def html(self, citation: Citation) -> str:
        """Give a citation that was asked for: text with a link `<a class="cite" href="#cite-KEY">` for each known cite."""
        return self.citations[citation.signature]


def format_citations(
    items: Mapping[str, Item],
    citations: Iterable[Citation],
    style: Style,
    language: str,
    *,
    pandoc: Pandoc,
    store: MutableMapping[str, str],
    place: Place,
) -> tuple[Formatted | None, tuple[Diagnostic, ...]]:
    """Format all entries of `items` and the citations of the site, from `store` where it has them.

    `language` is BCP 47; a style with a locale of its own keeps it. Keys that `items` lacks are left out: someone else
    reports them. Cost: linear in what is not stored, but quadratic in one set of neighbours. Gives STY002 at `place`, and no
    result, if pandoc fails.
    """
    wanted = list(dict.fromkeys(citation.signature for citation in citations))
    work = _Work(items, style, style.locale or language, pandoc, store)
    try:
        work.fill(wanted)
        order = bibliography_order(items, wanted, work.sort_keys(), style)
    except PandocFailed as failed:
        message = f'citations cannot be formatted in the style "{style.name}": {failed}'
        return None, (Diagnostic(place, "STY002", message, help="try another style, or install pypandoc_binary again"),)
    strings, entries = work.citations(wanted, order), work.entries()
    numbers = {key: str(number) for number, key in enumerate(order, 1)}
    if style.numeric:
        strings = {one: _LINK.sub(lambda m: _numbered(m, numbers), text) for one, text in strings.items()}
        entries = {key: text.replace(NUMBER, numbers[key]) for key, text in entries.items()}
    return Formatted(entries, order, strings), ()


def _numbered(match: re.Match[str], numbers: Mapping[str, str]) -> str:
    return f"{match[1]}{match[3].replace(NUMBER, numbers[html.unescape(match[2])])}</a>"


def _only_key(part: Signature) -> str:
    return part[1][0][0]


def _runs(parts: Sequence[Signature]) -> list[list[int]]:
    """Cut cites before each prefix: "a; see also c, b" is not put in order across the words."""
    runs: list[list[int]] = []
    for number, part in enumerate(parts):
        if not runs or part[1][0][1]:
            runs.append([])
        runs[-1].append(number)
    return runs


class _Job(Struct, frozen=True):
    """One request."""

    keys: list[str]
    wanted: list[Signature]
    listing: bool
    """Whether the entries of `keys` are asked for too; then all that is wanted is of one key each."""


class _Work:
    """What is stored, what is missing, and the batches in which it is asked for."""

    def __init__(
        self, items: Mapping[str, Item], style: Style, locale: str, pandoc: Pandoc, store: MutableMapping[str, str]
    ) -> None:
        self._items, self._style, self._store, self._pandoc = items, style, store, pandoc
        self._near = Neighbours(items, style)
        self._requests = Requests(items, style, locale, self._near, pandoc)
        self._base = [FORMAT, style.digest.hex(), locale]
        self._entry_names = {key: self._name("entry", self._near.print_of(key)) for key in items}
        self._cite_names: dict[Signature, str] = {}

    def fill(self, wanted: Sequence[Signature]) -> None:
        """Store what is missing of these citations, or of the cites that they are joined of, and of all entries."""
        wanted = list(dict.fromkeys(part for one in wanted for part in self._parts(one)))
        for one in wanted:
            self._cite_names[one] = self._name("cite", one, [self._near.print_of(cite[0]) for cite in one[1]])
        missing = sorted((one for one in wanted if self._cite_names[one] not in self._store), key=self._keys)
        single: dict[str, list[Signature]] = {}
        several: list[Signature] = []
        for one in missing:
            keys = self._keys(one)
            if len(set(keys)) == 1:
                single.setdefault(keys[0], []).append(one)
            else:
                several.append(one)
        unlisted = {key for key, name in self._entry_names.items() if name not in self._store}
        needed = sorted(unlisted | single.keys(), key=lambda key: (self._near.group(key), key))
        jobs = [
            _Job(keys, [one for key in keys for one in single.get(key, ())], not unlisted.isdisjoint(keys))
            for keys in self._batches(needed, lambda key: [key])
        ]
        jobs += [_Job([], batch, False) for batch in self._batches(several, self._keys)]
        for job, (found, entries) in zip(jobs, self._pandoc.each(self._done, jobs), strict=True):
            self._store.update((self._cite_names[one], text) for one, text in zip(job.wanted, found, strict=True))
            for key, text in entries.items():
                self._store[self._entry_names[key]] = text

    def _done(self, job: _Job) -> tuple[list[str], dict[str, str]]:
        if job.listing:
            return self._requests.entries(job.keys, job.wanted)
        return self._requests.citations(job.wanted), {}

    def citations(self, wanted: Sequence[Signature], order: Sequence[str]) -> dict[Signature, str]:
        """Give each citation; `order` is that of the bibliography."""
        rank = {key: number for number, key in enumerate(order)}
        return {one: self._joined(self._parts(one), rank) for one in wanted}

    def _parts(self, one: Signature) -> list[Signature]:
        """Cut a citation into cites, if joining them is all that the style would do; else it is its only part.

        Most citations of several works need not be asked for then. Works of one author may collapse, as "Doe 2001a, b" does.
        """
        keys = self._keys(one)
        if len(keys) < 2 or self._style.joint is None or not self._near.strangers(keys):
            return [one]
        return [(False, (cite,)) for cite in one[1] if cite[0] in self._items]

    def _joined(self, parts: Sequence[Signature], rank: Mapping[str, int]) -> str:
        texts = [self._store[self._cite_names[part]] for part in parts]
        joint = self._style.joint
        if len(parts) == 1 or joint is None:
            return texts[0]
        if joint.listed:
            texts = [
                texts[number] for run in _runs(parts) for number in sorted(run, key=lambda n: rank[_only_key(parts[n])])
            ]
        before, after = html.escape(joint.before, quote=False), html.escape(joint.after, quote=False)
        inner = [text.removeprefix(before).removesuffix(after) for text in texts]
        return f"{before}{html.escape(joint.between, quote=False).join(inner)}{after}"

    def entries(self) -> dict[str, str]:
        """Give each entry."""
        return {key: self._store[name] for key, name in self._entry_names.items()}

    def sort_keys(self) -> dict[str, str]:
        """Give what the style sorts each item by; empty if it does not sort."""
        if not self._style.sorting:
            return {}
        names = {key: self._name("sort", shown(item)) for key, item in self._items.items()}
        missing = sorted(key for key, name in names.items() if name not in self._store)
        batches = [missing[start : start + 4 * BATCH] for start in range(0, len(missing), 4 * BATCH)]
        for found in self._pandoc.each(self._requests.sort_keys, batches):
            self._store.update((names[key], text) for key, text in found.items())
        return {key: self._store[name] for key, name in names.items()}

    def _keys(self, one: Signature) -> list[str]:
        return [cite[0] for cite in one[1] if cite[0] in self._items]

    def _name(self, what: str, *parts: Any) -> str:
        """Name a string in the store by all that it depends on."""
        text = json.dumps([self._base, parts], sort_keys=True, ensure_ascii=False)
        return f"{what}:{blake2b(text.encode(), digest_size=16).hexdigest()}"

    def _batches(self, wanted: Iterable[T], keys: Callable[[T], list[str]]) -> Iterator[list[T]]:
        """Cut what is wanted into requests of about BATCH items, neighbours together."""
        batch: list[T] = []
        inside: set[str] = set()
        for one in wanted:
            needed = {member for key in keys(one) for member in self._near.group(key)}
            if batch and len(inside | needed) > BATCH:
                yield batch
                batch, inside = [], set()
            batch.append(one)
            inside |= needed
        if batch:
            yield batch
