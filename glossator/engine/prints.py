"""Fingerprints of values: equal values have equal ones, in any process and on any machine.

Values are walked by their types, because pickles and `repr` of equal values may differ. A value holds data classes, named
tuples, tuples, lists, mappings with text keys, text, bytes, numbers and None.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Any


def fingerprint(value: Any) -> bytes:
    """Give the fingerprint of a value, 16 bytes."""
    from msgspec import msgpack

    try:
        data = msgpack.encode((type(value).__name__, value), order="deterministic")
    except OverflowError:  # an integer beyond 64 bits, such as a year of geology
        data = repr(value).encode()
    return blake2b(data, digest_size=16).digest()


def key_number(kind: str, key: str) -> int:
    """Give the number that stands for a key in traces: 63 bits. Two keys with one number are only taken for each other."""
    return int.from_bytes(blake2b(f"{kind}\0{key}".encode(), digest_size=8).digest(), "big") >> 1
