"""How an editor writes a note: its heading with braces, its quote, its text (FORMAT.md §3). The reverse of `blocks` and `braces`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from .braces import PART, split_heading

_BARE: Final = re.compile("[^\\s\"'“”‘’={}]+")
_QUOTED: Final = re.compile(r" {0,3}>(?![ \t]*\\?\[!\w+\\?\])")
_KEY: Final = re.compile(r"(?P<key>[A-Za-z][\w-]*)=")


def attribute(key: str, value: str) -> str:
    """Spell an attribute. A value with both kinds of straight quotes cannot be written (`can_be_written`)."""
    value = " ".join(value.split())
    if _BARE.fullmatch(value):
        return f"{key}={value}"
    mark = "'" if '"' in value else '"'
    return f"{key}={mark}{value}{mark}"


def can_be_written(value: str) -> bool:
    """Tell whether a value can stand in braces."""
    return not ('"' in value and "'" in value)


def heading(title: str, id_: str, kind: str, attributes: Mapping[str, str]) -> str:
    """Spell the heading of a new note. The kind `context` is the one that is meant when none is given."""
    parts = [f"#{id_}", *([f".{kind}"] if kind != "context" else [])]
    parts += (attribute(key, value) for key, value in attributes.items())
    return f"## {' '.join(title.split())} {{{' '.join(parts)}}}"


def respelled(line: str, title: str, id_: str, kind: str, attributes: Mapping[str, str]) -> str:
    """Change the text of a heading, and in it only what is another now; what stays keeps its spelling and its place."""
    before, at = split_heading(line)
    title = " ".join(title.split())
    if at is None:
        return heading(title, id_, kind, attributes).removeprefix("## ")
    close = line.rindex("}")
    return title + line[len(before) : at + 1] + _braces(line[at + 1 : close], id_, kind, attributes) + line[close:]


def _braces(inner: str, id_: str, kind: str, attributes: Mapping[str, str]) -> str:
    """Change what stands between braces. An id that was made from the title is written down: it is permanent."""
    parts = list(PART.finditer(inner))
    has_id = any(part.group().startswith("#") for part in parts)
    has_kind = any(part.group().startswith(".") for part in parts)
    missing = [f".{kind}"] if not has_kind and kind != "context" else []
    left = dict(attributes)
    text = ""
    done = 0
    for part in parts:
        new = part.group()
        key = _KEY.match(new)
        if new.startswith("#"):
            new = " ".join((new, *missing))
        elif new.startswith("."):
            new = f".{kind}"
        elif key is not None:
            value = left.pop(key["key"], None)
            new = "" if value is None else new if _value(new) == value else attribute(key["key"], value)
        if new:
            text += inner[done : part.start()] + new
        done = part.end()
    if not has_id:
        text = " ".join((f"#{id_}", *missing, text.lstrip())).rstrip()
    added = "".join(f" {attribute(key, value)}" for key, value in left.items())
    return text + added + inner[done:]


def _value(part: str) -> str:
    value = part.partition("=")[2]
    bare = value[1:-1] if value[:1] in ("'", '"') else value
    return " ".join(bare.split())


def body(text: str) -> str:
    """Give the text of a note as it is written under its quote: a quotation at its beginning is no target."""
    text = re.sub(r"\A(?:[ \t]*\n)+", "", text.replace("\r\n", "\n").replace("\r", "\n")).rstrip()
    return f"<!-- -->\n\n{text}" if _QUOTED.match(text) else text


def block(head: str, quote: str, text: str) -> str:
    """Put a new note together."""
    parts = (head, *([quote] if quote else []), *([text] if text else []))
    return "\n\n".join(parts) + "\n"
