"""Sources, briefings and claims as others cite them: records to copy, and metadata that reference managers read.

COinS (OpenURL in a `span`, Z39.88-2004) and Highwire tags are what Zotero's connector looks for on a page without a
translator of its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from hashlib import blake2b
from typing import Any, Final
from urllib.parse import urlencode

from glossator.model.project import Settings
from glossator.model.source import Item
from glossator.model.text import Place
from glossator.resolve.briefing import ResolvedBriefing, ResolvedNote
from glossator.resolve.facts import Ref
from glossator.resolve.links import address

from .export_bibtex import bibtex_entry
from .export_ris import ris_entry
from .notes import authors
from .source_export import export_bibtex, export_json, export_ris
from .views import CiteThisView, RecordView

_GENRES: Final = {
    "book": ("book", "book"), "chapter": ("book", "bookitem"), "report": ("book", "report"), "thesis": ("book", "document"),
    "article-journal": ("journal", "article"), "article-newspaper": ("journal", "article"),
    "article-magazine": ("journal", "article"), "paper-conference": ("book", "proceeding"), "treaty": ("book", "document"),
    "legislation": ("book", "document"),
}  # fmt: skip
"""OpenURL's format and genre for CSL types; others are Dublin Core."""
_FORMAT: Final = 1
"""To be raised when entries that an older version of the program wrote are not to be used again."""
_VERSION: Final = 12
"""Hexadecimal digits of a version: 48 bits tell the versions of one text apart."""


def cite_this(item: Item, date: str) -> CiteThisView:
    """Say how a page of ours is cited. Its records hold nothing that BibTeX and RIS have no words for, so none is read back."""
    return CiteThisView(own_words(item, date), item.url, item.text("version"), records(item))


def records(item: Item) -> tuple[RecordView, ...]:
    """Give an item in all formats, as reference managers take it; the files of the whole site also read back equal."""
    return (
        RecordView("BibTeX", f"{item.slug}.bib", bibtex_entry(item, {})),
        RecordView("RIS", f"{item.slug}.ris", ris_entry(item, {})),
        RecordView("CSL-JSON", f"{item.slug}.json", export_json([item]).rstrip("\n")),
    )


def bibliography(items: Iterable[Item], ending: str, store: Mapping[str, str]) -> bytes:
    """Give all sources as one file, `bib`, `ris` or `json`, sorted by key; it reads back equal. What `keep_entries` kept is used."""
    chosen = sorted(items, key=lambda item: item.key)
    if ending == "json":
        return export_json(chosen).encode()
    entries = {item.key: store.get(_entry_name(item, ending), "") for item in chosen}
    entries |= _written([item for item in chosen if not entries[item.key]], ending)
    return ("\n\n".join(entries[item.key] for item in chosen) + "\n").encode() if chosen else b""


def keep_entries(items: Iterable[Item], store: MutableMapping[str, str]) -> None:
    """Keep the entries of all sources in BibTeX and RIS: writing one takes as long as reading it."""
    chosen = list(items)
    for ending in ("bib", "ris"):
        names = {item.key: _entry_name(item, ending) for item in chosen}
        missing = [item for item in chosen if names[item.key] not in store]
        store.update((names[key], entry) for key, entry in _written(missing, ending).items())


def _written(items: Sequence[Item], ending: str) -> dict[str, str]:
    if not items:
        return {}
    return export_bibtex(items) if ending == "bib" else export_ris(items)


def _entry_name(item: Item, ending: str) -> str:
    told = json.dumps([_FORMAT, item.key, item.csl], sort_keys=True, ensure_ascii=False)
    return f"{ending}:{blake2b(told.encode(), digest_size=16).hexdigest()}"


def briefing_item(briefing: ResolvedBriefing, settings: Settings) -> Item:
    """Give a briefing as something to be cited."""
    head = briefing.briefing.head
    slug = briefing.briefing.slug
    date = head.updated or head.date
    return _own_item(slug, head.title, head.authors, date.earliest_iso if date else None, head.lang, settings,
                     address(Ref("briefing", slug)), briefing_version(briefing))  # fmt: skip


