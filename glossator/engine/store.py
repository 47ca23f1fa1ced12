"""The file in which a state is kept: its tables, how it is opened, begun anew and thrown away, and whose turn it is."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Final

from .beside import remove_values, values_of
from .state import State

VERSION: Final = 7
_ATTENTION: Final = 0.2
"""Seconds that SQLite may wait on its own: meanwhile Ctrl-C goes unheard."""
_TABLES: Final = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID;
CREATE TABLE nodes (id INTEGER PRIMARY KEY, stage INTEGER, name TEXT, print BLOB, asked BLOB, UNIQUE (stage, name));
CREATE TABLE sizes (stage INTEGER PRIMARY KEY, nodes INTEGER);
CREATE TRIGGER one_more AFTER INSERT ON nodes BEGIN
  INSERT INTO sizes VALUES (new.stage, 1) ON CONFLICT (stage) DO UPDATE SET nodes = nodes + 1;
END;
CREATE TRIGGER one_less AFTER DELETE ON nodes BEGIN UPDATE sizes SET nodes = nodes - 1 WHERE stage = old.stage; END;
CREATE TABLE made (node INTEGER PRIMARY KEY, value BLOB);
CREATE TABLE faults (node INTEGER PRIMARY KEY, value BLOB);
CREATE TABLE words (node INTEGER PRIMARY KEY, value BLOB);
CREATE TABLE said (node INTEGER, kind TEXT, key TEXT, sort TEXT, count INTEGER, print BLOB, value BLOB);
CREATE INDEX said_key ON said (kind, key, sort, count);
CREATE INDEX said_sort ON said (kind, sort, key);
CREATE INDEX said_node ON said (node);
CREATE TABLE asked (key INTEGER, node INTEGER, PRIMARY KEY (key, node)) WITHOUT ROWID;
CREATE TABLE stale (node INTEGER PRIMARY KEY, why TEXT);
CREATE TABLE gone (name TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE news (kind TEXT, key TEXT, PRIMARY KEY (kind, key)) WITHOUT ROWID;
CREATE TABLE strings (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""


def open_state(
    path: Path,
    *,
    listed: frozenset[str] = frozenset(),
    worded: frozenset[str] = frozenset(),
    news: frozenset[str] = frozenset(),
) -> State:
    """Open the state of a project, or begin it anew if it cannot be read or is of another version.

    Of `listed` kinds the head and the neighbours can be asked for; of `worded` ones, whose keys are words with spaces between
    them, a node asks for each that has only words of its own, and its words are kept as one block; which keys of the kinds
    `news` changed is noted until somebody takes the news. Raises OSError.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        database = _connected(path)
    except sqlite3.DatabaseError:
        remove_state(path)
        database = _connected(path)
    return State(database, path, listed=listed, worded=worded, news=news)


@contextmanager
def turn(path: Path, waits: Callable[[], object] = lambda: None) -> Iterator[None]:
    """Wait until no other process is within the turn of this file, and keep others waiting. A process that dies lets go of it.

    Calls `waits` again and again meanwhile.
    SQLite locks files on every system and is at hand; a library for it would take longer to import than a build without changes.
    """
    with closing(sqlite3.connect(path, timeout=_ATTENTION, isolation_level=None)) as database:
        while True:
            try:
                database.execute("BEGIN EXCLUSIVE")
                break
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                    raise
                waits()
        yield


def copy_state(source: Path, target: Path) -> None:
    """Have a state begin with what another one remembers, unless there is one already, or nothing to begin with."""
    if target.exists() or not source.exists():
        return
    draft = target.with_name(f"{target.name}.new")
    with turn(source.with_suffix(".lock")), suppress(sqlite3.DatabaseError):  # of one that is damaged nothing is taken
        with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(draft)) as new:
            old.backup(new)
        for file in values_of(source):
            file.with_name(target.stem + file.name.removeprefix(source.stem)).write_bytes(file.read_bytes())
        draft.replace(target)


def remove_state(path: Path) -> None:
    """Throw a state away."""
    for ending in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    remove_values(path)


def _connected(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=60)
    try:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = NORMAL")
        database.execute("PRAGMA cache_size = -65536")
        (version,) = database.execute("PRAGMA user_version").fetchone()
        if version != VERSION:
            for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                database.execute(f'DROP TABLE "{name}"')
            database.executescript(f"{_TABLES} PRAGMA user_version = {VERSION};")
    except BaseException:
        database.close()
        raise
    return database
