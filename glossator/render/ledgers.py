"""Claims and forecasts: the ledgers, and a page for each claim."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from html import escape

from glossator.model.anchor import Anchor
from glossator.model.project import CONFIDENCE
from glossator.model.text import Span
from glossator.resolve.briefing import ResolvedBriefing, ResolvedNote
from glossator.resolve.facts import Ref
from glossator.resolve.links import address
from glossator.resolve.lists import Noted
from glossator.resolve.passages import Passage
from glossator.resolve.sentences import sentence_around

from .briefing_view import verdict_tally
from .calibration import brier_words, calibration, judged
from .citable import cite_this, note_item
from .notes import OUTCOMES, claim_row, forecast_row, note_view
from .sheet import Sheet
from .text_fragments import passage_link
from .views import CiteThisView, ClaimsView, ClaimView, ForecastsView, Link, MentionView, TallyView


def claims_view(group: str, sheet: Sheet) -> ClaimsView:
    """Make the ledger of claims, best supported first; the first page of a ledger that is cut has their spread alone."""
    parts = sheet.parts("claims", group)
    if parts and not group:
        return ClaimsView(_spread(sheet), (), parts)
    claims: tuple[Noted, ...] = sheet.printer.lists.listed("claims", group)
    ranks = {verdict.id: rank for rank, verdict in enumerate(sheet.printer.settings.verdicts)}
    rows = sorted(claims, key=lambda each: ranks.get(each[1].annotation.get("verdict"), len(ranks)))
    scale = verdict_tally([note for _, note in claims], sheet.printer.settings)
    shown = tuple(claim_row(note, briefing, sheet) for briefing, note in rows)
    degrees = Counter(row.confidence for row in shown)
    confidence = tuple(TallyView(each, each.capitalize(), "", degrees[each]) for each in CONFIDENCE if degrees[each])
    return ClaimsView(scale, shown, parts, _claimants(row.who for row in shown), confidence)


def _claimants(names: Iterable[str]) -> tuple[TallyView, ...]:
    """Count statements by who made them, by name."""
    counts = Counter(name for name in names if name)
    return tuple(
        TallyView(name, name, "", counts[name]) for name in sorted(counts, key=lambda name: (name.casefold(), name))
    )


def _spread(sheet: Sheet) -> tuple[TallyView, ...]:
    counts = sheet.printer.lists.totals("verdicts")
    views = (sheet.printer.verdict(each) for each in sheet.printer.settings.verdicts if counts.get(each.id))
    return tuple(TallyView(view.id, view.label, view.glyph, counts[view.id]) for view in views)


def claim_view(
    briefing: ResolvedBriefing, note: ResolvedNote, neighbours: tuple[Link | None, Link | None], sheet: Sheet
) -> ClaimView:
    """Make the page of a claim."""
    annotation = note.annotation
    slug = briefing.briefing.slug
    view = note_view(note, briefing, sheet)
    note_address = address(Ref("note", f"{slug}#{annotation.id}"))
    base = sheet.printer.settings.base_url
    previous, following = neighbours
    return ClaimView(
        note=view,
        note_href=sheet.href(note_address),
        who=annotation.get("who"),
        briefing=sheet.link(Ref("briefing", slug), briefing.briefing.head.title, briefing.briefing.head.lang),
        quote_html=_quote(briefing, note),
        evidence=_evidence(note, sheet),
        concepts=sheet.cards(),
        references=sheet.references(),
        permalink=f"{base}{sheet.path}" if base else "",
        checked=sheet.date(annotation.date("checked")),
        cite=_cite(note, briefing, sheet),
        previous=previous,
        following=following,
    )


def _cite(note: ResolvedNote, briefing: ResolvedBriefing, sheet: Sheet) -> CiteThisView:
    head = briefing.briefing.head
    date = sheet.date(note.annotation.date("checked") or head.updated or head.date)
    return cite_this(note_item(note, briefing, sheet.printer.settings, sheet.path), date.words if date else "")


def _quote(briefing: ResolvedBriefing, note: ResolvedNote) -> str:
    """Give the sentence in which the passage stands, the passage marked; the quote as written if it is gone."""
    article = briefing.briefing.article
    anchor = next((each.found for each in note.targets if isinstance(each.found, Anchor)), None)
    if article is None or anchor is None:
        return " … ".join(escape(each.target.selector.exact, quote=False) for each in note.targets)
    text, span = article.article.text, anchor.span
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.end)
    block = Span(start, end if end >= 0 else len(text))
    around = sentence_around(block.of(text), Span(span.start - start, span.end - start))
    sentence = Span(start + around.start, start + around.end)
    kind = note.annotation.kind
    pieces = (Span(sentence.start, span.start), span, Span(span.end, sentence.end))
    before, inner, after = (
        escape(" ".join(("x" + piece.of(text) + "x").split())[1:-1], quote=False) for piece in pieces
    )
    return f'{before}<mark class="m k-{kind}">{inner}</mark>{after}'


def _evidence(note: ResolvedNote, sheet: Sheet) -> tuple[MentionView, ...]:
    """Give each source that the claim rests on, once for each stance and locator, supporting ones first."""
    order = {"supports": 0, "disputes": 1, "context": 2, "": 3}
    cites: dict[tuple[str, str, str], Passage] = {}
    for cite in note.cites:
        told = (cite.key, cite.stance, cite.locator)
        cites[told] = cites.get(told) or cite.passage
    found = []
    for key, stance, locator in sorted(cites, key=lambda each: order[each[1]]):
        item = sheet.printer.lookup.source(key)
        assert item is not None
        link = sheet.link(Ref("source", key), item.short)
        passage = passage_link(item, cites[key, stance, locator], sheet.lang or sheet.printer.settings.language)
        found.append(MentionView(sheet.entry(key), link, None, stance, locator, passage=passage))
    return tuple(found)


def forecasts_view(group: str, sheet: Sheet) -> ForecastsView:
    """Make the ledger of forecasts, with the score of all of them once there are enough."""
    lists, parts = sheet.printer.lists, sheet.parts("forecasts", group)
    counts = lists.totals("outcomes")
    outcomes = tuple(
        TallyView(id_, words.capitalize(), "", counts[id_]) for id_, words in OUTCOMES.items() if counts.get(id_)
    )
    forecasts: tuple[Noted, ...] = () if parts and not group else lists.listed("forecasts", group)
    rows = tuple(forecast_row(note, briefing, sheet) for briefing, note in forecasts)
    known = judged(lists.scores())
    told, svg = calibration(known)
    return ForecastsView(rows, outcomes, brier_words(known), svg, parts, told, _claimants(row.who for row in rows))
