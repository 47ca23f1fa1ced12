from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from glossator.engine.store import Store


def test_store_keeps_strings_between_runs(tmp_path: Path) -> None:
    """What was set is there the next time; what was deleted is not."""
    with Store(tmp_path / "state" / "s.sqlite") as store:
        store.update({"a": "1", "b": "2", "c": "ü"})
        store["a"] = "3"
        del store["b"]
    with Store(tmp_path / "state" / "s.sqlite") as store:
        found = dict(store)
        count = len(store)

    assert found == {"a": "3", "c": "ü"}
    assert count == 2


def test_store_tells_of_what_it_does_not_have(tmp_path: Path) -> None:
    """A missing key is a KeyError, as of any mapping."""
    with Store(tmp_path / "s.sqlite") as store:
        with pytest.raises(KeyError):
            store["a"]
        with pytest.raises(KeyError):
            del store["a"]
        assert "a" not in store


@pytest.mark.parametrize("content", [b"this is no database, but long enough to look like one" * 50, b""])
def test_store_begins_anew_when_the_file_is_broken(tmp_path: Path, content: bytes) -> None:
    """A state that cannot be read is a clean build, never a failed one."""
    (tmp_path / "s.sqlite").write_bytes(content)

    with Store(tmp_path / "s.sqlite") as store:
        store["a"] = "1"

    with Store(tmp_path / "s.sqlite") as store:
        assert dict(store) == {"a": "1"}


def test_store_begins_anew_when_the_version_is_another(tmp_path: Path) -> None:
    """Strings of another version are not used."""
    with Store(tmp_path / "s.sqlite") as store:
        store["a"] = "1"
    database = sqlite3.connect(tmp_path / "s.sqlite")
    database.execute("PRAGMA user_version = 99")
    database.close()

    with Store(tmp_path / "s.sqlite") as store:
        assert dict(store) == {}
