"""One page while it is being put together: addresses as seen from it, and what it has cited and linked so far."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape, unescape
from typing import Final, cast
from urllib.parse import urlsplit

from msgspec import Struct

from glossator.model.citation import Citation
from glossator.model.date import Date
from glossator.model.project import Kind, Settings, Verdict
from glossator.model.prose import ROOT, START, STOP
from glossator.model.source import Item
from glossator.resolve.cuts import List, century, group_file, group_words
from glossator.resolve.facts import CiteMention, Mention, Ref, Spot
from glossator.resolve.index import Lookup
from glossator.resolve.links import address
from glossator.resolve.lists import Lists
from glossator.resolve.passages import Passage
from glossator.resolve.prose import Resolved

from .cites_kept import CitesKept
from .date_words import date_words
from .entry_links import with_breaks
from .stylesheet import kind_glyph, verdict_glyphs
from .text_fragments import passage_link
from .views import (
    ConceptCard,
    DateView,
    EvidenceView,
    Fact,
    Frame,
    KindView,
    Link,
    MentionGroup,
    MentionView,
    PartView,
    PreviewView,
    ReferenceView,
    Section,
    VerdictView,
)

_ADDRESS = re.compile(f'{ROOT}([^"#]*)(#[^"]*)?')
_ELSEWHERE = re.compile(f'<a class="to" href="{ROOT}((?:briefings|pages)/[^"]*)"')
_MARK = re.compile(f"{START}(\\d+){STOP}")
_CITE_LINK = re.compile(r'<a class="cite" href="#cite-([^"]+)"')
TIMELINE: Final = "timeline/index.html"
NOT_FOUND: Final = "404.html"
_MANY_PARTS: Final = 30
"""Pages of a list beyond which not each of them links to all others."""
_SECTIONS: Final = frozenset(("briefings", "glossary", "timeline", "claims", "forecasts", "sources", "pages"))
_LETTERS: Final = {"primary": "Primary source", "secondary": "Secondary source", "opinion": "Opinion"}


class Printer(Struct, frozen=True):
    """What all pages of a site share."""

    settings: Settings
    lookup: Lookup
    lists: Lists
    citing: CitesKept

    @property
    def full_text(self) -> bool:
        """Whether the site has an index of all texts."""
        return self.lists.full_text()

    def kind(self, kind: Kind) -> KindView:
        """Give a kind as pages show it."""
        return KindView(kind.id, kind.label, kind.means, kind_glyph(kind), kind.left)

    def kind_of(self, id_: str) -> KindView:
        """Give the kind of an id."""
        return next(self.kind(kind) for kind in self.settings.kinds if kind.id == id_)

    def verdict(self, verdict: Verdict) -> VerdictView:
        """Give a verdict as pages show it."""
        glyph = verdict_glyphs(self.settings.verdicts)[verdict.id]
        return VerdictView(verdict.id, verdict.label, verdict.means, glyph)

    def verdict_of(self, id_: str) -> VerdictView | None:
        """Give the verdict of an id, None if it is empty."""
        return next((self.verdict(each) for each in self.settings.verdicts if each.id == id_), None)


class Sheet(Struct):
    """One page. Print its texts through it, then ask for the cards and references that they need."""

    path: str
    """From the site's root."""
    printer: Printer
    lang: str = ""
    _slugs: dict[str, None] = {}
    _cited: dict[str, list[Link]] = {}
    _passages: dict[str, dict[Passage, None]] = {}
    _previews: dict[str, PreviewView] = {}

    @property
    def root(self) -> str:
        """From this page to the root. A host shows the page of missing addresses at any depth, so it says where the root is."""
        base = self.printer.settings.base_url
        if self.path == NOT_FOUND and base:
            return urlsplit(base).path
        return "../" * self.path.count("/")

    def href(self, target: str) -> str:
        """Give an address from the root as seen from this page."""
        path, hash_, fragment = target.partition("#")
        if path == TIMELINE and fragment:
            path = self.event_page(fragment.removeprefix("event-"))
            target = f"{path}#{fragment}"
        if path == self.path:
            return f"#{fragment}" if hash_ else path.rpartition("/")[2]
        return self.root + target

    def event_page(self, id_: str) -> str:
        """Give the page of the timeline on which an event stands."""
        lists = self.printer.lists
        how = lists.cut("when")
        group = "" if how.whole else how.group(lists.event_group(id_))
        return group_file("when", group) if group else TIMELINE

    def absolute(self, target: str) -> str:
        """Give an address from the root as seen from anywhere."""
        path, _, fragment = target.partition("#")
        if path == TIMELINE and fragment:
            target = f"{self.event_page(fragment.removeprefix('event-'))}#{fragment}"
        return self.printer.settings.base_url + target

    def link(self, ref: Ref, label: str, lang: str = "") -> Link:
        """Link to something."""
        return Link(self.href(address(ref)), label, lang)

    def concept_link(self, slug: str) -> Link:
        """Link to a concept by its term, and have its card on the page."""
        fact = self.printer.lookup.concept(slug)
        assert fact is not None  # slugs come from resolving, which looked them up
        self._slugs[slug] = None
        return self.link(Ref("concept", slug), fact.term, fact.lang)

    def spot(self, spot: Spot) -> Link:
        """Link to where something is said."""
        target = f"{spot.path}#{spot.fragment}" if spot.fragment else spot.path
        return Link(self.href(target), spot.note.title if spot.note else spot.page_title, spot.lang)

    def html(self, text: Resolved, where: str = "text") -> str:
        """Give a text's HTML; `where` names it in the back-links of the reference list."""
        self._slugs.update(dict.fromkeys(text.concepts))
        for cite in text.cites:
            if cite.passage:
                self._passages.setdefault(cite.key, {})[cite.passage] = None
        html = _MARK.sub(lambda match: self.citation(text.citations[int(match[1])], where), text.html)
        return self.localised(_ELSEWHERE.sub(self._previewed, html))

    def _previewed(self, match: re.Match[str]) -> str:
        """Have a card of what a link leads to, unless that is on this page."""
        target = unescape(match[1])
        card = None if target.partition("#")[0] == self.path else self.printer.lookup.preview(target)
        if card is None:
            return match[0]
        id_ = f"p-{target}"
        self._previews[id_] = PreviewView(
            id=id_,
            href=self.href(target),
            title=card.title,
            html=card.html,
            date=self.date(card.date),
            kind=self.printer.kind_of(card.kind) if card.kind else None,
            verdict=self.printer.verdict_of(card.verdict),
            lang="" if card.lang == (self.lang or self.printer.settings.language) else card.lang,
        )
        return f'{match[0]} data-pop="{escape(id_)}"'

    def previews(self) -> tuple[PreviewView, ...]:
        """Give the cards of all briefings, notes and pages elsewhere that were linked so far, by title."""
        return tuple(sorted(self._previews.values(), key=lambda card: (card.title.casefold(), card.id)))

    def localised(self, html: str) -> str:
        """Make addresses that begin at the root relative to this page."""
        return _ADDRESS.sub(lambda match: self.href(match[1] + (match[2] or "")), html)

    def citation(self, citation: Citation, where: str) -> str:
        """Give a citation's HTML, with stances as marks and a place to come back to at each cite."""
        stances = iter([cite.stance for cite in citation.cites])

        def mark(match: re.Match[str]) -> str:
            key = match[1]
            backs = self._cited.setdefault(key, [])
            id_ = f"ref-{key}-{len(backs) + 1}"
            backs.append(Link(f"#{id_}", where))
            stance = next(stances, None)
            sign = (
                f'<span class="stance stance-{stance}" role="img" aria-label="{stance}" title="{stance}"></span>'
                if stance
                else ""
            )
            return f'{sign}<a id="{id_}" class="cite" href="#cite-{key}"'

        return _CITE_LINK.sub(mark, self.printer.citing.html(citation))

    def card(self, slug: str) -> ConceptCard:
        """Give the card of a concept."""
        fact = self.printer.lookup.concept(slug)
        assert fact is not None
        return ConceptCard(slug, self.href(address(Ref("concept", slug))), fact.term, fact.lang, fact.short, fact.also)

    def need_card(self, slug: str) -> None:
        """Have a concept's card on the page, because something links to it."""
        self._slugs[slug] = None

    def cards(self) -> tuple[ConceptCard, ...]:
        """Give the cards of all concepts linked so far, by term."""
        found = [self.card(slug) for slug in self._slugs]
        return tuple(sorted(found, key=lambda card: (card.term.casefold(), card.slug)))

    def references(self) -> tuple[ReferenceView, ...]:
        """Give the reference list of all sources cited so far, in the order of the style."""
        keys = sorted(self._cited, key=self.printer.citing.rank)
        return tuple(self.reference(key, tuple(self._cited[key])) for key in keys)

    def reference(self, key: str, backs: tuple[Link, ...] = ()) -> ReferenceView:
        """Give an entry of a reference list."""
        item = self.printer.lookup.source(key)
        assert item is not None
        href = self.href(address(Ref("source", key)))
        lang = self.lang or self.printer.settings.language
        passages = tuple(link for each in self._passages.get(key, ()) if (link := passage_link(item, each, lang)))
        return ReferenceView(key, self.entry(key), href, self.source_facts(item), backs, passages)

    def entry(self, key: str) -> str:
        """Give the words of an entry of a reference list, as HTML."""
        return with_breaks(self.printer.citing.entry(key))

    def source_facts(self, item: Item) -> tuple[Fact, ...]:
        """Say what kind of source this is and how far it was seen."""
        facts = [Fact("Kind", _LETTERS[item.kind])] if item.kind else []
        if item.reliability:
            facts.append(Fact("What we have seen", escape(item.reliability)))
        if item.language and item.language != self.printer.settings.language:
            facts.append(Fact("Language", escape(language_name(item.language, self.printer.settings.language))))
        if item.archive:
            facts.append(Fact("Archive", f'<a href="{escape(item.archive)}">snapshot</a>'))
        return tuple(facts)

    def date(self, date: Date | None) -> DateView | None:
        """Give a date as pages show it, None for None."""
        return None if date is None else self.date_view(date)

    def date_view(self, date: Date) -> DateView:
        """Give a date in the page's language."""
        language = self.lang or self.printer.settings.language
        return DateView(date_words(date, language), date.html or "", date.source)

    def evidence(self, cites: Sequence[CiteMention]) -> EvidenceView:
        """Count what a text rests on; sources that repeat one work count as one origin."""
        keys = dict.fromkeys(cite.key for cite in cites)
        origins = {self._origin(key) for key in keys}
        stances: dict[str, set[str]] = {"supports": set(), "disputes": set()}
        for cite in cites:
            if cite.stance in stances:
                stances[cite.stance].add(cite.key)
        words = f"{_count(len(keys), 'source')}, {_count(len(origins), 'origin')}" if keys else "no source"
        return EvidenceView(len(keys), len(origins), len(stances["supports"]), len(stances["disputes"]), words)

    def _origin(self, key: str) -> str:
        """Follow `origin` to the work that is repeated; a circle ends where it began."""
        seen: set[str] = set()
        while key not in seen:
            seen.add(key)
            item = self.printer.lookup.source(key)
            if item is None or not item.origin:
                break
            key = item.origin
        return key

    def mention_groups(self, mentions: Iterable[Mention | CiteMention]) -> tuple[MentionGroup, ...]:
        """Group sentences by the page on which they stand, in the order given; the page's own are left out."""
        groups: dict[str, list[MentionView]] = {}
        links: dict[str, Link] = {}
        for mention in mentions:
            spot = mention.spot
            if spot.path == self.path:
                continue
            links.setdefault(spot.path, Link(self.href(spot.path), spot.page_title, spot.lang))
            groups.setdefault(spot.path, []).append(self.mention(mention))
        return tuple(MentionGroup(links[path], tuple(dict.fromkeys(found))) for path, found in groups.items())

    def mention(self, mention: Mention | CiteMention) -> MentionView:
        """Give one sentence."""
        spot = mention.spot
        kind = self.printer.kind_of(spot.note.kind) if spot.note else None
        if isinstance(mention, CiteMention):
            item = self.printer.lookup.source(mention.key) if mention.passage else None
            passage = passage_link(item, mention.passage, self.printer.settings.language) if item else None
            return MentionView(
                mention.sentence_html, self.spot(spot), kind, mention.stance, mention.locator, spot.lang, passage
            )
        return MentionView(mention.sentence_html, self.spot(spot), kind, lang=spot.lang)

    def parts(self, list_: List, group: str) -> tuple[PartView, ...]:
        """Give the pages of a cut list; none of a list that is one page.

        The first page tells of all of them how much they hold. One of many shows those of its century, and what is next to it.
        """
        lists = self.printer.lists
        groups = lists.groups(list_)
        counts: Counter[str] = Counter()
        if groups and not group:
            how = lists.cut(list_)
            for fine, total in lists.totals(list_).items():
                counts[how.group(fine)] += total
        if group and len(groups) > _MANY_PARTS:
            at = groups.index(group)
            near = groups[max(at - 1, 0) : at + 2]
            groups = tuple(each for each in groups if each in near or century(each) == century(group))
        return tuple(
            PartView(
                Link(self.href(group_file(list_, each)), group_words(each)), each == group, counts[each], century(each)
            )
            for each in groups
        )

    def frame(self, title: str, description: str = "", crumbs: tuple[Link, ...] = (), lang: str = "") -> Frame:
        """Give what stands around the page."""
        settings = self.printer.settings
        folder = self.path.partition("/")[0]
        folder = "briefings" if folder in ("index.html", "archive") else folder
        return Frame(
            site_title=settings.title,
            language=settings.language,
            root=self.root,
            path=self.path,
            section=cast(Section, folder if folder in _SECTIONS else ""),
            title=title,
            description=description,
            lang=lang or settings.language,
            canonical=f"{settings.base_url}{'' if self.path == 'index.html' else self.path}"
            if settings.base_url
            else "",
            crumbs=crumbs,
            pages=tuple(self.link(Ref("page", page.slug), page.title) for page in self.printer.lists.foot()),
            kinds=tuple(self.printer.kind(kind) for kind in settings.kinds),
            verdicts=tuple(self.printer.verdict(verdict) for verdict in settings.verdicts),
            previews=self.previews(),
        )


def language_name(tag: str, language: str) -> str:
    """Name a language in another one; a tag that is not known stays as it is."""
    from babel import Locale, UnknownLocaleError

    try:
        words = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        words = Locale("en")
    try:
        return Locale.parse(tag, sep="-").get_display_name(words) or tag
    except (UnknownLocaleError, ValueError):
        # Languages without data of their own, such as Ainu, have names all the same.
        return str(words.languages.get(tag.partition("-")[0], tag))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
