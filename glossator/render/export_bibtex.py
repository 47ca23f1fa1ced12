"""Write a source as a BibLaTeX entry (the package's manual, version 3.20, §2.1 to 2.3), for LaTeX and for our own reader."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from glossator.read.bib_dates import edtf_from_csl
from glossator.read.bib_item import EXTENSION, LANGUAGES, OURS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from glossator.model.source import Item

_TYPES: Final = {
    "article": "article",
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "book": "book",
    "chapter": "incollection",
    "dataset": "dataset",
    "entry-encyclopedia": "inreference",
    "graphic": "image",
    "legal_case": "jurisdiction",
    "legislation": "legislation",
    "manuscript": "unpublished",
    "motion_picture": "movie",
    "pamphlet": "booklet",
    "paper-conference": "inproceedings",
    "patent": "patent",
    "personal_communication": "letter",
    "report": "report",
    "review": "review",
    "software": "software",
    "song": "music",
    "speech": "unpublished",
    "standard": "standard",
    "thesis": "thesis",
    "treaty": "legal",
    "webpage": "online",
}
_SUBTYPES: Final = {"article-magazine": "magazine", "article-newspaper": "newspaper"}
_NAMES: Final = ("author", "editor", "translator")
_TEXTS: Final = {
    "title-short": "shorttitle",
    "container-title-short": "shortjournal",
    "collection-title": "series",
    "volume": "volume",
    "edition": "edition",
    "version": "version",
    "chapter-number": "chapter",
    "number-of-pages": "pagetotal",
    "number-of-volumes": "volumes",
    "publisher": "publisher",
    "publisher-place": "location",
    "event-title": "eventtitle",
    "event-place": "venue",
    "genre": "type",
    "ISBN": "isbn",
    "ISSN": "issn",
    "abstract": "abstract",
    "annote": "annotation",
    "note": "note",
    "keyword": "keywords",
    "original-title": "origtitle",
    "original-publisher": "origpublisher",
    "original-publisher-place": "origlocation",
    "call-number": "library",
}
_DATES: Final = {"accessed": "urldate", "original-date": "origdate", "event-date": "eventdate"}
_VERBATIM: Final = {"DOI": "doi", "URL": "url"}
_SIGNS: Final = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",  # BibTeX counts braces, even behind a backslash.
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "'": r"\textquotesingle{}",
    "`": r"\textasciigrave{}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
}
_MARKUP: Final = {
    "<i>": r"\emph{",
    "</i>": "}",
    "<b>": r"\textbf{",
    "</b>": "}",
    "<sup>": r"\textsuperscript{",
    "</sup>": "}",
}
_MARKED: Final = re.compile(r"(?:[^<]|<(?!/?(?:i|b|sup)>)|<(i|b|sup)>(?:[^<]|<(?!/?(?:i|b|sup)>))*</\1>)*", re.DOTALL)
"""Markup that is closed and not nested."""
_NOCASE: Final = '<span class="nocase">'


def bibtex_entry(item: Item, exact: Mapping[str, str]) -> str:
    """Write an entry, without a line break at its end; `exact` has texts for the fields `csl-…` by variable."""
    fields = [f"  {name} = {{{value}}}" for name, value in _fields(item)]
    fields += [f"  {EXTENSION}{name} = {{{text}}}" for name, text in exact.items()]
    return ",\n".join([f"@{_TYPES.get(item.type, 'misc')}{{{item.key}", *fields]) + "\n}"


def _fields(item: Item) -> Iterator[tuple[str, str]]:
    for variable in _NAMES:
        if names := item.csl.get(variable):
            yield variable, " and ".join(_name(name) for name in names)
    if title := item.text("title"):
        yield "title", _title(title)
    if item.type in _SUBTYPES or item.type not in _TYPES:
        yield "entrysubtype", _SUBTYPES.get(item.type, item.type)
    article = _TYPES.get(item.type) == "article"
    if container := item.text("container-title"):
        yield "journaltitle" if article else "booktitle", _title(container)
    if item.issued:
        yield "date", item.issued
    elif words := item.csl.get("issued", {}).get("literal", ""):
        yield "date", tex(words)
    if number := item.text("issue" if article else "collection-number" if item.text("collection-number") else "number"):
        yield "number", tex(number)
    if pages := item.text("page"):
        yield "pages", tex(re.sub(r"(?<=\d)-(?=\d)", "--", pages))
    for variable, field in _TEXTS.items():
        if text := item.text(variable):
            yield field, tex(text)
    for variable, field in _DATES.items():
        if date := _date(item, variable):
            yield field, date
    for variable, field in _VERBATIM.items():
        if text := item.text(variable):
            yield field, re.sub(r"[{}\\]", lambda sign: f"%{ord(sign[0]):02X}", text)
    if item.language:
        yield "langid", next((name for name, tag in LANGUAGES.items() if tag == item.language), item.language)
    for name in OURS:
        if text := item.csl.get("custom", {}).get(name, ""):
            yield name, tex(text)


def _date(item: Item, variable: str) -> str:
    return edtf_from_csl(item.csl.get(variable, {}))


def _title(text: str) -> str:
    """Put a second pair of braces around what no style is to recase."""
    if text.startswith(_NOCASE) and text.endswith("</span>") and text.count("<span") == 1:
        return "{" + tex(text[len(_NOCASE) : -len("</span>")]) + "}"
    return tex(text)


def tex(text: str) -> str:
    """Write a text with CSL's markup as TeX."""
    if _MARKED.fullmatch(text) is None:
        return _plain(text)
    parts = re.split(r"(</?(?:i|b|sup)>)", text)
    return "".join(_MARKUP[part] if part in _MARKUP else _plain(part) for part in parts)


def _plain(text: str) -> str:
    signs = "".join(_SIGNS.get(sign, sign) for sign in text)
    return signs.replace("--", "-{}-")


def _name(name: dict[str, str]) -> str:
    if "literal" in name:
        return "others" if name["literal"] == "others" else "{" + tex(name["literal"]) + "}"
    particles = " ".join(name[part] for part in ("dropping-particle", "non-dropping-particle") if part in name)
    family = _part(name.get("family", ""))
    parts = [f"{tex(particles)} {family}".strip(), _part(name.get("suffix", "")), _part(name.get("given", ""))]
    return ", ".join([parts[0], *(part for part in parts[1:2] if part), parts[2]]).rstrip(", ")


def _part(text: str) -> str:
    """Keep what looks like two names, or like a particle, together with braces."""
    written = tex(text)
    return f"{{{written}}}" if re.search(r",|\band\b|^[a-z]", text) else written
