"""Strings kept between runs, as a mapping on a table of the state."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, MutableMapping


class Strings(MutableMapping[str, str]):
    """A mapping of strings on the table `strings` of a database."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def __getitem__(self, key: str) -> str:
        row = self._database.execute("SELECT value FROM strings WHERE key = ?", (key,)).fetchone()
        if row is None:
            raise KeyError(key)
        return str(row[0])

    def __setitem__(self, key: str, value: str) -> None:
        self._database.execute("INSERT OR REPLACE INTO strings VALUES (?, ?)", (key, value))

    def __delitem__(self, key: str) -> None:
        if not self._database.execute("DELETE FROM strings WHERE key = ?", (key,)).rowcount:
            raise KeyError(key)

    def __iter__(self) -> Iterator[str]:
        return (str(row[0]) for row in self._database.execute("SELECT key FROM strings ORDER BY key").fetchall())

    def __len__(self) -> int:
        return int(self._database.execute("SELECT count(*) FROM strings").fetchone()[0])
