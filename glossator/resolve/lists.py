"""Questions of pages that list things: what is in a group, what comes first, what stands before and after."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any, Protocol

from glossator.model.page import TextPage
from glossator.model.source import Item

from .briefing import ResolvedBriefing, ResolvedNote
from .cuts import LISTS, UNDATED, Cut, List, cut, group_order
from .index import Lookup, Records, Values
from .records import Met, Record
from .texts import ResolvedConcept

Noted = tuple[ResolvedBriefing, ResolvedNote]
"""A note and its briefing, both with no more than lists show of them."""


class ListRecords(Records, Protocol):
    """Who holds the records, for pages."""

    def totals(self, kind: str) -> dict[str, int]:
        """Count the things under each key of a kind."""

    def head(self, kind: str) -> Sequence[Values]:
        """Give the first few of a kind."""

    def around(self, kind: str, name: str) -> tuple[Values | None, Values | None]:
        """Give what stands before and after what a text says of a kind."""

    def whole(self, name: str) -> Any:
        """Give a resolved text by the name of its unit."""


class Lists:
    """Answers the questions of lists."""

    def __init__(self, records: ListRecords) -> None:
        self.records = records

    def briefing(self, slug: str) -> ResolvedBriefing:
        """Give a briefing with everything in it."""
        found: ResolvedBriefing = self.records.whole(f"briefings/{slug}")
        return found

    def text(self, name: str) -> Met:
        """Give another text with everything in it."""
        found: Met = self.records.whole(name)
        return found

    def cut(self, list_: List) -> Cut:
        """Tell how a list is cut."""
        found: Cut = self.records.fact("cut", list_, _first) or Cut()
        return found

    def groups(self, list_: List) -> tuple[str, ...]:
        """Give the groups of a cut list, in order."""
        found: tuple[str, ...] = self.records.fact("groups", list_, _first) or ()
        return found

    def listed(self, list_: List, group: str) -> tuple[Any, ...]:
        """Give what is in a group of a list, in its order; of the empty group, everything."""
        if not group:
            return _joined(self.records.all(list_))
        fine: tuple[str, ...] = self.records.fact("fine", f"{list_} {group}", _first) or ()
        return tuple(value for key in fine for value in self.records.fact(list_, key, _joined))

    def newest(self) -> tuple[ResolvedBriefing, ...]:
        """Give the first few briefings, as lists show them."""
        return _joined(self.records.head("card"))

    def concepts(self) -> tuple[ResolvedConcept, ...]:
        """Give all concepts as lists show them, by term."""
        return _joined(self.records.all("term"))

    def first_concepts(self) -> tuple[ResolvedConcept, ...]:
        """Give the first few of them."""
        return _joined(self.records.head("term"))

    def concept_count(self) -> int:
        """Count the concepts."""
        return self.records.totals("term").get("", 0)

    def due(self) -> tuple[Noted, ...]:
        """Give all notes that may be open, in the order of their briefings."""
        return _joined(self.records.all("due"))

    def scores(self) -> tuple[tuple[str, str], ...]:
        """Give the probability and outcome of all forecasts, as written."""
        return _joined(self.records.all("scores"))

    def totals(self, kind: str) -> dict[str, int]:
        """Count things: verdicts of claims, outcomes of forecasts."""
        return self.records.totals(kind)

    def around_briefing(self, slug: str) -> tuple[ResolvedBriefing | None, ResolvedBriefing | None]:
        """Give the briefings before and after one."""
        before, after = self.records.around("card", f"briefings/{slug}")
        return (before[-1] if before else None, after[0] if after else None)

    def around_claims(self, slug: str) -> tuple[Noted | None, Noted | None]:
        """Give the claims before and after those of a briefing."""
        before, after = self.records.around("claims", f"briefings/{slug}")
        return (before[-1] if before else None, after[0] if after else None)

    def dated(self, concept: str) -> tuple[str, ...]:
        """Give the keys of the events that belong to a concept."""
        return tuple(self.records.fact("dated", concept, _joined))

    def event_group(self, id_: str) -> str:
        """Give the fine group of an event; empty if there is none."""
        found: str = self.records.fact("event group", id_, _first) or ""
        return found

    def foot(self) -> tuple[TextPage, ...]:
        """Give the site's own pages, without their texts."""
        return _joined(self.records.all("foot"))

    def pictures(self) -> Pictures:
        """Give the paths of pictures for cards on other sites."""
        return Pictures(self.records)

    def full_text(self) -> bool:
        """Tell whether the site has an index of all texts."""
        return bool(self.records.fact("full text", "", _first))

    def sources(self) -> tuple[Item, ...]:
        """Give all sources in the order of their files, each once."""
        items: dict[str, Item] = {}
        for item in _joined(self.records.all("source")):
            items.setdefault(item.key, item)
        return tuple(items.values())

    def checked(self) -> tuple[ResolvedBriefing, ...]:
        """Give all briefings with what editors want to know of their notes."""
        return _joined(self.records.all("health"))

    def texts(self) -> int:
        """Count briefings, concepts, sources and pages."""
        kinds = ("card", "term", "foot")
        return sum(sum(self.totals(kind).values()) for kind in kinds) + len(self.totals("source"))

    def repeats(self, key: str) -> tuple[str, ...]:
        """Give the keys of the sources that name one as their origin."""
        return tuple(dict.fromkeys(self.records.fact("repeats", key, _joined)))

    def bearers(self, folded: str) -> tuple[str, tuple[str, ...]]:
        """Give a name as it is first written, and the slugs of all concepts that bear it."""
        found = self.records.fact("bearer", folded, _joined)
        return (found[0][1] if found else "", tuple(slug for slug, _ in found))


