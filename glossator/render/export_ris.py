"""Write a source as an RIS record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from glossator.model.source import family_name
from glossator.read.bib_item import OURS, RIS_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from glossator.model.source import Item

_CODES: Final = {
    **{csl: code for code, csl in reversed(RIS_TYPES.items())},
    "book": "BOOK",
    "document": "GEN",
    "legislation": "STAT",
    "manuscript": "MANSCPT",
    "motion_picture": "VIDEO",
    "report": "RPRT",
    "song": "SOUND",
    "webpage": "ELEC",
}
"""The RIS type for each CSL type; others are GEN."""
_TEXTS: Final = {
    "TI": "title",
    "ST": "title-short",
    "T2": "container-title",
    "J2": "container-title-short",
    "T3": "collection-title",
    "VL": "volume",
    "IS": "issue",
    "ET": "edition",
    "SE": "section",
    "PB": "publisher",
    "CY": "publisher-place",
    "DO": "DOI",
    "UR": "URL",
    "LA": "language",
    "AB": "abstract",
    "CN": "call-number",
}
_NAMES: Final = {"AU": "author", "ED": "editor", "A4": "translator"}


def ris_entry(item: Item, exact: Mapping[str, str]) -> str:
    """Write a record, without a line break at its end; `exact` has texts for the notes `csl-…` by variable."""
    lines = [f"TY  - {_CODES.get(item.type, 'GEN')}", f"ID  - {item.key}"]
    lines += [f"{tag}  - {' '.join(value.split())}" for tag, value in _values(item)]
    lines += [f"N1  - csl-{name}: {text}" for name, text in exact.items()]
    return "\n".join([*lines, "ER  - "])


def _values(item: Item) -> Iterator[tuple[str, str]]:
    for tag, variable in _NAMES.items():
        for name in item.csl.get(variable, ()):
            yield tag, _name(name)
    issued = item.issued or item.csl.get("issued", {}).get("literal", "")
    if issued:
        yield "PY", issued
        yield "DA", issued
    for tag, variable in _TEXTS.items():
        if text := item.text(variable):
            yield tag, text
    start, _, end = item.text("page").partition("-")
    if start:
        yield "SP", start
        yield "EP", end or start
    for variable in ("ISBN", "ISSN"):
        if text := item.text(variable):
            yield "SN", text
    for word in item.text("keyword").split(", "):
        if word:
            yield "KW", word
    if text := item.text("note"):
        yield "N1", text
    for name in OURS:
        if text := item.csl.get("custom", {}).get(name, ""):
            yield "N1", f"{name}: {text}"


def _name(name: dict[str, str]) -> str:
    """Write "family, given, suffix"; a body ends in a comma, so that it is not taken for a person."""
    if "literal" in name:
        return f"{name['literal']},"
    parts = [family_name(name), name.get("given", ""), name.get("suffix", "")]
    return ", ".join(parts).rstrip(", ")
