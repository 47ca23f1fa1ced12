"""Headings and fragments of an article fit the page it is shown on."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote

from glossator.model.article import Close, Open, Token

from .article_parts import HEADINGS

_HIGHEST: Final = 3
"""The page's title is `h1`, the section with the article has an `h2`."""

_PREFIX: Final = "article-"
"""Before the ids of an article, so that they meet none of the page's own (FORMAT.md §8)."""

_UNSAFE = re.compile(r"[^\w.-]+")


def shift_headings(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Give the highest level of heading that is used the level 3, the next one 4, and so on to 6, without a gap."""
    used = sorted({token.tag for token in tokens if isinstance(token, Open) and token.tag in HEADINGS})
    level = {tag: f"h{min(6, _HIGHEST + rank)}" for rank, tag in enumerate(used)}
    shifted: list[Token] = []
    for token in tokens:
        match token:
            case Open(tag, attributes) if tag in level:
                shifted.append(Open(level[tag], attributes))
            case Close(tag) if tag in level:
                shifted.append(Close(level[tag]))
            case _:
                shifted.append(token)
    return tuple(shifted)


def settle_fragments(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Keep the ids that links inside the article lead to, each once and with a prefix, and drop links that lead nowhere."""
    starts = [token for token in tokens if isinstance(token, Open)]
    wanted = {
        unquote(value[1:])
        for token in starts
        for name, value in token.attributes
        if value.startswith("#") and name == "href"
    }
    there = {value for token in starts for name, value in token.attributes if name == "id"} & wanted
    given: set[str] = set()
    settled: list[Token] = []
    dropped: list[bool] = []
    for token in tokens:
        if isinstance(token, Open):
            attributes, dead = _settled(token, there, given)
            if token.tag == "a":
                dropped.append(dead)
            if not dead:
                settled.append(Open(token.tag, attributes))
        elif not (isinstance(token, Close) and token.tag == "a" and dropped.pop()):
            settled.append(token)
    return tuple(settled)


def _settled(token: Open, there: set[str], given: set[str]) -> tuple[tuple[tuple[str, str], ...], bool]:
    """Give the attributes that stay, and whether the element is a link to a place that is not there."""
    attributes: list[tuple[str, str]] = []
    for name, value in token.attributes:
        if name == "id":
            if value in there and _id(value) not in given:
                given.add(_id(value))
                attributes.append((name, _id(value)))
        elif name == "href" and value.startswith("#"):
            target = unquote(value[1:])
            if target not in there:
                return (), True
            attributes.append((name, f"#{_id(target)}"))
        else:
            attributes.append((name, value))
    return tuple(attributes), False


def _id(name: str) -> str:
    return _PREFIX + _UNSAFE.sub("-", name)