class Pictures(Collection[str]):
    """The paths of pictures for cards."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def __contains__(self, path: object) -> bool:
        return self._records.fact("picture", str(path), _first) is not None

    def told(self, path: str) -> tuple[str, str]:
        """Give what stands on a picture: title and summary. With which fonts it is drawn is said besides."""
        title, summary, _ = self._records.fact("picture", path, _first)
        return title, summary

    def __iter__(self) -> Iterator[str]:
        return iter(self._records.keys("picture"))

    def __len__(self) -> int:
        return len(self._records.keys("picture"))


def shelved(lookup: Lookup, keys: Sequence[str]) -> tuple[Item, ...]:
    """Give the sources of some keys, each once."""
    return tuple(item for key in dict.fromkeys(keys) if (item := lookup.source(key)) is not None)


def cuts_said(records: ListRecords) -> list[Record]:
    """Say how all lists are cut, which groups there are, and what is in each."""
    said = []
    for list_ in LISTS:
        totals = records.totals(list_)
        how = cut(totals)
        said.append(Record("cut", list_, how))
        if how.whole:
            continue
        fine: dict[str, list[str]] = {}
        newest_first = list_ in {"card", "claims", "forecasts"}
        inside = sorted(totals, key=group_order, reverse=newest_first)
        for key in sorted(inside, key=lambda key: key == UNDATED):
            fine.setdefault(how.group(key), []).append(key)
        said.append(Record("groups", list_, tuple(fine)))
        said += (Record("fine", f"{list_} {group}", tuple(keys)) for group, keys in fine.items())
    return said


def shared_names(records: ListRecords) -> list[str]:
    """Give the folded names that several concepts bear."""
    return [name for name, total in records.totals("bearer").items() if total > 1]


def broader_known(records: ListRecords) -> list[tuple[str, tuple[str, ...], tuple[Any, ...]]]:
    """Give what each concept names as broader: its slug, theirs, and where they are written."""
    return list(_joined(records.all("broader")))


def _first(rows: Sequence[Values]) -> Any:
    return rows[0][0] if rows else None


def _joined(rows: Sequence[Values]) -> tuple[Any, ...]:
    return tuple(value for values in rows for value in values)
