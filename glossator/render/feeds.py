"""Feeds of briefings: Atom (RFC 4287) and JSON Feed 1.1. Neither has a clock: the newest briefing dates the feed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from glossator.model.date import Date
from glossator.model.project import Settings
from glossator.resolve.briefing import ResolvedBriefing
from glossator.resolve.facts import Ref
from glossator.resolve.links import address

if TYPE_CHECKING:
    from xml.etree import ElementTree as ET

_ATOM: Final = "http://www.w3.org/2005/Atom"
_XML: Final = "http://www.w3.org/XML/1998/namespace"
_NEWEST: Final = 50
"""Entries of a feed."""
_LONG_AGO: Final = "1970-01-01"
"""Atom wants a date of every entry; an undated briefing gets the epoch, which sorts last."""


class _Entry(Struct, frozen=True):
    """A briefing as feeds tell of it."""

    url: str
    title: str
    summary: str
    published: str
    updated: str
    authors: tuple[str, ...]
    lang: str


def atom_feed(briefings: Sequence[ResolvedBriefing], settings: Settings) -> bytes:
    """Give `feed.xml`."""
    from xml.etree import ElementTree as ET

    ET.register_namespace("", _ATOM)
    entries = _entries(briefings, settings)
    feed = ET.Element(f"{{{_ATOM}}}feed", {f"{{{_XML}}}lang": settings.language})
    _add(feed, "title", settings.title)
    _add(feed, "id", settings.base_url)
    _add(feed, "link", rel="self", type="application/atom+xml", href=f"{settings.base_url}feed.xml")
    _add(feed, "link", rel="alternate", type="text/html", href=settings.base_url)
    _add(feed, "updated", _instant(max((entry.updated for entry in entries), default=_LONG_AGO)))
    for name in settings.authors or (settings.title,):
        _add(_add(feed, "author"), "name", name)
    for entry in entries:
        element = ET.SubElement(feed, f"{{{_ATOM}}}entry", {f"{{{_XML}}}lang": entry.lang})
        _add(element, "title", entry.title)
        _add(element, "id", entry.url)
        _add(element, "link", rel="alternate", type="text/html", href=entry.url)
        _add(element, "published", _instant(entry.published))
        _add(element, "updated", _instant(entry.updated))
        for name in entry.authors:
            _add(_add(element, "author"), "name", name)
        if entry.summary:
            _add(element, "summary", entry.summary)
    ET.indent(feed, " ")
    text = ET.tostring(feed, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode()


def json_feed(briefings: Sequence[ResolvedBriefing], settings: Settings) -> bytes:
    """Give `feed.json`."""
    items = [
        {
            "id": entry.url,
            "url": entry.url,
            "title": entry.title,
            "content_text": entry.summary or entry.title,
            "date_published": _instant(entry.published),
            "date_modified": _instant(entry.updated),
            "authors": [{"name": name} for name in entry.authors],
            "language": entry.lang,
        }
        for entry in _entries(briefings, settings)
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": settings.title,
        "home_page_url": settings.base_url,
        "feed_url": f"{settings.base_url}feed.json",
        "language": settings.language,
        "authors": [{"name": name} for name in settings.authors or (settings.title,)],
        "items": items,
    }
    return (json.dumps(feed, ensure_ascii=False, indent=1) + "\n").encode()


def _entries(briefings: Sequence[ResolvedBriefing], settings: Settings) -> list[_Entry]:
    found = []
    for each in briefings[:_NEWEST]:
        head = each.briefing.head
        published = _day(head.date) or _LONG_AGO
        url = settings.base_url + address(Ref("briefing", each.briefing.slug))
        updated = _day(head.updated) or published
        found.append(_Entry(url, head.title, head.summary, published, updated, head.authors, head.lang))
    return found


def _day(date: Date | None) -> str:
    return (date.earliest_iso or "") if date else ""


def _instant(day: str) -> str:
    return f"{day}T00:00:00Z"


def _add(parent: ET.Element, tag: str, text: str | None = None, **attributes: str) -> ET.Element:
    from xml.etree import ElementTree as ET

    element = ET.SubElement(parent, f"{{{_ATOM}}}{tag}", attributes)
    element.text = text
    return element
