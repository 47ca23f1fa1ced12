"""Annotations as pages show them: in the margin of a briefing, and on a claim's own page."""

from __future__ import annotations

from html import escape
from typing import Final

from glossator.model.anchor import Anchor
from glossator.model.annotation import Annotation
from glossator.resolve.briefing import ResolvedBriefing, ResolvedNote
from glossator.resolve.facts import Ref
from glossator.resolve.links import address

from .sheet import Sheet, language_name
from .version_view import note_changes, was_views
from .views import ClaimRow, Fact, ForecastRow, NoteView

_LEMMA_WORDS: Final = 6
_LEMMA_SIGNS: Final = 24
_LONG_WORD: Final = 16
"""Signs a word beyond which a text seems to have no spaces."""
OUTCOMES: Final = {
    "yes": "came true",
    "no": "did not come true",
    "partly": "came true in part",
    "open": "open",
    "void": "void: its condition did not occur",
}
_FACTS: Final = (
    ("who", "Said by"), ("when", "When"), ("if", "If"), ("measure", "Measure"), ("due", "Due"), ("p", "Probability"),
    ("outcome", "Outcome"), ("resolved", "Resolved"), ("from", "From"), ("original", "Original"), ("of", "Corrects"),
    ("date", "Corrected"), ("confidence", "Confidence"), ("evidence", "Evidence to"), ("checked", "Checked"), ("by", "By"),
)  # fmt: skip
"""Keys that a note shows, in this order; the keys of a project's own kinds follow."""
_REMARKS: Final = frozenset(("context", "interpretation", "translation", "correction", "question"))
"""Kinds whose text is about the passage. Whoever said the passage did not say what such a note has as its title."""
_SHOWN_ELSEWHERE: Final = frozenset(("verdict", "label", "event", "lang", "status"))


def note_view(note: ResolvedNote, briefing: ResolvedBriefing, sheet: Sheet) -> NoteView:
    """Give a note as its briefing's page shows it."""
    annotation = note.annotation
    slug = briefing.briefing.slug
    text = briefing.briefing.article.article.text if briefing.briefing.article else ""
    where = f"note {note.number}"
    quotes = tuple(
        " ".join(each.found.span.of(text).split()) if isinstance(each.found, Anchor) else each.target.selector.exact
        for each in note.targets
    )
    near = (each.found.reason for each in note.targets if each.pending and each.state == "approximate")
    return NoteView(
        id=annotation.id,
        number=note.number,
        kind=sheet.printer.kind_of(annotation.kind),
        title=annotation.title,
        title_html=sheet.html(note.heading, where),
        body_html=sheet.html(note.body, where),
        lang=_other_language(annotation, briefing),
        verdict=sheet.printer.verdict_of(annotation.get("verdict")),
        lemma=lemma(quotes[0]) if quotes else "",
        quotes=quotes,
        facts=note_facts(annotation, sheet, slug),
        evidence=sheet.evidence(note.cites) if annotation.get("verdict") else None,
        approximate=next(near, ""),
        status=annotation.get("status"),
        claim_href=sheet.href(claim_path(slug, annotation.id)) if annotation.kind == "claim" else "",
        by=authors(annotation),
        was=was_views(note, briefing, sheet),
        changes=note_changes(note, briefing, sheet),
        quote_lang=_quote_language(annotation, briefing),
    )


def _other_language(annotation: Annotation, briefing: ResolvedBriefing) -> str:
    """Give the note's language, if that is not the language around it: the page's, or on the leaf the article's."""
    own = annotation.get("lang") or briefing.briefing.head.lang
    around = {briefing.briefing.head.lang, briefing.briefing.provenance.lang or briefing.briefing.head.lang}
    return "" if around == {own} else own


def _quote_language(annotation: Annotation, briefing: ResolvedBriefing) -> str:
    """Give the article's language, if it is not the note's."""
    head = briefing.briefing.head.lang
    article = briefing.briefing.provenance.lang or head
    return "" if article == (annotation.get("lang") or head) else article


def authors(annotation: Annotation) -> tuple[str, ...]:
    """Give who wrote a note."""
    return tuple(name.strip() for name in annotation.get("by").split(",") if name.strip())


