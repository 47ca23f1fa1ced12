"""What searching needs besides Pagefind: the finder's names, as a classic script that also works from a folder."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Final

from glossator.model.concept import Concept
from glossator.model.diagnostics import Diagnostic
from glossator.model.project import SearchSettings
from glossator.model.source import Item
from glossator.model.text import Place
from glossator.resolve.facts import Ref
from glossator.resolve.links import address
from glossator.resolve.lists import Lists, Noted

from .home_view import SECTIONS
from .sheet import Sheet
from .views import Link, SearchView

_LARGEST: Final = 300_000
"""Bytes of the finder's file: read at the first key that is pressed in the box, on a phone as well."""
_CONCEPT, _BRIEFING, _NOTE, _SOURCE, _PAGE = range(5)
"""Groups of results, as the script numbers them."""

Row = tuple[int | str, ...]
"""Group, address from the root, title, language if it is not the site's, what is said of it, other names."""


def search_view(sheet: Sheet) -> SearchView:
    """Make the page of search."""
    return SearchView(tuple(Link(sheet.href(path), label) for path, label in SECTIONS if path != "index.html"))


def wanted(lists: Lists, settings: SearchSettings, place: Place) -> tuple[bool, tuple[Diagnostic, ...]]:
    """Tell whether a site has an index of its texts. Gives SCH002 if it is too large for one that was not asked for."""
    texts = lists.texts()
    if settings.pagefind is not None or texts <= settings.largest:
        return settings.pagefind is not False, ()
    message = f"no index of the texts: there are {texts}, and up to {settings.largest} are indexed unless asked for"
    help_ = "set `pagefind = true` under `[search]` to have it, or `false` to say that names are enough"
    return False, (Diagnostic(place, "SCH002", message, help=help_),)


def finder_data(lists: Lists, language: str) -> bytes:
    """Give `assets/finder-data.js`, which also says whether there is an index of all texts.

    What is least often looked for is left out first, so that the file stays small; `left` counts it.
    """
    lines: list[str] = []
    left, size = 0, 0
    for row in _rows(lists, language):
        line = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
        size += len(line.encode()) + 2
        if size > _LARGEST:
            left += 1
        else:
            lines.append(line)
    rows = ",\n".join(lines)
    return f'window.glossatorFinder={{"full":{json.dumps(lists.full_text())},"left":{left},"rows":[\n{rows}\n]}};\n'.encode()


def _rows(lists: Lists, language: str) -> Iterator[Row]:
    """Give all rows, those first that are looked for most."""
    yield from (_concept(each.concept) for each in lists.concepts())
    for briefing in lists.listed("card", ""):
        head = briefing.briefing.head
        yield _BRIEFING, _of("briefing", briefing.briefing.slug), head.title, _other(head.lang, language), head.summary
    for page in lists.foot():
        yield _PAGE, _of("page", page.slug), page.title, _other(page.lang, language), page.summary
    yield from _claims(lists.listed("claims", ""), language)
    yield from (_source(item, language) for item in lists.sources())


def _concept(concept: Concept) -> Row:
    names = (text for name in concept.aliases for text in (name.name, name.roman))
    return (
        _CONCEPT,
        _of("concept", concept.slug),
        concept.term,
        concept.lang,
        concept.short,
        *_distinct(names, concept.term),
    )


def _claims(claims: Iterable[Noted], language: str) -> Iterator[Row]:
    for briefing, note in claims:
        annotation = note.annotation
        where = _of("note", f"{briefing.briefing.slug}#{annotation.id}")
        lang = annotation.get("lang") or briefing.briefing.head.lang
        yield _NOTE, where, annotation.title, _other(lang, language), annotation.get("who")


def _source(item: Item, language: str) -> Row:
    about = ", ".join(part for part in ("; ".join(item.authors), item.container, item.year) if part)
    title = item.title or item.short
    names = _distinct((item.short, item.title_short, item.key), title)
    return _SOURCE, _of("source", item.key), title, _other(item.language, language), about, *names


def _of(kind: str, slug: str) -> str:
    return address(Ref(kind, slug))  # type: ignore[arg-type]


def _other(lang: str, language: str) -> str:
    return lang if lang != language else ""


def _distinct(names: Iterable[str], title: str) -> tuple[str, ...]:
    return tuple(name for name in dict.fromkeys(names) if name and name != title)
