"""Sources: their pages and their index."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from html import escape
from math import inf
from typing import Final

from glossator.model.source import Item, Kind
from glossator.resolve.cuts import letters
from glossator.resolve.facts import Ref
from glossator.resolve.links import address
from glossator.resolve.lists import shelved

from .citable import coins, records
from .sheet import Sheet, language_name
from .views import Fact, Link, SourceRow, SourcesView, SourceView, TallyView

KINDS: Final[dict[Kind, str]] = {
    "primary": "Primary",
    "secondary": "Secondary",
    "opinion": "Opinion",
    "": "Not classed",
}
_PARTS: Final = (
    ("container-title", "Published in"), ("publisher", "Publisher"), ("publisher-place", "Place of publication"),
    ("volume", "Volume"), ("issue", "Issue"), ("page", "Pages"), ("number", "Number"), ("event-place", "Signed or held at"),
)  # fmt: skip


def source_view(item: Item, repeated_by: Iterable[Item], sheet: Sheet) -> SourceView:
    """Make the view of a source; `repeated_by` are the works that name it as their origin."""
    uses = sheet.printer.lookup.cited(item.key)
    origin = sheet.printer.lookup.source(item.origin) if item.origin else None
    stances = Counter(use.stance for use in uses)
    return SourceView(
        records=records(item),
        coins=coins(item),
        key=item.key,
        title=item.title or item.short,
        title_lang=item.language if item.language != sheet.printer.settings.language else "",
        lead=_lead(item),
        reference_html=sheet.entry(item.key),
        facts=_facts(item, sheet),
        identifiers=_identifiers(item),
        abstract=item.abstract,
        note=item.note,
        origin=sheet.link(Ref("source", origin.key), origin.short) if origin else None,
        repeated_by=tuple(sheet.link(Ref("source", each.key), each.short) for each in repeated_by),
        uses=sheet.mention_groups(uses),
        supports=stances["supports"],
        disputes=stances["disputes"],
    )


def _lead(item: Item) -> str:
    return ", ".join(part for part in ("; ".join(item.authors), item.container, item.year) if part)


def _facts(item: Item, sheet: Sheet) -> tuple[Fact, ...]:
    facts = [Fact("Kind", KINDS[item.kind])] if item.kind else []
    if item.title_short and item.title_short != item.title:
        facts.append(Fact("Short title", escape(item.title_short, quote=False)))
    facts += (Fact(label, escape(text, quote=False)) for key, label in _PARTS if (text := item.text(key)))
    if item.language:
        name = language_name(item.language, sheet.printer.settings.language)
        facts.append(Fact("Language", escape(name, quote=False)))
    if item.reliability:
        facts.append(
            Fact("What we have seen", escape(item.reliability[:1].upper() + item.reliability[1:], quote=False))
        )
    return tuple(facts)


def _identifiers(item: Item) -> tuple[Link, ...]:
    found = []
    if item.doi:
        found.append(Link(f"https://doi.org/{item.doi}", f"DOI {item.doi}"))
    if item.isbn:
        digits = "".join(c for c in item.isbn if c.isalnum())
        found.append(Link(f"https://search.worldcat.org/search?q=bn:{digits}", f"ISBN {item.isbn}"))
    if item.url and not item.url.startswith("https://doi.org/"):
        found.append(Link(item.url, item.url))
    if item.archive:
        found.append(Link(item.archive, "Archived copy"))
    return tuple(link for link in found if link.href.startswith(("https://", "http://")))


def sources_view(group: str, sheet: Sheet) -> SourcesView:
    """Make the index of sources, by author."""
    lists, how = sheet.printer.lists, sheet.printer.lists.cut("shelf")
    if not group and not how.whole:
        return SourcesView((), (), sheet.parts("shelf", group))
    # Of a key that stands in several files, only the first item counts; the others may say another name.
    found = (
        item
        for item in shelved(sheet.printer.lookup, lists.listed("shelf", group))
        if how.group(letters(item.sort_name)) == group
    )
    items = sorted(found, key=lambda item: (item.sort_name.casefold(), item.issued, item.key))
    counts = Counter(item.kind for item in items)
    rows = tuple(_row(item, sheet) for item in items)
    languages = sorted(Counter(row.language for row in rows if row.language).items())
    decades = Counter(_decade(item) for item in items)
    return SourcesView(
        rows,
        tuple(TallyView(KINDS[kind].lower(), KINDS[kind], "", counts[kind]) for kind in KINDS if counts[kind]),
        sheet.parts("shelf", group),
        tuple(TallyView(name.lower(), name, "", count) for name, count in languages),
        tuple(TallyView(name.lower(), name, "", decades[_, name]) for _, name in sorted(decades)),
    )


def _decade(item: Item) -> tuple[float, str]:
    """Give the ten years of a source's first year, in words, after what sorts them."""
    parts = (item.csl.get("issued") or {}).get("date-parts") or ((),)
    if not parts[0]:
        return inf, "Undated"
    year = int(parts[0][0])
    first = abs(year) // 10 * 10
    return (first, f"{first}s") if year > 0 else (-first, f"{first}s BCE")


def _row(item: Item, sheet: Sheet) -> SourceRow:
    return SourceRow(
        href=sheet.href(address(Ref("source", item.key))),
        key=item.key,
        html=sheet.entry(item.key),
        kind=KINDS[item.kind],
        author=item.sort_name,
        year=item.year,
        language=language_name(item.language, sheet.printer.settings.language) if item.language else "",
        uses=sheet.printer.lookup.uses(item.key),
        decade=_decade(item)[1],
    )
