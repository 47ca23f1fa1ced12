"""Read BibTeX and BibLaTeX: our own cutting, dates and fields, pandoc for names, TeX and the mapping of types and fields to CSL.

Pandoc reads all entries in one run; if it refuses, halves are tried until the bad entry stands alone. It is kept from
recasing titles (it makes sentence case of English ones) by a second pair of braces. A title that its editor put in two pairs stays protected from
the style too, as CSL's `nocase`.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from glossator.model.diagnostics import Diagnostic
from glossator.model.source import NAME_VARIABLES
from glossator.model.text import Place

from .bib_blocks import Entry, split_entries
from .bib_dates import date_from_fields, date_from_words
from .bib_item import EXTENSION, OURS, TYPES, broken, exact_value, language_tag, make_item
from .bib_pandoc import PandocFailed, run_pandoc
from .nearest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from glossator.model.source import Item
    from glossator.model.text import Source

_TITLES: Final = re.compile(r"(?:\w*title\w*|journal\w*|shortjournal|series|shortseries)")
_DATES: Final = {"date": "issued", "urldate": "accessed", "origdate": "original-date", "eventdate": "event-date"}
_KEPT: Final = frozenset(
    {"year", "month", "day", "langid", "language", "hyphenation", "crossref", "xdata", "xref", *_DATES}
)
"""Fields that are not pandoc's business, besides ours and the programs' own."""
_PROGRAMS: Final = re.compile(
    r"bdsk-.*|__.*|file|groups|owner|timestamp|date-(?:added|modified)|mendeley-.*|readstatus|ids"
)
_UNMAPPED: Final = {"conference": "paper-conference", "standard": "standard", "software": "software"}
_ADDRESS: Final = re.compile(r"(?:\\(?:url|href)\s*\{)?\s*(https?://[^\s{}]+?)\s*\}?")
_AS_CSL: Final = ("--sandbox", "-f", "biblatex", "-t", "csljson")
_PATIENCE: Final = 10.0
"""Seconds for a batch, and one more for each 50 entries; pandoc takes a twentieth of it."""
_INHERITED: Final = ("date", "year", "month", "day", "langid", "language", "hyphenation")


def read_bibtex(source: Source, program: str = "") -> Iterator[Item | Diagnostic]:
    """Give each entry of a .bib file in order; `program` is the pandoc to use."""
    found = list(split_entries(source))
    entries = {entry.key: entry for entry in found if isinstance(entry, Entry) and entry.key}
    usable: list[tuple[Entry, Place]] = []
    outcome: dict[int, Item | Diagnostic] = {}
    for one in found:
        place = source.place(one.start)
        if not isinstance(one, Entry):
            outcome[one.start] = broken(place, one.message, one.help)
        elif fault := _check(one, entries, place):
            outcome[one.start] = fault
        elif one.type != "xdata":
            usable.append((one, place))
    outcome.update(_converted(usable, entries, program, Place(source.path)))
    yield from (outcome[start] for start in sorted(outcome))


def _check(entry: Entry, entries: dict[str, Entry], place: Place) -> Diagnostic | None:
    if not entry.key:
        return broken(place, "the entry has no key", f"write @{entry.type}{{brown-2016, …")
    for field in ("crossref", "xdata"):
        for parent in _keys(entry.fields.get(field, "")):
            if parent not in entries:
                help_ = did_you_mean(parent, entries) or f"add the entry or leave {field} out"
                return broken(place, f'{field} of "{entry.key}" names "{parent}", which is not in this file', help_)
    ancestors = _ancestors(entry, entries)
    if any(key in _ancestors(entries[key], entries) for key in ancestors):  # Pandoc would follow it for ever.
        return broken(
            place, f'"{entry.key}" takes its fields from an entry that refers to itself', "leave crossref out"
        )
    return None


def _converted(
    usable: list[tuple[Entry, Place]], entries: dict[str, Entry], program: str, file: Place
) -> Iterator[tuple[int, Item | Diagnostic]]:
    try:
        results = _pandoc([entry for entry, _ in usable], entries, program)
    except _Unusable as unusable:
        yield (
            -1,
            Diagnostic(file, "STY002", f"no .bib file can be read: {unusable}", help="install pypandoc_binary again"),
        )
        return
    for entry, place in usable:
        result = results[entry.start]
        if isinstance(result, str):
            yield entry.start, broken(place, f'pandoc cannot read "{entry.key}": {result}')
        else:
            yield entry.start, make_item(_finished(entry, entries, result), place)


class _Unusable(Exception):  # noqa: N818 - what happened, in words
    """Pandoc does not work at all."""


def _pandoc(batch: list[Entry], entries: dict[str, Entry], program: str) -> dict[int, list[dict[str, Any]] | str]:
    """Give for each entry, by its offset, pandoc's item and those of its further texts, or why pandoc refuses it."""
    if not batch:
        return {}
    names = {key: f"e{number}" for number, key in enumerate(entries)}
    written: list[str] = []
    for number, entry in enumerate(batch):
        written.extend(_written(f"i{number}", entry, names))
    parents = {parent for entry in batch for parent in _ancestors(entry, entries)}
    written.extend(_bibtex(names[key], entries[key], names) for key in sorted(parents, key=names.__getitem__))
    try:
        items = json.loads(run_pandoc(_AS_CSL, "\n".join(written), program, _PATIENCE + len(batch) / 50))
    except PandocFailed as failed:
        if len(batch) > 1:
            middle = len(batch) // 2
            return {**_pandoc(batch[:middle], entries, program), **_pandoc(batch[middle:], entries, program)}
        if not _works(program):
            raise _Unusable(str(failed)) from failed
        return {batch[0].start: str(failed)}
    groups: dict[str, list[dict[str, Any]]] = {}
    for item in items:
        groups.setdefault(item["id"].partition("-")[0], []).append(item)
    return {entry.start: groups[f"i{number}"] for number, entry in enumerate(batch)}


