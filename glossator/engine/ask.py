"""Questions to the state, each written down."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Sequence
from itertools import repeat
from typing import Any, Final

from .state import HEAD, Key, State

_MOST: Final = 50_000
"""Answers that are remembered while a stage runs."""

Values = tuple[Any, ...]


class Ask:
    """Asks for one node after another; `begin` starts the trace of the next. Answers must not change meanwhile."""

    def __init__(self, state: State, whole: int) -> None:
        """Give a state and the stage whose values `whole` gives."""
        self._state = state
        self._stage = whole
        self._answers: dict[tuple[str, str, object], Any] = {}
        self._whole: tuple[str, Any] = ("", None)
        self._begun: dict[str, dict[str, list[tuple[str, frozenset[str]]]]] = {}
        self.trace: set[Key] = set()

    def begin(self) -> None:
        """Start the trace of another node."""
        self.trace = set()

    def fact(self, kind: str, key: str, fold: Callable[[Sequence[Values]], Any]) -> Any:
        """Fold what is said under a key, in order."""
        self.trace.add((kind, key))
        return self._fold(kind, key, fold)

    def within(self, kind: str, words: frozenset[str], fold: Callable[[Sequence[Values]], Any]) -> list[Any]:
        """Fold what is said under each key, of those of a kind, all of whose words are among some. Keys are words with spaces."""
        self.trace.update(zip(repeat(kind), words, strict=False))
        if kind not in self._begun:
            begun: dict[str, list[tuple[str, frozenset[str]]]] = {}
            for (key,) in self._state.database.execute(
                "SELECT DISTINCT key FROM said WHERE kind = ? ORDER BY key", (kind,)
            ):
                first, *rest = key.split(" ")
                begun.setdefault(first, []).append((key, frozenset(rest)))
            self._begun[kind] = begun
        known = self._begun[kind]
        return [
            self._fold(kind, key, fold)
            for first in sorted(words & known.keys())
            for key, rest in known[first]
            if rest <= words
        ]

    def all(self, kind: str) -> list[Values]:
        """Give everything that is said of a kind, in the order of the kind."""
        self.trace.add(("all", kind))
        found: list[Values] = self._once("all", kind, None, lambda: self._rows("kind = ?", kind))
        return found

    def keys(self, kind: str) -> list[str]:
        """List the keys of a kind."""
        self.trace.add(("all", kind))
        rows = self._state.database.execute("SELECT DISTINCT key FROM said WHERE kind = ? ORDER BY key", (kind,))
        found: list[str] = self._once("keys", kind, None, lambda: [key for (key,) in rows])
        return found

    def totals(self, kind: str) -> dict[str, int]:
        """Count the things under each key of a kind."""
        self.trace.add(("totals", kind))
        select = "SELECT key, sum(count) FROM said WHERE kind = ? GROUP BY key ORDER BY key"
        found: dict[str, int] = self._once(
            "totals",
            kind,
            None,
            lambda: {key: int(total) for key, total in self._state.database.execute(select, (kind,)) if total},
        )
        return found

    def head(self, kind: str) -> list[Values]:
        """Give the first few of a listed kind, in its order."""
        self.trace.add(("head", kind))
        found: list[Values] = self._once("head", kind, None, lambda: self._rows("kind = ?", kind, limit=HEAD))
        return found

    def around(self, kind: str, name: str) -> tuple[Values | None, Values | None]:
        """Give what stands before and after what a node says of a listed kind."""
        self.trace.add(("around", f"{kind}\0{name}"))
        node = "(SELECT id FROM nodes WHERE stage = ? AND name = ?)"
        place = self._state.database.execute(
            f"SELECT sort FROM said WHERE node = {node} AND kind = ? LIMIT 1",  # noqa: S608 - ours
            (self._stage, name, kind),
        ).fetchone()
        if place is None:
            return None, None
        select = "SELECT value FROM said WHERE kind = ? AND sort "
        found = [
            self._state.database.execute(select + rest, (kind, place[0])).fetchone()
            for rest in ("< ? ORDER BY sort DESC LIMIT 1", "> ? ORDER BY sort LIMIT 1")
        ]
        before, after = (pickle.loads(row[0]) if row else None for row in found)  # noqa: S301 - our own file
        return before, after

    def whole(self, name: str) -> Any:
        """Give the whole value of a node; it depends on all of it then."""
        self.trace.add(("whole", f"{self._stage}\0{name}"))
        if self._whole[0] != name:
            self._whole = (name, self._state.value(self._stage, name))
        return self._whole[1]

    def _fold(self, kind: str, key: str, fold: Callable[[Sequence[Values]], Any]) -> Any:
        return self._once(kind, key, fold, lambda: fold(self._rows("kind = ? AND key = ?", kind, key)))

    def _rows(self, where: str, *values: str, limit: int = -1) -> list[Values]:
        select = f"SELECT value FROM said WHERE {where} ORDER BY sort, key LIMIT ?"  # noqa: S608 - conditions of ours
        rows = self._state.database.execute(select, (*values, limit)).fetchall()
        return [pickle.loads(value) for (value,) in rows]  # noqa: S301 - our own file

    def _once(self, kind: str, key: str, fold: object, answer: Callable[[], Any]) -> Any:
        place = (kind, key, fold)
        if place not in self._answers:
            if len(self._answers) >= _MOST:
                self._answers.clear()
            self._answers[place] = answer()
        return self._answers[place]
