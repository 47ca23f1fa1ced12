"""`briefings/<slug>.json`: the briefing as data, for other programs (FORMAT.md §8)."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from typing import Any

from glossator.model.anchor import Anchor
from glossator.model.date import Date
from glossator.model.prose import plain_text
from glossator.resolve.briefing import ResolvedBriefing, ResolvedNote
from glossator.resolve.facts import CiteMention, Ref
from glossator.resolve.links import address
from glossator.resolve.standing import FoundTarget
from glossator.resolve.timeline import Event

from .sheet import TIMELINE, Sheet

_LINK = re.compile(r'<a [^>]*?href="([^"]*)"')


def briefing_data(briefing: ResolvedBriefing, events: tuple[Event, ...], sheet: Sheet) -> bytes:
    """Give the JSON of a briefing; `sheet` is that of its page, so that addresses are as seen from there."""
    given = briefing.briefing
    head = given.head
    sources = dict.fromkeys(cite.key for cite in briefing.cites)
    concepts = {mention.ref.slug for mention in briefing.mentions if mention.ref.kind == "concept"}
    data: dict[str, Any] = {
        "id": given.slug,
        "title": head.title,
        "summary": head.summary,
        "date": head.date.source if head.date else "",
        "lang": head.lang,
        "url": f"{sheet.printer.settings.base_url}{sheet.path}",
        "article": _article(briefing),
        "annotations": [_annotation(note, briefing, sheet) for note in briefing.notes],
        "events": [_event(event, sheet) for event in events],
        "concepts": sorted({*concepts, *briefing.topics, *(link.slug for link in briefing.links)}),
        "sources": sorted(sources),
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def _article(briefing: ResolvedBriefing) -> dict[str, str] | None:
    article = briefing.briefing.article
    if article is None:
        return None
    given = briefing.briefing.provenance
    text = article.article.text
    data = {
        "sha256": sha256(text.encode()).hexdigest(),
        "source": given.source,
        "form": given.form,
        "rights": given.rights,
    }
    data["lang"] = given.lang or briefing.briefing.head.lang
    return {"text": text, **data} if given.rights == "full" else data


def _annotation(note: ResolvedNote, briefing: ResolvedBriefing, sheet: Sheet) -> dict[str, Any]:
    annotation = note.annotation
    body = sheet.html(note.body)
    return {
        "id": annotation.id,
        "kind": annotation.kind,
        "title": annotation.title,
        "url": f"{sheet.printer.settings.base_url}{address(Ref('note', f'{briefing.briefing.slug}#{annotation.id}'))}",
        "attributes": dict(annotation.attributes),
        "body_html": body,
        "body_text": plain_text(body),
        "targets": [_target(each) for each in note.targets],
        "cites": [_cite(cite) for cite in note.cites],
        "concepts": list(note.body.concepts),
        "links": list(dict.fromkeys(_LINK.findall(body))),
    }


def _cite(cite: CiteMention) -> dict[str, str]:
    words = " … ".join(cite.passage)
    return {"source": cite.key, "locator": cite.locator, "stance": cite.stance, "quote": words}


def _target(each: FoundTarget) -> dict[str, Any]:
    selector = each.target.selector
    written = {"exact": selector.exact, "prefix": selector.prefix, "suffix": selector.suffix}
    found, was = each.found, each.was
    ledger = {"pending": each.pending, "was": was.words if was else "", "until": was.date if was else ""}
    if isinstance(found, Anchor):
        span = {"start": found.span.start, "end": found.span.end}
        told: dict[str, Any] = {"state": found.state, **span, "score": round(found.score, 4), "reason": found.reason}
    else:
        told = {"state": "detached", "start": None, "end": None, "score": 0, "reason": found.reason}
    return {**written, **told, **ledger}


def _event(event: Event, sheet: Sheet) -> dict[str, Any]:
    date: Date = event.date
    return {
        "id": event.id,
        "date": date.source,
        "earliest": date.earliest_iso,
        "latest": date.latest_iso,
        "label": event.label,
        "url": sheet.absolute(f"{TIMELINE}#event-{event.id}"),
    }