def _works(program: str) -> bool:
    try:
        return bool(run_pandoc(["--version"], "", program))
    except PandocFailed:
        return False


def _written(name: str, entry: Entry, names: dict[str, str]) -> Iterator[str]:
    """Give the entry for pandoc, and one more for each text that pandoc would not pass on."""
    yield _bibtex(name, entry, names)
    for number, (_, value) in enumerate(_texts(entry)):
        yield f"@misc{{{name}-{number}, title = {{{{{value}}}}}}}"


def _texts(entry: Entry) -> list[tuple[str, str]]:
    return [(field, value) for field, value in entry.fields.items() if field in OURS]


def _bibtex(name: str, entry: Entry, names: dict[str, str]) -> str:
    texts = ((field, f"{{{value}}}" if _TITLES.fullmatch(field) else value) for field, value in _for_pandoc(entry))
    fields = [f"  {field} = {{{text}}}" for field, text in texts]
    parents = {field: [names[key] for key in _keys(entry.fields.get(field, ""))] for field in ("crossref", "xdata")}
    fields += [f"  {field} = {{{','.join(keys)}}}" for field, keys in parents.items() if keys]
    return f"@{entry.type}{{{name},\n" + ",\n".join(fields) + "\n}"


def _for_pandoc(entry: Entry) -> Iterator[tuple[str, str]]:
    texts = dict(_texts(entry))
    for field, value in entry.fields.items():
        skipped = (
            field in _KEPT
            or field in texts
            or field.startswith(EXTENSION)
            or _PROGRAMS.fullmatch(field)
            or value.strip() in ("", "NULL")
        )
        if skipped or (field == "howpublished" and _ADDRESS.fullmatch(value)):
            continue
        yield field, _verbatim(field, value)
    address = _ADDRESS.fullmatch(entry.fields.get("howpublished", ""))
    if address and not entry.fields.get("url"):
        yield "url", address[1]


def _verbatim(field: str, value: str) -> str:
    """Take the TeX out of the fields in which pandoc, as BibLaTeX does, expects none, but programs write it."""
    if field == "doi":
        return re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", value.strip(), flags=re.IGNORECASE)
    if field == "url":
        plain = re.sub(r"\{?\\(?:textasciitilde|([_%&#$~]))(?:\{\})?\}?", lambda sign: sign[1] or "~", value)
        return plain.replace("{~}", "~")
    if field == "type" and "\\" not in value:
        return value.replace("{", "").replace("}", "")
    return value