def lemma(quote: str) -> str:
    """Shorten a quote to its first and last words; where words are not set apart, to its first and last signs."""
    words = quote.split()
    if len(words) > _LEMMA_WORDS:
        return " ".join((*words[:3], "…", *words[-2:]))
    if len(quote) > max(_LEMMA_SIGNS, _LONG_WORD * len(words)):
        return f"{quote[:10]}…{quote[-6:]}"
    return quote


def note_facts(annotation: Annotation, sheet: Sheet, briefing: str) -> tuple[Fact, ...]:
    """Give what a note's attributes say, in the order of `_FACTS`."""
    named = dict(_FACTS)
    labels = {"who": "Passage\N{NO-BREAK SPACE}by"} if annotation.kind in _REMARKS else {}
    own = [(key, key.replace("_", " ").capitalize()) for key, _ in annotation.attributes if key not in named]
    return tuple(
        Fact(labels.get(key, label), _value(annotation, key, sheet, briefing))
        for key, label in (*_FACTS, *own)
        if key not in _SHOWN_ELSEWHERE and annotation.get(key) and (key != "who" or annotation.targets)
    )


def _value(annotation: Annotation, key: str, sheet: Sheet, briefing: str) -> str:
    value = annotation.get(key)
    date = annotation.date(key)
    if date is not None:
        view = sheet.date_view(date)
        words = escape(view.words, quote=False)
        return f'<time datetime="{escape(view.datetime)}">{words}</time>' if view.datetime else words
    if key == "original":
        lang = escape(annotation.get("from"))
        return (
            f'<span{f" lang={chr(34)}{lang}{chr(34)}" if lang else ""} dir="auto">{escape(value, quote=False)}</span>'
        )
    if key == "from":
        return escape(language_name(value, sheet.printer.settings.language), quote=False)
    if key == "of" and value != "article":
        target = address(Ref("note", f"{briefing}#{value}"))
        note = sheet.printer.lookup.note(briefing, value)
        return f'<a href="{sheet.href(target)}">{escape(note.title if note else value, quote=False)}</a>'
    if key == "of":
        return "the article"
    if key == "outcome":
        return OUTCOMES[value]
    if key == "p":
        return probability(annotation)
    return escape(value, quote=False)


def probability(annotation: Annotation) -> str:
    """Give a forecast's probability in per cent, or an empty string."""
    value = annotation.get("p").replace("\u00a0", "").replace(" ", "")
    if not value:
        return ""
    percent = float(value[:-1]) if value.endswith("%") else float(value) * 100
    return f"{percent:g} %"


def claim_path(briefing: str, id_: str) -> str:
    """Give the path of a claim's page."""
    return f"claims/{briefing}--{id_}.html"


def claim_row(note: ResolvedNote, briefing: ResolvedBriefing, sheet: Sheet) -> ClaimRow:
    """Give a claim as ledgers list it."""
    annotation = note.annotation
    slug = briefing.briefing.slug
    return ClaimRow(
        href=sheet.href(claim_path(slug, annotation.id)),
        note_href=sheet.href(address(Ref("note", f"{slug}#{annotation.id}"))),
        title=annotation.title,
        who=annotation.get("who"),
        briefing=sheet.link(Ref("briefing", slug), briefing.briefing.head.title, briefing.briefing.head.lang),
        verdict=sheet.printer.verdict_of(annotation.get("verdict")),
        evidence=sheet.evidence(note.cites),
        confidence=annotation.get("confidence"),
        checked=sheet.date(annotation.date("checked")),
        lang=annotation.get("lang") or briefing.briefing.head.lang,
    )


def forecast_row(note: ResolvedNote, briefing: ResolvedBriefing, sheet: Sheet) -> ForecastRow:
    """Give a forecast as the ledger lists it."""
    annotation = note.annotation
    slug = briefing.briefing.slug
    outcome = annotation.get("outcome") or "open"
    return ForecastRow(
        note_href=sheet.href(address(Ref("note", f"{slug}#{annotation.id}"))),
        title=annotation.title,
        who=annotation.get("who"),
        briefing=sheet.link(Ref("briefing", slug), briefing.briefing.head.title, briefing.briefing.head.lang),
        made=sheet.date(annotation.date("when")),
        due=sheet.date(annotation.date("due")),
        probability=probability(annotation),
        condition=annotation.get("if"),
        measure=annotation.get("measure"),
        outcome=outcome,
        outcome_words=OUTCOMES[outcome],
        resolved=sheet.date(annotation.date("resolved")),
        lang=annotation.get("lang") or briefing.briefing.head.lang,
    )
