"""Fenced blocks of documents: files that they show, changes to files, commands with what these say."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

FENCE: Final = re.compile(r"^```(\w+)(?: (file|append)=(\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Fence:
    """A fenced block; `path` is empty where it is no file."""

    language: str
    verb: str
    path: str
    body: str


def fences(text: str) -> list[Fence]:
    """Give the fenced blocks of a document, in order."""
    return [Fence(*match.groups("")) for match in FENCE.finditer(text)]


def examples(text: str) -> dict[str, str | bytes]:
    """Give the files that a document shows, by path."""
    return {fence.path: fence.body for fence in fences(text) if fence.path}


def without_fences(text: str) -> str:
    """Give a document without its fenced blocks."""
    return FENCE.sub("", text)
