"""Sources as CSL-JSON, BibTeX and RIS, for the site's files and for the copy buttons of each source.

What is exported reads back equal. For BibTeX and RIS, which have no words for much of CSL, each entry is written, read again, and
given a field or note `csl-…` for each variable that did not come back; other programs pass over those.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from glossator.model.source import Item
from glossator.model.text import Source

from .export_bibtex import bibtex_entry
from .export_ris import ris_entry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


def export_json(items: Iterable[Item]) -> str:
    """Give a CSL-JSON file, sorted by key."""
    told = [item.csl for item in sorted(items, key=lambda item: item.key)]
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def export_bibtex(items: Iterable[Item], program: str = "") -> dict[str, str]:
    """Give the BibLaTeX entry of each item, by key; joined with blank lines they are a file.

    Runs pandoc once for all of them, some 30 ms and 1 ms for each; `program` is the pandoc to use. Without it the entries are longer, not wrong.
    """
    from glossator.read.bib_bibtex import read_bibtex

    chosen = list(items)
    plain = {item.key: bibtex_entry(item, {}) for item in chosen}
    back = read_bibtex(Source("", "\n\n".join(plain.values())), program)
    return _mended(chosen, plain, (one for one in back if isinstance(one, Item)), bibtex_entry)


def export_ris(items: Iterable[Item]) -> dict[str, str]:
    """Give the RIS record of each item, by key; joined with blank lines they are a file."""
    from glossator.read.bib_ris import read_ris

    chosen = list(items)
    plain = {item.key: ris_entry(item, {}) for item in chosen}
    back = read_ris(Source("", "\n\n".join(plain.values())))
    return _mended(chosen, plain, (one for one in back if isinstance(one, Item)), ris_entry)


def _mended(
    items: Iterable[Item],
    plain: Mapping[str, str],
    back: Iterable[Item],
    write: Callable[[Item, Mapping[str, str]], str],
) -> dict[str, str]:
    """Write again, with what was lost, the entries that did not come back as they were."""
    found = {item.key: item.csl for item in back}
    made = {}
    for item in items:
        if item.key in found:
            lost = _lost(item.csl, found[item.key])
            made[item.key] = write(item, lost) if lost else plain[item.key]
        else:  # What cannot be read at all stands exactly, and in no other way.
            bare = replace(item, csl={"id": item.key, "type": "document"}, issued="", language="")
            made[item.key] = write(bare, _lost(item.csl, {}))
    return made


def _lost(csl: Mapping[str, Any], back: Mapping[str, Any]) -> dict[str, str]:
    names = sorted(name for name in csl.keys() | back.keys() if csl.get(name) != back.get(name) and name != "id")
    return {name: _exact(csl.get(name)) for name in names}


def _exact(value: Any) -> str:
    """Write a value so that `exact_value` reads it: plain text if it can be, else JSON without line breaks or braces in its texts."""
    plain = (
        isinstance(value, str)
        and value == " ".join(value.split())
        and not set(value) & set('{}\\"[@')
        and value != "null"
    )
    if plain:
        return str(value)
    text = json.dumps(value, ensure_ascii=False)
    return re.sub(r'"(?:[^"\\]|\\.)*"', lambda inside: re.sub("[{}@]", _escaped, inside[0]), text)


def _escaped(sign: re.Match[str]) -> str:
    return f"\\u{ord(sign[0]):04x}"