def note_item(note: ResolvedNote, briefing: ResolvedBriefing, settings: Settings, path: str) -> Item:
    """Give a note as something to be cited, by the address `path` of its own page."""
    head = briefing.briefing.head
    date = note.annotation.date("checked") or head.updated or head.date
    lang = note.annotation.get("lang") or head.lang
    key = f"{briefing.briefing.slug}--{note.annotation.id}"
    version = blake2b(
        repr((note.annotation.title, note.body.html, note.annotation.attributes)).encode(), digest_size=16
    )
    return _own_item(key, note.annotation.title, authors(note.annotation) or head.authors, date.earliest_iso if date else None,
                     lang, settings, path, version.hexdigest()[:_VERSION])  # fmt: skip


def briefing_version(briefing: ResolvedBriefing) -> str:
    """Give a short hash that changes when the briefing's text, article or notes change."""
    digest = blake2b(digest_size=16)
    for text in briefing.texts:
        digest.update(text.html.encode())
    if briefing.briefing.article is not None:
        digest.update(briefing.briefing.article.article.text.encode())
    for note in briefing.notes:
        digest.update(repr(note.annotation.attributes).encode())
    return digest.hexdigest()[:_VERSION]


def _own_item(
    key: str,
    title: str,
    names: tuple[str, ...],
    day: str | None,
    lang: str,
    settings: Settings,
    path: str,
    version: str,
) -> Item:
    csl: dict[str, Any] = {
        "id": key,
        "type": "webpage",
        "title": title,
        "container-title": settings.title,
        "author": [{"literal": name} for name in names or settings.authors],
        "language": lang,
        "version": version,
    }
    if settings.base_url:
        csl["URL"] = settings.base_url + path
    issued = ""
    if day is not None:
        csl["issued"] = {"date-parts": [[int(part) for part in day.split("-")]]}
        issued = day
    return Item(
        key, Place(""), {name: value for name, value in csl.items() if value}, title, issued=issued, language=lang
    )


def own_words(item: Item, date: str) -> str:
    """Give a citation of something of ours in plain words: who, what, where, when, which version."""
    names = ", ".join(item.authors)
    parts = (names, f"“{item.title}”", item.container, date, item.url, f"version {item.text('version')}")
    return ", ".join(part for part in parts if part) + "."


def coins(item: Item) -> str:
    """Give the title of a COinS span: an OpenURL context object (Z39.88-2004) as key and value pairs."""
    kind, genre = _GENRES.get(item.type, ("dc", ""))
    pairs = [
        ("ctx_ver", "Z39.88-2004"),
        ("rft_val_fmt", f"info:ofi/fmt:kev:mtx:{kind}"),
        ("rfr_id", "info:sid/glossator"),
    ]
    if kind == "dc":
        pairs += [
            ("rft.type", item.type),
            ("rft.title", item.title),
            ("rft.identifier", item.url),
            ("rft.source", item.container),
        ]
        pairs += [("rft.creator", name) for name in item.authors]
    else:
        names = {"bookitem": "rft.atitle", "article": "rft.atitle", "proceeding": "rft.atitle"}
        pairs += [("rft.genre", genre), (names.get(genre, "rft.btitle" if kind == "book" else "rft.title"), item.title)]
        pairs += [("rft.jtitle" if kind == "journal" else "rft.btitle", item.container)] if genre in names else []
        pairs += [("rft.au", name) for name in item.authors]
        pairs += [
            ("rft.volume", item.text("volume")),
            ("rft.issue", item.text("issue")),
            ("rft.pages", item.text("page")),
        ]
        pairs += [
            ("rft.pub", item.text("publisher")),
            ("rft.place", item.text("publisher-place")),
            ("rft.isbn", item.isbn),
        ]
    pairs += [("rft.date", item.issued), ("rft.language", item.language)]
    pairs += [("rft_id", f"info:doi/{item.doi}")] if item.doi else [("rft_id", item.url)]
    return urlencode([(key, value) for key, value in pairs if value])


def highwire(item: Item) -> tuple[tuple[str, str], ...]:
    """Give Highwire tags (`citation_title` …) for the page of something that can be cited."""
    pairs = [("citation_title", item.title), *(("citation_author", name) for name in item.authors)]
    pairs += [("citation_publication_date", item.issued.replace("-", "/")), ("citation_journal_title", item.container)]
    pairs += [("citation_language", item.language), ("citation_doi", item.doi), ("citation_isbn", item.isbn)]
    pairs += [("citation_public_url", item.url)]
    return tuple((name, content) for name, content in pairs if content)
