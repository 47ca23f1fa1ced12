"""The page for editors: what of the site needs work. It is made for drafts and while serving, and no reader sees it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from glossator.model.anchor import Orphan
from glossator.model.date import Date, Day
from glossator.model.diagnostics import Diagnostic
from glossator.resolve.briefing import ResolvedBriefing, ResolvedNote
from glossator.resolve.facts import Ref
from glossator.resolve.links import address
from glossator.resolve.standing import FoundTarget

from .sheet import Sheet
from .views import AdviceView, CoverageRow, DueView, HealthView, Link, StaleRow

STALE_MONTHS: Final = 12
"""Months after which a check is called old: a convention, nothing that was measured."""
_WAITING: Final[dict[str, str]] = {
    "moved": "the passage stands elsewhere now, and waits to be accepted",
    "approximate": "the passage is only like the quote, and waits to be accepted",
    "changed": "the passage was changed, and waits to be accepted",
}


def health_view(faults: Iterable[Diagnostic], sheet: Sheet) -> HealthView:
    """Make the page of what needs work; `faults` are those that reading and resolving found.

    Age is counted from the newest date of publication, change or check in the content: a page knows no other today.
    """
    unlinked = [fault for fault in faults if fault.code == "LNK004"]
    unused = [fault.place for fault in faults if fault.code == "CIT002"]
    briefings, lookup = sheet.printer.lists.checked(), sheet.printer.lookup
    newest, coverage = _newest(briefings), tuple(_coverage(briefings, sheet))
    return HealthView(
        orphans=tuple(_orphans(briefings, sheet)),
        coverage=coverage,
        covered=_covered(coverage, sheet),
        unlinked=tuple(AdviceView(fault.place.path, fault.place.line, fault.message) for fault in unlinked),
        unused=tuple(
            sheet.link(Ref("source", item.key), item.short)
            for item in sheet.printer.lists.sources()
            if lookup.sources(item.key)[0][1] in unused
        ),
        stale=tuple(_stale(briefings, newest, sheet)),
        newest=sheet.date(newest),
        months=STALE_MONTHS,
    )


def _link(briefing: ResolvedBriefing, note: ResolvedNote, sheet: Sheet) -> Link:
    annotation, head = note.annotation, briefing.briefing.head
    target = address(Ref("note", f"{briefing.briefing.slug}#{annotation.id}"))
    return Link(sheet.href(target), annotation.title, annotation.get("lang") or head.lang)


def _orphans(briefings: Iterable[ResolvedBriefing], sheet: Sheet) -> Iterable[DueView]:
    for briefing in briefings:
        for note in briefing.notes:
            reasons = dict.fromkeys(reason for each in note.targets if (reason := _unsettled(each)))
            if reasons:
                kind = sheet.printer.kind_of(note.annotation.kind)
                yield DueView(_link(briefing, note, sheet), kind, "; ".join(reasons))


def _unsettled(each: FoundTarget) -> str:
    """Say why a target needs a person; empty if it does not: that a passage is gone may have been accepted."""
    if each.state is not None and not each.pending:
        return ""
    return each.found.reason if isinstance(each.found, Orphan) else _WAITING.get(each.state or "", "")


def _coverage(briefings: Iterable[ResolvedBriefing], sheet: Sheet) -> Iterable[CoverageRow]:
    """Give for each briefing with verdicts how many of them rest on a source, those without by name."""
    for briefing in briefings:
        claims = [note for note in briefing.notes if note.annotation.get("verdict")]
        if claims:
            head = briefing.briefing.head
            link = sheet.link(Ref("briefing", briefing.briefing.slug), head.title, head.lang)
            bare = tuple(_link(briefing, note, sheet) for note in claims if not note.cites)
            sourced = len(claims) - len(bare)
            yield CoverageRow(link, len(claims), sourced, 100 * sourced // len(claims), bare)


def _covered(rows: Sequence[CoverageRow], sheet: Sheet) -> CoverageRow | None:
    claims, sourced = sum(row.claims for row in rows), sum(row.sourced for row in rows)
    link = Link(sheet.href("claims/index.html"), "All briefings")
    return CoverageRow(link, claims, sourced, 100 * sourced // claims, ()) if rows else None


def _newest(briefings: Iterable[ResolvedBriefing]) -> Date | None:
    dates = [
        date
        for each in briefings
        for date in (
            each.briefing.head.date,
            each.briefing.head.updated,
            *(note.annotation.date("checked") for note in each.notes),
        )
        if date is not None
    ]
    return max(dates, key=lambda date: (date.named_day, date.source), default=None)


def _stale(briefings: Sequence[ResolvedBriefing], newest: Date | None, sheet: Sheet) -> Iterable[StaleRow]:
    """Give the notes whose check is old, oldest first."""
    found = []
    for briefing in briefings:
        for note in briefing.notes:
            checked = note.annotation.date("checked")
            if checked is not None and newest is not None:
                months = _months(checked.named_day, newest.named_day)
                if months >= STALE_MONTHS:
                    row = StaleRow(_link(briefing, note, sheet), sheet.date_view(checked), months)
                    found.append((checked.named_day, row))
    found.sort(key=lambda each: each[0])
    return (row for _, row in found)


def _months(old: Day, new: Day) -> int:
    """Count whole months between two days."""
    return (new.year - old.year) * 12 + new.month - old.month - (new.day < old.day)
