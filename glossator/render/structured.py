"""What a page says of itself to other programs: schema.org as JSON-LD, Open Graph's locale and picture, other forms.

The words are those of schema.org 29: Article, DefinedTerm, ClaimReview, WebSite, BreadcrumbList. All addresses in it are
absolute, so a site without `base_url` has none of it.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from html import unescape
from re import sub
from typing import Any, Final
from urllib.parse import urljoin

from msgspec.structs import replace

from . import views
from .views import Frame, Link

_UNSAFE: Final = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
"""What could end the script element or be no JavaScript, written so that JSON stays the same."""
LOCALES: Final[dict[str, str]] = {}
"""By language, those that were asked for. CLDR's tables take longer to load than a page to print, so a state keeps some."""
_UNRATED: Final = "v-uncheckable"
"""The sign of verdicts that stand beside the scale, not on it."""


def complete(frame: Frame, view: views.View, cards: Collection[str] = (), authors: Collection[str] = ()) -> Frame:
    """Add to a frame what its page says of itself. `cards` are the paths of pictures; `authors` are the house's."""
    if not frame.canonical:
        return replace(frame, alternates=_alternates(frame, view))
    base = frame.canonical.removesuffix(frame.path)
    card = frame.path.removesuffix("html") + "png"
    frame = replace(frame, image=base + card if card in cards else "", alternates=_alternates(frame, view))
    graph = [each for each in (_thing(frame, view, base, authors), _breadcrumbs(frame)) if each]
    return replace(frame, locale=locale_of(frame.lang), structured=_script(graph) if graph else "")


def _alternates(frame: Frame, view: views.View) -> tuple[tuple[str, str], ...]:
    if not isinstance(view, views.BriefingView):
        return ()
    stem = frame.path.rpartition("/")[2].removesuffix("html")
    return (("application/json", stem + "json"), ("application/ld+json", stem + "jsonld"))


def locale_of(tag: str) -> str:
    """Give language and region, the likeliest one if the tag names none (CLDR's likely subtags)."""
    if tag not in LOCALES:
        LOCALES[tag] = _locale(tag)
    return LOCALES[tag]


def _locale(tag: str) -> str:
    from babel import Locale, UnknownLocaleError
    from babel.core import get_global

    try:
        locale = Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return ""
    likely = get_global("likely_subtags").get(locale.language, "")
    territory = locale.territory or likely.rpartition("_")[2]
    return f"{locale.language}_{territory}" if territory else ""


def _script(graph: list[dict[str, Any]]) -> str:
    data = {"@context": "https://schema.org", **(graph[0] if len(graph) == 1 else {"@graph": graph})}
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_UNSAFE)


def _thing(frame: Frame, view: views.View, base: str, authors: Collection[str]) -> dict[str, Any]:
    """Describe what a page is about, empty for pages of lists."""
    if isinstance(view, views.HomeView):
        return _site(frame, base)
    if isinstance(view, views.BriefingView):
        return _article(frame, view, base, authors)
    if isinstance(view, views.ConceptView):
        return _term(frame, view, base)
    if isinstance(view, views.ClaimView):
        return _claim(frame, view, base)
    return {}


def _site(frame: Frame, base: str) -> dict[str, Any]:
    return {
        "@type": "WebSite",
        "name": frame.site_title,
        "url": base,
        "inLanguage": frame.language,
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{base}search/index.html?q={{search_term_string}}"},
            "query-input": "required name=search_term_string",
        },
    }


def _article(frame: Frame, view: views.BriefingView, base: str, authors: Collection[str]) -> dict[str, Any]:
    return _without_empty({
        "@type": "Article",
        "headline": view.title,
        "description": view.summary,
        "url": frame.canonical,
        "mainEntityOfPage": frame.canonical,
        "inLanguage": frame.lang,
        "datePublished": view.date.datetime if view.date else "",
        "dateModified": (view.updated or view.date or views.DateView("")).datetime,
        "author": [{"@type": "Organization" if name in authors else "Person", "name": name} for name in view.authors],
        "publisher": _house(frame, base),
        "image": frame.image,
        "about": [{"@type": "DefinedTerm", "name": card.term, "url": urljoin(frame.canonical, card.href)} for card in view.concepts],
    })  # fmt: skip


def _term(frame: Frame, view: views.ConceptView, base: str) -> dict[str, Any]:
    names = dict.fromkeys(text for name in view.names for text in (name.name, name.roman) if text)
    return _without_empty({
        "@type": "DefinedTerm",
        "name": view.term,
        "alternateName": [name for name in names if name != view.term],
        "description": view.short,
        "termCode": view.slug,
        "url": frame.canonical,
        "inDefinedTermSet": {"@type": "DefinedTermSet", "name": frame.site_title, "url": f"{base}glossary/index.html"},
    })  # fmt: skip


def _claim(frame: Frame, view: views.ClaimView, base: str) -> dict[str, Any]:
    """Describe a claim with its verdict; a claim without one is no review."""
    claimed = " … ".join(view.note.quotes) or view.note.title
    claim = _without_empty({
        "@type": "Claim",
        "name": claimed,
        "author": {"name": view.who} if view.who else {},
        "appearance": {"@type": "CreativeWork", "url": urljoin(frame.canonical, view.note_href)},
    })  # fmt: skip
    if view.note.verdict is None:
        return {**claim, "url": frame.canonical}
    return _without_empty({
        "@type": "ClaimReview",
        "url": frame.canonical,
        "claimReviewed": claimed,
        "name": view.note.title,
        "reviewBody": _plain(view.note.body_html),
        "inLanguage": frame.lang,
        "datePublished": view.checked.datetime if view.checked else "",
        "author": _house(frame, base),
        "itemReviewed": claim,
        "reviewRating": _rating(frame, view.note.verdict),
    })  # fmt: skip


def _rating(frame: Frame, verdict: views.VerdictView) -> dict[str, Any]:
    """Give the place of a verdict on the scale, the best one highest; one beside the scale has its name only."""
    rating: dict[str, Any] = {"@type": "Rating", "alternateName": verdict.label, "ratingExplanation": verdict.means}
    scale = [each.id for each in frame.verdicts if each.glyph != _UNRATED]
    if verdict.id in scale:
        value = len(scale) - scale.index(verdict.id)
        rating |= {"ratingValue": value, "bestRating": len(scale), "worstRating": 1}
    return _without_empty(rating)


def _breadcrumbs(frame: Frame) -> dict[str, Any]:
    if not frame.crumbs:
        return {}
    steps = [*frame.crumbs, Link("", frame.title)]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": at, "name": step.label, "item": urljoin(frame.canonical, step.href)}
            for at, step in enumerate(steps, 1)
        ],
    }


def _house(frame: Frame, base: str) -> dict[str, Any]:
    return {"@type": "Organization", "name": frame.site_title, "url": base}


def _plain(html: str) -> str:
    return " ".join(unescape(sub(r"<[^>]*>", "", html)).split())


def _without_empty(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value}
