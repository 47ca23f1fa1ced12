r"""What is remembered between builds, in one SQLite file: nodes, what they say, what they asked, which of them are stale.

A *node* is a piece of work with a name, in a stage. It *says* things under keys and *asks* for what others say; both are kept.
When what stands under a key changes, all nodes that asked for it become stale, and that is written in the same transaction:
so a build that is killed anywhere is gone on with by the next one. Nodes may ask only for what earlier stages say.

Besides (kind, key) there are keys made of others: `("all", kind)` changes with anything of a kind, `("totals", kind)` with the
number of things under some key, `("head", kind)` with the first few, `("around", kind\0node)` with a node's neighbours in the
order of the kind, `("whole", stage\0node)` with a node's own value.
"""

from __future__ import annotations

import pickle
import sqlite3
from array import array
from collections.abc import Iterable, Iterator
from contextlib import suppress
from hashlib import blake2b
from io import BytesIO
from pathlib import Path
from typing import Any, Final, NamedTuple
from zlib import crc32

from msgspec import Struct

from .beside import read_value, remove_values, write_value
from .prints import fingerprint, key_number
from .strings import Strings

HEAD: Final = 50
"""How many of a kind count as the first few."""
Key = tuple[str, str]


class Row(NamedTuple):
    """What a node says under one key, packed."""

    kind: str
    key: str
    sort: str
    things: int
    print: bytes
    value: bytes


class Made(Struct, frozen=True):
    """What making a node gave. It can be sent between processes."""

    value: bytes = b""
    says: tuple[Row, ...] = ()
    asked: frozenset[Key] = frozenset()
    faults: bytes = b""
    print: bytes = b""
    """Of the value; else its hash."""


def pack(name: str, said: Iterable[tuple[str, str, Any, str, int]]) -> tuple[Row, ...]:
    """Pack what a node says: kind, key, value, what it is sorted by, how many things it is. One row a key."""
    grouped: dict[Key, tuple[str, int, list[Any]]] = {}
    for kind, key, value, sort, count in said:
        first, total, values = grouped.get((kind, key), (sort, 0, []))
        values.append(value)
        grouped[kind, key] = first, total + count, values
    return tuple(
        # Rows are sorted by what they say, and then by the node, so that the order never depends on the order of work.
        Row(kind, key, f"{sort}\0{name}", count, fingerprint(tuple(values)), pickle.dumps(tuple(values), 5))
        for (kind, key), (sort, count, values) in grouped.items()
    )


def pack_value(value: Any, *parts: Any) -> bytes:
    """Pack the value of a node, after a part of it that can then be had by itself; what both hold is packed once."""
    stream = BytesIO()
    pickler = pickle.Pickler(stream, 5)
    for each in (*parts, value):
        pickler.dump(each)
    return stream.getvalue()


