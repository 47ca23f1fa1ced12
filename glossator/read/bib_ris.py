"""Read RIS, as reference managers, publishers and databases export it.

Tags and types follow the RIS specification of Research Information Systems (2011) and what Zotero, Mendeley and EndNote make of it.
RIS has no place for our fields: they stand in notes of their own, as `N1  - kind: primary`. What is no text, or has
no tag in RIS, is exported as notes `csl-…: …`.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from glossator.model.source import NAME_VARIABLES, family_name

from .bib_dates import csl_from_edtf, date_from_words
from .bib_item import OURS, RIS_TYPES, Refused, broken, exact_value, make_item
from .nearest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glossator.model.diagnostics import Diagnostic
    from glossator.model.source import Item
    from glossator.model.text import Source

TAGS: Final = {
    "AB": "abstract", "N2": "abstract", "CN": "call-number", "CY": "publisher-place", "PP": "publisher-place", "DB": "source",
    "DO": "DOI", "ET": "edition", "IS": "issue", "LA": "language", "M3": "genre", "OP": "original-title",
    "PB": "publisher", "SE": "section", "ST": "title-short", "TI": "title", "T1": "title", "CT": "title", "T2": "container-title",
    "JF": "container-title", "JO": "container-title-short", "BT": "container-title", "T3": "collection-title", "UR": "URL",
    "L2": "URL", "LK": "URL", "VL": "volume", "NV": "number-of-volumes", "J2": "container-title-short", "JA": "container-title-short",
}  # fmt: skip
_NAMES: Final = {
    "AU": "author", "A1": "author", "ED": "editor", "A2": "editor", "A3": "collection-editor", "A4": "translator", "TA": "translator",
}  # fmt: skip
_DATES: Final = {
    "DA": "issued",
    "PY": "issued",
    "Y1": "issued",
    "Y2": "accessed",
    "RD": "accessed",
    "OD": "original-date",
}
_BOOKS: Final = frozenset({"book", "periodical"})
_LINE: Final = re.compile(r"^[ \t]*([A-Z][A-Z0-9]) {0,2}-(?: |$)[ \t]*(.*)$")
_OURS: Final = re.compile(rf"({'|'.join(OURS)}|annote|csl-[\w-]+):\s*(.+)", re.DOTALL)
_PARTICLE: Final = re.compile(r"((?:[a-zà-ÿ’'.-]+\s+)+)(?=\S)|((?:d|l|dell)['’])(?=[A-Z])")
_BODY: Final = re.compile(
    r"\b(?:organi[sz]ation|ministry|government|department|committee|council|university|institute|agency|bureau|commission|office|"
    r"association|society|union|bank|press|group|team|consortium|collaboration|center|centre|inc|ltd|llc|corp)\b",
    re.IGNORECASE,
)
"""Words of corporate names, for authors without a comma: RIS says "family, given" and has no other mark for a body."""


def read_ris(source: Source) -> Iterator[Item | Diagnostic]:
    """Give each entry of an .ris file in order. One without `ID` gets a key of its first name and year."""
    for start, lines, fault in _records(source):
        place = source.place(start)
        if fault:
            yield broken(place, *fault)
            continue
        try:
            raw = _csl(lines)
        except Refused as refused:
            yield broken(place, refused.message, refused.help)
        else:
            yield make_item(raw, place)


def _records(source: Source) -> Iterator[tuple[int, list[tuple[str, str]], tuple[str, str] | None]]:
    """Cut the file at `TY` and `ER`; a line without a tag continues the one before it."""
    start, lines, offset, first = -1, list[tuple[str, str]](), 0, True
    unclosed = ("the entry has no end", 'add a line "ER  - " after it')
    for line in source.text.split("\n"):
        match = _LINE.match(line)
        tag, value = (match[1], match[2].strip()) if match else ("", line.strip())
        if tag == "TY":
            if start >= 0:
                yield start, lines, unclosed
            start, lines, first = offset, [(tag, value)], False
        elif tag == "ER" and start >= 0:
            yield start, lines, None
            start = -1
        elif start < 0 and (
            tag or (value and not first)
        ):  # Databases put their name and the like before the first entry.
            yield offset, [], (f'"{line.strip()}" stands outside an entry', 'an entry begins with "TY  - "')
        elif tag:
            lines.append((tag, value))
        elif value and start >= 0:
            before = lines.pop()
            lines.append((before[0], f"{before[1]} {value}".strip()))
        offset += len(line) + 1
    if start >= 0:
        yield start, lines, unclosed


def _csl(lines: list[tuple[str, str]]) -> dict[str, Any]:
    word = lines[0][1].upper()
    if word not in RIS_TYPES:
        raise Refused(
            f'unknown type "{lines[0][1]}"',
            did_you_mean(word, RIS_TYPES) or "RIS has JOUR, BOOK, CHAP, NEWS, RPRT, ELEC …",
        )
    csl: dict[str, Any] = {"type": RIS_TYPES[word]}
    custom: dict[str, Any] = {}
    exact: dict[str, Any] = {}
    notes: list[str] = []
    values = [(tag, value) for tag, value in lines[1:] if value]
    for tag, value in values:
        if tag in _NAMES:
            csl.setdefault(_NAMES[tag], []).append(_name(value))
        elif tag in TAGS:
            csl.setdefault(TAGS[tag], value)
        elif tag in ("N1", "RN"):
            _note(value, exact, custom, notes)
        elif tag == "KW":
            csl["keyword"] = f"{csl['keyword']}, {value}" if "keyword" in csl else value
    csl.update(_dates(values))
    _numbers(csl, dict(reversed(values)))
    if notes:
        csl["note"] = "\n".join(notes)
    csl["custom"] = custom
    csl.update(exact)
    csl["id"] = next((value for tag, value in values if tag == "ID"), "") or _made_key(csl)
    return csl


def _note(value: str, exact: dict[str, Any], custom: dict[str, Any], notes: list[str]) -> None:
    """Take a note for what it is: one of our fields, a CSL variable, or a note."""
    match = _OURS.fullmatch(value)
    name = match[1] if match else ""
    if not match:
        notes.append(value)
    elif name.lower() in OURS:
        custom[name.lower()] = match[2]
    else:
        exact[name.removeprefix("csl-")] = exact_value(match[2].strip())


def _dates(values: list[tuple[str, str]]) -> dict[str, Any]:
    """Prefer the date that says most; a text that is EDTF stays as it is, so that nothing of it is lost."""
    made: dict[str, Any] = {}
    for tag, variable in _DATES.items():
        for words in [value for name, value in values if name == tag][:1]:
            date = date_from_words(words)
            if date and variable not in made:
                made[variable] = words if csl_from_edtf(words) else date
    return made


def _numbers(csl: dict[str, Any], values: dict[str, str]) -> None:
    """Read the tags whose meaning depends on the type: pages, `SN`, `M1`, `C1` and the secondary title."""
    kind = csl["type"]
    start, end = values.get("SP", ""), values.get("EP", "")
    if start and kind in _BOOKS:
        csl["number-of-pages"] = start
    elif start:
        csl["page"] = f"{start}-{end}" if end and end != start and "-" not in start else start
    if serial := values.get("SN"):
        digits = len(re.sub(r"[^0-9Xx]", "", serial.split()[0]))
        csl["ISBN" if digits in (10, 13) else "ISSN"] = serial
    if (number := values.get("M1")) and "issue" not in csl:
        csl["issue" if kind.startswith("article") else "number"] = number
    if kind == "report" and "issue" in csl:
        csl["number"] = csl.pop("issue")
    if "container-title" not in csl and "container-title-short" in csl:
        csl["container-title"] = csl.pop("container-title-short")
    if kind in _BOOKS and "container-title" in csl:
        csl.setdefault("collection-title", csl.pop("container-title"))
    if "title" not in csl and "BT" in values:
        csl["title"] = csl.pop("container-title", values["BT"])
    if "DOI" in csl:
        csl["DOI"] = re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", csl["DOI"], flags=re.IGNORECASE)


def _name(text: str) -> dict[str, str]:
    family, comma, rest = (part.strip() for part in text.partition(","))
    if not comma:
        words = family.split()
        if len(words) != 2 or _BODY.search(family):
            return {"literal": family} if len(words) != 1 else {"family": family}
        if re.fullmatch(r"[A-Z]{1,3}", words[1]):  # PubMed's "Sato K".
            return {"family": words[0], "given": words[1]}
        return {"family": words[1], "given": words[0]}
    given, _, suffix = (part.strip() for part in rest.partition(","))
    name = {"family": family, "given": given, "suffix": suffix}
    particle = _PARTICLE.match(family)
    if particle:
        name["non-dropping-particle"] = particle[0].strip()
        name["family"] = family[particle.end() :]
    if not given:  # "Ministry of Foreign Affairs," is how RIS writes a body.
        return {"literal": text.rstrip(", ")}
    return name


def _made_key(csl: dict[str, Any]) -> str:
    """Make a key of the first name, or the first words of the title, and the year."""
    names: list[dict[str, str]] = next((csl[variable] for variable in NAME_VARIABLES if csl.get(variable)), [])
    words = family_name(names[0]) if names else " ".join(csl.get("title", "").split()[:3])
    date = csl.get("issued")
    year = re.search(r"\d{4}", json.dumps(date)) if date else None
    key = "-".join(re.findall(r"\w+", words.lower()) + ([year[0]] if year else []))
    if not key:
        raise Refused("the entry has no key, author or title", 'add a line "ID  - brown-2016" with a key to cite it by')
    return key
