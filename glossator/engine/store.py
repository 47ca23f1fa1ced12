"""Strings kept between runs, in one SQLite file. A file that cannot be read, or of another version, is begun anew."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, MutableMapping
from pathlib import Path
from typing import Final, Self

_VERSION: Final = 1


class Store(MutableMapping[str, str]):
    """A mapping of strings on disk. What is set is kept at `close`; use it as a context manager."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._database = _open(path)
        except sqlite3.DatabaseError:
            path.unlink(missing_ok=True)
            self._database = _open(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

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

    def close(self) -> None:
        """Keep what was set."""
        self._database.commit()
        self._database.close()


def _open(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=30)
    (version,) = database.execute("PRAGMA user_version").fetchone()
    if version != _VERSION:
        database.execute("DROP TABLE IF EXISTS strings")
        database.execute("CREATE TABLE strings (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID")
        database.execute(f"PRAGMA user_version = {_VERSION}")
        database.commit()
    return database