class State:
    """The state of a project. Open it with `store.open_state`; nothing is kept before `commit`."""

    def __init__(
        self,
        database: sqlite3.Connection,
        file: Path,
        *,
        listed: frozenset[str],
        worded: frozenset[str],
        news: frozenset[str],
    ) -> None:
        self.database = database
        self.strings = Strings(database)
        self._file = file
        self._before = self._stands()
        self._listed, self._worded, self._news = listed, worded, news
        self._changed: dict[Key, None] = {}
        self._counts: dict[Key, int] = {}
        self._moved: dict[tuple[str, str], None] = {}
        self._replaced: set[str] = set()

    def meta(self, name: str) -> Any:
        """Give a value that was kept under a name; None if there is none."""
        row = self.database.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return None if row is None else pickle.loads(row[0])  # noqa: S301 - our own file

    def set_meta(self, name: str, value: Any) -> None:
        """Keep a value under a name."""
        self.database.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, pickle.dumps(value, 5)))

    def keep(self, name: str, value: Any) -> None:
        """Keep a value of megabytes under a name, in a file of its own. Raises OSError."""
        self.set_meta(f"kept {name}", write_value(self._file, name, value))
        self._replaced.add(name)

    def kept(self, name: str) -> Any:
        """Give a value that was kept in a file of its own; None if there is none. Raises EOFError if the file is not whole."""
        stamp = self.meta(f"kept {name}")
        return None if stamp is None else read_value(self._file, name, stamp)

    def add(self, stage: int, name: str, why: str) -> None:
        """Make a node stale, and first of all there."""
        self.database.execute(
            "INSERT OR IGNORE INTO stale VALUES (?, ?)", (self._node(stage, name) or self._new(stage, name), why)
        )

    def put(self, stage: int, name: str, made: Made) -> bool:
        """Keep what making a node gave; it is stale no more. Tells whether its value is another one than before."""
        node = self._node(stage, name) or self._new(stage, name)
        row = self.database.execute("SELECT print, asked FROM nodes WHERE id = ?", (node,)).fetchone()
        value_print = made.print or blake2b(made.value, digest_size=16).digest()
        self._say(node, made.says)
        asked = self._asks(node, row[1] or b"", made.asked)
        self.database.execute("UPDATE nodes SET print = ?, asked = ? WHERE id = ?", (value_print, asked, node))
        self.database.execute("DELETE FROM stale WHERE node = ?", (node,))
        self._keep("faults", node, made.faults)
        # What has a print of its own may be another value by the same print, or have been forgotten.
        if row[0] != value_print or made.print:
            self._keep("made", node, made.value)
        if row[0] == value_print:
            return False
        self._changed["whole", f"{stage}\0{name}"] = None
        return True

    def forget_value(self, stage: int, name: str) -> None:
        """Forget the value of a node, which nobody needs any more."""
        self._keep("made", self._node(stage, name) or 0, b"")

    def unmake(self, stage: int, name: str) -> None:
        """Forget what making a node gave."""
        node = self._node(stage, name)
        self.database.execute("DELETE FROM made WHERE node = ?", (node,))
        self.database.execute("UPDATE nodes SET print = NULL WHERE id = ?", (node,))

    def drop(self, stage: int, name: str) -> None:
        """Forget a node and all that it said."""
        node = self._node(stage, name)
        if node is None:
            return
        (asked,) = self.database.execute("SELECT asked FROM nodes WHERE id = ?", (node,)).fetchone()
        self._say(node, ())
        self._asks(node, asked or b"", frozenset())
        for table in ("made", "faults", "words", "stale"):
            self.database.execute(f"DELETE FROM {table} WHERE node = ?", (node,))  # noqa: S608 - names of ours
        self.database.execute("DELETE FROM nodes WHERE id = ?", (node,))
        self._changed["whole", f"{stage}\0{name}"] = None

    def names(self, stage: int) -> list[str]:
        """List the nodes of a stage."""
        rows = self.database.execute("SELECT name FROM nodes WHERE stage = ? ORDER BY name", (stage,))
        return [name for (name,) in rows]

    def count(self, stage: int) -> int:
        """Count the nodes of a stage."""
        row = self.database.execute("SELECT nodes FROM sizes WHERE stage = ?", (stage,)).fetchone()
        return 0 if row is None else int(row[0])

    def has(self, stage: int, name: str) -> bool:
        """Tell whether there is a node."""
        return self._node(stage, name) is not None

    def value(self, stage: int, name: str) -> Any:
        """Give the value of a node, unpickled; None if it has none."""
        return next(reversed([*self._made(stage, name)]), None)

    def part(self, stage: int, name: str) -> Any:
        """Give the part of a node's value that was packed before it, and no more of it; None if it has none."""
        return next(self._made(stage, name), None)

    def _made(self, stage: int, name: str) -> Iterator[Any]:
        row = self.database.execute(
            "SELECT value FROM made JOIN nodes ON id = node WHERE stage = ? AND name = ?", (stage, name)
        ).fetchone()
        if row is not None:
            stream = BytesIO(row[0])
            unpickler = pickle.Unpickler(stream)  # noqa: S301 - our own file
            while stream.tell() < len(row[0]):
                yield unpickler.load()

    def print_of(self, stage: int, name: str) -> bytes | None:
        """Give the fingerprint of a node's value; None if it has not been made."""
        row = self.database.execute("SELECT print FROM nodes WHERE stage = ? AND name = ?", (stage, name)).fetchone()
        return row[0] if row else None

    def faults(self) -> Iterator[tuple[int, str, Any]]:
        """Give the faults of all nodes that have any: stage, name, what was kept."""
        # Few have any: SQLite is to begin with these, and not with all nodes in the order that is asked for.
        rows = self.database.execute("SELECT stage, name, value FROM faults CROSS JOIN nodes ON id = node").fetchall()
        for stage, name, value in sorted(rows):
            yield stage, name, pickle.loads(value)  # noqa: S301 - our own file

    def leave(self, name: str) -> None:
        """Note the path of an output that is no more."""
        self.database.execute("INSERT OR IGNORE INTO gone VALUES (?)", (name,))

    def left(self) -> list[str]:
        """List the paths of outputs that are no more, and still to be removed."""
        return [name for (name,) in self.database.execute("SELECT name FROM gone ORDER BY name")]

    def forget_left(self) -> None:
        """Note that they were removed."""
        self.database.execute("DELETE FROM gone")

    def stale(self, stage: int) -> list[tuple[str, str]]:
        """List the stale nodes of a stage, and why they are."""
        self.settle()
        return self.database.execute(
            "SELECT name, why FROM stale CROSS JOIN nodes ON id = node WHERE stage = ? ORDER BY name", (stage,)
        ).fetchall()

    def is_stale(self) -> bool:
        """Tell whether any node is stale."""
        self.settle()
        return self.database.execute("SELECT 1 FROM stale LIMIT 1").fetchone() is not None

    def stale_all(self, stage: int, why: str) -> None:
        """Make all nodes of a stage stale."""
        self.database.execute("INSERT OR IGNORE INTO stale SELECT id, ? FROM nodes WHERE stage = ?", (why, stage))

    def take_news(self, kind: str) -> list[str]:
        """List the keys of a kind under which something else is said than when this was last asked."""
        found = [key for (key,) in self.database.execute("SELECT key FROM news WHERE kind = ? ORDER BY key", (kind,))]
        self.database.execute("DELETE FROM news WHERE kind = ?", (kind,))
        return found

    def settle(self) -> None:
        """Make stale what asked for something that has changed since the last time."""
        if not self._changed:
            return
        changed = dict(self._changed)
        for kind in {kind for kind, _ in changed}:
            changed["all", kind] = None
            if self._new_head(kind):
                changed["head", kind] = None
        changed |= {("totals", kind): None for (kind, _), count in self._counts.items() if count}
        changed |= {
            ("around", f"{kind}\0{name}"): None for kind, sort in self._moved for name in self._near(kind, sort)
        }
        self._changed.clear()
        self._counts.clear()
        self._moved.clear()
        worded = [key for kind, key in changed if kind in self._worded]
        for kind, key in changed:
            if kind not in self._worded:
                self.database.execute(
                    "INSERT OR IGNORE INTO stale SELECT node, ? FROM asked WHERE key = ?",
                    (f"{kind} {key}".replace("\0", " "), key_number(kind, key)),
                )
        if worded:
            self._find_words({key: [_word(word) for word in key.split(" ")] for key in worded})

    def _find_words(self, keys: dict[str, list[bytes]]) -> None:
        """Make stale the nodes in whose words all those of some key stand."""
        found = []
        for node, value in self.database.execute("SELECT node, value FROM words"):
            for key, words in keys.items():
                if all(word in value for word in words):
                    found.append((node, f"words {key}"))
                    break
        self.database.executemany("INSERT OR IGNORE INTO stale VALUES (?, ?)", found)

    def _new_head(self, kind: str) -> bool:
        """Note the first few of a kind; tell whether they are others than before."""
        if kind not in self._listed:
            return False
        rows = self.database.execute("SELECT print FROM said WHERE kind = ? ORDER BY sort, key LIMIT ?", (kind, HEAD))
        new = blake2b(b"".join(row[0] for row in rows), digest_size=16).digest()
        old = self.meta(f"head {kind}")
        if old == new:
            return False
        self.set_meta(f"head {kind}", new)
        return True

    def _near(self, kind: str, sort: str) -> list[str]:
        """Give the nodes that stand before, at and after a place in the order of a kind."""
        select = "SELECT name FROM said JOIN nodes ON id = node WHERE kind = ? AND sort "
        found = []
        for rest in ("< ? ORDER BY sort DESC LIMIT 1", "= ?", "> ? ORDER BY sort LIMIT 1"):
            found += [name for (name,) in self.database.execute(select + rest, (kind, sort))]
        return found

    def _node(self, stage: int, name: str) -> int | None:
        row = self.database.execute("SELECT id FROM nodes WHERE stage = ? AND name = ?", (stage, name)).fetchone()
        return None if row is None else int(row[0])

    def _new(self, stage: int, name: str) -> int:
        cursor = self.database.execute("INSERT INTO nodes (stage, name) VALUES (?, ?)", (stage, name))
        assert cursor.lastrowid is not None
        return cursor.lastrowid

    def _say(self, node: int, says: Iterable[Row]) -> None:
        """Put what a node says in the place of what it said, and note the keys under which that is not the same."""
        rows = self.database.execute("SELECT rowid, kind, key, sort, count, print FROM said WHERE node = ?", (node,))
        old = {(row[1], row[2]): row for row in rows.fetchall()}
        for new in says:
            before = old.pop((new.kind, new.key), None)
            if before is not None and before[3:] == (new.sort, new.things, new.print):
                continue
            if before is not None:
                self._forget(before)
            self._note(new.kind, new.key, new.sort, new.things)
            self.database.execute("INSERT INTO said VALUES (?, ?, ?, ?, ?, ?, ?)", (node, *new))
        for before in old.values():
            self._forget(before)

    def _forget(self, row: tuple[int, str, str, str, int, bytes]) -> None:
        self._note(row[1], row[2], row[3], -row[4])
        self.database.execute("DELETE FROM said WHERE rowid = ?", (row[0],))

    def _note(self, kind: str, key: str, sort: str, count: int) -> None:
        self._changed[kind, key] = None
        self._counts[kind, key] = self._counts.get((kind, key), 0) + count
        if kind in self._listed:
            self._moved[kind, sort] = None
        if kind in self._news:
            self.database.execute("INSERT OR IGNORE INTO news VALUES (?, ?)", (kind, key))

    def _asks(self, node: int, old: bytes, asked: frozenset[Key]) -> bytes:
        """Put the keys that a node asked in the place of those that it asked before; give them packed."""
        words = b"".join(sorted({_word(key) for kind, key in asked if kind in self._worded}))
        self._keep("words", node, words)
        before = array("q", old)
        now = array("q", sorted({key_number(kind, key) for kind, key in asked if kind not in self._worded}))
        if before != now:
            was, are = set(before), set(now)
            self.database.executemany("DELETE FROM asked WHERE key = ? AND node = ?", ((k, node) for k in was - are))
            self.database.executemany("INSERT OR IGNORE INTO asked VALUES (?, ?)", ((k, node) for k in are - was))
        return now.tobytes()

    def _keep(self, table: str, node: int, value: bytes) -> None:
        if value:
            self.database.execute(f"INSERT OR REPLACE INTO {table} VALUES (?, ?)", (node, value))  # noqa: S608
        else:
            self.database.execute(f"DELETE FROM {table} WHERE node = ?", (node,))  # noqa: S608

    def commit(self) -> None:
        """Keep all that was done."""
        self.settle()
        self.database.commit()
        for name in self._replaced:
            remove_values(self._file, name, self.meta(f"kept {name}"))
        self._replaced.clear()

    def is_as_left(self) -> bool:
        """Tell whether no other process wrote to the state, or put another in its place, since it was opened."""
        return self._stands() == self._before

    def _stands(self) -> tuple[int, int]:
        """Give what changes with each commit of another process, and the number of the file."""
        (version,) = self.database.execute("PRAGMA data_version").fetchone()
        return version, self._file.stat().st_ino if self._file.exists() else 0

    def close(self) -> None:
        """Leave the state as it was last committed."""
        with suppress(sqlite3.Error):
            self.database.rollback()
        self.database.close()


def _word(key: str) -> bytes:
    # Two words with one number are only taken for each other; that is rare, and so this need not be a good hash.
    return crc32(key.encode()).to_bytes(4, "big")
