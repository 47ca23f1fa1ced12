"""The home page, the timeline page, our own pages, and what is asked for in vain."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from glossator.resolve.briefing import ResolvedBriefing, ResolvedNote
from glossator.resolve.cuts import group_words
from glossator.resolve.facts import Ref
from glossator.resolve.links import address
from glossator.resolve.lists import Noted
from glossator.resolve.texts import ResolvedPage
from glossator.resolve.timeline import occasions

from .briefing_view import briefing_card
from .ledgers import claim_view
from .notes import OUTCOMES
from .sheet import Sheet
from .timeline_view import all_events, drawing, timeline_view
from .views import (
    ArchiveView,
    ClaimView,
    DueView,
    HomeView,
    Link,
    NotFoundView,
    TextPageView,
    TimelinePageView,
)

_DUE: Final = 8
_CONCEPTS: Final = 40
SECTIONS: Final = (
    ("index.html", "Briefings"), ("glossary/index.html", "Concepts"), ("timeline/index.html", "Timeline"),
    ("claims/index.html", "Claims"), ("forecasts/index.html", "Forecasts"), ("sources/index.html", "Sources"),
)  # fmt: skip


def home_view(sheet: Sheet) -> HomeView:
    """Make the home page: what is new, what is due, the names, the big timeline of a site that is not too big for one."""
    lists = sheet.printer.lists
    parts = sheet.parts("card", "")
    briefings = lists.newest() if parts else lists.listed("card", "")
    cards = [briefing_card(briefing, sheet) for briefing in briefings]
    specimen = _specimen(lists.briefing(briefings[0].briefing.slug), sheet) if briefings else None
    return HomeView(
        lead=cards[0] if cards else None,
        specimen=specimen.note if specimen else None,
        specimen_html=specimen.quote_html if specimen else "",
        more=tuple(cards[1:]),
        due=_due(lists.due(), sheet),
        concepts=tuple(sheet.concept_link(each.concept.slug) for each in lists.first_concepts()[:_CONCEPTS]),
        timeline=drawing(all_events(sheet), sheet, sheet.printer.settings.title, listed=False),
        parts=parts,
        about=sheet.printer.settings.description,
    )


def archive_view(group: str, sheet: Sheet) -> ArchiveView:
    """Make a page of the older briefings."""
    cards = (briefing_card(briefing, sheet) for briefing in sheet.printer.lists.listed("card", group))
    return ArchiveView(group_words(group), tuple(cards), sheet.parts("card", group))


def _specimen(briefing: ResolvedBriefing, sheet: Sheet) -> ClaimView | None:
    """Choose the note that shows best what the site does: a claim with a verdict, a short quote and a short answer."""
    claims = [note for note in briefing.notes if note.annotation.kind == "claim" and note.spans and note.cites]
    if not claims:
        return None
    best = min(claims, key=lambda note: (len(note.spans[0]) + len(note.body.html) // 4, note.number))
    return claim_view(briefing, best, (None, None), sheet)


def _due(notes: Sequence[Noted], sheet: Sheet) -> tuple[DueView, ...]:
    """List what is open: detached notes, forecasts by their due date, questions."""
    found = []
    for briefing, note in notes:
        words = _open_words(note, sheet)
        if words:
            annotation = note.annotation
            target = address(Ref("note", f"{briefing.briefing.slug}#{annotation.id}"))
            link = Link(sheet.href(target), annotation.title, annotation.get("lang") or briefing.briefing.head.lang)
            due = annotation.date("due")
            order = (0 if note.detached else 1, due is None, due.sort_key if due else (), note.number)
            found.append((order, DueView(link, sheet.printer.kind_of(annotation.kind), words)))
    found.sort(key=lambda each: each[0])
    return tuple(view for _, view in found[:_DUE])


def _open_words(note: ResolvedNote, sheet: Sheet) -> str:
    annotation = note.annotation
    if note.detached:
        return "detached from its passage"
    due = annotation.date("due")
    if annotation.kind == "forecast" and annotation.get("outcome") in ("", "open", "partly"):
        words = OUTCOMES[annotation.get("outcome") or "open"]
        return f"{words}, due {sheet.date_view(due).words}" if due else words
    return "open" if annotation.get("status") == "open" else ""


def timeline_page_view(group: str, sheet: Sheet) -> TimelinePageView:
    """Make a page of events: of all, or of a decade or year. Of a list that is cut, the first page draws all and lists none."""
    parts = sheet.parts("when", group)
    title = group_words(group) if group else "All events"
    if parts and not group:
        timeline = drawing(all_events(sheet), sheet, title, listed=False)
    else:
        events = occasions(sheet.printer.lists.listed("when", group), sheet.printer.lookup)
        timeline = timeline_view(events, sheet, title)
    return TimelinePageView(timeline, sheet.cards(), sheet.references(), parts)


def text_page_view(each: ResolvedPage, sheet: Sheet) -> TextPageView:
    """Make one of our own pages."""
    page = each.page
    body = sheet.html(each.body)
    mentions = sheet.mention_groups(sheet.printer.lookup.mentions(Ref("page", page.slug)))
    return TextPageView(page.slug, page.title, page.lang, body, sheet.cards(), sheet.references(), mentions)


def not_found_view(sheet: Sheet) -> NotFoundView:
    """Make the page for an address that does not exist."""
    return NotFoundView(tuple(Link(sheet.href(path), label) for path, label in SECTIONS))
