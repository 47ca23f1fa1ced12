"""Typed fields out of a parsed header. Every fault is noted with its place, and reading goes on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from glossator.model.briefing import Reference
from glossator.model.date import Date
from glossator.model.diagnostics import Diagnostic
from glossator.model.text import Place

from .dates import parse_date
from .header import Entry, Items, Scalar, Table, Value
from .nearest import did_you_mean

Choice = TypeVar("Choice", bound=str)


class Fields:
    """Takes the fields of one table, each by its name; `close` reports those that nobody took."""

    def __init__(self, table: Table, faults: list[Diagnostic], what: str = "field") -> None:
        self._entries = {entry.key: entry for entry in table.entries}
        self._known: list[str] = []
        self._faults = faults
        self._what = what
        self.place = table.place

    def take(self, key: str) -> Entry | None:
        """Give an entry, or None; an empty value is HDR005 and counts as absent."""
        self._known.append(key)
        entry = self._entries.get(key)
        if entry is None or not _is_empty(entry.value):
            return entry
        self._fault(entry.place, "HDR005", f"`{key}` is empty", "give it a value or leave it out")
        return None

    def text(self, key: str, default: str = "") -> str:
        """Give a string, its white space folded."""
        entry = self.take(key)
        return default if entry is None else self._scalar(entry.value, key, default)

    def required(self, key: str, place: Place, default: str = "") -> str:
        """Give a string; HDR001 at `place` if it is absent."""
        if key not in self._entries:
            self._fault(place, "HDR001", f"`{key}` is missing", f"add `{key}: …` to the header")
        return self.text(key, default)

    def texts(self, key: str) -> tuple[str, ...]:
        """Give a list of strings; a single string is a list of one."""
        return tuple(reference.name for reference in self.references(key))

    def references(self, key: str) -> tuple[Reference, ...]:
        """Give a list of strings with their places. An empty one is HDR005."""
        found = []
        for value in self.values(key):
            if _is_empty(value):
                self._fault(value.place, "HDR005", f"`{key}` has an empty item", "write a word or remove the item")
            elif text := self._scalar(value, key, ""):
                found.append(Reference(text, value.place))
        return tuple(found)

    def placed(self, key: str) -> Reference | None:
        """Give a string with its place."""
        entry = self.take(key)
        text = "" if entry is None else self._scalar(entry.value, key, "")
        return Reference(text, entry.value.place) if entry is not None and text else None

    def values(self, key: str) -> tuple[Value, ...]:
        """Give the items of a list; anything else is a list of one."""
        entry = self.take(key)
        if entry is None:
            return ()
        return entry.value.values if isinstance(entry.value, Items) else (entry.value,)

    def choice(self, key: str, allowed: Sequence[Choice], default: Choice) -> Choice:
        """Give one of the allowed words."""
        entry = self.take(key)
        if entry is None:
            return default
        text = self._scalar(entry.value, key, default)
        for word in allowed:
            if text == word:
                return word
        message = f'`{key}` cannot be "{text}"'
        self._fault(entry.value.place, "HDR006", message, did_you_mean(text, allowed, all_of_them=True))
        return default

    def date(self, key: str) -> Date | None:
        """Give a date; DAT001 or DAT002 if it is none."""
        entry = self.take(key)
        if entry is None:
            return None
        text = self._scalar(entry.value, key, "")
        return date_or_fault(text, entry.value.place, self._faults) if text else None

    def table(self, key: str) -> Fields | None:
        """Give the fields of a table; the caller must close them."""
        entry = self.take(key)
        if entry is None:
            return None
        if isinstance(entry.value, Table):
            return Fields(entry.value, self._faults, f"field of `{key}`")
        help_ = f"write `{key}: {{key: value}}`, or the fields below it, indented"
        self._fault(entry.value.place, "HDR006", f"`{key}` must be fields of the form `key: value`", help_)
        return None

    def pairs(self, key: str) -> tuple[tuple[str, str, Place], ...]:
        """Give a table of free keys as (key, string, place of the value); an empty value is HDR005 and left out."""
        inner = self.table(key)
        if inner is None:
            return ()
        found = ((name, inner.placed(name)) for name in inner.keys)
        return tuple((name, value.name, value.place) for name, value in found if value is not None)

    @property
    def keys(self) -> tuple[str, ...]:
        """All keys, in order."""
        return tuple(self._entries)

    def close(self) -> None:
        """Report every field that nobody took, with the nearest known one (HDR002)."""
        for key, entry in self._entries.items():
            if key not in self._known:
                self._fault(entry.place, "HDR002", f"unknown {self._what} `{key}`", did_you_mean(key, self._known))

    def _scalar(self, value: Value, key: str, default: str) -> str:
        if isinstance(value, Scalar):
            return " ".join(value.text.split())
        self._fault(value.place, "HDR006", f"`{key}` must be a single value", "")
        return default

    def _fault(self, place: Place, code: str, message: str, help_: str) -> None:
        self._faults.append(Diagnostic(place, code, message, help=help_))


def date_or_fault(text: str, place: Place, faults: list[Diagnostic]) -> Date | None:
    """Parse a date, or note why it is none."""
    found = parse_date(text)
    if isinstance(found, Date):
        return found
    faults.append(Diagnostic(place, found.code, found.message, help=found.help))
    return None


def _is_empty(value: Value) -> bool:
    if isinstance(value, Scalar):
        return not value.text.strip()
    return not (value.values if isinstance(value, Items) else value.entries)
