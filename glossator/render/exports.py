"""The site as data for other programs (FORMAT.md §8): glossary, timeline, claims, a calendar, and W3C annotations."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Final

from glossator.model.anchor import Anchor
from glossator.model.date import Date, Day
from glossator.model.project import Settings
from glossator.model.prose import plain_text
from glossator.resolve.briefing import ResolvedBriefing, ResolvedNote
from glossator.resolve.facts import Ref
from glossator.resolve.links import address
from glossator.resolve.standing import FoundTarget
from glossator.resolve.texts import ResolvedConcept
from glossator.resolve.timeline import Event

from .notes import claim_path
from .sheet import TIMELINE, Sheet

_MOTIVATIONS: Final = {
    "claim": "assessing", "forecast": "assessing", "correction": "editing", "question": "questioning",
    "quotation": "identifying", "translation": "describing", "interpretation": "commenting", "context": "commenting",
}  # fmt: skip
"""Motivations of the W3C Web Annotation Vocabulary, §3.3, for our kinds; a kind of a project's own is `commenting`."""


def glossary_data(concepts: Iterable[ResolvedConcept], settings: Settings) -> bytes:
    """Give `glossary.json`: concepts in the words of SKOS."""
    return _json([
        {
            "id": each.concept.slug,
            "url": settings.base_url + address(Ref("concept", each.concept.slug)),
            "prefLabel": each.concept.term,
            "altLabels": [
                {"name": name.name, "lang": name.lang or settings.language, "roman": name.roman, "usedBy": name.used_by}
                for name in each.concept.aliases
            ],
            "kind": each.concept.kind,
            "definition": each.concept.short,
            "broader": list(each.broader),
            "related": list(each.related),
        }
        for each in concepts
    ])  # fmt: skip


def event_data(event: Event, sheet: Sheet) -> dict[str, Any]:
    """Give an event as data."""
    return {
        "id": event.id,
        "date": event.date.source,
        "earliest": event.date.earliest_iso,
        "latest": event.date.latest_iso,
        "label": event.label,
        "url": sheet.absolute(f"{TIMELINE}#event-{event.id}"),
    }


def timeline_data(events: Iterable[Event], sheet: Sheet) -> bytes:
    """Give `timeline.json`."""
    return _json([
        {
            **event_data(event, sheet),
            "kind": "forecast" if event.forecast else "event",
            "uncertain": event.date.uncertain,
            "approximate": event.date.approximate,
            "concepts": list(event.concepts),
            "places": [sheet.absolute(f"{spot.path}#{spot.fragment}".rstrip("#")) for spot in event.spots],
        }
        for event in events
    ])  # fmt: skip


def claims_data(claims: Iterable[tuple[ResolvedBriefing, ResolvedNote]], settings: Settings) -> bytes:
    """Give `claims.json`."""
    return _json([
        {
            "id": f"{briefing.briefing.slug}--{note.annotation.id}",
            "url": settings.base_url + claim_path(briefing.briefing.slug, note.annotation.id),
            "note": settings.base_url + address(Ref("note", f"{briefing.briefing.slug}#{note.annotation.id}")),
            "title": note.annotation.title,
            "quotes": [each.target.selector.exact for each in note.targets],
            "claimant": note.annotation.get("who"),
            "verdict": note.annotation.get("verdict"),
            "confidence": note.annotation.get("confidence"),
            "checked": note.annotation.get("checked"),
            "cites": [{"source": c.key, "locator": c.locator, "stance": c.stance} for c in note.cites],
        }
        for briefing, note in claims
    ])  # fmt: skip