def _finished(entry: Entry, entries: dict[str, Entry], made: list[dict[str, Any]]) -> dict[str, Any]:
    """Add to pandoc's item what it was not asked for."""
    csl = {**made[0], "id": entry.key, "type": _type(entry, made[0])}
    if "event" in csl:
        csl["event-title"] = csl.pop("event")
    fields = {**_inherited(entry, entries), **entry.fields}
    csl.update(_dates(fields))
    _protect(csl, entry)
    _particles(csl, entry)
    csl["language"] = _language(fields)
    texts = zip(_texts(entry), made[1:], strict=True)
    csl["custom"] = {field: one.get("title", "") for (field, _), one in texts}
    for field, value in entry.fields.items():
        if field.startswith(EXTENSION):
            csl[field.removeprefix(EXTENSION)] = exact_value(value)
    return csl


def _type(entry: Entry, made: dict[str, Any]) -> str:
    subtype = entry.fields.get("entrysubtype", "").strip("{} ")
    if subtype in TYPES:
        return subtype
    if entry.type in _UNMAPPED:
        return _UNMAPPED[entry.type]
    if made["type"] in TYPES:
        return str(made["type"])
    return "webpage" if made.get("URL") and not made.get("DOI") and "eprint" not in entry.fields else "document"


def _inherited(entry: Entry, entries: dict[str, Entry]) -> dict[str, str]:
    """Give dates and languages of the entries that this one refers to, the nearest first."""
    found: dict[str, str] = {}
    for key in _ancestors(entry, entries):
        fields = entries[key].fields
        found = {**{name: fields[name] for name in _INHERITED if name in fields}, **found}
    return {} if entry.fields.keys() & {"date", "year"} else found


def _ancestors(entry: Entry, entries: dict[str, Entry]) -> list[str]:
    """Give the keys of all entries that this one takes fields from, each once, the nearest first."""
    found: list[str] = []
    waiting = [entry]
    while waiting:
        one = waiting.pop(0)
        for field in ("crossref", "xdata"):
            for key in _keys(one.fields.get(field, "")):
                if key in entries and key not in found:
                    found.append(key)
                    waiting.append(entries[key])
    return found


def _keys(text: str) -> list[str]:
    return [key for part in text.split(",") if (key := part.strip("{} \t\n"))]


def _dates(fields: dict[str, str]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for field, variable in _DATES.items():
        if words := _plain(fields.get(field, "")):
            date = date_from_words(words)
            made[variable] = words if date.get("date-parts") or date.get("literal") != words else date
    if not made.get("issued") and (year := _plain(fields.get("year", ""))):
        made["issued"] = date_from_fields(year, _plain(fields.get("month", "")), _plain(fields.get("day", "")))
    return made


def _plain(tex: str) -> str:
    """Take the TeX out of a date: nothing but braces, ties and dashes stands in one."""
    return " ".join(re.sub(r"[{}]|\\(?:textasciitilde|,)", "", tex).replace("--", "–").split())


def _protect(csl: dict[str, Any], entry: Entry) -> None:
    """Mark titles that stand in two pairs of braces, so that no style recases them."""
    for variable, field in (("title", "title"), ("title-short", "shorttitle")):
        value = entry.fields.get(field, "").strip()
        if variable in csl and value.startswith("{") and _one_group(value) and not entry.fields.keys() & {"subtitle"}:
            csl[variable] = f'<span class="nocase">{csl[variable]}</span>'


def _one_group(value: str) -> bool:
    depth = 0
    for index, sign in enumerate(value):
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if depth == 0:
            return index == len(value) - 1
    return False


def _particles(csl: dict[str, Any], entry: Entry) -> None:
    """Keep "von der" with the family name in citations, as BibTeX prints it, unless the entry says `useprefix=false`."""
    if "useprefix=false" in entry.fields.get("options", "").replace(" ", ""):
        return
    for variable in NAME_VARIABLES:
        for name in csl.get(variable, ()):
            if "dropping-particle" in name and "non-dropping-particle" not in name:
                name["non-dropping-particle"] = name.pop("dropping-particle")


def _language(fields: dict[str, str]) -> str:
    for field in ("langid", "hyphenation", "language"):
        first: Iterable[str] = re.split(r"\s+and\s+|,", fields.get(field, "").strip("{} "))
        if name := next(iter(first)).strip("{} "):
            return language_tag(name.removeprefix("lang") if name.startswith("lang") and name != "lang" else name)
    return ""
