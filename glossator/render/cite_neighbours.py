"""Which items change how another item is cited: those it could be mistaken for.

Sharing is judged generously, by all that a style could print in a citation: a needless neighbour costs time, a missing one makes two works look the
same. Given names are told apart over the whole site in styles that ask for it; of such a namesake only the name counts, not the work.
"""

from __future__ import annotations

import json
from collections import defaultdict
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final

from glossator.model.source import NAME_VARIABLES, date_year, family_name, plain_title

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from glossator.model.source import Item

    from .csl_style import Style

_HIDDEN: Final = frozenset({"abstract", "annote", "custom", "keyword", "note"})
"""Variables that never show in citations or lists (FORMAT.md §6)."""
_LABELS: Final = ("title", "title-short", "container-title", "container-title-short", "publisher", "authority")
"""What styles put for a missing name."""
_NAMES_SHOWN: Final = 10

Label = tuple[str, str]
"""What an item may be cited by, and what tells it from others of that name."""
Person = tuple[str, str]
"""Family name with its particle, and given name."""


def shown(item: Item) -> dict[str, Any]:
    """Give the variables of an item that a style may print."""
    return {name: value for name, value in item.csl.items() if name not in _HIDDEN}


class Neighbours:
    """The groups of neighbours among the items of a site, for one style."""

    def __init__(self, items: Mapping[str, Item], style: Style) -> None:
        self._items, self._style = items, style
        self._labels = {key: _labels(item, style) for key, item in items.items()}
        self._groups = _groups(self._labels)
        self._prints: dict[tuple[str, ...], bytes] = {}
        self._namesakes: dict[str, set[Person]] = defaultdict(set)
        for item in items.values():
            for person in self._persons(item):
                self._namesakes[person[0]].add(person)

    def group(self, key: str) -> tuple[str, ...]:
        """Give the keys of an item and its neighbours, sorted."""
        return self._groups[key]

    def strangers(self, keys: Sequence[str]) -> bool:
        """Tell whether no two of these items share a name, whatever else tells them apart."""
        names = [{label[0] for label in self._labels[key]} for key in keys]
        return sum(len(one) for one in names) == len(set().union(*names))

    def beside(self, keys: Iterable[str]) -> list[Person]:
        """Give the persons, sorted, who share a family name with one of these items' but not the given name."""
        inside = {person for key in keys for person in self._persons(self._items[key])}
        return sorted({other for person in inside for other in self._namesakes[person[0]]} - inside)

    def print_of(self, key: str) -> str:
        """Hash all that decides how an item is cited, as hexadecimal digits; empty for a key that is not there."""
        group = self._groups.get(key)
        if group is None:
            return ""
        if group not in self._prints:
            told = [[shown(self._items[one]) for one in group], self.beside(group)]
            text = json.dumps(told, sort_keys=True, ensure_ascii=False)
            self._prints[group] = blake2b(text.encode(), digest_size=16).digest()
        return blake2b(self._prints[group] + key.encode(), digest_size=16).hexdigest()

    def _persons(self, item: Item) -> list[Person]:
        names = _first_names(item) if self._style.given_names else []
        if self._style.given_names == "first":
            names = names[:1]
        return [(family_name(name), name["given"]) for name in names[:_NAMES_SHOWN] if name.get("given")]


def _first_names(item: Item) -> list[dict[str, str]]:
    return next((item.csl[variable] for variable in NAME_VARIABLES if item.csl.get(variable)), [])


def _groups(labels: Mapping[str, set[Label]]) -> dict[str, tuple[str, ...]]:
    """Put items together that share a label and what the style tells works apart by."""
    holders: dict[Label, list[str]] = defaultdict(list)
    for key, own in labels.items():
        for label in own:
            holders[label].append(key)
    groups: dict[str, tuple[str, ...]] = {}
    for key in labels:
        if key not in groups:
            found, waiting = {key}, [key]
            while waiting:
                near = {other for label in labels[waiting.pop()] for other in holders.pop(label, ())} - found
                found |= near
                waiting.extend(near)
            group = tuple(sorted(found))
            groups.update((one, group) for one in group)
    return groups


def _labels(item: Item, style: Style) -> set[Label]:
    """Give what the item may be cited by, the first name or what stands for it, each with what tells works apart."""
    apart = ""
    if style.alike == "year":
        apart = date_year(item.csl.get("issued"))
    elif style.alike == "title":
        apart = (item.title_short or item.title).casefold()
    authors = item.csl.get("author")
    if authors:
        words = {family_name(authors[0])}
    else:
        words = {family_name(item.csl[variable][0]) for variable in NAME_VARIABLES if item.csl.get(variable)}
        words |= {plain_title(item.text(variable)) for variable in _LABELS} - {""}
    return {(word.casefold(), apart) for word in words}
