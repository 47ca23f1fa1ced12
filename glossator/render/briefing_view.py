"""`briefings/<slug>.html`: the article on its leaf, the notes beside it, and what follows from them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

from glossator.model.anchor import Orphan
from glossator.model.article import Provenance
from glossator.model.briefing import Briefing
from glossator.model.date import Date
from glossator.model.project import Kind, Settings, Verdict
from glossator.read.dates import parse_date
from glossator.resolve.briefing import ResolvedBriefing, ResolvedNote
from glossator.resolve.facts import Ref
from glossator.resolve.links import address
from glossator.resolve.timeline import Event

from .article import Mark, TermLink, render_article
from .citable import briefing_item, cite_this
from .notes import authors, claim_row, note_view
from .sheet import Sheet
from .stylesheet import kind_glyph, verdict_glyphs
from .timeline_view import timeline_view
from .version_view import step_views
from .views import (
    BlockView,
    BriefingCard,
    BriefingView,
    CandidateView,
    CiteThisView,
    DateView,
    DetachedView,
    Fact,
    Link,
    NoteView,
    ProvenanceView,
    TallyView,
)

_WORD = re.compile(r"\w+(?:[’'\-]\w+)*")
_FORMS: Final = {"original": "", "excerpt": "Excerpt", "digest": "Digest", "translation": "Translation"}


def briefing_view(
    briefing: ResolvedBriefing, events: Sequence[Event], neighbours: tuple[Link | None, Link | None], sheet: Sheet
) -> BriefingView:
    """Make the view of a briefing; `events` are those told on its page."""
    head = briefing.briefing.head
    body = sheet.html(briefing.body)
    provenance = _provenance(briefing.briefing, sheet)
    views = {note.annotation.id: note_view(note, briefing, sheet) for note in briefing.notes}
    blocks = _blocks(briefing, views, sheet)
    timeline = timeline_view(events, sheet, head.title)
    topics = tuple(sheet.concept_link(slug) for slug in briefing.topics)
    claims = tuple(claim_row(note, briefing, sheet) for note in briefing.notes if note.annotation.kind == "claim")
    article = briefing.briefing.article
    checked = [date for note in briefing.notes if (date := note.annotation.date("checked"))]
    previous, following = neighbours
    return BriefingView(
        slug=briefing.briefing.slug,
        title=head.title,
        summary=head.summary,
        lang=head.lang,
        date=sheet.date(head.date),
        updated=sheet.date(head.updated),
        checked=sheet.date(max(checked, key=lambda date: date.sort_key, default=None)),
        authors=head.authors,
        status=head.status,
        topics=topics,
        words=len(_WORD.findall(article.article.text)) if article else 0,
        body_html=body,
        provenance=provenance,
        kinds=kind_tally(briefing.notes, sheet.printer.settings),
        verdicts=verdict_tally(briefing.notes, sheet.printer.settings),
        general=tuple(views[note.annotation.id] for note in briefing.notes if not note.targets),
        blocks=blocks,
        detached=tuple(_detached(note, views, briefing) for note in briefing.notes if note.detached),
        timeline=timeline,
        claims=claims,
        concepts=sheet.cards(),
        references=sheet.references(),
        mentions=sheet.mention_groups(_incoming(briefing, sheet)),
        previous=previous,
        following=following,
        data_href=sheet.href(f"briefings/{briefing.briefing.slug}.json"),
        cite=_cite(briefing, sheet),
        steps=step_views(briefing, sheet),
        article_lang=provenance.lang if provenance else "",
        note_authors=_authors(briefing.notes),
    )


def _authors(notes: Iterable[ResolvedNote]) -> tuple[TallyView, ...]:
    """Count notes by who wrote them, the most first; a note of several counts for each."""
    counts = Counter(name for note in notes for name in authors(note.annotation))
    ordered = sorted(counts.items(), key=lambda counted: (-counted[1], counted[0]))
    return tuple(TallyView(name, name, "", count) for name, count in ordered)


def _cite(briefing: ResolvedBriefing, sheet: Sheet) -> CiteThisView:
    head = briefing.briefing.head
    date = sheet.date(head.updated or head.date)
    return cite_this(briefing_item(briefing, sheet.printer.settings), date.words if date else "")


def _incoming(briefing: ResolvedBriefing, sheet: Sheet) -> Iterable:  # type: ignore[type-arg]
    """Give who links to the briefing or to one of its notes."""
    slug = briefing.briefing.slug
    yield from sheet.printer.lookup.mentions(Ref("briefing", slug))
    for note in briefing.notes:
        yield from sheet.printer.lookup.mentions(Ref("note", f"{slug}#{note.annotation.id}"))


def _blocks(briefing: ResolvedBriefing, views: dict[str, NoteView], sheet: Sheet) -> tuple[BlockView, ...]:
    article = briefing.briefing.article
    if article is None:
        return ()
    marks = tuple(_mark(note, views[note.annotation.id]) for note in briefing.notes if note.spans)
    links = []
    for link in briefing.links:
        sheet.need_card(link.slug)
        links.append(TermLink(link.span, sheet.href(address(Ref("concept", link.slug))), f"c-{link.slug}"))
    excerpt = briefing.briefing.provenance.rights == "excerpt"
    return tuple(
        BlockView(block.html, block.number, tuple(views[id_] for id_ in block.notes), block.space)
        for block in render_article(article.article, marks, tuple(links), excerpt=excerpt)
    )


def _mark(note: ResolvedNote, view: NoteView) -> Mark:
    what = f"{view.kind.label}, {view.verdict.label.lower()}" if view.verdict else view.kind.label
    classes = f"v-{view.verdict.id}" if view.verdict else ""
    return Mark(
        id=view.id,
        number=view.number,
        kind=view.kind.id,
        glyph=view.verdict.glyph if view.verdict else view.kind.glyph,
        classes=classes,
        label=f"Note {view.number}. {what}: {view.title}",
        spans=note.spans,
        approximate=bool(view.approximate),
    )


def _detached(note: ResolvedNote, views: dict[str, NoteView], briefing: ResolvedBriefing) -> DetachedView:
    article = briefing.briefing.article
    text = article.article.text if article else ""
    orphans = [each.found for each in note.targets if isinstance(each.found, Orphan)]
    candidates = tuple(
        CandidateView(" ".join(each.span.of(text).split()), round(each.score * 100))
        for orphan in orphans
        for each in orphan.candidates
    )
    reason = "; ".join(dict.fromkeys(orphan.reason for orphan in orphans))
    return DetachedView(views[note.annotation.id], reason, candidates)


def _provenance(briefing: Briefing, sheet: Sheet) -> ProvenanceView | None:
    """Say what the article is: its form, whose it is, where it stands."""
    if briefing.article is None:
        return None
    given: Provenance = briefing.provenance
    item = sheet.printer.lookup.source(given.source) if given.source else None
    form = _FORMS[given.form]
    html = form
    if item is not None:
        title = escape(item.title or item.short, quote=False)
        lang = f' lang="{escape(item.language)}"' if item.language and item.language != briefing.head.lang else ""
        href = sheet.href(address(Ref("source", given.source)))
        container = f", <cite>{escape(item.container, quote=False)}</cite>" if item.container else ""
        year = f", {escape(item.year, quote=False)}" if item.year else ""
        html = f"{form} of " if form else ""
        html += f'<a href="{href}"{lang}>“{title}”</a>{container}{year}.'
    retrieved = parse_date(given.retrieved)
    words = sheet.date_view(retrieved).words if isinstance(retrieved, Date) else given.retrieved
    facts = [Fact("Retrieved", escape(words, quote=False))] if words else []
    lang = given.lang if given.lang != briefing.head.lang else ""
    return ProvenanceView(html, given.note, given.form, given.rights == "excerpt", lang, tuple(facts))


def kind_tally(notes: Iterable[ResolvedNote], settings: Settings) -> tuple[TallyView, ...]:
    """Count notes by kind, in the order of the settings; kinds without notes are left out."""
    counts = Counter(note.annotation.kind for note in notes)
    return tuple(_tally(kind, kind_glyph(kind), counts) for kind in settings.kinds if counts[kind.id])


def verdict_tally(notes: Iterable[ResolvedNote], settings: Settings) -> tuple[TallyView, ...]:
    """Count notes by verdict, in the order of the scale; verdicts without notes are left out."""
    counts = Counter(note.annotation.get("verdict") for note in notes)
    glyphs = verdict_glyphs(settings.verdicts)
    return tuple(_tally(each, glyphs[each.id], counts) for each in settings.verdicts if counts[each.id])


def _tally(each: Kind | Verdict, glyph: str, counts: Counter[str]) -> TallyView:
    return TallyView(each.id, each.label, glyph, counts[each.id])


def briefing_card(briefing: ResolvedBriefing, sheet: Sheet) -> BriefingCard:
    """Give a briefing as lists show it."""
    head = briefing.briefing.head
    date: DateView | None = sheet.date(head.date)
    return BriefingCard(
        href=sheet.href(address(Ref("briefing", briefing.briefing.slug))),
        title=head.title,
        summary=head.summary,
        date=date,
        lang=head.lang,
        notes=len(briefing.notes),
        status=head.status,
        verdicts=verdict_tally(briefing.notes, sheet.printer.settings),
    )