def calendar(events: Iterable[Event], sheet: Sheet) -> bytes:
    """Give `timeline.ics` (RFC 5545): whole days, an uncertain date as long as what may be meant.

    Calendars know the years 1 to 9999 and no open ends; other events are left out.
    """
    from icalendar import Calendar, vDate, vText
    from icalendar import Event as Entry

    book = Calendar()
    book.add("prodid", "-//Glossator//Timeline//EN")
    book.add("version", "2.0")
    book.add("x-wr-calname", sheet.printer.settings.title)
    for event in events:
        span = _calendar_days(event.date)
        if span is None:
            continue
        first, last = span
        entry = Entry()
        entry["uid"] = vText(f"{event.id}@{sheet.printer.settings.base_url}")
        # A stamp is required; the clock must not show, so it is the day itself.
        entry["dtstamp"] = vText(f"{first:%Y%m%d}T000000Z".rjust(16, "0"))
        entry.add("summary", event.label)
        entry["dtstart"] = vDate(first)
        entry["dtend"] = vDate(last)
        entry.add("url", sheet.absolute(f"{TIMELINE}#event-{event.id}"))
        entry["transp"] = vText("TRANSPARENT")
        book.add_component(entry)
    return bytes(book.to_ical())


def _calendar_days(date: Date) -> tuple[Any, Any] | None:
    """Give the first day and the one after the last, as calendars count."""
    from datetime import date as Calendar  # noqa: N812
    from datetime import timedelta

    def known(day: Day | None) -> bool:
        return day is not None and 1 <= day.year < 9999

    if date.earliest is None or date.latest is None or not (known(date.earliest) and known(date.latest)):
        return None
    return Calendar(*date.earliest), Calendar(*date.latest) + timedelta(days=1)


def annotation_page(briefing: ResolvedBriefing, sheet: Sheet) -> bytes:
    """Give `briefings/<slug>.jsonld`: a W3C AnnotationPage (Web Annotation Data Model, §5), quotes and positions."""
    base = sheet.printer.settings.base_url
    page = base + sheet.path
    return _json({
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": f"{page.removesuffix('html')}jsonld",
        "type": "AnnotationPage",
        "items": [_annotation(note, briefing, sheet, page) for note in briefing.notes],
    })  # fmt: skip


def _annotation(note: ResolvedNote, briefing: ResolvedBriefing, sheet: Sheet, page: str) -> dict[str, Any]:
    annotation = note.annotation
    lang = annotation.get("lang") or briefing.briefing.head.lang
    html = sheet.html(note.body)
    targets: list[dict[str, Any] | str] = [_target(each, briefing, page) for each in note.targets]
    targets = targets or [page]
    return {
        "id": f"{page}#note-{annotation.id}",
        "type": "Annotation",
        "motivation": _MOTIVATIONS.get(annotation.kind, "commenting"),
        "body": [
            {"type": "TextualBody", "value": annotation.title, "format": "text/plain", "language": lang},
            {"type": "TextualBody", "value": plain_text(html), "format": "text/plain", "language": lang},
            {"type": "TextualBody", "purpose": "classifying", "value": annotation.kind},
        ],
        "target": targets if len(targets) > 1 else targets[0],
    }


def _target(each: FoundTarget, briefing: ResolvedBriefing, page: str) -> dict[str, Any]:
    selector = each.target.selector
    found = each.found
    article = briefing.briefing.article
    quote = {"type": "TextQuoteSelector", "exact": selector.exact, "prefix": selector.prefix, "suffix": selector.suffix}
    selectors: list[dict[str, Any]] = []
    if isinstance(found, Anchor) and article is not None:
        quote["exact"] = found.span.of(article.article.text)
        selectors.append({"type": "TextPositionSelector", "start": found.span.start, "end": found.span.end})
    lang = briefing.briefing.provenance.lang or briefing.briefing.head.lang
    return {
        "source": page,
        "language": lang,
        "selector": [{key: value for key, value in quote.items() if value}, *selectors],
    }


def robots(settings: Settings) -> bytes:
    """Give `robots.txt`, which tells of the sitemap."""
    return f"User-agent: *\nAllow: /\nSitemap: {settings.base_url}sitemap.xml\n".encode()


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
