"""Ids made from titles, and the check that a written one is a slug: lower-case letters, digits, hyphens."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from hashlib import blake2b
from typing import Final

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_LONGEST: Final = 60
"""Characters of an id made from a title; cut at a word."""


def is_slug(text: str) -> bool:
    """Tell whether a text can be a permanent id."""
    return _SLUG.match(text) is not None


def slug_from(title: str) -> str:
    """Make an id of a title. A title without Latin letters or digits gets a short, stable name of its own."""
    ascii_ = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", ascii_.replace("'", ""))
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word
        if slug and len(longer) > _LONGEST:
            break
        slug = longer[:_LONGEST]
    return slug or "n" + blake2b(title.encode(), digest_size=4).hexdigest()


def free_id(slug: str, taken: Container[str]) -> str:
    """Give an id that is not taken: those made from titles must differ, written ones are the editor's business."""
    number = 2
    free = slug
    while free in taken:
        free = f"{slug}-{number}"
        number += 1
    return free
