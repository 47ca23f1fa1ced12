"""`briefing.md` and the header that an article of Markdown may have (FORMAT.md §2)."""

from __future__ import annotations

import re
from typing import Final

from glossator.model.article import Article, Form, Provenance, Rights
from glossator.model.briefing import ArticleFile, BriefingHead
from glossator.model.diagnostics import Diagnostic
from glossator.model.project import Settings
from glossator.model.text import Place, Source, Span

from .article import article_from_html, article_from_markdown, article_from_text
from .braces import split_heading
from .code_spans import fences, mask
from .fields import Fields, date_or_fault
from .header import split_header
from .naming import read_naming
from .nearest import did_you_mean
from .prose import our_text

STATUSES: Final = ("published", "draft", "superseded")
FORMS: Final[tuple[Form, ...]] = ("original", "excerpt", "digest", "translation")
RIGHTS: Final[tuple[Rights, ...]] = ("full", "excerpt")
_HEADING: Final = re.compile(r"^#[ \t]+(\S[^\n]*)", re.MULTILINE)
_PROVENANCE: Final = ("source", "form", "note", "retrieved", "rights", "lang")


def read_briefing(
    source: Source, settings: Settings, *, trusted: bool = False
) -> tuple[BriefingHead, tuple[Diagnostic, ...]]:
    """Read `briefing.md`."""
    split, found = split_header(source)
    faults = list(found)
    fields = Fields(split.table, faults)
    place = Place(source.path)
    title = fields.text("title") if split.broken else fields.required("title", place)
    text = our_text(source, split.body, faults, trusted=trusted)
    head = BriefingHead(
        place=place,
        title=title or first_heading(text.source) or "Untitled",
        summary=fields.text("summary"),
        date=fields.date("date"),
        updated=fields.date("updated"),
        authors=fields.texts("authors") or settings.authors,
        status=fields.choice("status", STATUSES, "published"),
        lang=fields.text("lang", settings.language),
        topics=fields.references("topics"),
        naming=read_naming(fields),
        provenance=_provenance(fields.table("article")),
        body=text.prose(Span(split.body, len(source.text)), "body", faults),
    )
    fields.close()
    return head, tuple(faults)


def first_heading(source: Source) -> str:
    """Give the text of the first heading of level 1 outside code, or an empty string."""
    match = _HEADING.search(mask(source.text, fences(source.text)))
    return "" if match is None else split_heading(match[1])[0]


def _provenance(fields: Fields | None) -> tuple[tuple[str, str, Place], ...]:
    """Take the fields that tell where an article comes from, as key, value and place."""
    if fields is None:
        return ()
    found = [(key, fields.placed(key)) for key in _PROVENANCE]
    fields.close()
    return tuple((key, value.name, value.place) for key, value in found if value is not None)


def read_article(source: Source) -> tuple[ArticleFile, tuple[Diagnostic, ...]]:
    """Read `article.md`, `.txt` or `.html`; only Markdown has a header."""
    faults: list[Diagnostic] = []
    provenance: tuple[tuple[str, str, Place], ...] = ()
    start = 0
    if source.path.endswith(".md"):
        split, found = split_header(source)
        faults += found
        fields = Fields(split.table, faults)
        provenance = _provenance(fields)
        start = split.body
    article, found = _article(source, start)
    return ArticleFile(source.path, source.text, article, provenance), (*faults, *found)


def _article(source: Source, start: int) -> tuple[Article, tuple[Diagnostic, ...]]:
    if source.path.endswith(".txt"):
        return article_from_text(source)
    if source.path.endswith(".html"):
        return article_from_html(source)
    return article_from_markdown(source, start)


def read_provenance(
    head: tuple[tuple[str, str, Place], ...], own: tuple[tuple[str, str, Place], ...], faults: list[Diagnostic]
) -> tuple[Provenance, Place | None]:
    """Join what `briefing.md` and the article's own header say; the article's keys win. Also gives the source's place."""
    values = {key: (value, place) for key, value, place in (*head, *own)}
    text = {key: value for key, (value, _) in values.items()}
    form: Form = next((each for each in FORMS if each == text.get("form")), "original")
    rights: Rights = next((each for each in RIGHTS if each == text.get("rights")), "full")
    for key, allowed in (("form", FORMS), ("rights", RIGHTS)):
        if key in values and values[key][0] not in allowed:
            value, place = values[key]
            help_ = did_you_mean(value, allowed, all_of_them=True)
            faults.append(Diagnostic(place, "HDR006", f'`{key}` cannot be "{value}"', help=help_))
    if "retrieved" in values:
        date_or_fault(*values["retrieved"], faults)
    provenance = Provenance(
        source=text.get("source", ""),
        form=form,
        note=text.get("note", ""),
        retrieved=text.get("retrieved", ""),
        rights=rights,
        lang=text.get("lang", ""),
    )
    return provenance, values["source"][1] if "source" in values else None
