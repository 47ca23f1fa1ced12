"""Pagefind writes filters in the order of a hash that differs at each run; here they are put in order.

What it writes is CBOR (RFC 8949) of three kinds only, after a mark of its own, compressed or not; its program in the
browser reads both. We leave ours uncompressed, because compressed bytes would depend on the zlib of the machine.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any, Final

_MARK: Final = b"pagefind_dcd"
_NUMBER, _TEXT, _LIST = 0, 3, 4
"""Major types, RFC 8949 §3.1."""


def ordered(files: Mapping[str, bytes], folder: str) -> dict[str, bytes]:
    """Give an index with its filters in order, and with the names of files that follow from that.

    Raises ValueError if it is not written as Pagefind 1.5 does.
    """
    found = dict(files)
    names: dict[str, str] = {}
    for path in [each for each in files if each.endswith(".pf_filter")]:
        name, values = _read(found.pop(path))
        content = _MARK + _written([name, sorted(values)])
        old = path.rpartition("/")[2].removesuffix(".pf_filter")
        names[old] = f"{old.rpartition('_')[0]}_{_hash(content)[:7]}"
        found[f"{folder}/filter/{names[old]}.pf_filter"] = content
    entry = json.loads(found[f"{folder}/pagefind-entry.json"])
    for language in entry["languages"].values():
        version, pages, chunks, filters, *rest = _read(found.pop(f"{folder}/pagefind.{language['hash']}.pf_meta"))
        filters = sorted([name, names[hash_]] for name, hash_ in filters)
        content = _MARK + _written([version, pages, chunks, filters, *rest])
        language["hash"] = f"{language['hash'].rpartition('_')[0]}_{_hash(content)[:10]}"
        found[f"{folder}/pagefind.{language['hash']}.pf_meta"] = content
    found[f"{folder}/pagefind-entry.json"] = json.dumps(entry, separators=(",", ":"), sort_keys=True).encode()
    return dict(sorted(found.items()))


def _hash(content: bytes) -> str:
    return blake2b(content, digest_size=5).hexdigest()


def _read(content: bytes) -> list[Any]:
    plain = content if content.startswith(_MARK) else gzip.decompress(content)
    value, end = _value(plain, len(_MARK))
    if not plain.startswith(_MARK) or not isinstance(value, list) or end != len(plain):
        raise ValueError("not a list with Pagefind's mark")
    return value


def _value(data: bytes, at: int) -> tuple[Any, int]:
    """Read a value, and give where it ends."""
    kind, size = data[at] >> 5, data[at] & 31
    at += 1
    if size > 27:
        raise ValueError("a length of no known form")
    if size > 23:
        width = 1 << (size - 24)
        size, at = int.from_bytes(data[at : at + width], "big"), at + width
    if kind == _NUMBER:
        return size, at
    if kind == _TEXT:
        return data[at : at + size].decode(), at + size
    if kind != _LIST:
        raise ValueError("neither number, text nor list")
    values = []
    for _ in range(size):
        value, at = _value(data, at)
        values.append(value)
    return values, at


def _written(value: Any) -> bytes:
    if isinstance(value, int):
        return _head(_NUMBER, value)
    if isinstance(value, str):
        return _head(_TEXT, len(value.encode())) + value.encode()
    return _head(_LIST, len(value)) + b"".join(map(_written, value))


def _head(kind: int, size: int) -> bytes:
    if size < 24:
        return bytes((kind << 5 | size,))
    power = next(power for power in range(4) if size < 1 << (8 << power))
    return bytes((kind << 5 | 24 + power,)) + size.to_bytes(1 << power, "big")
